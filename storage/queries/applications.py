"""The applications of one household: the open ones, and those decided lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, or_, select

from storage.tables import Application

LATELY = timedelta(days=365)
"""How long a decided application is still shown."""
MOST = 9


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application as its household sees it."""

    kind: str
    step: str
    step_due: date | None
    next_step: str
    published_from: date | None
    published_to: date | None
    opened_on: date
    closed_on: date | None
    outcome: str


def applications_of(db: Connection, household_id: int, day: date) -> list[ApplicationLine]:
    """The open ones first, then those decided lately, the newest first."""
    rows = db.execute(
        select(
            Application.kind, Application.step, Application.step_due, Application.next_step, Application.published_from,
            Application.published_to, Application.opened_on, Application.closed_on, Application.outcome,
        )
        .where(
            Application.household_id == household_id,
            Application.opened_on <= day,
            or_(Application.closed_on.is_(None), Application.closed_on > day - LATELY),
        )
        .order_by(Application.closed_on.is_not(None), Application.opened_on.desc(), Application.code)
        .limit(MOST)
    )  # fmt: skip
    return [ApplicationLine(*row) for row in rows]

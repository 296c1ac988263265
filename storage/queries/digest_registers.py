"""Applications, entitlements not enjoyed and needs of villages, as a digest of a day counts them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from storage.tables import Application, Gap, Grant, Household, Need


@dataclass(frozen=True, slots=True)
class OpenApplication:
    """An application that is not decided on a day."""

    village_id: int
    kind: str
    step: str
    step_due: date | None
    published_from: date | None
    published_to: date | None
    objections: int

    def is_published(self, day: date) -> bool:
        """Whether its notice is up on a day; both days of it count."""
        first, last = self.published_from, self.published_to
        return first is not None and last is not None and first <= day <= last


def applications(db: Connection, villages: Collection[int], day: date) -> list[OpenApplication]:
    """The open applications of villages, those due first before the others."""
    rows = db.execute(
        select(
            Household.village_id, Application.kind, Application.step, Application.step_due,
            Application.published_from, Application.published_to, Application.objections,
        )
        .join(Household, Household.id == Application.household_id)
        .where(Household.village_id.in_(villages), *_open(Application, Application.opened_on, day))
        .order_by(Application.step_due.is_(None), Application.step_due, Application.code)
    )  # fmt: skip
    return [OpenApplication(*row) for row in rows]


def gaps(db: Connection, villages: Collection[int], day: date) -> list[tuple[int, str]]:
    """(household, kind) of what is not enjoyed on a day: a grant of that name, paid since, closes it."""
    paid = exists().where(
        Grant.household_id == Gap.household_id, Grant.kind == Gap.kind, Grant.paid_on.between(Gap.since, day)
    )
    rows = db.execute(
        select(Gap.household_id, Gap.kind)
        .join(Household, Household.id == Gap.household_id)
        .where(Household.village_id.in_(villages), *_open(Gap, Gap.since, day), ~paid)
        .distinct()
        .order_by(Gap.kind, Gap.household_id)
    )
    return [(household, kind) for household, kind in rows]


@dataclass(frozen=True, slots=True)
class NeedRow:
    """The days of a need that was open at some time since the last digest."""

    opened_on: date
    matched_on: date | None
    closed_on: date | None


def needs(db: Connection, villages: Collection[int], since: date, day: date) -> list[NeedRow]:
    """Needs that were still open at the end of the day `since`, or have come up to `day`."""
    rows = db.execute(
        select(Need.opened_on, Need.matched_on, Need.closed_on).where(
            Need.village_id.in_(villages),
            Need.opened_on <= day,
            or_(Need.closed_on.is_(None), Need.closed_on > since),
        )
    )
    return [NeedRow(*row) for row in rows]


def _open(table: Any, opened: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    """Begun by the end of a day and not closed by then."""
    return and_(opened <= day), or_(table.closed_on.is_(None), table.closed_on > day)

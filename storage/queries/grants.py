"""Benefits paid to a household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storage.tables import Grant, Person


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A benefit of a year; `paid_on` None is approved and not yet paid. Fen."""

    code: str
    kind: str
    amount_fen: int
    paid_on: date | None
    card_tail: str
    person: str
    note: str


def grants_of(db: Connection, household_id: int, year: int, person_id: int | None) -> list[GrantLine]:
    """What a household got in a year; grants marked personal only for the person they are for (D30)."""
    rows = db.execute(
        select(
            Grant.code, Grant.kind, Grant.amount_fen, Grant.paid_on, Grant.card_tail,
            func.coalesce(Person.name, ""), Grant.note,
        )
        .outerjoin(Person, Person.id == Grant.person_id)
        .where(Grant.household_id == household_id, Grant.year == year, _shown_to(person_id))
        .order_by(Grant.paid_on.is_(None), Grant.paid_on, Grant.id)
    )  # fmt: skip
    return [GrantLine(*row) for row in rows]


def total_of_year(db: Connection, household_id: int, year: int, person_id: int | None) -> int:
    """Fen paid to a household in a year, as far as the reader may see."""
    return db.execute(
        select(func.coalesce(func.sum(Grant.amount_fen), 0)).where(
            Grant.household_id == household_id,
            Grant.year == year,
            Grant.paid_on.is_not(None),
            _shown_to(person_id),
        )
    ).scalar_one()


def _shown_to(person_id: int | None) -> ColumnElement[bool]:
    return or_(Grant.personal.is_(False), Grant.person_id == person_id)

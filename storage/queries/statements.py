"""What cadres say in one line ahead of the next import: insurance paid, a re-check, an audit plan, mourning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, insert, or_, select, update

from storage.tables import Household, Member, Statement

INSURED, RECHECKED, AUDIT, MOURNING = "CB", "FH", "SJ", "HK"
"""The kinds, by the prefix of their receipts."""


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement to be kept; `region_id` is the household's village, or the area it is said of."""

    kind: str
    person_id: int
    household_id: int | None
    region_id: int
    year: int
    state: str
    day: date
    until: date | None
    contact_id: int | None


def add_statement(db: Connection, new: NewStatement, now: datetime) -> int:
    """Keep a statement in the place of the one before it about the same thing; its id."""
    about = (
        Statement.household_id == new.household_id
        if new.household_id
        else (Statement.household_id.is_(None)) & (Statement.region_id == new.region_id)
    )
    db.execute(
        update(Statement)
        .where(Statement.kind == new.kind, Statement.year == new.year, about, Statement.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )  # fmt: skip
    row = {name: getattr(new, name) for name in NewStatement.__slots__}
    return db.execute(insert(Statement).values(**row, saved_at=now).returning(Statement.id)).scalar_one()


def withdraw_statement(db: Connection, number: int, now: datetime) -> None:
    """As if it had not been said."""
    db.execute(update(Statement).where(Statement.id == number).values(withdrawn_at=now))


def standing(now: datetime, kind: str) -> tuple[ColumnElement[bool], ...]:
    """Statements of a kind that were known at a moment and are not taken back since."""
    taken_back = or_(Statement.withdrawn_at.is_(None), Statement.withdrawn_at > now)
    return Statement.kind == kind, Statement.saved_at <= now, taken_back


def mourning(now: datetime) -> Select[Any]:
    """The households that are left in peace on the day of `now` (X51)."""
    return select(Statement.household_id).where(
        *standing(now, MOURNING), Statement.state == "mourning", Statement.until >= now.date()
    )


def mourners(db: Connection, now: datetime) -> frozenset[int]:
    """The members of these households."""
    day = now.date()
    rows = db.execute(
        select(Member.person_id)
        .join(Household, Household.id == Member.household_id)
        .where(
            Household.id.in_(mourning(now)), Member.starts <= day, or_(Member.ends.is_(None), Member.ends >= day)
        )
    )  # fmt: skip
    return frozenset(rows.scalars())

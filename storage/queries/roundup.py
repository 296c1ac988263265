"""What a digest of a week or a month counts in an area, beside what the daily one does (domain.md 8.5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, case, distinct, func, or_, select

from storage.queries.digest_money import FISCAL
from storage.queries.roll import COUNTED, stood, touching
from storage.tables import Assignment, Fund, Household, Leave, Member, Person, Region, Unit, Visit


@dataclass(frozen=True, slots=True)
class Posted:
    """Somebody assigned in the area: the village of the first assignment, the unit (empty for none)."""

    village_id: int
    unit: str


def posted(db: Connection, villages: Collection[int], first: date, last: date) -> dict[int, Posted]:
    """Person id -> where and from which unit, of everybody assigned there between two days, by unit."""
    rows = db.execute(
        select(Assignment.person_id, Assignment.village_id, func.coalesce(Unit.name, ""))
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Assignment.village_id.in_(villages), touching(Assignment, first, last))
        .order_by(Unit.code, Assignment.person_id, Assignment.starts, Assignment.id)
    )
    found: dict[int, Posted] = {}
    for person, village, unit in rows:
        found.setdefault(person, Posted(village, unit))
    return found


def absences(
    db: Connection, villages: Collection[int], first: date, last: date, cutoff: datetime
) -> dict[int, str]:
    """Person id -> the kind of the first absence between two days, of whoever is assigned in these villages."""
    people = select(Assignment.person_id).where(
        Assignment.village_id.in_(villages), touching(Assignment, first, last)
    )
    rows = db.execute(
        select(Leave.person_id, Leave.kind)
        .where(
            Leave.person_id.in_(people),
            touching(Leave, first, last),
            Leave.status.in_(COUNTED),
            *stood(Leave, cutoff),
        )
        .order_by(Leave.starts.desc(), Leave.id.desc())
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class Walked:
    """Visits in a village, and the households they went to."""

    village_id: int
    visits: int
    households: int


def walked(
    db: Connection, villages: Collection[int], first: date, last: date, cutoff: datetime
) -> list[Walked]:
    """Visits between two days as known at the cut-off, by village; those to closed households do not count."""
    rows = db.execute(
        select(Visit.village_id, func.count(), func.count(distinct(Visit.household_id)))
        .join(Household, Household.id == Visit.household_id)
        .where(
            Visit.village_id.in_(villages),
            Visit.day.between(first, last),
            Household.state != "closed",
            *stood(Visit, cutoff),
        )
        .group_by(Visit.village_id)
    )
    return [Walked(*row) for row in rows]


def moved(db: Connection, path: str, first: date, last: date) -> tuple[int, int]:
    """Fiscal money of an area received and spent between two days, in fen."""
    sums = [func.coalesce(func.sum(case((Fund.step == step, Fund.amount_fen), else_=0)), 0) for step in STEPS]
    received, spent = db.execute(
        select(*sums)
        .join(Region, Region.id == Fund.region_id)
        .where(
            Fund.source == FISCAL,
            Fund.day.between(first, last),
            Region.path.startswith(path, autoescape=True),
        )
    ).one()
    return int(received), int(spent)


STEPS = ("received", "spent")


def left(db: Connection, villages: Collection[int], first: date, last: date) -> tuple[int, int]:
    """Households that came out of poverty between two days, and their members."""
    living = and_(
        Member.household_id == Household.id,
        Member.starts <= last,
        or_(Member.ends.is_(None), Member.ends >= last),
    )
    households, people = db.execute(
        select(func.count(distinct(Household.id)), func.count(Member.id))
        .select_from(Household)
        .outerjoin(Member, living)
        .where(
            Household.village_id.in_(villages),
            Household.state == "exited",
            Household.exited_on.between(first, last),
        )
    ).one()
    return households, people

"""The records behind a number: for the person it is about, and for those who may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storage.queries.reach import Reach, regions_within
from storage.queries.roll import touching
from storage.queries.units import UnitRow, of_unit
from storage.tables import Assignment, CheckIn, Household, Pairing, Person, Region, Visit


@dataclass(frozen=True, slots=True)
class Named:
    """A cadre with the village of one of their assignments."""

    person_id: int
    name: str
    path: str


def cadres_named(db: Connection, allowed: Reach, text: str, first: date, last: date) -> list[Named]:
    """Those of a name or code who were assigned somewhere in some days, as far as the reach goes."""
    ways = [regions_within(allowed)]
    ways += [Person.unit_id.in_(allowed.unit_ids)] if allowed.unit_ids else []
    ways += [Person.id == allowed.person_id] if allowed.person_id else []
    rows = db.execute(
        select(Person.id, Person.name, func.min(Region.path))
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Region, Region.id == Assignment.village_id)
        .where(
            or_(Person.name == text, Person.code == text.upper()),
            touching(Assignment, first, last),
            or_(*ways),
        )
        .group_by(Person.id, Person.name)
        .order_by(Person.id)
    )
    return [Named(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as a number counts it."""

    id: int
    day: date
    manner: str
    helper: str
    late: bool
    bulk: bool
    status: str


def visits_to(db: Connection, household_id: int, first: date, last: date) -> list[VisitLine]:
    """The visits to a household in some days, those taken back too."""
    rows = db.execute(
        select(Visit.id, Visit.day, Visit.manner, Person.name, Visit.late, Visit.bulk, Visit.status)
        .join(Person, Person.id == Visit.helper_id)
        .where(Visit.household_id == household_id, Visit.day.between(first, last))
        .order_by(Visit.day, Visit.id)
    )
    return [VisitLine(*row) for row in rows]


def kinds_of_days(
    db: Connection, villages: Collection[int], first: date, last: date, unit: UnitRow | None = None
) -> Counter[tuple[str, str]]:
    """(status, evidence) -> how many acts (of a unit's people) some villages have in some days."""
    rows = db.execute(
        select(CheckIn.status, CheckIn.evidence, func.count())
        .where(
            CheckIn.village_id.in_(villages),
            CheckIn.day.between(first, last),
            *of_unit(CheckIn.person_id, unit),
        )
        .group_by(CheckIn.status, CheckIn.evidence)
    )
    return Counter({(status, evidence): count for status, evidence, count in rows})


@dataclass(frozen=True, slots=True)
class VisitStates:
    """Visits of some days: those that count and their households, written late or in bulk, taken back."""

    count: int
    households: int
    late: int
    bulk: int
    withdrawn: int


def visits_by_state(
    db: Connection, villages: Collection[int], first: date, last: date, unit: UnitRow | None = None
) -> VisitStates:
    """The visits of some days in some villages; with a unit, those to the households its people help."""
    counts = Visit.status == "accepted"
    helped: tuple[ColumnElement[bool], ...] = ()
    if unit is not None:
        pairs = select(Pairing.household_id).where(
            touching(Pairing, last, last), *of_unit(Pairing.helper_id, unit)
        )
        helped = (Visit.household_id.in_(pairs),)
    row = db.execute(
        select(
            func.count().filter(counts),
            func.count(Visit.household_id.distinct()).filter(counts),
            func.count().filter(counts, Visit.late),
            func.count().filter(counts, Visit.bulk),
            func.count().filter(Visit.status == "withdrawn"),
        )
        .join(Household, Household.id == Visit.household_id)
        .where(
            Visit.village_id.in_(villages),
            Visit.day.between(first, last),
            Household.state != "closed",
            *helped,
        )
    ).one()
    return VisitStates(*row)


def villages_below(db: Connection, path: str) -> list[int]:
    """The villages of an area."""
    below = Region.path.startswith(path, autoescape=True)
    return list(db.execute(select(Region.id).where(below, Region.level == "village")).scalars())


def every_village(db: Connection) -> list[tuple[int, str, str]]:
    """Id, name and path of every village."""
    rows = db.execute(
        select(Region.id, Region.name, Region.path).where(Region.level == "village").order_by(Region.id)
    )
    return [(row.id, row.name, row.path) for row in rows]

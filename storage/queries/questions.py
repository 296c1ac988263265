"""What leaders ask on the spot (D50): units and people of an area, a village at a glance, two stretches of days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, union

from storage.queries.areas import Area, all_areas
from storage.queries.digests import held
from storage.queries.roll import stood
from storage.queries.units import UnitRow, of_unit
from storage.tables import (
    Assignment,
    CheckIn,
    FollowUp,
    Household,
    Member,
    Pairing,
    Person,
    Region,
    Role,
    Unit,
    Visit,
)  # fmt: skip


def widest_area(db: Connection) -> Area | None:
    """The area that holds all others: a unit's people may be anywhere in it."""
    row = db.execute(all_areas().order_by(func.length(Region.path), Region.code).limit(1)).one_or_none()
    return Area(*row) if row else None


def places_below(db: Connection, path: str, day: date) -> list[Area]:
    """The regions right below an area on a day, by code."""
    lasting = Region.valid_to.is_(None) | (Region.valid_to >= day)
    begun = Region.valid_from.is_(None) | (Region.valid_from <= day)
    above = select(Region.id).where(Region.path == path).scalar_subquery()
    rows = db.execute(all_areas().where(Region.parent_id == above, lasting, begun).order_by(Region.code))
    return [Area(*row) for row in rows]


def parent_of(db: Connection, area_id: int) -> Area | None:
    """The area that one lies in."""
    above = select(Region.parent_id).where(Region.id == area_id).scalar_subquery()
    row = db.execute(all_areas().where(Region.id == above)).one_or_none()
    return Area(*row) if row else None


def units_in(db: Connection, path: str, day: date) -> list[tuple[UnitRow, int]]:
    """The units whose people have the on-site duty in an area on a day, and how many these are, by code."""
    rows = db.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.matter, func.count(Person.id.distinct()))
        .join(Person, Person.unit_id == Unit.id)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Region, Region.id == Assignment.village_id)
        .where(Region.path.startswith(path, autoescape=True), *held(Assignment, day))
        .group_by(Unit.id, Unit.code, Unit.name, Unit.matter)
        .order_by(Unit.code)
    )
    return [(UnitRow(id_, code, name, matter), count) for id_, code, name, matter, count in rows]


def units_of(db: Connection, unit_ids: Collection[int]) -> list[UnitRow]:
    """Units by their ids, by code."""
    rows = db.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.matter).where(Unit.id.in_(unit_ids)).order_by(Unit.code)
    )
    return [UnitRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Families:
    """The register of a village in figures; `helpers` are people paired with its households."""

    households: int
    persons: int
    watched: int
    helpers: int


def families(db: Connection, village_id: int, day: date) -> Families:
    """All but the closed households of a village on a day, their members and helpers."""
    own = select(Household.id).where(Household.village_id == village_id, Household.state != "closed")
    count, watched = db.execute(
        select(func.count(), func.count().filter(Household.watched)).where(Household.id.in_(own))
    ).one()
    persons = select(func.count()).where(Member.household_id.in_(own), *held(Member, day))
    helpers = select(func.count(Pairing.helper_id.distinct())).where(
        Pairing.household_id.in_(own), *held(Pairing, day)
    )
    return Families(count, db.execute(persons).scalar_one(), watched, db.execute(helpers).scalar_one())


def posts_in(db: Connection, village_id: int, kinds: Collection[str], day: date) -> list[tuple[str, str]]:
    """(kind, name) of the people who hold such duties or offices in a village on a day, by kind and code."""
    duties = (
        select(Assignment.duty.label("kind"), Person.name, Person.code)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.village_id == village_id, Assignment.duty.in_(kinds), *held(Assignment, day))
    )
    offices = (
        select(Role.kind, Person.name, Person.code)
        .join(Person, Person.id == Role.person_id)
        .where(Role.region_id == village_id, Role.kind.in_(kinds), *held(Role, day))
    )
    rows = db.execute(union(duties, offices)).all()
    return [(kind, name) for kind, name, _ in sorted(rows, key=lambda row: (row[0], row[2]))]


def profile_of(db: Connection, village_id: int) -> Mapping[str, Any]:
    """The profile 村情 of a place, as the office has filled it in (domain.md 2.2)."""
    found: Mapping[str, Any] = db.execute(select(Region.profile).where(Region.id == village_id)).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What was done from one day to another: person-days on site, households visited, problems found and closed."""

    days: int
    visited: int
    opened: int
    closed: int


def work_of(
    db: Connection, villages: Collection[int], first: date, last: date, cutoff: datetime,
    unit: UnitRow | None = None,
) -> Work:  # fmt: skip
    """The work in some villages (of a unit's people) as it is known at the cut-off."""
    days = (
        select(CheckIn.person_id, CheckIn.day)
        .where(
            CheckIn.village_id.in_(villages), CheckIn.day.between(first, last), CheckIn.status != "pending",
            *stood(CheckIn, cutoff), *of_unit(CheckIn.person_id, unit),
        )
        .distinct()
    ).subquery()  # fmt: skip
    visited = select(func.count(Visit.household_id.distinct())).where(
        Visit.village_id.in_(villages), Visit.day.between(first, last),
        *stood(Visit, cutoff), *of_unit(Visit.helper_id, unit),
    )  # fmt: skip
    opened, closed = FollowUp.opened_on.between(first, last), FollowUp.closed_on.between(first, last)
    problems = (
        select(func.count().filter(opened), func.count().filter(closed, FollowUp.status == "closed"))
        .join(Visit, Visit.id == FollowUp.visit_id)
        .where(
            FollowUp.village_id.in_(villages), FollowUp.status != "withdrawn", Visit.saved_at <= cutoff,
            *of_unit(FollowUp.owner_id, unit),
        )
    )  # fmt: skip
    return Work(
        db.execute(select(func.count()).select_from(days)).scalar_one(),
        db.execute(visited).scalar_one(),
        *db.execute(problems).one(),
    )


@dataclass(frozen=True, slots=True)
class Cadre:
    """A cadre by name, code, unit and the villages of the on-site duty."""

    id: int
    code: str
    name: str
    unit: str
    villages: tuple[str, ...]
    path: str


def cadre(db: Connection, person_id: int, day: date) -> Cadre | None:
    """Somebody who has the on-site duty on a day; the path is that of the greatest share (then the first)."""
    rows = db.execute(
        select(Person.code, Person.name, func.coalesce(Unit.name, ""), Region.name, Region.path)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Region, Region.id == Assignment.village_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id == person_id, *held(Assignment, day))
        .order_by(Assignment.share.desc(), Assignment.starts, Assignment.id)
    ).all()
    if not rows:
        return None
    code, name, unit, _, path = rows[0]
    return Cadre(person_id, code, name, unit, tuple(dict.fromkeys(row[3] for row in rows)), path)


@dataclass(frozen=True, slots=True)
class Month:
    """A cadre's month so far: days on site, households visited of those helped."""

    days: int
    visited: int
    households: int


def month_of(db: Connection, person_id: int, day: date) -> Month:
    """What somebody's month up to a day holds; acts that wait for review are left out."""
    first = day.replace(day=1)
    days = select(func.count(CheckIn.day.distinct())).where(
        CheckIn.person_id == person_id, CheckIn.status == "accepted", CheckIn.day.between(first, day)
    )
    own = select(Pairing.household_id).where(Pairing.helper_id == person_id, *held(Pairing, day))
    visited = select(func.count(Visit.household_id.distinct())).where(
        Visit.household_id.in_(own), Visit.status == "accepted", Visit.day.between(first, day)
    )
    helped = select(func.count()).select_from(own.subquery())
    return Month(*(db.execute(each).scalar_one() for each in (days, visited, helped)))

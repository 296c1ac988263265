"""Who is on duty 值班 for a township on days off (N23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select

from storage.queries.matters_look import in_force
from storage.queries.public_notices import above
from storage.queries.reach import Reach, regions_within
from storage.tables import Assignment, HolidayDuty, Person, Region, Role


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Somebody on duty for a township on a day."""

    day: date
    region_id: int
    path: str
    place: str
    person_id: int
    name: str


def duties(db: Connection, first: date, last: date, *where: ColumnElement[bool]) -> list[DutyLine]:
    """Who is on duty from one day to another, both included."""
    rows = db.execute(
        select(HolidayDuty.day, Region.id, Region.path, Region.name, Person.id, Person.name)
        .join(Region, Region.id == HolidayDuty.region_id)
        .join(Person, Person.id == HolidayDuty.person_id)
        .where(HolidayDuty.day.between(first, last), *where)
        .order_by(Region.path, HolidayDuty.day, HolidayDuty.id)
    )
    return [DutyLine(*row) for row in rows]


def duties_near(db: Connection, may: Reach, first: date, last: date) -> list[DutyLine]:
    """The same in the areas somebody sees and above them."""
    near = or_(regions_within(may), Region.path.in_(above(may.paths)))
    return duties(db, first, last, near)


def keep_duty(db: Connection, region_id: int, day: date, people: Sequence[int]) -> None:
    """Write down who is on duty on a day, in the place of what was said before."""
    db.execute(delete(HolidayDuty).where(HolidayDuty.region_id == region_id, HolidayDuty.day == day))
    rows = [{"region_id": region_id, "day": day, "person_id": person} for person in dict.fromkeys(people)]
    db.execute(insert(HolidayDuty), rows)


@dataclass(frozen=True, slots=True)
class Cadre:
    """A cadre who may be on duty, by name and code."""

    person_id: int
    name: str
    code: str


def cadres_of(db: Connection, path: str, day: date) -> list[Cadre]:
    """Everybody with an office or an assignment in an area on a day."""
    inside = Region.path.startswith(path, autoescape=True)
    offices = (
        select(Role.person_id).join(Region, Region.id == Role.region_id).where(inside, *in_force(Role, day))
    )
    posts = (
        select(Assignment.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .where(inside, *in_force(Assignment, day))
    )
    rows = db.execute(
        select(Person.id, Person.name, Person.code)
        .where(or_(Person.id.in_(offices), Person.id.in_(posts)))
        .order_by(Person.id)
    )
    return [Cadre(*row) for row in rows]

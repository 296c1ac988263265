"""Who can be asked to see to something: the heads of places and units, and the cadres below them. Never a household."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, union

from storage.queries.due import TEAM
from storage.queries.reach import Reach
from storage.tables import Assignment, FollowUp, Person, Region, Role, Unit

TOWNSHIP = ("township_clerk", "township_leader")
CONTACTS = ("unit_contact", "unit_leader")
VILLAGE = ("village_officer",)
HEADS = (*TEAM, *TOWNSHIP, *CONTACTS)


@dataclass(frozen=True, slots=True)
class Answerer:
    """Somebody who can be asked, by one of the posts they hold; `place` and `path` are empty for a unit's."""

    person_id: int
    name: str
    kind: str
    unit_id: int | None
    unit: str
    place: str
    path: str


def heads(db: Connection, reach: Reach, day: date) -> list[Answerer]:
    """Leaders of teams, clerks and leaders of townships within a reach, and the contacts of the units at work there."""
    return _found(db, day, reach, HEADS)


def staff(db: Connection, reach: Reach, day: date) -> list[Answerer]:
    """Everybody assigned within a reach, with the officers of the villages."""
    return _found(db, day, reach, (*HEADS, *VILLAGE), everybody=True)


def named(db: Connection, reach: Reach, day: date, name: str) -> list[Answerer]:
    """The cadres of a name within a reach."""
    return _found(db, day, reach, (*HEADS, *VILLAGE), Person.name == name, everybody=True)


def answerers(db: Connection, reach: Reach, day: date, people: Collection[int]) -> list[Answerer]:
    """Those of some people who are within a reach, in the order given."""
    found = _found(db, day, reach, (*HEADS, *VILLAGE), Person.id.in_(people), everybody=True)
    order = {person: at for at, person in enumerate(people)}
    return sorted(found, key=lambda each: order[each.person_id])


def _found(
    db: Connection, day: date, reach: Reach, kinds: Collection[str], *more: ColumnElement[bool], everybody: bool = False
) -> list[Answerer]:  # fmt: skip
    """One line a person, the highest post first: units by name, then places by their path."""
    offices = _offices(day, reach, kinds).where(*more)
    rows = db.execute(union(offices, _duties(day, reach, None if everybody else TEAM).where(*more)))
    every = sorted((Answerer(*row) for row in rows), key=_order)
    return list({each.person_id: each for each in reversed(every)}.values())[::-1]


def _order(each: Answerer) -> tuple[Any, ...]:
    ranks = (*TOWNSHIP, *CONTACTS, *TEAM, *VILLAGE)
    rank = ranks.index(each.kind) if each.kind in ranks else len(ranks)
    return rank, each.path, each.unit, each.person_id


def _offices(day: date, reach: Reach, kinds: Collection[str]) -> Select[*tuple[Any, ...]]:
    unit = func.coalesce(Role.unit_id, Person.unit_id)
    return (
        select(
            Person.id, Person.name, Role.kind, unit.label("unit_id"), func.coalesce(Unit.name, ""),
            func.coalesce(Region.name, ""), func.coalesce(Region.path, ""),
        )
        .join(Role, Role.person_id == Person.id)
        .outerjoin(Region, Region.id == Role.region_id)
        .outerjoin(Unit, Unit.id == unit)
        .where(Role.kind.in_(kinds), *_on(Role, day), or_(_below(reach), _of_units(unit, reach, day, Role.kind)))
    )  # fmt: skip


def _duties(day: date, reach: Reach, kinds: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    of_unit = Person.unit_id.in_(reach.unit_ids)
    return (
        select(
            Person.id, Person.name, Assignment.duty, Person.unit_id, func.coalesce(Unit.name, ""), Region.name,
            Region.path,
        )
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Region, Region.id == Assignment.village_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(or_(_below(reach), of_unit), *_on(Assignment, day))
        .where(*([Assignment.duty.in_(kinds)] if kinds is not None else []))
    )  # fmt: skip


def _below(reach: Reach) -> ColumnElement[bool]:
    return or_(*(Region.path.startswith(path, autoescape=True) for path in reach.paths), Region.id == -1)


def _of_units(unit: Any, reach: Reach, day: date, kind: Any) -> ColumnElement[bool]:  # noqa: ANN401
    """A contact or leader of a unit that has people at work within the reach."""
    there = (
        select(Person.unit_id)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Region, Region.id == Assignment.village_id)
        .where(_below(reach), *_on(Assignment, day))
    )
    contact: ColumnElement[bool] = kind.in_(CONTACTS)
    return contact & or_(unit.in_(reach.unit_ids), unit.in_(there))


def _on(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a table with its days
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)


def owners_of_problems(db: Connection, villages: Collection[int], day: date, *, urgent: bool) -> list[int]:
    """Who owns the open follow-ups of some villages, the longest overdue first; `urgent`: of risks only."""
    rows = db.execute(
        select(FollowUp.owner_id, func.min(FollowUp.due))
        .where(FollowUp.village_id.in_(villages), FollowUp.status == "open", FollowUp.opened_on <= day)
        .where(*([FollowUp.urgent] if urgent else [FollowUp.due < day]))
        .group_by(FollowUp.owner_id)
        .order_by(func.min(FollowUp.due), FollowUp.owner_id)
    )
    return [owner for owner, _ in rows]

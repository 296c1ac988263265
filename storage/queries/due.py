"""What the clock needs to know of everybody at once: who leads, who is away, who was not visited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union

from storage.queries.one_of import one_of
from storage.queries.roll import among, touching
from storage.queries.statements import mourning
from storage.tables import Assignment, Household, Leave, Member, Pairing, Person, Region, Role, Visit

TEAM = ("team_leader", "first_secretary")
TOWNSHIP = ("township_clerk", "township_leader")
UNIT = ("unit_contact",)
COUNTY = ("county_office",)


@dataclass(frozen=True, slots=True)
class Overseer:
    """Who hears of the standing of others: of those below a region's path, or of those of a unit."""

    person_id: int
    kind: str
    path: str | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Posted:
    """Somebody assigned to a village in some days."""

    person_id: int
    name: str
    unit_id: int | None
    village: str
    path: str


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A paired household without a visit: its head's name, to be masked, its group and its village."""

    head: str
    group_no: int
    path: str


def region_paths(db: Connection) -> list[str]:
    """The paths of all regions: where a parameter may have a value of its own."""
    return list(db.execute(select(Region.path).order_by(Region.path)).scalars())


def names_of(db: Connection, people: Collection[int]) -> dict[int, str]:
    """Person -> name."""
    rows = db.execute(select(Person.id, Person.name).where(one_of(Person.id, people)))
    return {row[0]: row[1] for row in rows}


def overseers(db: Connection, day: date, people: Collection[int] | None = None) -> list[Overseer]:
    """The leaders of teams, contacts of units, clerks and leaders of townships, the county office of a day.

    Args:
        people: only these; None is everybody.
    """
    found = union(_offices(day, people), _duties(day, people))
    rows = db.execute(found.order_by("person_id", "kind", "path", "unit_id"))
    return [Overseer(*row) for row in rows]


def _offices(day: date, people: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    unit = func.coalesce(Role.unit_id, Person.unit_id).label("unit_id")
    return (
        select(Role.person_id, Role.kind.label("kind"), Region.path.label("path"), unit)
        .join(Person, Person.id == Role.person_id)
        .outerjoin(Region, Region.id == Role.region_id)
        .where(
            Role.kind.in_((*TEAM, *TOWNSHIP, *UNIT, *COUNTY)), *_on(Role, day), among(Role.person_id, people)
        )
    )


def _duties(day: date, people: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    return (
        select(Assignment.person_id, Assignment.duty.label("kind"), Region.path.label("path"), Person.unit_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .where(Assignment.duty.in_(TEAM), *_on(Assignment, day), among(Assignment.person_id, people))
    )


def posted(
    db: Connection, first: date, last: date, people: Collection[int] | None = None
) -> dict[str, list[Posted]]:
    """Path of a village -> those of these people (None: everybody) assigned to it between two days, by name."""
    rows = db.execute(
        select(Person.id, Person.name, Person.unit_id, Region.name, Region.path)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Region, Region.id == Assignment.village_id)
        .where(touching(Assignment, first, last), among(Assignment.person_id, people))
        .distinct()
        .order_by(Region.path, Person.name, Person.id)
    )
    found: defaultdict[str, list[Posted]] = defaultdict(list)
    for row in rows:
        found[row[-1]].append(Posted(*row))
    return dict(found)


def away_on(db: Connection, now: datetime, people: Collection[int] | None = None) -> frozenset[int]:
    """Who of these (None: of all) is on leave, on a trip or in training on the day of `now`, as far as it is known then.

    Sick leave and leave for a death in the family hold as soon as they are asked for: nobody is reminded of work
    while they wait for an answer (X51).
    """
    day = now.date()
    asked = and_(Leave.status == "waiting", Leave.kind.in_(("sick", "mourning")))
    rows = db.execute(
        select(Leave.person_id).where(
            or_(Leave.status == "effective", asked),
            Leave.starts <= day, Leave.ends >= day, Leave.saved_at <= now, among(Leave.person_id, people),
        )
    )  # fmt: skip
    return frozenset(rows.scalars())


def unvisited(
    db: Connection, now: datetime, helpers: Collection[int] | None = None
) -> dict[int, list[Unvisited]]:
    """Helper -> the paired households on the register that nobody has visited in the month of `now`.

    A visit by anybody counts (X53), if it is known at `now`. Watched households come first; one in mourning is
    left in peace (X51).

    Args:
        helpers: only theirs; None is everybody's.
    """
    day = now.date()
    visited = exists().where(
        Visit.household_id == Household.id,
        Visit.status == "accepted",
        Visit.day.between(day.replace(day=1), day),
        Visit.saved_at <= now,
    )
    rows = db.execute(
        select(Pairing.helper_id, func.coalesce(Person.name, ""), Household.group_no, Region.path)
        .join(Household, Household.id == Pairing.household_id)
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Member, and_(Member.household_id == Household.id, Member.is_head, Member.ends.is_(None)))
        .outerjoin(Person, Person.id == Member.person_id)
        .where(
            among(Pairing.helper_id, helpers),
            Household.state == "active",
            Household.id.not_in(mourning(now)),
            ~visited,
            *_on(Pairing, day),
        )
        .order_by(Household.watched.desc(), Household.group_no, Household.id)
    )
    found: defaultdict[int, list[Unvisited]] = defaultdict(list)
    for helper, head, group, path in rows:
        found[helper].append(Unvisited(head, group, path))
    return dict(found)


def _on(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)

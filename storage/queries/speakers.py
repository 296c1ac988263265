"""Who speaks: a person with the offices and assignments held on a day. Built once, as in `turns`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from storage.tables import Base
from storage.tables.base import Key


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role held today, in a region of a level. `duty` tells an assignment (its `kind` is the duty) from an
    office."""

    kind: str
    region_id: int | None
    path: str
    region: str
    level: str
    unit_id: int | None
    duty: bool


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A person with the roles held on a day, that of the turn."""

    person_id: int
    code: str
    name: str
    language: str | None
    unit_id: int | None
    roles: tuple[RoleHeld, ...]
    day: date


TABLES = Base.metadata.tables
people, regions, roles, assignments = (TABLES[name] for name in ("people", "regions", "roles", "assignments"))


def held(table: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any table with starts and ends
    day: BindParameter[date] = bindparam("day")
    return and_(table.c.starts <= day, or_(table.c.ends.is_(None), table.c.ends >= day))


PERSON = select(people.c.id, people.c.code, people.c.name, people.c.language, people.c.unit_id).where(
    people.c.id == bindparam("person")
)


def _roles() -> Any:  # noqa: ANN401
    """Offices and assignments of a person on a day, in a fixed order."""
    mine: BindParameter[int] = bindparam("person")
    offices = select(
        roles.c.kind, roles.c.region_id, roles.c.unit_id, roles.c.starts, literal(0).label("duty")
    ).where(roles.c.person_id == mine, held(roles))
    duties = select(
        assignments.c.duty,
        assignments.c.village_id,
        cast(null(), Key),
        assignments.c.starts,
        literal(1).label("duty"),
    ).where(assignments.c.person_id == mine, held(assignments))
    every = union_all(offices, duties).subquery()
    kind, region_id, unit_id, starts, duty = every.c
    return (
        select(
            kind,
            region_id,
            func.coalesce(regions.c.path, ""),
            func.coalesce(regions.c.name, ""),
            func.coalesce(regions.c.level, ""),
            unit_id,
            duty,
        )
        .select_from(every.outerjoin(regions, regions.c.id == region_id))
        .order_by(duty, starts, region_id)
    )


ROLES = _roles()


def speaker_of(db: Connection, person_id: int, day: date) -> SpeakerRow | None:
    """A person with the roles and assignments of a day."""
    person = db.execute(PERSON, {"person": person_id}).one_or_none()
    if person is None:
        return None
    number, code, name, language, unit_id = person
    return SpeakerRow(number, code, name, language, unit_id, roles_held(db, person_id, day), day)


def roles_held(db: Connection, person_id: int, day: date) -> tuple[RoleHeld, ...]:
    found = db.execute(ROLES, {"person": person_id, "day": day})
    return tuple(
        RoleHeld(kind, region_id, path, region, level, unit_id, bool(duty))
        for kind, region_id, path, region, level, unit_id, duty in found
    )

"""Offices, and who holds them on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storage.tables import Assignment, Person, Role


@dataclass(frozen=True, slots=True)
class Post:
    """An office: its kind, and the region or the unit that it is of."""

    kind: str
    region_id: int | None
    unit_id: int | None


def leaders(db: Connection, giver_id: int, post: Post, day: date) -> list[int]:
    """Who answers for what was given by a post: who gave it while they hold it, else all who hold it now (X43)."""
    found = holders(db, post, day)
    return [giver_id] if giver_id in found else found


def holders(db: Connection, post: Post, day: date) -> list[int]:
    """Who holds a post on a day."""
    return sorted(set(db.execute(_duties(post, day) if post.region_id else _of_unit(post, day)).scalars()))


def _duties(post: Post, day: date) -> Any:  # noqa: ANN401 - a select of people
    offices = select(Role.person_id).where(
        Role.kind == post.kind,
        Role.region_id == post.region_id,
        same(Role.unit_id, post.unit_id),
        *_on(Role, day),
    )
    duties = select(Assignment.person_id).where(
        Assignment.duty == post.kind, Assignment.village_id == post.region_id, *_on(Assignment, day)
    )
    return offices.union(duties)


def _of_unit(post: Post, day: date) -> Any:  # noqa: ANN401 - a select of people
    unit = func.coalesce(Role.unit_id, Person.unit_id)
    return (
        select(Role.person_id)
        .join(Person, Person.id == Role.person_id)
        .where(Role.kind == post.kind, Role.region_id.is_(None), same(unit, post.unit_id), *_on(Role, day))
    )


def _on(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a table with its days
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)


def same(column: Any, value: int | None) -> ColumnElement[bool]:  # noqa: ANN401 - a column that may be NULL
    """Equal, or both nothing."""
    found: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return found

"""Helping units and departments: found by name, and as a condition on people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from storage.tables import Person, Unit

SHORTEST = 2
"""Characters of a part of a name by which a unit is found."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit; `matter` is what a department answers for, empty for others."""

    id: int
    code: str
    name: str
    matter: str


def of_unit(person: Any, unit: UnitRow | None) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a column of person ids
    """Condition: the person belongs to the unit; none without a unit."""
    if unit is None:
        return ()
    return (person.in_(select(Person.id).where(Person.unit_id == unit.id)),)


def units_named(db: Connection, word: str) -> list[UnitRow]:
    """Units by code or name; if there is none of that name, those whose name holds the word (城管局, 城管), by code."""
    ways = [Unit.code == word.upper(), Unit.name == word]
    if len(word) >= SHORTEST:
        ways.append(Unit.name.contains(word, autoescape=True))
    rows = db.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.matter).where(or_(*ways)).order_by(Unit.code)
    )
    found = [UnitRow(*row) for row in rows]
    return [each for each in found if word.upper() == each.code or word == each.name] or found

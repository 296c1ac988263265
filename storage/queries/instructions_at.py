"""Instructions as they stood at a moment (X50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, or_, select

from storage.queries.instructions import BECOMES, SETS_DUE
from storage.tables import Instruction, InstructionEvent, Person, Region


@dataclass(frozen=True, slots=True)
class Standing:
    """An instruction that was not closed at a moment: its due day and its state then."""

    number: int
    due: date
    state: str


def standing_at(db: Connection, path: str, moment: datetime, unit_id: int | None = None) -> list[Standing]:
    """The instructions that concern an area (path of a region) and were not closed at a moment, as they stood then.

    Args:
        unit_id: only those that the people of a unit have to see to now.
    """
    rows = db.execute(
        select(InstructionEvent.instruction_id, InstructionEvent.what, InstructionEvent.due)
        .join(Instruction, Instruction.id == InstructionEvent.instruction_id)
        .join(Region, Region.id == Instruction.region_id)
        .join(Person, Person.id == Instruction.owner_id)
        .where(
            Region.path.startswith(path, autoescape=True),
            Instruction.given_at <= moment,
            or_(Instruction.closed_at.is_(None), Instruction.closed_at > moment),
            InstructionEvent.at <= moment,
            *([Person.unit_id == unit_id] if unit_id is not None else []),
        )
        .order_by(InstructionEvent.at, InstructionEvent.id)
    )
    found: dict[int, Standing] = {}
    for number, what, due in rows:
        day = due if what in SETS_DUE and due else found[number].due
        found[number] = Standing(number, day, BECOMES[what])
    return list(found.values())

"""Giving an instruction: checked once more, written, and told to whoever is to see to it."""

from __future__ import annotations

from datetime import date

from handlers.dialog import Amend, Record
from handlers.forms.values import text
from handlers.instructing import tell_owner
from handlers.instructions.asked import ground
from handlers.instructions.sight import post_over
from handlers.turn import Turn
from locales import words
from storage.queries import instructions
from storage.queries.answerers import CONTACTS
from storage.queries.instructions import InstructionRow, NewInstruction


class NotYours(Exception):
    """Whoever speaks may not give instructions there (any more)."""


async def give(turn: Turn, record: Record) -> InstructionRow:
    """Write the instruction and tell its owner.

    Raises:
        NotYours: the office is not held any more.
        Amend: the one who was chosen cannot be asked.
    """
    assert turn.speaker is not None
    area, choice = await ground(turn, record)
    post = post_over(turn, area)
    if post is None:
        raise NotYours
    owner = next((each for each in choice.all if str(each.person_id) == record["to"]), None)
    if owner is None:
        raise Amend("to", words("This person cannot be asked any more. Please choose somebody else."))
    day, due = text(record.get("day")), record["due"]
    assert isinstance(due, date)
    new = NewInstruction(
        turn.speaker.person_id, post, area.id if area else None, owner.unit_id if owner.kind in CONTACTS else None,
        owner.person_id, text(record["line"]), date.fromisoformat(day) if day else None, text(record["text"]),
        text(record["level"]), due,
    )  # fmt: skip
    number = await turn.run(instructions.give, turn.vault, new, turn.received)
    row: InstructionRow | None = await turn.run(instructions.instruction, turn.vault, number)
    assert row is not None
    await tell_owner(turn, row)
    return row

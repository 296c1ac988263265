"""Who hears of an instruction, and taking it back: what the dialog of instructions shares with 撤回.

A notice never carries what was written: that is read, and opened, when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from handlers.turn import Turn
from locales import words
from storage.queries import instructions
from storage.queries.instructions import Event, InstructionRow
from storage.queries.notices import NewNotice, add_notices
from storage.queries.posts import leaders
from storage.values.week import SHANGHAI

GIVEN, ANSWER, RESULT = "instruction", "instruction_answer", "instruction_result"
"""Kinds of notices: to who is to see to it; to who gave it; back to who saw to it."""
WANTED_FOR = timedelta(days=3)
"""How long an answer is worth delivering; an instruction until it is due, if that is later."""

LINES = {
    "on_site": words("on site"), "visits": words("visits"), "problems": words("problems"), "risks": words("risks"),
    "applications": words("applications"), "money": words("funds"), "projects": words("projects"),
    "records": words("Records"), "other": words("other matters"),
}  # fmt: skip
LEVELS = {"normal": words("normal"), "important": words("important"), "urgent": words("urgent")}


async def tell_owner(turn: Turn, row: InstructionRow) -> None:
    """Whoever is to see to it now is told at once; at night only what is urgent."""
    end = datetime.combine(row.due + timedelta(days=1), time(), SHANGHAI)
    expires = max(end, turn.received + WANTED_FOR)
    await _tell(turn, GIVEN, row, "given", [row.owner_id], expires, urgent=row.level == "urgent")


async def tell_leader(turn: Turn, row: InstructionRow, what: str) -> None:
    """Who gave it, or whoever holds that post now (X43), hears what the owner said."""
    people = await turn.run(leaders, row.giver_id, row.post, turn.today)
    await _tell(turn, ANSWER, row, what, people, turn.received + WANTED_FOR)


async def tell_result(turn: Turn, row: InstructionRow, what: str) -> None:
    """Its owner hears what the leader decided."""
    await _tell(turn, RESULT, row, what, [row.owner_id], turn.received + WANTED_FOR)


async def _tell(
    turn: Turn, kind: str, row: InstructionRow, what: str, people: Iterable[int], expires: datetime,
    *, urgent: bool = False,
) -> None:  # fmt: skip
    said = {"number": row.id, "what": what}
    notices = [
        NewNotice(
            key=f"{kind}:{row.id}:{what}:{person}:{turn.received.isoformat()}", kind=kind, person_id=person,
            parameters=said, not_before=turn.received, expires=expires, urgent=urgent,
        )
        for person in people
    ]  # fmt: skip
    await turn.run(add_notices, notices, turn.received)


async def take_back(turn: Turn, row: InstructionRow) -> bool:
    """Take an instruction back that was not answered yet; False if somebody was quicker."""
    assert turn.person_id is not None
    if not row.waits:
        return False
    event = Event("withdrawn", turn.person_id)
    done: bool = await turn.run(instructions.happen, turn.vault, row, event, turn.received)
    if done:
        await tell_result(turn, row, "withdrawn")
    return done

"""What taking back does: the record is withdrawn, never deleted (M12, M13, M18)."""

from __future__ import annotations

from datetime import datetime, time

from handlers.instructing import take_back
from handlers.mending import mendable, new_correction
from handlers.turn import Turn
from storage.queries.answers import withdraw_answers
from storage.queries.corrections import add_correction
from storage.queries.instructions import instruction
from storage.queries.latest import Written, written_by
from storage.queries.leaves import unask_leave
from storage.queries.measures import withdraw_report
from storage.queries.public_notices import withdraw_result
from storage.queries.statements import AUDIT, INSURED, MOURNING, RECHECKED, withdraw_statement
from storage.values.week import SHANGHAI

FRESH = "fresh"
"""The reason kept with what is taken back on the day it was saved: nobody is asked for one."""
PLAIN = {
    "BD": withdraw_answers, "GS": withdraw_result, "CS": withdraw_report, INSURED: withdraw_statement, MOURNING: withdraw_statement,
    RECHECKED: withdraw_statement, AUDIT: withdraw_statement,
}  # fmt: skip
"""Prefix -> what takes a record back from which nothing else follows: an office's form, a notice's result, a
report on a measure, what was said ahead of the register."""
LEAVE = "QJ"
"""The prefix of leave, which may wait for somebody to agree."""
INSTRUCTION = "PS"
"""The prefix of instructions, which can be taken back until they are answered."""


async def withdraw(turn: Turn, receipt: str) -> Written | None:
    """Withdraw the record of `receipt`, or the last one, if it is the speaker's own and saved today."""
    assert turn.speaker is not None
    midnight = datetime.combine(turn.received.date(), time(), SHANGHAI)
    found = await turn.run(written_by, turn.speaker.person_id, midnight, undoing=True)
    chosen = next((w for w in found if not receipt or w.receipt == receipt), None)
    if chosen is None:
        return None
    if chosen.prefix in PLAIN:
        await turn.run(PLAIN[chosen.prefix], chosen.id, turn.received)
        return chosen
    if chosen.prefix == INSTRUCTION:
        row = await turn.run(instruction, turn.vault, chosen.id)
        return chosen if row is not None and await take_back(turn, row) else None
    if chosen.prefix == LEAVE and await turn.run(unask_leave, chosen.id):
        return chosen
    return chosen if await _mended(turn, chosen) else None


async def _mended(turn: Turn, chosen: Written) -> bool:
    """Withdraw with all that followed, and keep a note of it; whether the record stood."""
    assert turn.speaker is not None
    _, mending = mendable(turn.office)[chosen.prefix]
    kept = await mending.load(turn, chosen.id)
    if kept is None:
        return False
    await mending.withdraw(turn, kept)
    new = new_correction(turn, chosen.prefix, kept, reason=FRESH)
    await turn.run(add_correction, turn.vault, new, turn.received, decided_by=turn.speaker.person_id)
    return True

"""What a correction does: at once on the day, as long as nobody has used the record; else it waits (D07, M19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.corrections import tell
from handlers.corrections.found import Found, record
from handlers.dialog import Kept, Mending, Record
from handlers.mending import REASON, new_correction, receipt_of
from handlers.turn import Turn
from locales import Words, words
from storage.queries.corrections import add_correction, approvers, is_used, known_as, waits_for
from storage.queries.latest import written_by
from storage.values.receipt import Receipt

WINDOWS = {
    "ZF": "correct.visit_days", "QD": "correct.check_in_days", "QJ": "correct.leave_days", "RJ": "correct.diary_days",
}  # fmt: skip
"""Prefix of a receipt -> the parameter that says how many days it can be put right."""
LISTED = 5
"""Own records that 更正 offers (D07)."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a correction: in effect (`names` empty), or waiting for one of these people.

    `receipt` is the record's number now; `found` the record as it was.
    """

    number: int
    found: Found
    receipt: str
    names: tuple[str, ...] = ()
    days: int = 0


async def latest(turn: Turn) -> list[Found]:
    """The speaker's last records that stand, the newest first."""
    assert turn.speaker is not None
    rows = await turn.run(written_by, turn.speaker.person_id, None, LISTED)
    found = [await record(turn, row.prefix, row.id) for row in rows]
    return [each for each in found if each is not None]


async def find(turn: Turn, receipt: Receipt) -> Found | None:
    """The speaker's own record of a receipt, also by a number it had before its day was corrected."""
    assert turn.speaker is not None
    found = await record(turn, receipt.prefix, receipt.serial)
    if found is None or found.kept.owner_id != turn.speaker.person_id:
        return None
    if found.receipt == str(receipt):
        return found
    known = await turn.run(known_as, str(receipt))
    return found if known == (receipt.prefix, receipt.serial) else None


async def why_not(turn: Turn, found: Found) -> Words | None:
    """Why a record can no longer be put right by message; None if it can."""
    kept = found.kept
    if kept.day.year < turn.today.year:
        return words(
            "{year} is closed: its records stay as they are. Tell the township office.", year=kept.day.year
        )
    days = turn.office.parameters.value(WINDOWS[found.mending.prefix], kept.village_path, turn.today)
    if (turn.received.date() - kept.saved_at.date()).days > days:
        return words(
            "{receipt} is too old to be corrected here ({days} days at most). Tell the township office.",
            receipt=found.receipt, days=days,
        )  # fmt: skip
    if await turn.run(waits_for, found.mending.prefix, kept.id, turn.received):
        return words("A correction of {receipt} waits for an answer already.", receipt=found.receipt)
    return None


async def submit(
    turn: Turn, found: Found, reason: str, after: Record | None, lines: Sequence[tuple[str, str, str]]
) -> Submitted:
    """Put a record right or take it back (`after` None), now or when somebody has agreed.

    Raises:
        Amend: the new answers may not be.
        NobodyToAsk: it needs somebody's agreement, and there is nobody.
    """
    assert turn.speaker is not None
    answers = None if after is None else {name: value for name, value in after.items() if name != REASON}
    if answers is not None:
        await found.mending.check(turn, found.kept, answers)
    new = new_correction(turn, found.mending.prefix, found.kept, reason=reason, after=answers, lines=lines)
    if await _is_free(turn, found):
        await apply(turn, found.mending, found.kept, answers)
        number = await turn.run(
            add_correction, turn.vault, new, turn.received, decided_by=turn.speaker.person_id
        )
        await tell.household(turn, number, found.kept)
        now = await found.mending.load(turn, found.kept.id)
        return Submitted(number, found, receipt_of(found.mending.prefix, now) if now else found.receipt)
    people = await may_answer(turn, found.kept)
    if not people:
        raise NobodyToAsk
    number = await turn.run(add_correction, turn.vault, new, turn.received, decided_by=None)
    days = turn.office.parameters.value("correct.answer_days", found.kept.village_path, turn.today)
    await tell.ask(turn, number, found, new, people)
    return Submitted(number, found, found.receipt, tuple(people.values()), days)


class NobodyToAsk(Exception):
    """A correction needs somebody's agreement, and the register knows nobody for that village."""


async def apply(turn: Turn, mending: Mending, kept: Kept, answers: Record | None) -> None:
    """Bring a correction into effect.

    Raises:
        Amend: the new answers may not be (any more).
    """
    await (mending.withdraw(turn, kept) if answers is None else mending.change(turn, kept, answers))


async def may_answer(turn: Turn, kept: Kept) -> dict[int, str]:
    """Who may agree (id -> name): the record's team leaders, else the township clerks; never its owner."""
    return await turn.run(approvers, kept.village_path, turn.today, kept.owner_id)


async def _is_free(turn: Turn, found: Found) -> bool:
    """Saved today, and used by nobody else yet."""
    kept = found.kept
    if kept.saved_at.date() != turn.received.date():
        return False
    visit = kept.id if kept.household_id is not None else None
    return not await turn.run(is_used, kept.village_path, kept.saved_at, visit)

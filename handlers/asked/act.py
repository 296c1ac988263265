"""What an answer does to the record it is about (M12, M18). Nothing is decided without a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers.asking import answered, end_of_tomorrow
from handlers.roles import kinds
from handlers.rules.onsite import OnsiteRule
from handlers.turn import Turn
from storage.queries.check_ins import acts_on, confirm_check_in, confirm_night, place_of, refuse_check_in
from storage.queries.flags import NewFlag, raise_flags
from storage.queries.leaves import decide_leave
from storage.queries.requests import (
    OFFICERS,
    NewRequest,
    RequestRow,
    ask,
    asked_about_acts,
    request,
    settle,
    waiting_for,
)

TOGETHER = frozenset({"leave", "retro"})
"""What may be answered several at once (D54); all else is looked at one by one."""
YES, NO, UNSURE = "yes", "no", "unsure"


async def inbox(turn: Turn) -> list[RequestRow]:
    """What the speaker is asked; for officers of a village also whether they saw who came today (D43)."""
    assert turn.speaker is not None
    await _ask_of_today(turn)
    found = await turn.run(waiting_for, turn.vault, turn.speaker.person_id, turn.received)
    return found if _entitled(turn) else []


async def _ask_of_today(turn: Turn) -> None:
    assert turn.speaker is not None
    me = turn.speaker.person_id
    paths = [
        role.path for role in turn.speaker.roles if role.kind in OFFICERS and not role.duty and role.path
    ]
    seen = await turn.run(acts_on, paths, turn.today) if paths else []
    known = await turn.run(asked_about_acts, [act.id for act in seen], me)
    for act in seen:
        if act.person_id != me and act.evidence != "e4" and act.id not in known:
            new = NewRequest("tap", act.id, act.person_id, act.day, act.village, "", end_of_tomorrow(turn))
            await turn.run(ask, turn.vault, [me], new, turn.received)


def _entitled(turn: Turn) -> bool:
    """Whoever has left every office and duty decides nothing any more; a household bears witness for itself."""
    return bool(kinds(turn)) or turn.contact.household_id is not None


async def mine(turn: Turn, number: int) -> RequestRow | None:
    """The question of that number if the speaker may read it: asked of them, or about them."""
    found = await turn.run(request, turn.vault, number)
    if found is None or turn.speaker is None or not _entitled(turn):
        return None
    return found if turn.speaker.person_id in (found.asked_id, found.about_id) else None


async def answer(turn: Turn, row: RequestRow, said: str, why: str) -> bool:
    """Write the answer down and do what follows from it. False if somebody was quicker or it is too late."""
    settled: bool = await turn.run(settle, turn.vault, row, said, why, turn.received)
    if settled and said != UNSURE:
        await FOLLOWS[row.kind](turn, row, said == YES)
        if row.kind not in QUIET:
            changed = await turn.run(request, turn.vault, row.id)
            assert changed is not None
            await answered(turn, changed, yes=said == YES)
    return settled


async def _leave(turn: Turn, row: RequestRow, yes: bool) -> None:
    await turn.run(decide_leave, row.subject_id, agreed=yes)


async def _confirmed(turn: Turn, row: RequestRow, yes: bool) -> None:
    if yes:
        await turn.run(confirm_check_in, row.subject_id, await _status(turn, row))
    else:
        await turn.run(refuse_check_in, row.subject_id)


async def _upheld(turn: Turn, row: RequestRow, yes: bool) -> None:
    # A decision of the township is final (M12): no shortest stay or evidence level stands above it.
    if yes:
        await turn.run(confirm_check_in, row.subject_id, "accepted")
    else:
        await turn.run(refuse_check_in, row.subject_id)


async def _status(turn: Turn, row: RequestRow) -> str:
    place = await turn.run(place_of, row.subject_id)
    rule = OnsiteRule.of(turn.office.parameters, place.path if place else "/", row.day)
    return "accepted" if "e4" in rule.evidence_accepted else "pending"


async def _seen(turn: Turn, row: RequestRow, yes: bool) -> None:
    """Not having been seen proves nothing: the day stands, and a person may look (X05)."""
    if yes:
        await turn.run(confirm_check_in, row.subject_id, await _status(turn, row))
        return
    place = await turn.run(place_of, row.subject_id)
    if place is not None:
        key = f"unseen:{row.about_id}:{row.subject_id}"
        flag = NewFlag(key, "unseen", row.about_id, place.id, row.day, {"kind": row.kind})
        await turn.run(raise_flags, [flag], turn.received)


async def _night(turn: Turn, row: RequestRow, yes: bool) -> None:
    if yes:
        await turn.run(confirm_night, row.subject_id)


async def _taken(turn: Turn, row: RequestRow, yes: bool) -> None:
    """Nothing changes but that nobody else need go: the others are not asked any more, the caller hears of it."""


FOLLOWS: Mapping[str, Callable[[Turn, RequestRow, bool], Awaitable[None]]] = {
    "leave": _leave, "retro": _confirmed, "tap": _seen, "overnight": _night, "spot": _seen, "dispute": _upheld,
    "emergency": _taken, "denied": _taken,
}  # fmt: skip
QUIET = frozenset({"tap", "spot", "denied"})
"""Kinds of which the person hears nothing unasked: 为什么 shows them."""

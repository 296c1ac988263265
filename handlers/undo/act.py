"""What taking back does: the record is withdrawn, never deleted (M12, M13, M18)."""

from __future__ import annotations

from handlers.turn import Turn
from storage.queries.answers import withdraw_answers
from storage.queries.check_ins import withdraw_check_in
from storage.queries.latest import Written, made_by_visit, written_by
from storage.queries.leaves import withdraw_leave
from storage.queries.visits import days_with_visits, withdraw_visit


async def withdraw(turn: Turn, receipt: str) -> Written | None:
    """Withdraw the record of `receipt`, or the last one, if it is the speaker's own and saved today."""
    assert turn.speaker is not None
    found = await turn.run(written_by, turn.speaker.person_id, turn.received.date())
    chosen = next((w for w in found if not receipt or w.receipt == receipt), None)
    if chosen is not None:
        await ACTS[chosen.prefix](turn, chosen)
    return chosen


async def _check_in(turn: Turn, written: Written) -> None:
    assert turn.speaker is not None
    by_visit = await turn.run(days_with_visits, turn.speaker.person_id, written.village_id, written.day)
    await turn.run(withdraw_check_in, written.id, turn.received, back_to_visit=by_visit)


async def _visit(turn: Turn, written: Written) -> None:
    assert turn.speaker is not None
    me = turn.speaker.person_id
    await turn.run(withdraw_visit, written.id, turn.received)
    if await turn.run(days_with_visits, me, written.village_id, written.day):
        return
    made = await turn.run(made_by_visit, me, written.village_id, written.day)
    if made is not None:
        await turn.run(withdraw_check_in, made, turn.received, back_to_visit=False)


async def _leave(turn: Turn, written: Written) -> None:
    await turn.run(withdraw_leave, written.id, turn.received)


async def _form(turn: Turn, written: Written) -> None:
    await turn.run(withdraw_answers, written.id, turn.received)


ACTS = {"QD": _check_in, "ZF": _visit, "QJ": _leave, "BD": _form}

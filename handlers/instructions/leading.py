"""What the leader answers to the owner: accepted, sent back, more time or not; and taking an instruction back."""

from __future__ import annotations

from datetime import date

from handlers import filling, refusals
from handlers.dialog import Record, Saved
from handlers.forms.values import Value, text
from handlers.instructing import take_back, tell_result
from handlers.instructions import shown
from handlers.instructions.asked import most_days, usual_due
from handlers.instructions.sight import leads
from handlers.intent import number_of
from handlers.replies import Reply, Say
from handlers.shown import full_day
from handlers.turn import Turn
from locales import Words, words
from storage.queries import instructions as queries
from storage.queries.instructions import Event, InstructionRow

RETURN = "instruction_return"


async def accept(turn: Turn) -> Reply:
    """认可 N."""
    return await _decide(
        turn, "answered", "accepted", words("Accepted and closed: {receipt}. {owner} is told.")
    )


async def give_time(turn: Turn) -> Reply:
    """同意延期 N."""
    said = words("More time given: {receipt} until {due}. {owner} is told.")
    return await _decide(turn, "extension", "extended", said)


async def give_no_time(turn: Turn) -> Reply:
    """不同意延期 N."""
    said = words("No more time: {receipt} stays due on {due}. {owner} is told.")
    return await _decide(turn, "extension", "refused", said)


async def _decide(turn: Turn, state: str, what: str, said: Words) -> Reply:
    row = await _led(turn, number_of(turn.intent.rest.strip()))
    if row is None:
        return refusals.not_yours(turn)
    if row.state != state:
        return _as_it_stands(turn, row)
    assert turn.person_id is not None
    due = row.asked_due if what == "extended" else None
    return await _happen(turn, row, Event(what, turn.person_id, due=due), said)


async def _happen(turn: Turn, row: InstructionRow, event: Event, said: Words) -> Say:
    if not await turn.run(queries.happen, turn.vault, row, event, turn.received):
        return _as_it_stands(turn, row)
    await tell_result(turn, row, event.what)
    due = full_day(turn.t, event.due or row.due)
    return Say(turn.t(said, receipt=row.receipt, due=due, owner=shown.owner(turn, row)))


def _as_it_stands(turn: Turn, row: InstructionRow) -> Say:
    return Say(turn.t("{receipt}: {state}.", receipt=row.receipt, state=shown.state(turn, row)))


async def send_back(turn: Turn) -> Reply:
    """退回批示 N [why]."""
    first, _, why = turn.intent.rest.strip().partition(" ")
    row = await _led(turn, number_of(first))
    if row is None:
        return refusals.not_yours(turn)
    if row.state != "answered":
        return _as_it_stands(turn, row)
    due = max(row.due, usual_due(turn, None))
    known: dict[str, Value] = {"number": row.id, "most_days": most_days(turn), "usual_due": due.isoformat()}
    if why:
        known["text"] = why
    return await filling.begin(turn, turn.office.plays[RETURN], known)


async def sent_back(turn: Turn, record: Record) -> Saved:
    """It is open again, with the reason and a new day."""
    row = await _led(turn, int(text(record["number"])))
    if row is None:
        return Saved(refusals.not_yours(turn))
    if row.state != "answered":
        return Saved(_as_it_stands(turn, row))
    assert turn.person_id is not None
    assert isinstance(record["due"], date)
    event = Event("returned", turn.person_id, text(record["text"]), record["due"])
    said = words("Sent back: {receipt}, due {due}. {owner} is told.")
    return Saved(await _happen(turn, row, event, said), row.receipt)


async def withdraw(turn: Turn) -> Reply:
    """撤回批示 N."""
    row = await _led(turn, number_of(turn.intent.rest.strip()))
    if row is None:
        return refusals.not_yours(turn)
    if not await take_back(turn, row):
        return _as_it_stands(turn, row)
    return Say(
        turn.t("Taken back: {receipt}. {owner} is told.", receipt=row.receipt, owner=shown.owner(turn, row))
    )


async def _led(turn: Turn, number: int | None) -> InstructionRow | None:
    """An instruction that the speaker answers for as its giver."""
    row = await turn.run(queries.instruction, turn.vault, number) if number is not None else None
    return row if row is not None and await leads(turn, row) else None

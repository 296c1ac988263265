"""What the owner of an instruction answers: it is done, more time is needed, somebody else sees to it."""

from __future__ import annotations

from datetime import date

from handlers import filling
from handlers.dialog import Amend, Record, Rows, Saved
from handlers.forms import draft as drafts
from handlers.forms.model import row as choice_row
from handlers.forms.values import Value, text
from handlers.instructing import tell_leader, tell_owner
from handlers.instructions import shown
from handlers.instructions.asked import most_days
from handlers.instructions.sight import owns
from handlers.instructions.talk import tasks
from handlers.intent import number_of
from handlers.replies import Reply, Say
from handlers.shown import full_day
from handlers.turn import Turn
from locales import Words, words
from storage.queries import answerers
from storage.queries import instructions as queries
from storage.queries.answerers import Answerer
from storage.queries.instructions import Event, InstructionRow
from storage.queries.reach import Reach

DONE, EXTENSION, PASSING = "instruction_done", "instruction_extension", "instruction_passing"
CHANGED = words("This instruction has changed meanwhile. Send tasks to see where it stands.")


async def done(turn: Turn) -> Reply:
    """督办办结 [N] [what was done]."""
    return await _begin(turn, DONE)


async def extend(turn: Turn) -> Reply:
    """督办延期 [N] [why]."""
    return await _begin(turn, EXTENSION)


async def pass_on(turn: Turn) -> Reply:
    """督办转办 [N]."""
    return await _begin(turn, PASSING)


async def _begin(turn: Turn, form: str) -> Reply:
    row, said = await _meant(turn)
    if row is None:
        return await tasks(turn)
    known: dict[str, Value] = {"number": row.id}
    if form == EXTENSION:
        known |= {"before": row.due.isoformat(), "most_days": most_days(turn)}
    if said and form != PASSING:
        known["text"] = said
    return await filling.begin(turn, turn.office.plays[form], known)


async def _meant(turn: Turn) -> tuple[InstructionRow | None, str]:
    """The one that a number names, or the only one there is; and what was said besides."""
    first, _, more = turn.intent.rest.strip().partition(" ")
    number = number_of(first)
    if number is not None:
        return await _own(turn, number), more.strip()
    mine = await turn.run(queries.owned_by, turn.vault, turn.person_id) if turn.person_id else []
    return (mine[0] if len(mine) == 1 else None), turn.intent.rest.strip()


async def _own(turn: Turn, number: int) -> InstructionRow | None:
    """An instruction that the speaker has to see to and has not answered."""
    row: InstructionRow | None = await turn.run(queries.instruction, turn.vault, number)
    return row if row is not None and owns(turn, row) and row.waits else None


async def said_done(turn: Turn, record: Record) -> Saved:
    """It is done; the leader accepts it or sends it back."""
    return await _answer(
        turn, record, "answered", words("Noted as done. {leader} is told and will accept it or send it back.")
    )


async def asked_for_time(turn: Turn, record: Record) -> Saved:
    """More time is asked for; until it is given the day stands."""
    said = words("Asked for time until {due}. {leader} is told; until then {before} stands.")
    return await _answer(turn, record, "extension", said)


async def _answer(turn: Turn, record: Record, what: str, said: Words) -> Saved:
    row = await _own(turn, int(text(record["number"])))
    due = record.get("due")
    assert turn.person_id is not None
    event = Event(what, turn.person_id, text(record["text"]), due if isinstance(due, date) else None)
    if row is None or not await turn.run(queries.happen, turn.vault, row, event, turn.received):
        return Saved(Say(turn.t(CHANGED)))
    await tell_leader(turn, row, what)
    t = turn.t
    told = t(
        said, leader=row.giver, due=full_day(t, event.due) if event.due else "", before=full_day(t, row.due)
    )
    return Saved(Say(f"{told}\n{t('No. {receipt}.', receipt=row.receipt)}"), row.receipt)


async def passed(turn: Turn, record: Record) -> Saved:
    """Somebody else of the own unit or village sees to it from now on, and is told.

    Raises:
        Amend: that person cannot take it.
    """
    row = await _own(turn, int(text(record["number"])))
    if row is None:
        return Saved(Say(turn.t(CHANGED)))
    to = next((each for each in await _colleagues(turn, row) if str(each.person_id) == record["to"]), None)
    if to is None:
        raise Amend("to", words("This person cannot be asked any more. Please choose somebody else."))
    assert turn.person_id is not None
    event = Event("passed", turn.person_id, owner_id=to.person_id)
    if not await turn.run(queries.happen, turn.vault, row, event, turn.received):
        return Saved(Say(turn.t(CHANGED)))
    now = await turn.run(queries.instruction, turn.vault, row.id)
    assert now is not None
    await tell_owner(turn, now)
    await tell_leader(turn, now, "passed")
    told = turn.t("Passed on to {who}; {leader} is told.", who=shown.answerer(turn, to), leader=row.giver)
    return Saved(Say(f"{told}\n{turn.t('No. {receipt}.', receipt=row.receipt)}"), row.receipt)


async def colleagues(turn: Turn) -> Rows:
    """Who else can see to it, for the form as it stands."""
    number = _number(turn)
    row = await _own(turn, number) if number is not None else None
    found = await _colleagues(turn, row) if row else []
    return [choice_row(str(each.person_id), shown.answerer(turn, each), (each.name,)) for each in found]


def _number(turn: Turn) -> int | None:
    """Of the draft that stands, or as it was just said."""
    if turn.draft is not None and turn.draft.form == PASSING:
        return number_of(text(drafts.from_json(turn.draft.body).answers.get("number")))
    return number_of(turn.intent.rest.strip().partition(" ")[0])


async def _colleagues(turn: Turn, row: InstructionRow) -> list[Answerer]:
    """People of the own unit, or of the area that the owner answers for."""
    assert turn.speaker is not None
    paths = tuple(
        role.path for role in turn.speaker.roles if role.path and role.path.startswith(row.path or "?")
    )
    units = (turn.speaker.unit_id,) if turn.speaker.unit_id else ()
    found: list[Answerer] = await turn.run(answerers.staff, Reach(paths=paths, unit_ids=units), turn.today)
    return [each for each in found if each.person_id not in (row.owner_id, row.giver_id)]

"""The conversation of measures: which one, how it is; one question where there is only one measure."""

from __future__ import annotations

from handlers import refusals, reports
from handlers.dialog import Record, Saved
from handlers.measures import act
from handlers.replies import Reply, Say
from handlers.shown import day_of
from handlers.turn import Turn
from locales import Words, words
from storage.queries.measures import DONE, LATER

TITLE = words("measures")


async def update(turn: Turn) -> Reply:
    """措施 [更新] [which] [how it is]."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    found = await act.own(turn)
    if not found:
        return Say(turn.t("You have no open measures."))
    known = {"measure": str(found[0].id)} if len(found) == 1 else {}
    rest = turn.intent.rest.strip().removeprefix("更新").strip()
    return await reports.begin(turn, turn.office.plays["measure_report"], rest, known, "措施")


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt."""
    done = await act.keep(turn, record)
    line = turn.t("Noted: {what} {state}", what=done.measure.what, state=turn.t(_state(turn, done)))
    last = turn.t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt)
    return Saved(Say(f"{line}\n{last}"), done.receipt)


def _state(turn: Turn, done: act.Noted) -> Words:
    if done.kind == DONE:
        return words("done, no more reminders")
    if done.kind == LATER and done.due is not None:
        return words("due {day} now", day=day_of(turn.t, done.due))
    goal = f"{act.number(done.amount)}/{act.number(done.measure.goal)}{done.measure.unit}"
    return words("{amount}, due {day}", amount=goal, day=day_of(turn.t, done.measure.due))

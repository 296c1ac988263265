"""The conversation of a check-in made afterwards: day, village, why, who can bear witness."""

from __future__ import annotations

from handlers import filling, refusals
from handlers.dialog import Record, Saved
from handlers.duty import has_duty, own_path, week_standing
from handlers.forms.values import Value
from handlers.replies import Reply, Say
from handlers.retro import act
from handlers.rules.words import week_line
from handlers.shown import full_day
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understand.dates import read_date
from locales import words

TITLE = words("check-in afterwards")


async def retro(turn: Turn) -> Reply:
    """补签 [day]."""
    if not has_duty(turn):
        return refusals.not_yours(turn)
    back = turn.office.parameters.value("onsite.retro_days", own_path(turn), turn.today)
    if back == 0:
        return Say(turn.t("Days cannot be added afterwards here. Please ask the township office."))
    return await filling.begin(turn, turn.office.plays["retro"], {"back_days": back, **await _known(turn)})


async def _known(turn: Turn) -> dict[str, Value]:
    """The day said with the command, and the only village."""
    days = [
        found.value
        for word in turn.intent.rest.split()
        if isinstance(found := read_date(word, turn.today), Understood)
    ]
    offered = await act.villages(turn)
    only: dict[str, Value] = {"village": offered[0].name} if len(offered) == 1 else {}
    return {**only, **({"day": days[0]} if days else {})}


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt: it waits, and for how many."""
    done = await act.report(turn, record)
    t = turn.t
    lines = [
        t("Check-in afterwards: {day} {village}, waiting to be confirmed", day=full_day(t, done.day), village=done.village),
        t("{count} people were asked.", count=done.asked) if done.asked else t("Nobody could be asked; please tell the township office."),
        week_line(t, await week_standing(turn)),
        t("No. {receipt}.", receipt=done.receipt),
    ]  # fmt: skip
    return Saved(Say("\n".join(lines)), done.receipt)

"""The conversation of a plan: which days; a plan said again takes the place of the one before."""

from __future__ import annotations

from datetime import date, timedelta

from handlers import refusals, reports
from handlers.dialog import Amend, Record, Saved
from handlers.duty import has_duty
from handlers.forms.values import names, text
from handlers.replies import Reply, Say
from handlers.shown import full_day, listed, week_title
from handlers.turn import Turn
from locales import words
from storage.queries.plans import keep_plan
from storage.values.week import Week

TITLE = words("plan")


async def next_week(turn: Turn) -> Reply:
    """下周计划 [周二 周四]."""
    return await _plan(turn, Week.of(turn.today + timedelta(days=7)), "下周计划")


async def this_week(turn: Turn) -> Reply:
    """本周计划 [周四]."""
    return await _plan(turn, turn.week, "本周计划")


async def _plan(turn: Turn, week: Week, command: str) -> Reply:
    if not has_duty(turn):
        return refusals.not_yours(turn)
    known = {"week": week.monday.isoformat()}
    return await reports.begin(turn, turn.office.plays["plan"], turn.intent.rest, known, command)


async def saved(turn: Turn, record: Record) -> Saved:
    """The days as they stand now.

    Raises:
        Amend: all of them are over.
    """
    assert turn.speaker is not None
    monday = date.fromisoformat(text(record["week"]))
    days = [monday + timedelta(days=int(name) - 1) for name in names(record["days"])]
    if max(days) < turn.today:
        raise Amend("days", words("These days are over. Please choose days to come."))
    await turn.run(keep_plan, turn.speaker.person_id, monday, days, turn.received)
    shown = listed(turn.t, [full_day(turn.t, day) for day in days])
    return Saved(
        Say(turn.t("Planned for {week}: {days}", week=week_title(turn.t, Week.of(monday)), days=shown))
    )

"""The conversation of a leave: kind, from, until, why; and coming back early."""

from __future__ import annotations

from handlers import refusals, reports
from handlers.dialog import Record, Saved
from handlers.duty import has_duty, week_standing
from handlers.leave import act
from handlers.replies import Option, Reply, Say
from handlers.rules.onsite import Status, WeekStanding
from handlers.rules.words import week_line
from handlers.shown import full_day
from handlers.turn import Turn
from handlers.understand.stretches import apart
from locales import words

TITLE = words("leave")


async def leave(turn: Turn) -> Reply:
    """请假 [kind] [from [until]] [why], in any order; 明天到后天 is said in one piece."""
    if not has_duty(turn):
        return refusals.not_yours(turn)
    said = apart(turn.intent.rest, turn.today)
    return await reports.begin(turn, turn.office.plays["leave"], said, act.limits(turn), "请假")


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt, and what the week asks for now."""
    done = await act.take_leave(turn, record)
    t = turn.t
    lead = words("Leave asked for") if done.asked else words("Leave noted")
    lines = [
        t(
            "{lead}: {kind}, {starts} to {ends}, {count} workdays",
            lead=lead, kind=act.label(turn, done.kind), starts=full_day(t, done.starts), ends=full_day(t, done.ends),
            count=done.workdays,
        ),
        t("{count} people were asked to agree; until then the week asks what it asked before.", count=done.asked)
        if done.asked
        else "",
        t(act.GAPS[done.gap]) if done.gap else "",
        _effect(turn, await week_standing(turn)),
        t("No. {receipt}. To take it back send back from leave.", receipt=done.receipt)
        if done.asked
        else t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt),
    ]  # fmt: skip
    return Saved(Say("\n".join(line for line in lines if line)), done.receipt)


def _effect(turn: Turn, week: WeekStanding) -> str:
    usual = turn.office.parameters.value("onsite.required_days", "/", turn.today)
    if week.status is Status.EXEMPT or week.required >= usual:
        return week_line(turn.t, week)
    asked = turn.t("This week now asks for {count} days on site.", count=week.required)
    return f"{asked}\n{week_line(turn.t, week)}"


async def back(turn: Turn) -> Reply:
    """销假 [签到 …]: back from leave today; the days from today on count again."""
    if turn.speaker is not None and await act.drop_waiting(turn):
        return Say(turn.t("Taken back: the leave that waited for somebody to agree."))
    if turn.speaker is None or not await act.come_back(turn):
        return Say(turn.t("You are not on leave today."), options=(Option("1", turn.t("menu"), "go:菜单"),))
    lead = turn.t("Welcome back. Your leave ended yesterday.")
    line = week_line(turn.t, await week_standing(turn))
    turn.menu = {"1": turn.intent.rest or "签到"}
    return Say(f"{lead}\n{line}", options=(Option("1", turn.t("check in"), f"go:{turn.menu['1']}"),))

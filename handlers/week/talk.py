"""The week in a few lines: required, done, left; households not yet visited this month; what is to do."""

from __future__ import annotations

from handlers import refusals
from handlers.duty import has_duty, week_standing
from handlers.replies import Option, Reply, Say
from handlers.rules.onsite import WeekStanding
from handlers.rules.words import LABELS, unit_line, week_line
from handlers.shown import household_name, listed, week_title, weekday
from handlers.turn import Turn
from storage.queries.check_ins import check_ins_of
from storage.queries.explanations import keep_explanation
from storage.queries.households import paired
from storage.queries.plans import planned
from storage.queries.visits import open_follow_ups
from storage.values.week import Week

SHOWN = 5
"""Households not visited that are named; the rest is counted."""


async def this_week(turn: Turn) -> Reply:
    """The present week."""
    return await _week(turn, turn.week)


async def last_week(turn: Turn) -> Reply:
    """The week before."""
    return await _week(turn, turn.week.previous)


async def _week(turn: Turn, week: Week) -> Reply:
    if turn.speaker is None:
        return refusals.bind_first(turn)
    lines = await _duty_lines(turn, await week_standing(turn, week)) if has_duty(turn) else []
    lines += await _month_lines(turn) if week == turn.week else []
    turn.menu["为什么"] = turn.menu["why"] = f"为什么 周 {week}"
    if not lines:
        return Say(turn.t("You have no duty on site, and no household is paired with you."))
    return Say("\n".join([week_title(turn.t, week), *lines]), options=_onward(turn, week))


def _onward(turn: Turn, week: Week) -> tuple[Option, ...]:
    """What one may want to do next; of a week that is over, to say why."""
    if week != turn.week:
        return (Option("1", turn.t("my week"), "go:本周"),)
    steps = (
        ("1", turn.t("check in"), "签到"),
        ("2", turn.t("log a visit"), "走访"),
        ("3", turn.t("to do"), "待办"),
    )
    return tuple(Option(key, label, f"go:{command}") for key, label, command in steps)


async def _duty_lines(turn: Turn, week: WeekStanding) -> list[str]:
    t = turn.t
    assert turn.speaker is not None
    acts = await turn.run(check_ins_of, turn.speaker.person_id, week.week.monday, week.week.sunday)
    places = {act.day: act.village for act in acts}
    days = listed(t, [t("{day} {village}", day=weekday(t, d), village=places.get(d, "")) for d in week.days])
    counted = t("Asked {required}, done {done}", required=week.required, done=len(week.days))
    excused = t(", excused {count} workdays", count=len(week.absent)) if week.absent else ""
    where = t("{counted} ({days})", counted=counted, days=days) if days else counted
    ahead = await turn.run(planned, turn.speaker.person_id, week.week.monday)
    plan = t("Planned: {days}", days=listed(t, [weekday(t, day) for day in ahead])) if ahead else ""
    return [
        *filter(None, (where + excused, unit_line(t, week), plan)),
        week_line(t, week) if week.week == turn.week else _judged(turn, week),
    ]


def _judged(turn: Turn, week: WeekStanding) -> str:
    """How a week that is over came out."""
    label = turn.t(LABELS[week.status])
    short = turn.t("{need} short", need=week.need)
    return turn.t("{label}, {short}", label=label, short=short) if week.need else label


async def _month_lines(turn: Turn) -> list[str]:
    t = turn.t
    assert turn.speaker is not None
    month = turn.today.replace(day=1)
    found = await turn.run(paired, turn.speaker.person_id, turn.today)
    lines = []
    if found:
        left = [h for h in found if h.visited_on is None or h.visited_on < month]
        lines.append(t("Visited this month: {done} of {all}", done=len(found) - len(left), all=len(found)))
        if left:
            names = listed(t, [household_name(t, h.head, h.group_no) for h in left[:SHOWN]])
            lines.append(t("Not yet: {names}", names=names))
    total, overdue = await turn.run(open_follow_ups, turn.speaker.person_id, turn.today)
    if total:
        late = t(" ({count} overdue)", count=overdue) if overdue else ""
        lines.append(t("To do: {count}", count=total) + late)
    return lines


async def explain(turn: Turn) -> Reply:
    """说明 …: the reason for a week that was not met, kept next to the number (domain.md 7.7)."""
    if not has_duty(turn):
        return refusals.not_yours(turn)
    assert turn.speaker is not None
    if not turn.intent.rest:
        return Say(turn.t("Send explain and the reason in one message, e.g. explain the road was closed."))
    week = await _week_to_explain(turn)
    await turn.run(
        keep_explanation, turn.vault, person_id=turn.speaker.person_id, week=str(week), text=turn.intent.rest, now=turn.received
    )  # fmt: skip
    return Say(turn.t("Noted for {week}. It stands beside the number.", week=week_title(turn.t, week)))


async def _week_to_explain(turn: Turn) -> Week:
    """The week that is over if it was missed, else the present one."""
    before = turn.week.previous
    return turn.week if (await week_standing(turn, before)).met else before

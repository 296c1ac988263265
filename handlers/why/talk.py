"""The conversation: after a number 为什么 alone means that number; else one's own week, or whose or what is named.

What was shown last is remembered with its numbers (`Turn.menu`), as a line such as `为什么 户 SG001`.
"""

from __future__ import annotations

from handlers import refusals
from handlers.access import reach
from handlers.duty import has_duty, own_path
from handlers.replies import Option, Reply, Say
from handlers.rules.onsite import OnsiteRule
from handlers.rules.weeks import own_standing
from handlers.rules.words import explain, unit_line
from handlers.shown import full_day, household_name, week_title
from handlers.turn import Turn
from handlers.why import lines, places
from storage.queries.explaining import cadres_named, visits_to
from storage.queries.households import find, visible
from storage.queries.people import log_query
from storage.queries.standing import duty_of
from storage.values.week import Week

WEEK, PERSON, HOUSEHOLD, AREA, UNIT = "周", "人", "户", "地", "单位"
PAGE = 9


async def why(turn: Turn) -> Reply:
    """What is behind a number; the list that was shown with the number keeps its own ones: 日报, 为什么, 2."""
    said = await _why(turn)
    turn.keep_numbers()
    return said


async def _why(turn: Turn) -> Reply:
    """为什么 [周 2026-W47 | 人 NAME [2026-W47] | 户 CODE | 地 CODE DAY [走访|问题] | 单位 UNIT CODE DAY [走访|问题]]."""
    if turn.speaker is None and turn.contact.household_id is None:
        return refusals.bind_first(turn)
    kind, _, rest = turn.intent.rest.partition(" ")
    if kind == HOUSEHOLD:
        return await _household(turn, rest.strip())
    if kind in (AREA, UNIT):
        return await places.explain(turn, rest.split(), of_unit=kind == UNIT)
    if kind == PERSON or (kind and kind != WEEK):
        return await _person(turn, (rest if kind == PERSON else turn.intent.rest).split())
    if not has_duty(turn):
        return Say(turn.t("Send why after a number, or why and a name."))
    assert turn.speaker is not None
    return await _week(turn, turn.speaker.person_id, own_path(turn), _week_named(turn, rest), "")


def _week_named(turn: Turn, text: str) -> Week:
    try:
        return Week.parse(text)
    except ValueError:
        return turn.week


async def _person(turn: Turn, spoken: list[str]) -> Reply:
    week = _week_named(turn, spoken[-1]) if len(spoken) > 1 else turn.week
    allowed = reach(turn.speaker, turn.contact, "check_in")
    name = spoken[0] if spoken else ""
    found = await turn.run(cadres_named, allowed, name, week.monday, week.sunday) if allowed and name else []
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="why", scope=str(week),
        size=len(found), refused=not found, now=turn.received,
    )  # fmt: skip
    if not found:
        return refusals.nothing_to_see(turn)
    told = [await _week(turn, each.person_id, each.path, week, each.name) for each in found[:PAGE]]
    return told[0] if len(told) == 1 else told


async def _week(turn: Turn, person: int, path: str, week: Week, name: str) -> Say:
    """What a week rests on: the rule, each record with how it counts, leave, answers, what is to be looked at."""
    rule = OnsiteRule.of(turn.office.parameters, path, week.monday)
    duty = await turn.run(duty_of, person, week.monday, week.sunday, together=rule.by_unit)
    standing = own_standing(duty, week, turn.office.calendar, settings=rule, at=turn.now)
    own = person == turn.person_id
    told = [
        f"{name} {week_title(turn.t, week)}".strip(),
        *(turn.t(line) for line in explain(standing, rule)),
        *filter(None, [unit_line(turn.t, standing)]),
        *lines.of_calendar(turn, week),
        *await lines.of_acts(turn, person, week, standing),
        *await lines.of_leave(turn, person, week),
        *await lines.of_answers(turn, person, week),
        *(await lines.of_flags(turn, person, week) if own else []),
    ]
    if not own:
        return Say("\n".join(told))
    turn.menu = {"1": "申诉"}
    return Say("\n".join(told), options=(Option("1", turn.t("I do not agree"), "go:申诉"),))


async def _household(turn: Turn, code: str) -> Reply:
    """The visits of the month behind `visited this month`."""
    allowed = reach(turn.speaker, turn.contact, "visit")
    found = await turn.run(find, turn.vault, allowed, code) if allowed and code else []
    first = turn.today.replace(day=1)
    if len(found) != 1 or await turn.run(visible, allowed, found[0].id) is None:
        return refusals.nothing_to_see(turn)
    visits = await turn.run(visits_to, found[0].id, first, turn.today)
    title = turn.t(
        "{household}: visits since {day}",
        household=household_name(turn.t, found[0].head, found[0].group_no),
        day=full_day(turn.t, first),
    )
    rule = turn.t("A visit by anybody counts once a month; those taken back do not.")
    return Say(
        "\n".join(
            [title, rule, *(lines.visit(turn, each) for each in visits)]
            if visits
            else [title, rule, turn.t("none")]
        )
    )

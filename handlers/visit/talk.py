"""The conversation of a visit: which household, any problems, what was said; the rest is shown for review."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import filling, refusals, reports
from handlers.access import reach
from handlers.dialog import Record, Rows, Saved
from handlers.duty import has_duty, week_standing
from handlers.forms.values import Value, unpack
from handlers.intent import number_of
from handlers.replies import Option, Reply, Say
from handlers.rules.words import week_line
from handlers.shown import day_of, full_day, household_name
from handlers.turn import Turn
from handlers.understand import Unclear, Understood
from handlers.understand.choices import Candidate, choose, is_none
from handlers.understand.dates import read_date
from handlers.understand.oneline import split_line
from handlers.understand.wants import Want
from handlers.visit import act, lists
from handlers.visit.lists import OTHER, team_reach
from locales import words
from storage.queries.diaries import kept_entry
from storage.queries.households import HouseholdLine, find, is_paired, visible
from storage.queries.visits import close_follow_up, follow_up_list, visited_today

TITLE = words("visit")
LIMITS = ("late_days", "next_max_days")
"""The office's rules that the form asks by (parameters visits.*)."""


async def visit(turn: Turn) -> Reply:
    """走访 [household] [没问题] [day], in any order and with any separator: 走访 李家 没问题, ZF 12 0, 昨天走访李家."""
    if not lists.may_log(turn):
        return refusals.not_yours(turn)
    mine = await lists.mine(turn)
    said = split_line(turn.intent.rest, _wants(turn, mine))
    if said.left and said.given.get("problems") == "0":  # the 0 may answer another question
        said.left.append(said.given.pop("problems"))
    told = _told(turn, said.given)
    if "household" in said.given:
        chosen = choose(said.given["household"], _candidates(mine))
        if isinstance(chosen, Understood):
            household = mine[int(chosen.value) - 1].name
            return await _begin(turn, {"household": household, **told}, " ".join(said.left))
    if not said.left:
        return await _begin(turn, told)
    name, *said.left = said.left
    return await _named(turn, name, told, " ".join(said.left))


async def names_household(turn: Turn, spoken: str) -> bool:
    """Whether what was said begins with a household that the speaker may log a visit for."""
    mine = await lists.mine(turn)
    if "household" in split_line(spoken, _wants(turn, mine)).given:
        return True
    allowed = reach(turn.speaker, turn.contact, "visit", "W")
    return bool(await turn.run(find, turn.vault, allowed, spoken.split()[0]))


def _wants(turn: Turn, mine: Rows) -> list[Want]:
    """What can be said with the command; a household that is not among the speaker's own is left over."""
    return [
        Want("household", ("户", "对象"), lambda text: choose(text, _candidates(mine))),
        Want("problems", ("问题",), _none),
        Want("day", ("时间", "日期"), lambda text: read_date(text, turn.today)),
    ]


def _candidates(mine: Rows) -> list[Candidate]:
    """The households of a list as what a text may name, by number, name or what people call them."""
    return [Candidate(str(n), one.label[""], one.words) for n, one in enumerate(mine, 1)]


def _none(text: str) -> Understood[None] | Unclear:
    return Understood(None) if is_none(text) else Unclear(words("Please choose from the list."))


def _told(turn: Turn, given: Mapping[str, str]) -> dict[str, Value]:
    """The answers said with the command; 没问题 leaves nothing but the summary, which shows the day."""
    day = read_date(given["day"], turn.today) if "day" in given else None
    told: dict[str, Value] = {"problems": None, "wish": None} if "problems" in given else {}
    return {**told, "day": day.value} if isinstance(day, Understood) else told


async def _begin(turn: Turn, given: dict[str, Value], rest: str = "") -> Reply:
    """Begin the form; it is told which households the speaker has logged today already, and what else was said."""
    assert turn.speaker is not None
    seen = await turn.run(visited_today, turn.speaker.person_id, turn.today)
    limits = {name: turn.office.parameters.value(f"visits.{name}", "/", turn.today) for name in LIMITS}
    known = {**limits, **given, "visited_today": tuple(str(number) for number in seen)}
    if not rest:
        return await filling.begin(turn, turn.office.plays["visit"], known)
    command = turn.intent.rest.removesuffix(rest).strip()
    return await reports.begin(turn, turn.office.plays["visit"], rest, known, f"走访 {command}")


async def _named(turn: Turn, name: str, told: dict[str, Value], rest: str = "") -> Reply:
    """A household was named with the command."""
    assert turn.speaker is not None
    found = await turn.run(find, turn.vault, reach(turn.speaker, turn.contact, "visit", "W"), name)
    if not found:
        return refusals.nothing_to_see(turn)
    own = [line for line in found if await turn.run(is_paired, line.id, turn.speaker.person_id, turn.today)]
    if len(own) == 1:
        return await _begin(turn, {"household": str(own[0].id), **told}, rest)
    return _whose(turn, own or found)


def _whose(turn: Turn, found: list[HouseholdLine]) -> Say:
    lines = found[:9]
    own = len(lines) == 1
    lead = turn.t("This household is not paired with you.") if own else turn.t("Which one do you mean?")
    shown = [
        turn.t("log it as a team member") if own else household_name(turn.t, x.head, x.group_no)
        for x in lines
    ]
    turn.menu = {str(n): f"队员走访 {x.code}" for n, x in enumerate(lines, 1)}
    options = [Option(str(n), name, f"go:{turn.menu[str(n)]}") for n, name in enumerate(shown, 1)]
    cancel = str(len(lines) + 1)
    turn.menu[cancel] = "菜单"
    return Say(lead, options=(*options, Option(cancel, turn.t("cancel"), "go:菜单")))


async def visit_as_team(turn: Turn) -> Reply:
    """A household chosen by its code: the speaker's own, or one of the village."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    allowed = reach(turn.speaker, turn.contact, "visit", "W")
    found = await turn.run(find, turn.vault, allowed, turn.intent.rest)
    if len(found) != 1:
        return refusals.not_yours(turn)
    number = str(found[0].id)
    if await turn.run(is_paired, found[0].id, turn.speaker.person_id, turn.today):
        return await _begin(turn, {"household": number})
    if not team_reach(turn):
        return refusals.nothing_to_see(turn)
    return await _begin(turn, {"household": OTHER, "other": number})


async def from_diary(turn: Turn) -> Reply:
    """记到户: a problem of a diary entry of one's own, logged with the household it is of; its words are there."""
    number = number_of(turn.intent.rest)
    if turn.speaker is None or number is None or not lists.may_log(turn):
        return refusals.not_yours(turn)
    entry = await turn.run(kept_entry, turn.vault, number)
    if entry is None or entry.person_id != turn.speaker.person_id or not entry.answers.get("problem"):
        return refusals.nothing_to_see(turn)
    said: Value = unpack(entry.answers["problem"])
    return await _begin(turn, {"wish": said, "day": entry.day, "manner": "village"})


async def saved(turn: Turn, record: Record) -> Saved:
    """The receipt: what was logged, what is to be seen to by when, what it makes of the week."""
    done = await act.log_visit(turn, record)
    t = turn.t
    parts = [
        t("Visit saved: {day} {household}", day=full_day(t, done.day), household=done.household),
        *(
            t("To do: {matter}, by {due}", matter=act.matter_words(turn, m), due=day_of(t, due))
            for m, due in done.follow_ups
        ),
        *done.added,
        t("Marked as entered late.") if done.late else "",
        week_line(t, await week_standing(turn)) if has_duty(turn) and done.on_site else "",
        t("No. {receipt}. Wrong? Send undo.", receipt=done.receipt),
    ]
    return Saved(Say("\n".join(part for part in parts if part)), done.receipt)


async def to_do(turn: Turn) -> Reply:
    """待办: the speaker's open follow-ups, the most pressing first; a number closes one."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    found = await turn.run(follow_up_list, turn.vault, turn.speaker.person_id, 9)
    if not found:
        return Say(turn.t("Nothing to do is open."))
    lines = []
    allowed = reach(turn.speaker, turn.contact, "profile")
    for n, item in enumerate(found, 1):
        household = await turn.run(visible, allowed, item.household_id)
        name = household_name(turn.t, household.head, household.group_no) if household else "*"
        late = turn.t(" (overdue)") if item.due < turn.today else ""
        due = day_of(turn.t, item.due)
        matter = act.matter_words(turn, item.matter)
        lines.append(
            f"{n} {turn.t('{household} {matter}: {text}, by {due}', household=name, matter=matter, text=item.text, due=due)}{late}"
        )
    turn.menu = {str(n): f"办结 {item.id}" for n, item in enumerate(found, 1)}
    return Say(turn.t("To do. A number marks it as done:") + "\n" + "\n".join(lines))


async def close_to_do(turn: Turn) -> Reply:
    """办结: a follow-up of one's own is done."""
    number = number_of(turn.intent.rest)
    if turn.speaker is None or number is None:
        return await to_do(turn)
    done = await turn.run(close_follow_up, number, turn.speaker.person_id, turn.today)
    if not done:
        return refusals.nothing_to_see(turn)
    return Say(turn.t("Marked as done."), options=(Option("1", turn.t("what else is to do"), "go:待办"),))

"""A household's own applications; to a helper those of a paired household, to an office those of its area; else nothing."""

from __future__ import annotations

from functools import reduce

from handlers import refusals
from handlers.access import reach
from handlers.replies import Option, Reply, Say
from handlers.shown import day_of, household_name
from handlers.turn import Turn
from locales import Translate, words
from storage.queries.applications import ApplicationLine, applications_of
from storage.queries.households import HouseholdLine, find, visible
from storage.queries.people import log_query

OUTCOMES = {"agreed": words("agreed"), "refused": words("not agreed"), "withdrawn": words("taken back")}
HOW_TO = words("To apply, turn to your helper or the village office.")


async def show(turn: Turn) -> Reply:
    """申请: one's own household's. 申请 李家: that of a household within reach; the same refusal whatever the reason."""
    allowed, name = reach(turn.speaker, turn.contact, "application"), turn.intent.rest.strip()
    own = turn.contact.household_id
    if own is not None and not name:
        household = await turn.run(visible, allowed, own)
        found = [household] if household else []
    else:
        found = await turn.run(find, turn.vault, allowed, name) if allowed and name else []
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="application",
        scope=found[0].code if found else "", size=len(found), refused=not found, now=turn.received,
    )  # fmt: skip
    if not found:
        return refusals.not_yours(turn)
    return await _of(turn, found[0]) if len(found) == 1 else _which(turn, found)


def _which(turn: Turn, found: list[HouseholdLine]) -> Say:
    lines = {str(n): line for n, line in enumerate(found[:9], 1)}
    turn.menu = {key: f"申请 {line.code}" for key, line in lines.items()}
    options = tuple(
        Option(key, household_name(turn.t, line.head, line.group_no), f"go:申请 {line.code}")
        for key, line in lines.items()
    )
    return Say(turn.t("Which one do you mean?"), options=options)


async def _of(turn: Turn, household: HouseholdLine) -> Say:
    t = turn.t
    found = await turn.run(applications_of, household.id, turn.today)
    name = household_name(t, household.head, household.group_no)
    own = household.id == turn.contact.household_id
    ways = (Option("1", t("my helper"), "go:我的帮扶人"),) if own else ()
    turn.menu = {"1": "我的帮扶人"} if own else {}
    how = t(HOW_TO) if own else ""
    if not found:
        lead = t("{household}: no application on file.", household=name)
        return Say("\n".join(filter(None, (lead, how))), options=ways)
    lead = t("{household}, applications:", household=name)
    lines = [f"{n} {_line(turn, line)}" for n, line in enumerate(found, 1)]
    return Say("\n".join(filter(None, (lead, *lines, how))), options=ways)


def _line(turn: Turn, line: ApplicationLine) -> str:
    """危房改造 11月2日申请:现在鉴定,11月20日前;下一步乡镇审核."""
    t = turn.t
    head = t("{kind}, of {day}", kind=line.kind, day=day_of(t, line.opened_on))
    if line.closed_on is not None:
        outcome = t(OUTCOMES.get(line.outcome, words("closed")))
        return t("{head}: {outcome} on {day}", head=head, outcome=outcome, day=day_of(t, line.closed_on))
    parts = [
        t("now at {step}", step=line.step),
        t("by {day}", day=day_of(t, line.step_due)) if line.step_due else "",
        t("on public notice until {day}", day=day_of(t, line.published_to))
        if _on_notice(turn, line) and line.published_to
        else "",
        t("next: {step}", step=line.next_step) if line.next_step else "",
    ]
    return t("{head}: {told}", head=head, told=_commas(t, [part for part in parts if part]))


def _commas(t: Translate, parts: list[str]) -> str:
    return reduce(lambda first, second: t("{first}, {second}", first=first, second=second), parts)


def _on_notice(turn: Turn, line: ApplicationLine) -> bool:
    first, last = line.published_from, line.published_to
    return first is not None and last is not None and first <= turn.today <= last

"""The list of paired households with what each waits for, and the card as text (L01, at most 12 lines)."""

from __future__ import annotations

from handlers import refusals
from handlers.access import reach
from handlers.added import lines
from handlers.forms.model import said
from handlers.replies import Option, Reply, Say
from handlers.shown import full_day, household_name, listed, masked_name
from handlers.turn import Turn
from locales import words
from storage.queries.answers import of_household
from storage.queries.grants import total_of_year
from storage.queries.households import HouseholdLine, find, members, paired, visible
from storage.queries.people import log_query
from storage.values.money import Money

PAGE = 9
FORMS = 3
"""Records of an office's own forms that a card names."""
STATES = {"active": words("on the list"), "exited": words("out of poverty"), "closed": words("closed")}


async def show(turn: Turn) -> Reply:
    """我帮扶的户."""
    if turn.speaker is None:
        return refusals.bind_first(turn)
    found = await turn.run(paired, turn.speaker.person_id, turn.today)
    if not found:
        return Say(turn.t("No household is paired with you. If that is wrong, tell the township office."))
    shown = found[:PAGE]
    turn.menu = {str(n): f"户 {line.code}" for n, line in enumerate(shown, 1)}
    options = tuple(
        Option(str(n), _line(turn, line), f"go:户 {line.code}") for n, line in enumerate(shown, 1)
    )
    more = (
        turn.t("\n{count} more: send card and a name.", count=len(found) - PAGE) if len(found) > PAGE else ""
    )
    return Say(turn.t("Households you help ({count}):", count=len(found)) + more, options=options)


def _line(turn: Turn, line: HouseholdLine) -> str:
    t = turn.t
    month = turn.today.replace(day=1)
    visited = line.visited_on is not None and line.visited_on >= month
    parts = [
        household_name(t, line.head, line.group_no),
        t("{count} persons", count=line.persons),
        line.cause,
        t("visited this month") if visited else t("not visited this month"),
        t("to do {count}", count=line.follow_ups) if line.follow_ups else "",
    ]
    return " ".join(part for part in parts if part)


async def card(turn: Turn) -> Reply:
    """户 NAME: the card of a household within the speaker's reach; the same refusal whatever the reason."""
    allowed = reach(turn.speaker, turn.contact, "profile")
    name = turn.intent.rest
    if not name and turn.speaker:
        return await show(turn)
    found = await turn.run(find, turn.vault, allowed, name) if allowed and name else []
    await turn.run(
        log_query, contact_id=turn.contact.id, person_id=turn.person_id, kind="card",
        scope=found[0].code if found else "", size=len(found), refused=not found, now=turn.received,
    )  # fmt: skip
    if not found:
        return refusals.not_yours(turn)
    return await _card(turn, found[0]) if len(found) == 1 else _which(turn, found)


def _which(turn: Turn, found: list[HouseholdLine]) -> Say:
    shown = found[:PAGE]
    turn.menu = {str(n): f"户 {line.code}" for n, line in enumerate(shown, 1)}
    options = tuple(
        Option(str(n), _line(turn, line), f"go:户 {line.code}") for n, line in enumerate(shown, 1)
    )
    return Say(turn.t("Which one do you mean?"), options=options)


async def _card(turn: Turn, line: HouseholdLine) -> Say:
    t = turn.t
    people = await turn.run(members, line.id, turn.today)
    paid = await _paid(turn, line)
    who = [f"{masked_name(m.name)}({m.relation}{_age(turn, m.birth)})" for m in people]
    visited = full_day(t, line.visited_on) if line.visited_on else t("never")
    lines = [
        t(
            "{household} {village}",
            household=household_name(t, line.head, line.group_no),
            village=line.village,
        ),
        t(
            "No. {code}; {category}; {state}",
            code=line.code,
            category=line.category,
            state=t(STATES[line.state]),
        ),
        t("Cause: {cause}", cause=line.cause) if line.cause else "",
        t("Family: {people}", people=listed(t, who)),
        t("Paid in {year}: {amount} yuan", year=turn.today.year, amount=paid) if paid else "",
        t("Last visit: {day}", day=visited),
        t("To do: {count}", count=line.follow_ups) if line.follow_ups else "",
        t("Watched against falling back") if line.watched else "",
        *await _answered(turn, line),
    ]
    turn.menu = {"1": f"走访 {line.code}", "2": "我帮扶的户"}
    turn.menu["为什么"] = turn.menu["why"] = f"为什么 户 {line.code}"
    return Say(
        "\n".join(x for x in lines if x),
        options=(
            Option("1", t("log a visit"), f"go:走访 {line.code}"),
            Option("2", t("the list"), "go:我帮扶的户"),
        ),
    )


async def _answered(turn: Turn, line: HouseholdLine) -> list[str]:
    """What the last visit answered to the questions an office has added, and the last forms of its own."""
    if await turn.run(visible, reach(turn.speaker, turn.contact, "visit"), line.id) is None:
        return []
    found: list[str] = []
    for record in await turn.run(of_household, turn.vault, line.id, FORMS):
        form = turn.office.forms.get((record.form, record.version))
        if form is None:
            continue
        title = said(form.title, turn.language)
        day = full_day(turn.t, record.day)
        found += (
            [] if form.added or record.form == "visit" else [turn.t("{form}: {day}", form=title, day=day)]
        )
        found += lines(turn, form, record.answers)
    return found


async def _paid(turn: Turn, line: HouseholdLine) -> str:
    """What the household was paid this year; empty for whoever may see the card and not the money."""
    if await turn.run(visible, reach(turn.speaker, turn.contact, "benefit"), line.id) is None:
        return ""
    return Money(await turn.run(total_of_year, line.id, turn.today.year, turn.person_id)).yuan()


def _age(turn: Turn, birth: object) -> str:
    year = getattr(birth, "year", None)
    return turn.t(", {age}", age=turn.today.year - year) if year else ""

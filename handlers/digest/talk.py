"""Ask for the digest of one's area: today's so far, or one already issued; a number leads to its details."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers import refusals
from handlers.access import reach
from handlers.digest import act
from handlers.digest.asked import Asked, read
from handlers.digest.paper import link_to_page
from handlers.digests import details
from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts
from handlers.digests.lines import LONGEST
from handlers.digests.read import facts_of
from handlers.digests.sections import LABELS, MONEY, PAGE, PAGES, RECORDS, command, page_command
from handlers.duty import has_duty
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from locales import Words, words
from storage.queries.areas import Area

FOR_DETAILS = words("For details send:")
MOST_PLACES = 30


async def digest(turn: Turn) -> Reply:
    """日报 [day] [section] [place]."""
    may = reach(turn.speaker, turn.contact, "digest")
    if not may.paths:
        return _elsewhere(turn)
    asked = read(turn.intent.rest, turn.today)
    if isinstance(asked, Words):
        return Say(turn.t(asked))
    found = await turn.run(act.areas_meant, asked.place, may)
    if len(found) > 1:
        return _which(turn, found, asked)
    return await _show(turn, found[0], asked) if found else refusals.nothing_to_see(turn)


def _elsewhere(turn: Turn) -> Say:
    """For whoever has no area: cadres have their own week, others nothing here."""
    if not has_duty(turn):
        return refusals.not_yours(turn)
    turn.menu = {"1": "我的本周"}
    return Say(
        turn.t("The digest is for those who lead a village or an area. Your own week is here:"),
        options=(Option("1", turn.t("my week"), "go:我的本周"),),
    )


async def digest_page(turn: Turn) -> Reply:
    """看网页 [day] [place]."""
    turn.intent = replace(turn.intent, rest=f"{PAGE} {turn.intent.rest}")
    return await digest(turn)


def _which(turn: Turn, found: list[Area], asked: Asked) -> Say:
    def line(area: Area) -> str:
        if asked.page:
            return page_command(area.code, asked.day)
        return command(area.code, asked.day, asked.section)

    lines = {area.name: line(area) for area in found[:MOST_PLACES]}
    return Say(turn.t("Which area?"), options=_choices(turn, lines))


def _choices_of(turn: Turn, area: Area, facts: DigestFacts) -> tuple[Option, ...]:
    """The sections, what was put right where the digest says that something was, and the page where one can be had."""
    lines = {turn.t(LABELS[number]): command(area.code, facts.day, number) for number in LABELS}
    if facts.quality and (facts.quality.corrected or facts.quality.withdrawn):
        lines[turn.t("Corrections")] = command(area.code, facts.day, RECORDS)
    if turn.office.site:
        lines[turn.t("Web page")] = page_command(area.code, facts.day)
    return _choices(turn, lines)


async def _show(turn: Turn, area: Area, asked: Asked) -> Say:
    said = await _shown(turn, area, asked)
    turn.menu["为什么"] = turn.menu["why"] = f"为什么 地 {area.code} {asked.day.isoformat()}"
    turn.menu.update(dict.fromkeys(PAGES, page_command(area.code, asked.day)))
    return said


async def _shown(turn: Turn, area: Area, asked: Asked) -> Say:
    if asked.page:
        return await link_to_page(turn, area, asked.day)
    if asked.section is not None:
        return await _details(turn, area, asked.day, asked.section)
    facts = await turn.run(facts_of, area, asked.day, turn.now, turn.office)
    text = compose(turn.t, facts, None if asked.whole else LONGEST, FOR_DETAILS)
    return Say(text, options=_choices_of(turn, area, facts))


def _sections(turn: Turn, area: Area, day: date) -> tuple[Option, ...]:
    return _choices(turn, {turn.t(LABELS[number]): command(area.code, day, number) for number in LABELS})


async def _details(turn: Turn, area: Area, day: date, section: str) -> Say:
    named = reach(turn.speaker, turn.contact, details.RESOURCE[section]).covers(area.path)
    told = await turn.run(act.details_of, area, day, turn.now, turn.office, section, turn.t, named)
    lines = {name: _onward(code, day, section) for name, code in list(told.places.items())[:MOST_PLACES]}
    options = _choices(turn, lines) if lines else _sections(turn, area, day)
    return Say("\n".join(told.lines), options=options)


def _onward(code: str, day: date, section: str) -> str:
    return f"资金 {code} {day.year}" if section == MONEY else command(code, day, section)


def _choices(turn: Turn, lines: dict[str, str]) -> tuple[Option, ...]:
    """Labels with the command lines they stand for, numbered."""
    turn.menu = {str(n): line for n, line in enumerate(lines.values(), 1)}
    return tuple(Option(str(n), label, f"go:{line}") for n, (label, line) in enumerate(lines.items(), 1))

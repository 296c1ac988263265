"""Ask for the digest of one's area or unit: today's so far, or one already issued; a number leads to its details."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers import refusals
from handlers.access import reach
from handlers.digest import act
from handlers.digest.asked import Asked, read
from handlers.digest.paper import link_to_page
from handlers.digests import details
from handlers.digests.compose import compose, compose_short
from handlers.digests.facts import DigestFacts
from handlers.digests.lines import LONGEST
from handlers.digests.read import Topic, area_topic, facts_of, figures_of
from handlers.digests.sections import LABELS, MONEY, PAGE, PAGES, RECORDS, WORDS, command, page_command
from handlers.duty import has_duty
from handlers.replies import Option, Reply, Say
from handlers.turn import Turn
from locales import Words, words
from storage.queries.areas import Area
from storage.values.digest import DAY, MONTH, WEEK, Stretch

FOR_DETAILS = words("For details send:")
FOR_LEADERS = words("To instruct send 批 and the line's number and what is to be done. For details send:")
MOST_PLACES = 30


async def digest(turn: Turn) -> Reply:
    """日报 [day] [section] [place or unit]."""
    return await _answer(turn, DAY)


async def weekly(turn: Turn) -> Reply:
    """周报 [上周 | 本周 | 第46周] [place or unit]: without a week the last one that is over."""
    return await _answer(turn, WEEK)


async def monthly(turn: Turn) -> Reply:
    """月报 [上月 | 本月 | 10月] [place or unit]: without a month the last one that is over."""
    return await _answer(turn, MONTH)


async def _answer(turn: Turn, span: str) -> Reply:
    may, own = act.rights(turn.speaker, turn.contact)
    if not (may.paths or own):
        return _elsewhere(turn)
    asked = read(turn.intent.rest, turn.today, span)
    if isinstance(asked, Words):
        return Say(turn.t(asked))
    found = await turn.run(act.topics_meant, asked.place, may, own)
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


def _which(turn: Turn, found: list[Topic], asked: Asked) -> Say:
    def line(topic: Topic) -> str:
        code = topic.code if topic.of.is_area else f"{topic.of.kind}:{topic.code}"
        if asked.page:
            return page_command(code, asked.stretch)
        if asked.span != DAY:
            return f"{WORDS[asked.span]} {code} {asked.stretch}"
        return command(code, asked.day, asked.section)

    lines = {topic.name: line(topic) for topic in found[:MOST_PLACES]}
    return Say(turn.t("Which area?"), options=_choices(turn, lines))


def _choices_of(turn: Turn, area: Area, facts: DigestFacts) -> tuple[Option, ...]:
    """The sections, what was put right where the digest says that something was, and the page where one can be had."""
    lines = _ways(turn, area, facts.day)
    if facts.quality and (facts.quality.corrected or facts.quality.withdrawn):
        lines[turn.t("Corrections")] = command(area.code, facts.day, RECORDS)
    return _choices(turn, {**lines, **_page_of(turn, area.code, facts.stretch)})


def _page_of(turn: Turn, code: str, stretch: Stretch) -> dict[str, str]:
    """The choice that leads to the page, where a server is there to open it."""
    return {turn.t("Web page"): page_command(code, stretch)} if turn.office.site else {}


async def _show(turn: Turn, topic: Topic, asked: Asked) -> Say:
    if not topic.of.is_area:
        return await _of_unit(turn, topic, asked)
    said = await _shown(turn, await turn.run(act.area_of, topic), asked)
    turn.menu["为什么"] = turn.menu["why"] = f"为什么 地 {topic.code} {asked.day.isoformat()}"
    turn.menu.update(dict.fromkeys(PAGES, page_command(topic.code, asked.stretch)))
    return said


async def _of_unit(turn: Turn, topic: Topic, asked: Asked) -> Say:
    """Of a unit or department: it has no sections to look into, but a page."""
    if asked.page:
        return await link_to_page(turn, topic, asked.stretch)
    code = f"{topic.of.kind}:{topic.code}"
    text = await _text(turn, topic, asked)
    options = _choices(turn, _page_of(turn, code, asked.stretch))
    turn.menu.update(dict.fromkeys(PAGES, page_command(code, asked.stretch)))
    return Say(text, options=options)


async def _shown(turn: Turn, area: Area, asked: Asked) -> Say:
    if asked.page:
        return await link_to_page(turn, area_topic(area), asked.stretch)
    if asked.section is not None:
        return await _details(turn, area, asked.day, asked.section)
    if asked.span != DAY or asked.short:
        text = await _text(turn, area_topic(area), asked)
        return Say(text, options=_onwards(turn, area, asked))
    facts = await turn.run(facts_of, area, asked.day, turn.now, turn.office)
    if facts.on_site and facts.on_site.to_confirm:
        turn.menu["21"] = "待我确认"
    instructs = reach(turn.speaker, turn.contact, "instruction", "W").covers(area.path)
    last = FOR_LEADERS if instructs else FOR_DETAILS
    text = compose(turn.t, facts, None if asked.whole else LONGEST, last)
    return Say(text, options=_choices_of(turn, area, facts))


async def _text(turn: Turn, topic: Topic, asked: Asked) -> str:
    facts = await turn.run(figures_of, topic, asked.stretch, turn.now, turn.office)
    if asked.short:
        return compose_short(turn.t, facts)
    return compose(turn.t, facts, None if asked.whole else LONGEST, FOR_DETAILS)


def _sections(turn: Turn, area: Area, day: date) -> tuple[Option, ...]:
    return _choices(turn, _ways(turn, area, day))


def _ways(turn: Turn, area: Area, day: date) -> dict[str, str]:
    """The name of each section -> the line that asks for its details."""
    return {turn.t(LABELS[number]): command(area.code, day, number) for number in LABELS}


def _onwards(turn: Turn, area: Area, asked: Asked) -> tuple[Option, ...]:
    """The sections as they stood at the end of a week or month, or stand now, and the page."""
    lines = _ways(turn, area, min(asked.day, turn.today))
    return _choices(turn, {**lines, **_page_of(turn, area.code, asked.stretch)})


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

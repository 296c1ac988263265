"""The digest as a page: the exceptions first, then every block with its tables and trends, then the message itself.

It is made of the frozen figures and nothing else, so that the page of an issued digest is the same at any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.digests.compose import CALM, compose, form_of
from handlers.digests.facts import Exits, Money, OnSite, Problems, Projects, Risks, Visits
from handlers.digests.figures import Figures
from handlers.digests.form import Form
from handlers.digests.lines import Line, Weight
from handlers.digests.page.alerts import alerts
from handlers.digests.page.model import Alert, Block, Drawn, Page
from handlers.digests.page.people import exits, leaving, on_site, visits, walks
from handlers.digests.page.weeks import attendance
from handlers.digests.page.work import funds, problems, projects, risks
from handlers.digests.roundup.facts import Attendance, Leaving, Walks
from handlers.digests.wording import WARNING
from handlers.shown import clock
from locales import Translate

__all__ = ["Page", "page"]

DRAW: Mapping[type, Callable[[Translate, Any, Any], Drawn]] = {
    OnSite: on_site,
    Visits: visits,
    Problems: problems,
    Risks: risks,
    Money: funds,
    Projects: projects,
    Exits: exits,
    Attendance: attendance,
    Walks: walks,
    Leaving: leaving,
}
"""What the figures of a block are -> its tables and charts; a block that is not here is told in its sentences."""
IN_TABLES = (Weight.PLACES, Weight.TREND)
"""Lines that a block with tables says in them."""
TITLE = re.compile(r"[\[【](?P<title>.+?)[\]】]\s*(?P<time>.*)")


def page(t: Translate, facts: Figures) -> Page:
    """The page of a digest in a language."""
    form = form_of(facts)
    said = form.told(t, facts)
    blocks = tuple(_block(t, facts, form, name, lines) for name, lines in said.items())
    title = TITLE.match(form.title(t, facts))
    assert title
    cutoff = f"{facts.cutoff:%Y-%m-%d} {clock(facts.cutoff)}"
    return Page(
        title=title["title"],
        time=title["time"],
        alerts=tuple(each for block in blocks if (each := _alert(t, facts, block, said[block.name])).told),
        calm=t(CALM[facts.span]),
        blocks=blocks,
        frozen=t(
            "Figures frozen at {moment}; what is entered or corrected later stands in later digests.",
            moment=cutoff,
        ),
        lines=tuple(compose(t, facts, None).splitlines()[:-1]),
    )


def _block(t: Translate, facts: Figures, form: Form, name: str, lines: Sequence[Line]) -> Block:
    figures = getattr(facts, name)
    draw = DRAW.get(type(figures))
    drawn = draw(t, facts, figures) if draw else Drawn()
    heading = t(form.heads[name]) if name in form.heads else ""
    kept = [line.text for line in lines if not (draw and _is_told_elsewhere(line))]
    told = [text.removeprefix(heading).strip() for text in kept]
    return Block(name, heading, tuple(filter(None, told)), drawn)


def _is_told_elsewhere(line: Line) -> bool:
    """In the tables, or among the exceptions at the head of the page."""
    return line.weight in IN_TABLES or (line.weight is Weight.EXCEPTION and WARNING in line.text)


def _alert(t: Translate, facts: Figures, block: Block, lines: Sequence[Line]) -> Alert:
    found = alerts(t, getattr(facts, block.name), lines)
    return Alert(block.name, block.heading, tuple(found))

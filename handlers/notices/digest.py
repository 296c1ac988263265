"""A digest, from the figures that were frozen when it was issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.digests.compose import compose, is_of_area
from handlers.digests.figures import Figures
from handlers.digests.roundup.facts import Roundup
from handlers.digests.sections import LABELS, PAGE, command, page_command
from handlers.replies import Option, Say
from locales import Translate
from storage.values.digest import AREA, DAY, MONTH, WEEK

KINDS = {DAY: "digest", WEEK: "digest_week", MONTH: "digest_month"}
"""Span of a digest -> the kind of its notice."""


def issued(t: Translate, said: Mapping[str, Any]) -> Say:
    """The text of the digest; `facts` are those of its issue. An area's last line names the numbers that lead on."""
    facts = said["facts"]
    return Say(compose(t, facts), moves=(*(_moves(t, facts) if is_of_area(facts) else ()), _page(t, facts)))


def _moves(t: Translate, facts: Figures) -> tuple[Option, ...]:
    ways = {number: command(facts.area, facts.day, number) for number in LABELS}
    return tuple(Option(number, t(LABELS[number]), f"go:{way}") for number, way in ways.items())


def _page(t: Translate, facts: Figures) -> Option:
    """The same as a page, of the very days the digest is of."""
    of = facts.area
    if isinstance(facts, Roundup) and facts.subject != AREA:
        of = f"{facts.subject}:{facts.area}"
    return Option(PAGE, t("Web page"), f"go:{page_command(of, facts.stretch)}")

"""From the figures of a digest to its text: the forms of domain.md 8.2 (township), 8.3, 8.4 and the SMS one."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.digests import county, township, village
from handlers.digests.blocks import ratios_of
from handlers.digests.facts import DigestFacts
from handlers.digests.form import Form
from handlers.digests.lines import LONGEST, Line, Weight, fit
from handlers.digests.short import short_text
from locales import Translate, Words, words

FORMS: Mapping[str, Form] = {"village": village.FORM, "township": township.FORM}


def form_of(facts: DigestFacts) -> Form:
    """How a digest of that level is put together."""
    return FORMS.get(facts.level, county.FORM)


INVITATION = words("Send 1 on site 2 visits 3 problems 4 funds for details")
"""The last line, where the numbers cannot be shown as choices."""


def compose(t: Translate, facts: DigestFacts, longest: int | None = LONGEST, last: Words = INVITATION) -> str:
    """The digest as text of at most `longest` bytes of UTF-8; None leaves nothing out."""
    return fit(t, [*_lines(t, facts), Line(t(last), Weight.FRAME)], longest)


def compose_short(t: Translate, facts: DigestFacts) -> str:
    """The digest for an SMS of two segments (domain.md 8.2)."""
    return short_text(t, facts)


def is_exceptional(facts: DigestFacts) -> bool:
    """Whether anything in it wants a leader's attention: only then is it sent on a non-workday (8.1)."""
    return any((_on_site(facts), _visits(facts), _work(facts), _money(facts)))


def _lines(t: Translate, facts: DigestFacts) -> list[Line]:
    body = form_of(facts).body(t, facts)
    calm = [] if is_exceptional(facts) else [Line(t("Nothing out of the ordinary today"), Weight.BLOCK)]
    return [body[0], *calm, *body[1:]]


def _on_site(facts: DigestFacts) -> bool:
    seen = facts.on_site
    return bool(seen and (seen.idle or seen.repeated))


def _visits(facts: DigestFacts) -> bool:
    return bool(facts.visits and facts.visits.neglected)


def _work(facts: DigestFacts) -> bool:
    overdue = facts.problems and facts.problems.overdue_count
    stopped = facts.projects and (facts.projects.stopped or facts.projects.ahead)
    return bool(overdue or stopped or facts.risks)


def _money(facts: DigestFacts) -> bool:
    money = facts.money
    return bool(money and (money.early or not ratios_of(money).passes))

"""From the figures of a digest to its text: the forms of domain.md 8.2 (township), 8.3, 8.4 and the SMS one."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.digests import county, township, village
from handlers.digests.blocks import ratios_of
from handlers.digests.facts import DigestFacts
from handlers.digests.figures import Figures
from handlers.digests.form import Form
from handlers.digests.lines import LONGEST, Line, Weight, fit
from handlers.digests.roundup import form as roundup
from handlers.digests.roundup.exceptions import is_pressing
from handlers.digests.roundup.facts import Roundup
from handlers.digests.roundup.short import short_text as short_roundup
from handlers.digests.short import short_text
from handlers.digests.wording import WARNING
from locales import Translate, Words, words
from storage.values.digest import AREA

FORMS: Mapping[str, Form] = {"village": village.FORM, "township": township.FORM}


def form_of(facts: Figures) -> Form:
    """How such a digest is put together."""
    if isinstance(facts, Roundup):
        return roundup.FORMS[facts.subject, facts.span]
    return FORMS.get(facts.level, county.FORM)


INVITATION = words("Send 1 on site 2 visits 3 problems 4 funds for details")
"""The last line, where the numbers cannot be shown as choices."""


SETTINGS = words("Send digest settings to choose which come, and when")
"""The last line of a digest that has no details by number."""


def compose(t: Translate, facts: Figures, longest: int | None = LONGEST, last: Words = INVITATION) -> str:
    """The digest as text of at most `longest` bytes of UTF-8; None leaves nothing out."""
    end = last if is_of_area(facts) else SETTINGS
    return fit(t, [*_lines(t, facts), Line(t(end), Weight.FRAME)], longest)


def is_of_area(facts: Figures) -> bool:
    """Whether its sections can be looked into by number."""
    return isinstance(facts, DigestFacts) or facts.subject == AREA


def compose_short(t: Translate, facts: Figures) -> str:
    """The digest for an SMS of two segments (domain.md 8.2)."""
    return short_roundup(t, facts) if isinstance(facts, Roundup) else short_text(t, facts)


def is_exceptional(facts: Figures) -> bool:
    """Whether anything in it wants a leader's attention: only then is it sent on a non-workday (8.1)."""
    if isinstance(facts, Roundup):
        return is_pressing(facts)
    return any((_on_site(facts), _visits(facts), _work(facts), _money(facts)))


def _lines(t: Translate, facts: Figures) -> list[Line]:
    body = form_of(facts).body(t, facts)
    marked = any(
        WARNING in line.text for line in body
    )  # known since yesterday, perhaps, but nothing to call calm
    calm = [] if marked or is_exceptional(facts) else [Line(t(CALM[facts.span]), Weight.BLOCK)]
    return [body[0], *calm, *body[1:]]


CALM = {
    "day": words("Nothing out of the ordinary today"),
    "week": words("Nothing out of the ordinary this week"),
    "month": words("Nothing out of the ordinary this month"),
}


def _on_site(facts: DigestFacts) -> bool:
    seen = facts.on_site
    return bool(seen and (seen.idle or seen.repeated))


def _visits(facts: DigestFacts) -> bool:
    return bool(facts.visits and facts.visits.neglected)


def _work(facts: DigestFacts) -> bool:
    overdue = facts.problems and facts.problems.overdue_count
    stopped = facts.projects and (facts.projects.stopped or facts.projects.ahead)
    late = facts.applications and facts.applications.overdue_count
    return bool(overdue or stopped or late or facts.risks)


def _money(facts: DigestFacts) -> bool:
    money = facts.money
    return bool(money and (money.early or not ratios_of(money).passes))

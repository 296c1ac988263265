"""Whether a digest tells anything that the one before it did not: on days without work only then is it sent (8.1)."""

from __future__ import annotations

from handlers.digests.blocks import ratios_of
from handlers.digests.compose import is_exceptional
from handlers.digests.facts import DigestFacts
from handlers.digests.figures import Figures
from handlers.digests.wording import total


def has_news(facts: Figures, before: Figures | None) -> bool:
    """Whether there is an exception that was not told already: what has stood for days can wait for a workday.

    Args:
        before: the last one that was issued; without one every exception is new.
    """
    if not isinstance(facts, DigestFacts):
        return is_exceptional(facts)
    old = _exceptions(before) if isinstance(before, DigestFacts) else {}
    return bool(facts.risks and facts.risks.new) or any(
        count > old.get(name, 0) for name, count in _exceptions(facts).items()
    )


def _exceptions(facts: DigestFacts) -> dict[str, int]:
    """How many there are of each kind. Days on site are none: nobody has to come on a day without work."""
    found = {"overdue": facts.problems.overdue_count if facts.problems else 0}
    if facts.visits:
        found["neglected"] = total(facts.visits.neglected)
    if facts.projects:
        found["stopped"] = len(facts.projects.stopped)
        found["ahead"] = facts.projects.ahead
    if facts.money:
        found["early"] = facts.money.early
        found["ratios"] = not ratios_of(facts.money).passes
    return found

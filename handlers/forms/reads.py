"""What the expressions of a question read: other questions, lists, itself in an earlier iteration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.forms.evaluate import calls, looked_up, refers_to

if TYPE_CHECKING:
    from handlers.forms.model import Question

LOOK_BACK = ("indexed-repeat", "position", "once")
"""With these a row may name itself: in another iteration, or its own first value."""


def sources(question: Question) -> tuple[str, ...]:
    """Every expression of a question."""
    own = (
        question.constraint,
        question.required,
        question.default,
        question.calculation,
        question.choice_filter,
    )
    return tuple(source for source in (*own, question.readonly, *question.relevant) if source)


def names_in(question: Question) -> frozenset[str]:
    """The names that stand in `${…}` in any of its expressions."""
    return frozenset(name for source in sources(question) for name in refers_to(source))


def lists_in(question: Question) -> frozenset[str]:
    """The lists that its expressions look something up in, as `name.csv`."""
    named = (name for source in sources(question) for name in looked_up(source))
    return frozenset(f"{name.removesuffix('.csv')}.csv" for name in named)


def looks_back(question: Question) -> bool:
    """Whether its value may follow from that in an earlier iteration."""
    inside = len(question.trail) > 1
    return inside and bool(question.calculation) and calls(question.calculation, *LOOK_BACK)


def known_before(question: Question) -> frozenset[str]:
    """The names a row reads for its relevance or value; another iteration of itself is something else than itself."""
    read = [*question.relevant, question.calculation]
    if question.type == "hidden":
        read.append(question.default)
    found = frozenset(name for source in read if source for name in refers_to(source))
    earlier = any(source and calls(source, *LOOK_BACK) for source in read)
    return found - {question.name} if earlier or question.type == "hidden" else found

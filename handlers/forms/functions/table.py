"""What a function of an expression is and how it is entered in the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.forms.values import Value


class Scope(Protocol):
    """What an expression can see while it runs."""

    @property
    def now(self) -> datetime:
        """The moment of the message, with its zone."""

    @property
    def here(self) -> Value:
        """The answer being checked; for a calculation the value it had before."""

    def value(self, name: str) -> Value:
        """The answer of a question; None while it is not relevant."""

    def column(self, name: str) -> Value:
        """A column of the line of the choice list being filtered."""

    def choice_label(self, question: str, choice: str) -> str:
        """What people read for a choice of a question."""


Formula = Callable[[Scope], Value]
"""A compiled expression."""


@dataclass(frozen=True, slots=True)
class Function:
    """`arguments` as written in the reference, optional ones in [], `…` for any number."""

    name: str
    arguments: str
    doc: str
    run: Callable[..., Value]

    @property
    def fewest(self) -> int:
        return len([a for a in self.listed if not a.startswith("[") and a != "…"])

    @property
    def most(self) -> int | None:
        return None if "…" in self.listed else len(self.listed)

    @property
    def listed(self) -> list[str]:
        return [a.strip() for a in self.arguments.split(",") if a.strip()]


FUNCTIONS: dict[str, Function] = {}


def lazy(name: str, arguments: str = "") -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Enter a function that is called with the scope and its arguments as formulas."""

    def enter(run: Callable[..., Value]) -> Callable[..., Value]:
        FUNCTIONS[name] = Function(name, arguments, (run.__doc__ or "").strip(), run)
        return run

    return enter


def plain(name: str, arguments: str = "") -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Enter a function of the values of its arguments alone."""

    def enter(run: Callable[..., Value]) -> Callable[..., Value]:
        def with_values(scope: Scope, *given: Formula) -> Value:
            return run(*(formula(scope) for formula in given))

        FUNCTIONS[name] = Function(name, arguments, (run.__doc__ or "").strip(), with_values)
        return run

    return enter

"""What a function of an expression is and how it is entered in the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Protocol

from handlers.forms.values import Nodes, Operand, Value, first


class Scope(Protocol):
    """What an expression can see while it runs."""

    @property
    def now(self) -> datetime:
        """The moment of the message, with its zone."""

    @property
    def language(self) -> str:
        """The speaker's language."""

    @property
    def rng(self) -> Random:
        """What random numbers are drawn from."""

    @property
    def here(self) -> Value:
        """The answer being checked; for a calculation the value it had before."""

    @property
    def position(self) -> tuple[int, int]:
        """In brackets: the number of the place among those being filtered, and how many those are."""

    def value(self, name: str) -> Operand:
        """The answer of a question; None while it is not relevant; several where it is asked several times."""

    def nodes(self, name: str) -> Nodes:
        """The same as places."""

    def column(self, name: str) -> Operand:
        """A column of the line of the choice list being filtered."""

    def choice_label(self, question: str, choice: str) -> str:
        """What people read for a choice of a question."""

    def itext(self, id_: str) -> str:
        """What people read for a choice by the number it has in its list: `fruits-0`."""

    def current(self) -> Nodes:
        """The question whose expression this is."""

    def instance(self, name: str) -> Nodes:
        """A list of the form, or one that comes with it."""

    def walk(
        self,
        places: Operand,
        top: bool,
        filters: Sequence[Formula],
        steps: Sequence[tuple[str, bool, Sequence[Formula]]],
        gathers: bool,
    ) -> Operand:
        """Where a path leads: from some places (None: the one seen from), or from the `top` of the form.

        A step is a name, whether it may lie anywhere below, and its filters. Unless `gathers`, one question
        reached is its answer.
        """

    def look_up(self, name: str, where: Mapping[str, str], column: str) -> Value:
        """A column of the first line of a list whose other columns are as given."""

    def number_of(self, nodes: Nodes) -> int:
        """The how many-eth among its like the first of some places is, from 1; 0 where there is none."""

    def asked_in(self, node: Nodes, iterations: Mapping[tuple[str, ...], int]) -> Value:
        """A question's answer in given iterations of the repeats around it."""


Formula = Callable[[Scope], Operand]
"""A compiled expression."""


@dataclass(frozen=True, slots=True)
class Function:
    """`arguments` as written in the reference, optional ones in [], `…` for any number of the last.

    `gathers`: its arguments are places and not the value of the first of them.
    """

    name: str
    arguments: str
    doc: str
    run: Callable[..., Operand]
    gathers: bool = False

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

Enter = Callable[[Callable[..., Operand]], Callable[..., Operand]]


def lazy(name: str, arguments: str = "", *, gathers: bool = False) -> Enter:
    """Enter a function that is called with the scope and its arguments as formulas."""

    def enter(run: Callable[..., Operand]) -> Callable[..., Operand]:
        FUNCTIONS[name] = Function(name, arguments, (run.__doc__ or "").strip(), run, gathers)
        return run

    return enter


def plain(name: str, arguments: str = "") -> Enter:
    """Enter a function of the values of its arguments alone; of several places the first counts."""

    def enter(run: Callable[..., Operand]) -> Callable[..., Operand]:
        def with_values(scope: Scope, *given: Formula) -> Operand:
            return run(*(first(formula(scope)) for formula in given))

        FUNCTIONS[name] = Function(name, arguments, (run.__doc__ or "").strip(), with_values)
        return run

    return enter


def of_all(name: str, arguments: str = "") -> Enter:
    """Enter a function of the values of all places its arguments lead to."""

    def enter(run: Callable[..., Operand]) -> Callable[..., Operand]:
        def with_all(scope: Scope, *given: Formula) -> Operand:
            return run([value for formula in given for value in values_of(formula(scope))])

        FUNCTIONS[name] = Function(name, arguments, (run.__doc__ or "").strip(), with_all, gathers=True)
        return run

    return enter


def also(name: str, called: str) -> None:
    """Enter a function under another name that forms use for it."""
    FUNCTIONS[called] = replace(FUNCTIONS[name], name=called, doc=f"The same as `{name}`.")


def values_of(found: Operand) -> tuple[Value, ...]:
    """The values of places, or the one value."""
    return found.values if isinstance(found, Nodes) else (found,)

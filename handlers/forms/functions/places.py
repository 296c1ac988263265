"""Places that a path leads to: repeats, and the lines of lists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from handlers.forms.functions.table import Formula, Scope, lazy, of_all
from handlers.forms.values import NAN, Nodes, Operand, Value, first, number, text


@of_all("count", "places")
def count(given: Sequence[Value]) -> Operand:
    """How many places there are; those that are not relevant do not count."""
    return Decimal(len(given))


@of_all("count-non-empty", "places")
def count_non_empty(given: Sequence[Value]) -> Operand:
    """How many places have an answer."""
    return Decimal(len([value for value in given if text(value)]))


@lazy("position", "[place]", gathers=True)
def position(scope: Scope, *given: Formula) -> Operand:
    """The number of an iteration, `position(..)`, or without an argument of the place in brackets; from 1."""
    if not given:
        return Decimal(scope.position[0])
    found = given[0](scope)
    return Decimal(scope.number_of(found)) if isinstance(found, Nodes) else Decimal(1)


@lazy("last")
def last(scope: Scope) -> Operand:
    """In brackets: how many places there are."""
    return Decimal(scope.position[1])


@lazy("index", "repeat", gathers=True)
def index(scope: Scope, given: Formula) -> Operand:
    """The number of the iteration of a repeat that this question is in; its last one from outside."""
    found = given(scope)
    if not isinstance(found, Nodes) or not found.places:
        return Decimal(0)
    inside = [
        place
        for place in scope.current().places
        if place.path[: len(found.places[0].path)] == found.places[0].path
    ]
    depth = len(found.places[0].positions)
    return Decimal(inside[0].positions[depth - 1] if inside else len(found.places))


@lazy(
    "indexed-repeat",
    "question, repeat, index, [inner repeat], [its index], [third repeat], [its index]",
    gathers=True,
)
def indexed_repeat(scope: Scope, node: Formula, *given: Formula) -> Operand:
    """The answer of a question in a given iteration of the repeat it is in, counted from 1; '' beyond the last."""
    wanted = node(scope)
    iterations: dict[tuple[str, ...], int] = {}
    for repeat, at in zip(given[::2], given[1::2], strict=False):
        found, place = repeat(scope), number(first(at(scope)))
        if not isinstance(found, Nodes) or not found.places or not place.is_finite():
            return ""
        iterations[found.places[0].path] = int(place)
    return scope.asked_in(wanted, iterations) if isinstance(wanted, Nodes) else ""


@lazy("current")
def current(scope: Scope) -> Operand:
    """The question whose expression this is, for use in brackets: `current()/../name`."""
    return scope.current()


@lazy("instance", "list")
def instance(scope: Scope, name: Formula) -> Operand:
    """A list: `instance('fruits')/root/item[name = ${fruit}]/label`."""
    return scope.instance(text(first(name(scope))))


@lazy("randomize", "places, [seed]", gathers=True)
def randomize(scope: Scope, given: Formula, *seed: Formula) -> Operand:
    """The places in an order drawn by lot; the same seed gives the same order."""
    found = given(scope)
    if not isinstance(found, Nodes):
        return found
    wanted = number(first(seed[0](scope))) if seed else NAN
    order = shuffled(range(len(found.places)), scope.rng, wanted if wanted.is_finite() else None)
    return Nodes(tuple(found.places[at] for at in order), tuple(found.values[at] for at in order))


def shuffled(given: Sequence[int], rng: Random, seed: Decimal | None = None) -> list[int]:
    """The "inside-out" shuffle; with a seed by the Park-Miller generator, as the specification says."""
    mixed: list[int] = []
    lot = _ParkMiller(int(seed)) if seed is not None else rng
    for at, item in enumerate(given):
        to = int(lot.random() * (at + 1))
        mixed.append(item)
        mixed[at], mixed[to] = mixed[to], item
    return mixed


class _ParkMiller:
    """x' = 16807 x mod 2^31 - 1."""

    def __init__(self, seed: int) -> None:
        self.state = seed % 2147483647 or 2147483646

    def random(self) -> float:
        self.state = self.state * 16807 % 2147483647
        return (self.state - 1) / 2147483646

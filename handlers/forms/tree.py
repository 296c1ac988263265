"""An expression as a tree, and what is said of one that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.forms.values import Value
from locales import Words


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number as written."""

    value: Value


@dataclass(frozen=True, slots=True)
class Ref:
    """`${name}`: the answer of a question, or all of them where it is asked several times."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Here:
    """`.`: the answer being checked, or the line of a list being filtered."""

    at: int


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: a column of the choice list in a choice_filter, what lies below a place in a path."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Minus:
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: `..`, `.`, a name or `*`; `anywhere` after `//`; `filters` stand in brackets."""

    name: str
    filters: tuple[Node, ...]
    anywhere: bool
    at: int


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from a place: `start` is an expression that gives it, None the place itself, `/` the root."""

    start: Node | str | None
    filters: tuple[Node, ...]
    steps: tuple[Step, ...]
    at: int


Node = Literal | Ref | Here | Column | Minus | Binary | Call | Path


class WrongExpression(ValueError):
    """The expression cannot be used: `what` is wrong at its character number `at` (from 1)."""

    def __init__(self, what: Words, at: int) -> None:
        super().__init__(what.msgid, at)
        self.what, self.at = what, at


def parts(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in below(node):
        yield from parts(child)


def below(node: Node) -> Iterator[Node]:
    """What a node is made of."""
    if isinstance(node, Call):
        yield from node.arguments
    elif isinstance(node, Binary):
        yield from (node.left, node.right)
    elif isinstance(node, Minus):
        yield node.operand
    elif isinstance(node, Path):
        yield from _of_path(node)


def _of_path(path: Path) -> Iterator[Node]:
    if path.start is not None and not isinstance(path.start, str):
        yield path.start
    yield from path.filters
    for step in path.steps:
        yield from step.filters

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
    """`${name}`: the answer of a question."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Here:
    """`.`: the answer being checked."""

    at: int


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: a column of the choice list, in a choice_filter."""

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


Node = Literal | Ref | Here | Column | Minus | Binary | Call


class WrongExpression(ValueError):
    """The expression cannot be used: `what` is wrong at its character number `at` (from 1)."""

    def __init__(self, what: Words, at: int) -> None:
        super().__init__(what.msgid, at)
        self.what, self.at = what, at


def parts(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    below: tuple[Node, ...] = ()
    if isinstance(node, Call):
        below = node.arguments
    elif isinstance(node, Binary):
        below = (node.left, node.right)
    elif isinstance(node, Minus):
        below = (node.operand,)
    for child in below:
        yield from parts(child)

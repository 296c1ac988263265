"""Expressions compiled: source -> tree -> a function of a scope, once per source.

`checking` refuses at import what could fail later, so that `compiled` never meets it in a conversation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from handlers.forms.expression import parse
from handlers.forms.functions import FUNCTIONS, Formula, Scope
from handlers.forms.tree import (
    Binary,
    Call,
    Column,
    Here,
    Literal,
    Minus,
    Node,
    Path,
    Ref,
    Step,
    WrongExpression,
    parts,
)
from handlers.forms.values import (
    EXACT,
    Nodes,
    Operand,
    Value,
    equal,
    first,
    less,
    minus,
    number,
    plus,
    some,
    text,
    truth,
)

_INSIDE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")

COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": equal,
    "!=": lambda a, b: not equal(a, b),
    "<": less,
    ">": lambda a, b: less(b, a),
    "<=": lambda a, b: less(a, b) or number(a) == number(b),
    ">=": lambda a, b: less(b, a) or number(a) == number(b),
}
ARITHMETIC: dict[str, Callable[[Value, Value], Value]] = {
    "+": plus,
    "-": minus,
    "*": lambda a, b: EXACT.multiply(number(a), number(b)),
    "div": lambda a, b: EXACT.divide(number(a), number(b)),
    "mod": lambda a, b: EXACT.remainder(number(a), number(b)),
}
"""All but `and` and `or`, which stop as soon as they know, and `|`, which is of places."""


@lru_cache(maxsize=8192)
def tree(source: str) -> Node:
    """The tree of an expression. Raises `WrongExpression`."""
    return parse(source)


@lru_cache(maxsize=8192)
def compiled(source: str) -> Formula:
    """The expression as a function of a scope. Raises `WrongExpression` only for what `check` refuses."""
    return _formula(tree(source))


@lru_cache(maxsize=8192)
def refers_to(source: str) -> frozenset[str]:
    """Names of the questions an expression reads, also those in `jr:choice-name(…, '${q}')` and at the end of a path."""
    found = {node.name for node in parts(tree(source)) if isinstance(node, Ref)}
    found |= {
        node.steps[-1].name for node in parts(tree(source)) if isinstance(node, Path) and _in_form(node)
    }
    return frozenset(found | {name for call in _calls(source) if (name := labelled(call))})


@lru_cache(maxsize=8192)
def calls(source: str, *functions: str) -> bool:
    """Whether the expression uses one of the functions."""
    return any(call.name in functions for call in _calls(source))


@lru_cache(maxsize=8192)
def looked_up(source: str) -> frozenset[str]:
    """The lists that an expression reads by `pulldata`; none of one that cannot be read."""
    try:
        tree(source)
    except WrongExpression:
        return frozenset()
    named = (call.arguments[0] for call in _calls(source) if call.name == "pulldata" and call.arguments)
    return frozenset(text(name.value) for name in named if isinstance(name, Literal))


def labelled(call: Call) -> str | None:
    """The question whose labels `jr:choice-name` takes: its second argument is a text that names it."""
    if (
        call.name != "jr:choice-name"
        or len(call.arguments) != 2
        or not isinstance(call.arguments[1], Literal)
    ):
        return None
    written = text(call.arguments[1].value).strip()
    match = _INSIDE.fullmatch(written)
    return match[1] if match else written.rpartition("/")[2] or None


def _calls(source: str) -> list[Call]:
    return [node for node in parts(tree(source)) if isinstance(node, Call)]


def _in_form(path: Path) -> bool:
    """Whether a path leads to a question and not to a column of a list."""
    current = isinstance(path.start, Call) and path.start.name == "current"
    return bool(path.steps) and (path.start in (None, "/") or isinstance(path.start, Ref) or current)


def _formula(node: Node) -> Formula:
    if isinstance(node, Literal):
        value = node.value
        return lambda scope: value
    if isinstance(node, Ref | Column):
        return _lookup(node)
    if isinstance(node, Here):
        return lambda scope: scope.here
    if isinstance(node, Minus):
        operand = _formula(node.operand)
        return lambda scope: -number(first(operand(scope)))
    if isinstance(node, Path):
        return _path(node)
    return _call(node) if isinstance(node, Call) else _binary(node)


def _lookup(node: Ref | Column) -> Formula:
    name = node.name
    if isinstance(node, Ref):
        return lambda scope: scope.value(name)
    return lambda scope: scope.column(name)


def _gathering(node: Node) -> Formula:
    """The node as places, where it is a path; a single question is a place too."""
    if isinstance(node, Ref):
        name = node.name
        return lambda scope: scope.nodes(name)
    if isinstance(node, Path):
        return _path(node, gathers=True)
    if isinstance(node, Here | Column):
        return _path(Path(None, (), (), 0) if isinstance(node, Here) else _child(node), gathers=True)
    if isinstance(node, Binary) and node.operator == "|":
        return _union(node)
    return _formula(node)


def _child(column: Column) -> Path:
    return Path(None, (), (Step(column.name, (), anywhere=False, at=column.at),), column.at)


def _path(node: Path, *, gathers: bool = False) -> Formula:
    start = _gathering(node.start) if node.start is not None and not isinstance(node.start, str) else None
    filters = tuple(map(_formula, node.filters))
    steps = tuple((step.name, step.anywhere, tuple(map(_formula, step.filters))) for step in node.steps)
    top = node.start == "/"

    def walk(scope: Scope) -> Operand:
        places = start(scope) if start else None
        return scope.walk(places, top, filters, steps, gathers)

    return walk


def _call(node: Call) -> Formula:
    function = FUNCTIONS[node.name]
    arguments = tuple(map(_gathering if function.gathers else _formula, node.arguments))
    run = function.run
    return lambda scope: run(scope, *arguments)


def _binary(node: Binary) -> Formula:
    if node.operator == "|":
        return _union(node)
    left, right = _formula(node.left), _formula(node.right)
    if node.operator == "and":
        return lambda scope: truth(left(scope)) and truth(right(scope))
    if node.operator == "or":
        return lambda scope: truth(left(scope)) or truth(right(scope))
    if node.operator in COMPARISONS:
        holds = COMPARISONS[node.operator]
        return lambda scope: some(holds, left(scope), right(scope))
    operate = ARITHMETIC[node.operator]
    return lambda scope: operate(first(left(scope)), first(right(scope)))


def _union(node: Binary) -> Formula:
    left, right = _gathering(node.left), _gathering(node.right)

    def both(scope: Scope) -> Operand:
        found = [side for side in (left(scope), right(scope)) if isinstance(side, Nodes)]
        pairs = {
            place: value for side in found for place, value in zip(side.places, side.values, strict=True)
        }
        return Nodes(tuple(pairs), tuple(pairs.values()))

    return both

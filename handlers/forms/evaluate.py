"""Expressions checked and compiled: source -> tree -> a function of a scope, once per source.

`check` refuses at import what could fail later, so that `compiled` never meets it in a conversation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import lru_cache

from handlers.forms.expression import parse
from handlers.forms.functions import FUNCTIONS, Formula
from handlers.forms.tree import Binary, Call, Column, Here, Literal, Minus, Node, Ref, WrongExpression, parts
from handlers.forms.values import EXACT, Value, equal, less, minus, number, plus, text, truth
from locales import words

_INSIDE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")

OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": equal,
    "!=": lambda a, b: not equal(a, b),
    "<": less,
    ">": lambda a, b: less(b, a),
    "<=": lambda a, b: less(a, b) or number(a) == number(b),
    ">=": lambda a, b: less(b, a) or number(a) == number(b),
    "+": plus,
    "-": minus,
    "*": lambda a, b: EXACT.multiply(number(a), number(b)),
    "div": lambda a, b: EXACT.divide(number(a), number(b)),
    "mod": lambda a, b: EXACT.remainder(number(a), number(b)),
}
"""All but `and` and `or`, which stop as soon as they know."""


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
    """Names of the questions an expression reads, also those in `jr:choice-name(…, '${q}')`."""
    found = {node.name for node in parts(tree(source)) if isinstance(node, Ref)}
    return frozenset(found | {name for call in _calls(source) if (name := _labelled(call))})


@lru_cache(maxsize=8192)
def calls(source: str, function: str) -> bool:
    """Whether the expression uses the function."""
    return any(call.name == function for call in _calls(source))


def check(source: str, *, known: Container[str], here: bool = False, columns: Container[str] = ()) -> None:
    """Raise `WrongExpression` unless the expression can be computed.

    `known` are the names `${…}` may take, `here` says whether `.` means anything, `columns` are the bare
    names of a choice_filter.
    """
    for node in parts(tree(source)):
        if isinstance(node, Ref) and node.name not in known:
            raise _unknown(node.name, node.at)
        if isinstance(node, Here) and not here:
            raise WrongExpression(
                words("There is no answer here that . could mean; write ${name}.", name="{name}"), node.at
            )
        if isinstance(node, Column) and node.name not in columns:
            raise _bare(node, known)
        if isinstance(node, Call):
            _check_call(node, known)


def _calls(source: str) -> list[Call]:
    return [node for node in parts(tree(source)) if isinstance(node, Call)]


def _unknown(name: str, at: int) -> WrongExpression:
    return WrongExpression(words("No question is called {name}.", name=name), at)


def _bare(node: Column, known: Container[str]) -> WrongExpression:
    if node.name in known:
        return WrongExpression(
            words("Write {right} instead of {name}.", right=f"${{{node.name}}}", name=node.name), node.at
        )
    return WrongExpression(
        words(
            "{name} is neither a question nor a column of the list; put text in quotation marks.",
            name=node.name,
        ),
        node.at,
    )


def _check_call(call: Call, known: Container[str]) -> None:
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise WrongExpression(words("There is no function {name}.", name=f"{call.name}()"), call.at)
    count = len(call.arguments)
    if count < function.fewest or (function.most is not None and count > function.most):
        usage = f"{call.name}({function.arguments})"
        raise WrongExpression(
            words(
                "The function is written {usage}; here it has {count} arguments.", usage=usage, count=count
            ),
            call.at,
        )
    if call.name == "jr:choice-name" and (_labelled(call) or "") not in known:
        raise _unknown(_labelled(call) or "?", call.at)
    if call.name == "regex":
        _check_pattern(call)


def _labelled(call: Call) -> str | None:
    """The question whose labels `jr:choice-name` takes: its second argument is a text that names it."""
    if (
        call.name != "jr:choice-name"
        or len(call.arguments) != 2
        or not isinstance(call.arguments[1], Literal)
    ):
        return None
    match = _INSIDE.fullmatch(text(call.arguments[1].value).strip())
    return match[1] if match else None


def _check_pattern(call: Call) -> None:
    pattern = call.arguments[1]
    if not isinstance(pattern, Literal):
        raise WrongExpression(words("The pattern of regex() must be written in quotation marks."), call.at)
    try:
        re.compile(text(pattern.value))
    except (re.error, OverflowError, RecursionError) as error:
        raise WrongExpression(
            words("The pattern of regex() is wrong: {reason}.", reason=str(error)), call.at
        ) from error


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
        return lambda scope: -number(operand(scope))
    return _call(node) if isinstance(node, Call) else _binary(node)


def _lookup(node: Ref | Column) -> Formula:
    name = node.name
    if isinstance(node, Ref):
        return lambda scope: scope.value(name)
    return lambda scope: scope.column(name)


def _call(node: Call) -> Formula:
    run, arguments = FUNCTIONS[node.name].run, tuple(map(_formula, node.arguments))
    return lambda scope: run(scope, *arguments)


def _binary(node: Binary) -> Formula:
    left, right = _formula(node.left), _formula(node.right)
    if node.operator == "and":
        return lambda scope: truth(left(scope)) and truth(right(scope))
    if node.operator == "or":
        return lambda scope: truth(left(scope)) or truth(right(scope))
    operate = OPERATORS[node.operator]
    return lambda scope: operate(left(scope), right(scope))

"""An expression checked against the form it stands in: every name, function and path in it must be known."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from handlers.forms.evaluate import labelled, tree
from handlers.forms.functions import FUNCTIONS
from handlers.forms.layout import Layout
from handlers.forms.model import LAST_SAVED
from handlers.forms.tree import Call, Column, Here, Literal, Node, Path, Ref, Step, WrongExpression, below
from handlers.forms.values import text
from locales import words

Trail = tuple[str, ...]
LISTED: Trail = ("(list)",)
"""Stands for the trail of what lies in a list."""


class Anything:
    """Columns of a list that is not known here: a live one, or one that comes later."""

    def __contains__(self, name: object) -> bool:
        return True


@dataclass(frozen=True)
class Known:
    """What an expression may speak of.

    `names` are what `${…}` may hold, `here` says whether `.` means anything, `columns` are the bare names of
    a choice_filter; `layout` and `trail` where it stands in which form, for paths; `lists` the columns of the
    lists `instance('…')` may name.
    """

    names: Container[str]
    here: bool = False
    columns: Container[str] = ()
    layout: Layout | None = None
    trail: Trail = ()
    lists: Mapping[str, Container[str]] = field(default_factory=dict)


def check(source: str, known: Known) -> None:
    """Raise `WrongExpression` unless the expression can be computed."""
    _check(tree(source), known)


def _check(node: Node, known: Known) -> None:
    if isinstance(node, Ref):
        _check_name(node, known)
    elif isinstance(node, Here) and not known.here:
        what = words("There is no answer here that . could mean; write ${name}.", name="{name}")
        raise WrongExpression(what, node.at)
    elif isinstance(node, Column) and node.name not in known.columns:
        raise _bare(node, known)
    elif isinstance(node, Path):
        _check_path(node, known)
        return
    elif isinstance(node, Call):
        _check_call(node, known)
    for child in below(node):
        _check(child, known)


def _check_name(node: Ref, known: Known) -> None:
    if node.name.removeprefix(LAST_SAVED) not in known.names:
        raise _unknown(node.name, node.at)


def _unknown(name: str, at: int) -> WrongExpression:
    return WrongExpression(words("No question is called {name}.", name=name), at)


def _bare(node: Column, known: Known) -> WrongExpression:
    if node.name in known.names:
        right = f"${{{node.name}}}"
        return WrongExpression(
            words("Write {right} instead of {name}.", right=right, name=node.name), node.at
        )
    what = words(
        "{name} is neither a question nor a column of the list; put text in quotation marks.", name=node.name
    )
    return WrongExpression(what, node.at)


def _check_call(call: Call, known: Known) -> None:
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise WrongExpression(words("There is no function {name}.", name=f"{call.name}()"), call.at)
    count = len(call.arguments)
    if count < function.fewest or (function.most is not None and count > function.most):
        usage = f"{call.name}({function.arguments})"
        what = words(
            "The function is written {usage}; here it has {count} arguments.", usage=usage, count=count
        )
        raise WrongExpression(what, call.at)
    if call.name == "jr:choice-name" and (labelled(call) or "") not in known.names:
        raise _unknown(labelled(call) or "?", call.at)
    if call.name == "regex":
        _check_pattern(call)
    if call.name in ("instance", "pulldata"):
        _columns(call, known)


def _check_pattern(call: Call) -> None:
    pattern = call.arguments[1]
    if not isinstance(pattern, Literal):
        return
    try:
        re.compile(text(pattern.value))
    except (re.error, OverflowError, RecursionError) as error:
        what = words("The pattern of regex() is wrong: {reason}.", reason=str(error))
        raise WrongExpression(what, call.at) from error


def _columns(call: Call, known: Known) -> Container[str]:
    """The columns of the list a call names. Raises where there is no such list."""
    named = call.arguments[0] if call.arguments else None
    if not isinstance(named, Literal) or known.layout is None:
        return Anything()
    name = text(named.value)
    for listed in (name, f"{name}.csv"):
        if listed in known.lists:
            return known.lists[listed]
    raise WrongExpression(words("There is no list {name}.", name=name), call.at)


def _check_path(path: Path, known: Known) -> None:
    """Follow a path as far as it can be known beforehand."""
    inner = replace(known, here=True, columns=Anything())
    if isinstance(path.start, Call) and path.start.name == "instance":
        _check(path.start, known)
        _check_lines(path, replace(inner, columns=_columns(path.start, known)))
        return
    if path.start is not None and not isinstance(path.start, str):
        _check(path.start, known)
    for condition in (*path.filters, *(c for step in path.steps for c in step.filters)):
        _check(condition, inner)
    if known.layout is not None and known.trail[:1] != LISTED:
        _follow(path, known.layout, _start(path, known, known.layout))


def _check_lines(path: Path, known: Known) -> None:
    """`instance('list')/root/item[…]/column`."""
    for step in path.steps:
        for condition in step.filters:
            _check(condition, replace(known, trail=LISTED))
    last = path.steps[-1].name if path.steps else "item"
    if last not in ("root", "item", ".", "..", "*", "itextId", "name", "label") and last not in known.columns:
        raise WrongExpression(words("The list has no column {name}.", name=last), path.steps[-1].at)


def _start(path: Path, known: Known, layout: Layout) -> Trail | None:
    """Where a path begins; None where that is only known when it is played."""
    if path.start == "/":
        return ()
    if isinstance(path.start, Ref):
        return layout.named.get(path.start.name)
    current = isinstance(path.start, Call) and path.start.name == "current"
    return known.trail if path.start is None or current else None


def _follow(path: Path, layout: Layout, trail: Trail | None) -> None:
    steps = path.steps
    if path.start == "/" and not steps[0].anywhere:
        steps = steps[1:]  # the first one is the form itself
    for step in steps:
        if trail is None:
            return
        trail = _next(layout, trail, step)


def _next(layout: Layout, trail: Trail, step: Step) -> Trail | None:
    if step.name == "..":
        if not trail:
            raise WrongExpression(words("Nothing lies above here."), step.at)
        return trail[:-1]
    if step.name == "*" or step.name == ".":
        return None if step.name == "*" else trail
    if step.anywhere:
        found = layout.anywhere(trail, step.name)
        if not found:
            raise _unknown(step.name, step.at)
        return found[0] if len(found) == 1 else None
    if not layout.has((*trail, step.name)):
        raise _unknown(step.name, step.at)
    return (*trail, step.name)

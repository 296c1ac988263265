"""Truth and the choice between values."""

from __future__ import annotations

from handlers.forms.functions.table import Formula, Scope, lazy, plain
from handlers.forms.values import Operand, Value, first, number, text, truth


@lazy("if", "condition, then, else")
def if_(scope: Scope, condition: Formula, then: Formula, otherwise: Formula) -> Operand:
    """`then` where the condition is true, else `else`; the other one is not computed."""
    return then(scope) if truth(condition(scope)) else otherwise(scope)


@lazy("coalesce", "first, second, …")
def coalesce(scope: Scope, *given: Formula) -> Operand:
    """The first argument that is not empty."""
    return next((value for formula in given if text(value := first(formula(scope)))), "")


@lazy("once", "value")
def once(scope: Scope, given: Formula) -> Operand:
    """The value computed the first time; later ones change nothing."""
    return scope.here if text(scope.here) else given(scope)


@lazy("not", "condition")
def not_(scope: Scope, condition: Formula) -> Operand:
    """True where the condition is false."""
    return not truth(condition(scope))


@plain("true")
def true() -> Value:
    """True."""
    return True


@plain("false")
def false() -> Value:
    """False."""
    return False


@lazy("boolean", "value")
def boolean(scope: Scope, given: Formula) -> Operand:
    """The value as a truth: a text unless empty, a number unless 0, places where there are any."""
    return truth(given(scope))


@plain("boolean-from-string", "text")
def boolean_from_string(value: Value) -> Value:
    """True for 'true' and '1' alone."""
    return text(value) in ("true", "1")


@plain("checklist", "min, max, answer, …")
def checklist(least: Value, most: Value, *given: Value) -> Value:
    """Whether so many of the answers are true, from min to max; -1 for no bound."""
    return _within(sum(map(_counts, given)), least, most)


@plain("weighted-checklist", "min, max, answer, weight, …")
def weighted_checklist(least: Value, most: Value, *given: Value) -> Value:
    """The same with a weight behind each answer."""
    pairs = zip(given[::2], given[1::2], strict=False)
    return _within(sum(float(number(weight)) for answer, weight in pairs if _counts(answer)), least, most)


def _counts(answer: Value) -> bool:
    """Whether an answer counts as true: a truth, or a number above 0."""
    return truth(answer) if isinstance(answer, bool) else number(answer) > 0


def _within(total: float, least: Value, most: Value) -> bool:
    low, high = float(number(least)), float(number(most))
    return (low == -1 or total >= low) and (high == -1 or total <= high)

"""Truth and the choice between values."""

from __future__ import annotations

from handlers.forms.functions.table import Formula, Scope, lazy, plain
from handlers.forms.values import Value, text, truth


@lazy("if", "condition, then, else")
def if_(scope: Scope, condition: Formula, then: Formula, otherwise: Formula) -> Value:
    """`then` where the condition is true, else `else`; the other one is not computed."""
    return then(scope) if truth(condition(scope)) else otherwise(scope)


@lazy("coalesce", "first, second, …")
def coalesce(scope: Scope, *given: Formula) -> Value:
    """The first argument that is not empty."""
    return next((value for formula in given if text(value := formula(scope))), "")


@lazy("once", "value")
def once(scope: Scope, given: Formula) -> Value:
    """The value computed the first time; later ones change nothing."""
    return scope.here if text(scope.here) else given(scope)


@plain("not", "condition")
def not_(condition: Value) -> Value:
    """True where the condition is false."""
    return not truth(condition)


@plain("true")
def true() -> Value:
    """True."""
    return True


@plain("false")
def false() -> Value:
    """False."""
    return False

"""Powers, logarithms and angles. Inexact, as everywhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from handlers.forms.functions.table import plain
from handlers.forms.values import EXACT, NAN, Value, number

WHOLE_POWERS = 100
"""Whole powers up to this one are exact."""


@plain("pow", "value, power")
def pow_(value: Value, power: Value) -> Value:
    """The value to the power."""
    return _power(number(value), number(power))


@plain("sqrt", "value")
def sqrt(value: Value) -> Value:
    """The square root; NaN below 0."""
    return EXACT.sqrt(number(value))


@plain("exp", "value")
def exp(value: Value) -> Value:
    """e to the power."""
    return _computed(math.exp, value)


@plain("exp10", "value")
def exp10(value: Value) -> Value:
    """10 to the power."""
    return _power(Decimal(10), number(value))


@plain("log", "value")
def log(value: Value) -> Value:
    """The natural logarithm."""
    return _computed(math.log, value)


@plain("log10", "value")
def log10(value: Value) -> Value:
    """The logarithm to base 10."""
    return _computed(math.log10, value)


@plain("pi")
def pi() -> Value:
    """3.14159…"""
    return Decimal(str(math.pi))


@plain("sin", "angle")
def sin(angle: Value) -> Value:
    """The sine of an angle in radians."""
    return _computed(math.sin, angle)


@plain("cos", "angle")
def cos(angle: Value) -> Value:
    """The cosine of an angle in radians."""
    return _computed(math.cos, angle)


@plain("tan", "angle")
def tan(angle: Value) -> Value:
    """The tangent of an angle in radians."""
    return _computed(math.tan, angle)


@plain("asin", "value")
def asin(value: Value) -> Value:
    """The angle in radians with this sine."""
    return _computed(math.asin, value)


@plain("acos", "value")
def acos(value: Value) -> Value:
    """The angle in radians with this cosine."""
    return _computed(math.acos, value)


@plain("atan", "value")
def atan(value: Value) -> Value:
    """The angle in radians with this tangent."""
    return _computed(math.atan, value)


@plain("atan2", "y, x")
def atan2(y: Value, x: Value) -> Value:
    """The angle in radians of the point x, y."""
    return _computed(math.atan2, y, x)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if base.is_finite() and exponent.is_finite() and abs(exponent) <= WHOLE_POWERS and exponent % 1 == 0:
        return EXACT.power(base, exponent) if base or exponent else Decimal(1)
    return _computed(math.pow, base, exponent)


def _computed(function: Callable[..., float], *given: Value) -> Decimal:
    """The function's value; NaN where it has none."""
    try:
        return Decimal(str(function(*(float(number(value)) for value in given))))
    except (ValueError, OverflowError):
        return NAN

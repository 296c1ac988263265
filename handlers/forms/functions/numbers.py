"""Numbers, and the extremes of numbers and days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from handlers.forms.functions.table import Scope, lazy, of_all, plain
from handlers.forms.values import EXACT, NAN, Operand, Value, less, number


@plain("number", "value")
def number_(value: Value) -> Value:
    """The value as a number, a day as the days since 1970-01-01; NaN where it is none, also for an empty answer."""
    return number(value)


@plain("int", "value")
def int_(value: Value) -> Value:
    """The number without what stands after the point."""
    found = number(value)
    return Decimal(int(found)) if found.is_finite() else found


@plain("round", "value, [places]")
def round_(value: Value, places: Value = 0) -> Value:
    """The number rounded, halves up, to so many places; below 0 to tens, hundreds …"""
    found, digits = number(value), number(places)
    if not (found.is_finite() and digits.is_finite() and abs(digits) <= 12):
        return found if digits.is_finite() else NAN
    unit = Decimal(1).scaleb(-int(digits))
    steps = EXACT.add(EXACT.divide(found, unit), Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    return EXACT.multiply(steps, unit)


@plain("floor", "value")
def floor(value: Value) -> Value:
    """The next whole number below."""
    return _whole(number(value), ROUND_FLOOR)


@plain("ceiling", "value")
def ceiling(value: Value) -> Value:
    """The next whole number above."""
    return _whole(number(value), ROUND_CEILING)


@of_all("sum", "places, …")
def sum_(given: Sequence[Value]) -> Operand:
    """The sum over all places; NaN where one of them is no number, as an empty answer is none."""
    total = Decimal(0)
    for value in given:
        total = EXACT.add(total, number(value))
    return total


@of_all("min", "value, …")
def min_(given: Sequence[Value]) -> Operand:
    """The smallest of the numbers or the earliest of the days, over all places; NaN where one is neither."""
    return _extreme(given, lambda value, best: less(value, best))


@of_all("max", "value, …")
def max_(given: Sequence[Value]) -> Operand:
    """The largest of the numbers or the latest of the days, over all places; NaN where one is neither."""
    return _extreme(given, lambda value, best: less(best, value))


@plain("abs", "value")
def abs_(value: Value) -> Value:
    """The number without its sign."""
    return abs(number(value))


@lazy("random")
def random(scope: Scope) -> Operand:
    """A number from 0 up to 1, drawn once and then kept."""
    return Decimal(str(scope.rng.random()))


def _whole(value: Decimal, rounding: str) -> Decimal:
    return value.to_integral_value(rounding) if value.is_finite() else value


def _extreme(given: Sequence[Value], better: Callable[[Value, Value], bool]) -> Value:
    if not given or any(number(value).is_nan() for value in given):
        return NAN
    best = given[0]
    for value in given[1:]:
        if better(value, best):
            best = value
    return best

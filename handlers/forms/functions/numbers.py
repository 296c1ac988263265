"""Numbers, and the extremes of numbers and days."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from handlers.forms.functions.table import plain
from handlers.forms.values import EXACT, NAN, Value, less, number


@plain("number", "value")
def number_(value: Value) -> Value:
    """The value as a number; NaN where it is none, also for an empty answer."""
    return number(value)


@plain("int", "value")
def int_(value: Value) -> Value:
    """The number without what stands after the point."""
    found = number(value)
    return Decimal(int(found)) if found.is_finite() else found


@plain("round", "value, [places]")
def round_(value: Value, places: Value = 0) -> Value:
    """The number rounded, halves up, to so many places."""
    found, digits = number(value), number(places)
    if not (found.is_finite() and digits.is_finite() and abs(digits) <= 12):
        return found if digits.is_finite() else NAN
    unit = Decimal(1).scaleb(-int(digits))
    steps = EXACT.add(EXACT.divide(found, unit), Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    return EXACT.multiply(steps, unit)


@plain("min", "value, …")
def min_(*given: Value) -> Value:
    """The smallest of the numbers or the earliest of the days; NaN where one is neither."""
    return _extreme(given, lambda value, best: less(value, best))


@plain("max", "value, …")
def max_(*given: Value) -> Value:
    """The largest of the numbers or the latest of the days; NaN where one is neither."""
    return _extreme(given, lambda value, best: less(best, value))


@plain("abs", "value")
def abs_(value: Value) -> Value:
    """The number without its sign."""
    return abs(number(value))


def _extreme(given: tuple[Value, ...], better: Callable[[Value, Value], bool]) -> Value:
    if any(number(value).is_nan() for value in given):
        return NAN
    best = given[0]
    for value in given[1:]:
        if better(value, best):
            best = value
    return best

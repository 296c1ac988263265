"""What an answer is, and how XLSForm reads it as a number, a text, a truth or a day. Pure.

The rules are XPath's, with the deviations of the ODK specification: dates are compared and subtracted as
days, an empty answer is the text '' and not a number. Numbers are decimals, so that money stays exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Any

Value = str | int | Decimal | date | tuple[str, ...] | None
"""An answer: text or choice name, whole number (also a truth), decimal, day or moment, several names, none."""

NAN = Decimal("NaN")
EXACT = Context(prec=28, traps=[])
"""Without traps: a division by zero is Infinity and nonsense is NaN, as XPath says."""
EPOCH = date(1970, 1, 1)

_NUMBER = re.compile(r"\s*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ].*)?")


def number(value: Value) -> Decimal:
    """The value as a number; a day is its distance from 1970-01-01; NaN when it is none."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, date):
        return _days(value)
    if isinstance(value, str):
        return _number_of_text(value)
    return NAN


def text(value: Value) -> str:
    """The value as a text: days as 2026-11-19, several choices with blanks between, empty as ''."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else _digits(number(value))


def truth(value: Value) -> bool:
    """A text is true unless empty, a number unless 0 or NaN."""
    if isinstance(value, Decimal):
        return bool(value) and not value.is_nan()
    return bool(value)


def day(value: Value) -> date | None:
    """The value as a local day: a day, a moment, an ISO text or a count of days from 1970-01-01."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (found := _day_of_text(value)):
        return found
    days = number(value)
    return _shifted(EPOCH, days) if days.is_finite() else None


def names(value: Value) -> tuple[str, ...]:
    """The chosen names of a select question."""
    return value if isinstance(value, tuple) else tuple(text(value).split())


def equal(left: Value, right: Value) -> bool:
    """XPath's `=`: truths as truths, numbers as numbers, everything else as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        if {text(left), text(right)} <= {"true", "false"}:
            return text(left) == text(right)
        return truth(left) == truth(right)
    if isinstance(left, int | Decimal) or isinstance(right, int | Decimal):
        return number(left) == number(right)
    return text(left) == text(right)


def less(left: Value, right: Value) -> bool:
    """XPath's `<`: days in order, else numbers; false where one is neither."""
    a, b = number(left), number(right)
    return not (a.is_nan() or b.is_nan()) and a < b


def plus(left: Value, right: Value) -> Value:
    """Sum; a day plus a number of days is a day."""
    if isinstance(left, date) != isinstance(right, date):
        start, days = (left, right) if isinstance(left, date) else (right, left)
        assert isinstance(start, date)
        return _shifted(start, number(days))
    return EXACT.add(number(left), number(right))


def minus(left: Value, right: Value) -> Value:
    """Difference; between two days it is the number of days."""
    if isinstance(left, date) and not isinstance(right, date) and not _day_of_text(text(right)):
        return _shifted(left, -number(right))
    return EXACT.subtract(number(left), number(right))


def settled(value: Value) -> Value:
    """The value as it is kept: no NaN, no empty text, whole numbers as int."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        whole = value.adjusted() < 30 and value == value.to_integral_value()
        return int(value) if whole else value
    return None if value in ("", ()) else value


def pack(value: Value) -> Any:  # noqa: ANN401 - JSON
    """The value as plain JSON."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def unpack(data: Any) -> Value:  # noqa: ANN401 - JSON
    """The inverse of `pack`."""
    if isinstance(data, list):
        return tuple(data)
    if not isinstance(data, dict):
        return data  # type: ignore[no-any-return]
    ((kind, written),) = data.items()
    return _UNPACK[kind](written)


_UNPACK: dict[str, Callable[[str], Value]] = {
    "decimal": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
}


def _days(value: date) -> Decimal:
    days = Decimal((value.date() if isinstance(value, datetime) else value).toordinal() - EPOCH.toordinal())
    if not isinstance(value, datetime):
        return days
    midnight = datetime.combine(value.date(), time(), value.tzinfo)
    return days + Decimal((value - midnight) / timedelta(days=1)).quantize(Decimal("1e-9"))


def _number_of_text(written: str) -> Decimal:
    if _NUMBER.fullmatch(written):
        return Decimal(written.strip())
    found = _day_of_text(written)
    return _days(found) if found else NAN


def _day_of_text(written: str) -> date | None:
    match = _DAY.fullmatch(written)
    if not match:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def _shifted(start: date, days: Decimal) -> date | None:
    if not days.is_finite():
        return None
    try:
        return start + timedelta(days=float(days) if isinstance(start, datetime) else int(days))
    except OverflowError:
        return None


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        return "NaN" if value.is_nan() else str(value)
    if value == value.to_integral_value() and value.adjusted() < 30:
        return str(int(value))
    return format(value.normalize(EXACT), "f") if -30 < value.adjusted() < 30 else str(value)

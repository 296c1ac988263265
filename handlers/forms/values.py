"""What an answer is, and how XLSForm reads it as a number, a text, a truth or a day. Pure.

The rules are XPath's, with the deviations of the ODK specification: dates are compared and subtracted as
days, an empty answer is the text '' and not a number. Numbers are decimals, so that money stays exact.
A path may lead to several answers at once (`Nodes`): a comparison holds where it holds of any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Context, Decimal
from typing import Any

Value = str | int | Decimal | date | time | tuple[str, ...] | None
"""An answer: text or choice name, whole number (also a truth), decimal, day, moment or time of day, several
names, none."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """What a path leads to, in order: the places, and what each is worth (None for a group)."""

    places: tuple[Any, ...]
    values: tuple[Value, ...]


Operand = Value | Nodes
"""What an expression comes to on the way: a value, or several places."""

NAN = Decimal("NaN")
EXACT = Context(prec=28, traps=[])
"""Without traps: a division by zero is Infinity and nonsense is NaN, as XPath says."""
EPOCH = date(1970, 1, 1)
_EMPTY = ("", None)
_LENGTH_OF_DAY = len("2026-11-19")

_NUMBER = re.compile(r"\s*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ].*)?")
_CLOCK = re.compile(r"(?:.*T)?([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(?:Z|[+-][0-9]{2}:[0-9]{2})?")


def first(value: Operand) -> Value:
    """The value, of several places that of the first; None where there is none."""
    if isinstance(value, Nodes):
        return value.values[0] if value.values else None
    return value


def number(value: Value) -> Decimal:
    """The value as a number; a day is its distance from 1970-01-01; NaN when it is none."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, date):
        return _days(value)
    if isinstance(value, time):
        return share_of_day(value)
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
    if isinstance(value, time):
        return value.isoformat("milliseconds")
    return value.isoformat() if isinstance(value, date) else _digits(number(value))


def truth(value: Operand) -> bool:
    """A text is true unless empty, a number unless 0 or NaN, places where there are any."""
    if isinstance(value, Decimal):
        return bool(value) and not value.is_nan()
    if isinstance(value, Nodes):
        return bool(value.places)
    return bool(value) or isinstance(value, time)


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


def moment(value: Value, zone: tzinfo | None) -> datetime | None:
    """The value as a moment in a zone: a moment, a day (its midnight), an ISO text or a count of days."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    if isinstance(value, str) and (found := _moment_of_text(value, zone)):
        return found
    days = number(value)
    if not days.is_finite():
        return None
    return _within_calendar(datetime(1970, 1, 1, tzinfo=UTC), float(days), zone)


def clock(value: Value) -> time | None:
    """The value as a time of day: a time, a moment, or a text such as 08:30."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(text(value))
    try:
        return time.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def share_of_day(value: time) -> Decimal:
    """Noon is 0.5."""
    seconds = value.hour * 3600 + value.minute * 60 + value.second + Decimal(value.microsecond) / 1000000
    return EXACT.divide(Decimal(seconds), Decimal(86400))


def names(value: Value) -> tuple[str, ...]:
    """The chosen names of a select question."""
    return value if isinstance(value, tuple) else tuple(text(value).split())


def some(holds: Callable[[Value, Value], bool], left: Operand, right: Operand) -> bool:
    """Whether a comparison holds; of several places, whether it holds of any."""
    if not isinstance(left, Nodes) and not isinstance(right, Nodes):
        return holds(left, right)
    return any(holds(a, b) for a in _each(left) for b in _each(right))


def _each(value: Operand) -> tuple[Value, ...]:
    return value.values if isinstance(value, Nodes) else (value,)


def equal(left: Value, right: Value) -> bool:
    """XPath's `=`: truths as truths, numbers as numbers, everything else as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        if {text(left), text(right)} <= {"true", "false"}:
            return text(left) == text(right)
        return truth(left) == truth(right)
    if isinstance(left, int | Decimal) or isinstance(right, int | Decimal):
        return left not in _EMPTY and right not in _EMPTY and number(left) == number(right)
    return text(left) == text(right)


def less(left: Value, right: Value) -> bool:
    """XPath's `<`: days in order, else numbers; false where one is neither."""
    a, b = number(left), number(right)
    return not (a.is_nan() or b.is_nan()) and a < b


def plus(left: Value, right: Value) -> Value:
    """Sum, a number also of days; a moment plus a number of days is a moment."""
    if isinstance(left, datetime) and not isinstance(right, date):
        return _shifted(left, number(right))
    if isinstance(right, datetime) and not isinstance(left, date):
        return _shifted(right, number(left))
    return EXACT.add(number(left), number(right))


def minus(left: Value, right: Value) -> Value:
    """Difference, a number also of days; a moment less a number of days is a moment."""
    if isinstance(left, datetime) and not isinstance(right, date) and not _day_of_text(text(right)):
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
    if isinstance(value, time):
        return {"clock": value.isoformat()}
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
    "clock": time.fromisoformat,
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
    if not _DAY.fullmatch(written):
        return NAN
    found = _moment_of_text(written, None) if len(written) > _LENGTH_OF_DAY else _day_of_text(written)
    return _days(found) if found else NAN


def _moment_of_text(written: str, zone: tzinfo | None) -> datetime | None:
    if not _DAY.fullmatch(written):
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _within_calendar(start: datetime, days: float, zone: tzinfo | None) -> datetime | None:
    try:
        return (start + timedelta(days=days)).astimezone(zone)
    except OverflowError:
        return None


def _day_of_text(written: str) -> date | None:
    match = _DAY.fullmatch(written)
    if not match:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def _shifted(start: date, days: Decimal) -> date | None:
    """Days later; of a day only whole ones."""
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

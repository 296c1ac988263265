"""Days, moments and times of day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from handlers.forms.functions.table import Formula, Scope, also, lazy, plain
from handlers.forms.values import EPOCH, NAN, Operand, Value, clock, day, first, moment, number, share_of_day

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CHINESE_WEEKDAYS = "一二三四五六日"

_MARK = re.compile("%(.)")


@lazy("today")
def today(scope: Scope) -> Operand:
    """The day of the message (Asia/Shanghai)."""
    return scope.now.date()


@lazy("now")
def now(scope: Scope) -> Operand:
    """The moment of the message."""
    return scope.now


@plain("date", "value")
def date_(value: Value) -> Value:
    """A day from an ISO text ('2026-11-19'), a moment or a count of days; '' from anything else."""
    return day(value) or ""


@lazy("date-time", "value")
def date_time(scope: Scope, given: Formula) -> Operand:
    """A moment from an ISO text, a day or a count of days; '' from anything else."""
    return moment(first(given(scope)), scope.now.tzinfo) or ""


@lazy("decimal-date-time", "value")
def decimal_date_time(scope: Scope, given: Formula) -> Operand:
    """The days from 1970-01-01 00:00 UTC to the moment, with their fraction; NaN from anything else."""
    found = moment(first(given(scope)), scope.now.tzinfo)
    if found is None:
        return NAN
    since = found - datetime(1970, 1, 1, tzinfo=UTC)
    return Decimal(since // timedelta(microseconds=1)) / Decimal(86_400_000_000)


@plain("decimal-time", "value")
def decimal_time(value: Value) -> Value:
    """The time of day as a share of the day: noon is 0.5; NaN from anything else."""
    found = clock(value)
    return NAN if found is None else share_of_day(found)


@lazy("format-date", "value, format")
def format_date(scope: Scope, given: Formula, written: Formula) -> Operand:
    """The day by a format: %Y year, %y its last two digits, %m %n month, %b its name, %d %e day, %a weekday."""
    return _formatted(scope, given, written)


@lazy("format-date-time", "value, format")
def format_date_time(scope: Scope, given: Formula, written: Formula) -> Operand:
    """The moment by a format: as format-date, and %H %h hour, %M minute, %S second, %3 millisecond."""
    return _formatted(scope, given, written)


@lazy("add-date", "value, years, [months], [days], [hours], [minutes]")
def add_date(scope: Scope, value: Formula, *parts: Formula) -> Operand:
    """The day so much later; the last of a month where the day is missing in it. With hours or minutes a moment."""
    given = first(value(scope))
    start, counted = day(given), [number(first(part(scope))) for part in parts]
    if start is None or not all(part.is_finite() for part in counted):
        return ""
    years, months, days, hours, minutes = (*map(int, counted), 0, 0, 0, 0)[:5]
    later = _later(start, years * 12 + months, days)
    if later is None or not (hours or minutes):
        return later or ""
    at = moment(given, scope.now.tzinfo) or scope.now
    try:
        return datetime.combine(later, at.timetz()) + timedelta(hours=hours, minutes=minutes)
    except OverflowError:
        return ""


@plain("difference-in-days", "from, to")
def difference_in_days(start: Value, end: Value) -> Value:
    """The days between two days; below 0 where the second one is earlier."""
    return _apart(start, end, lambda a, b: (b - a).days)


@plain("difference-in-weeks", "from, to")
def difference_in_weeks(start: Value, end: Value) -> Value:
    """The whole weeks between two days."""
    return _apart(start, end, lambda a, b: int((b - a).days / 7))


@plain("difference-in-months", "from, to")
def difference_in_months(start: Value, end: Value) -> Value:
    """The whole months between two days."""
    return _apart(start, end, _months)


@plain("difference-in-years", "from, to")
def difference_in_years(start: Value, end: Value) -> Value:
    """The whole years between two days."""
    return _apart(start, end, lambda a, b: int(_months(a, b) / 12))


def _apart(start: Value, end: Value, counted: Callable[[date, date], int]) -> Value:
    a, b = day(start), day(end)
    return "" if a is None or b is None else Decimal(counted(a, b))


def _months(a: date, b: date) -> int:
    """Whole months from one day to another, towards zero."""
    if b < a:
        return -_months(b, a)
    return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)


for _name in ("difference-in-days", "difference-in-weeks", "difference-in-months", "difference-in-years"):
    also(_name, f"cht:{_name}")


def _later(start: date, months: int, days: int) -> date | None:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    moved = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    try:
        return moved + timedelta(days=days)
    except OverflowError:
        return None


def _formatted(scope: Scope, given: Formula, written: Formula) -> str:
    value = first(given(scope))
    at = moment(value, scope.now.tzinfo)
    if at is None and (o_clock := clock(value)) is not None:
        at = datetime.combine(EPOCH, o_clock)
    if at is None:
        return ""
    chinese = scope.language.startswith("zh")
    return _MARK.sub(
        lambda mark: _FORMATS.get(mark[1], _as_written)(at, chinese) or mark[0], str(first(written(scope)))
    )


def _as_written(at: datetime, chinese: bool) -> str:
    return ""


_FORMATS: dict[str, Callable[[datetime, bool], str]] = {
    "Y": lambda at, _: f"{at.year:04d}",
    "y": lambda at, _: f"{at.year % 100:02d}",
    "m": lambda at, _: f"{at.month:02d}",
    "n": lambda at, _: str(at.month),
    "b": lambda at, chinese: f"{at.month}月" if chinese else MONTHS[at.month - 1],
    "d": lambda at, _: f"{at.day:02d}",
    "e": lambda at, _: str(at.day),
    "a": lambda at, chinese: f"周{CHINESE_WEEKDAYS[at.weekday()]}" if chinese else WEEKDAYS[at.weekday()],
    "H": lambda at, _: f"{at.hour:02d}",
    "h": lambda at, _: str(at.hour),
    "M": lambda at, _: f"{at.minute:02d}",
    "S": lambda at, _: f"{at.second:02d}",
    "3": lambda at, _: f"{at.microsecond // 1000:03d}",
}

"""The days a ledger is of: a week, a month or a year, as an operator or a cadre writes it."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from storage.ledgers.model import Ledger, Span
from storage.values.week import Week

_MONTH = re.compile(r"(?:([0-9]{4})(?:-|年))?([0-9]{1,2})月?")
_YEAR = re.compile(r"([0-9]{4})年?")
_NAMED = {
    "本周": ("week", 0), "这周": ("week", 0), "上周": ("week", -1),
    "本月": ("month", 0), "这个月": ("month", 0), "上月": ("month", -1), "上个月": ("month", -1),
    "今年": ("year", 0), "本年": ("year", 0), "去年": ("year", -1),
    "this week": ("week", 0), "last week": ("week", -1), "this month": ("month", 0), "last month": ("month", -1),
    "this year": ("year", 0), "last year": ("year", -1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted; `name` as it is typed (2026-11), `label` as it is read (2026年11月)."""

    span: Span
    first: date
    last: date
    name: str
    label: str

    @classmethod
    def week(cls, week: Week) -> Period:
        """An ISO week."""
        return cls("week", week.monday, week.sunday, str(week), f"{week.year}年{week.label}")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month.

        Raises:
            ValueError: there is no such month.
        """
        first = date(year, month, 1)
        last = first.replace(day=calendar.monthrange(year, month)[1])
        return cls("month", first, last, f"{year:04d}-{month:02d}", f"{year}年{month}月")

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls("year", date(year, 1, 1), date(year, 12, 31), f"{year:04d}", f"{year}年")

    @classmethod
    def holding(cls, span: Span, day: date) -> Period:
        """The week, month or year that a day is in; the month for a ledger that stands as of a day."""
        if span == "week":
            return cls.week(Week.of(day))
        return cls.year(day.year) if span == "year" else cls.month(day.year, day.month)

    @classmethod
    def for_ledger(cls, ledger: Ledger, day: date) -> Period:
        """What a ledger is of when nobody says: what is running on that day."""
        return cls.holding(ledger.span, day)

    def suits(self, ledger: Ledger) -> bool:
        """Whether a ledger can be of it."""
        return self.span == ledger.span or not ledger.fixed

    @property
    def before(self) -> Period:
        """The week, month or year before."""
        return Period.holding(self.span, self.first - timedelta(days=1))

    @property
    def weeks(self) -> tuple[Week, ...]:
        """The ISO weeks that have a day in it."""
        return _weeks(self.first, self.last)

    @property
    def days(self) -> tuple[date, ...]:
        """Its days."""
        return _days(self.first, self.last)


@cache  # asked for with every row of a ledger
def _weeks(first: date, last: date) -> tuple[Week, ...]:
    steps = range(0, (last - first).days + 7, 7)
    return tuple(dict.fromkeys(Week.of(min(first + timedelta(days=n), last)) for n in steps))


@cache
def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def read_period(text: str, today: date) -> Period | None:
    """`2026-W47`, `2026-11`, `11月`, `2026年`, `上月`, `本周`; None where it is none of these.

    A month without a year is the last such month up to today.
    """
    written = unicodedata.normalize("NFKC", text).strip().casefold()
    named = _NAMED.get(written)
    if named:
        here = Period.holding(named[0], today)  # type: ignore[arg-type]
        return here.before if named[1] else here
    try:
        return _numbered(written, today)
    except ValueError:
        return None


def _numbered(written: str, today: date) -> Period | None:
    if "w" in written:
        return Period.week(Week.parse(written))
    if match := _YEAR.fullmatch(written):
        return Period.year(int(match[1]))
    match = _MONTH.fullmatch(written)
    if match is None or (match[1] is None and not written.endswith("月")):
        return None
    month = int(match[2])
    return Period.month(int(match[1] or today.year - (month > today.month)), month)

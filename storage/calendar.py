"""The working calendar: which days are worked, with the holidays and moved workdays 调休 of China.

A `Calendar` holds only the days that differ from what their weekday says, and the years whose official
arrangement is in. It is frozen and small (some 600 days), so it is read once and asked in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from storage.values.week import Week

SEED = "chinesecalendar"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Workdays of the State Council calendar, corrected by the office; plain Monday to Friday elsewhere.

    `exceptions`: day -> whether it is worked, for days unlike their weekday. `years`: years known.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, exceptions: Mapping[date, bool]) -> Calendar:
        """The calendar of these days, with the years they make known."""
        return cls(exceptions, years_known(exceptions))

    def works(self, day: date) -> bool:
        """Whether `day` is a workday; by its weekday where the year is not known."""
        return self.exceptions.get(day, day.weekday() < 5)

    def known(self, year: int) -> bool:
        """Whether the year's arrangement is in. Where it is not, say so beside the figure (X21)."""
        return year in self.years

    def knows(self, week: Week) -> bool:
        """Whether every year the week touches is known."""
        return self.known(week.monday.year) and self.known(week.sunday.year)

    def workdays(self, week: Week) -> tuple[date, ...]:
        """The workdays of an ISO week in order: none to seven."""
        return self.workdays_between(week.monday, week.sunday)

    def workdays_between(self, first: date, last: date) -> tuple[date, ...]:
        """The workdays from `first` to `last`, both included; none if `last` is before `first`."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in days if self.works(day))

    def nth_workday(self, week: Week, n: int) -> date | None:
        """The n-th workday of the week, counted from 1; None in a week with fewer."""
        days = self.workdays(week)
        return days[n - 1] if 1 <= n <= len(days) else None

    def next_workday(self, day: date) -> date:
        """The first workday after `day`."""
        return next(filter(self.works, _walk(day, DAY)))

    def previous_workday(self, day: date) -> date:
        """The last workday before `day`."""
        return next(filter(self.works, _walk(day, -DAY)))

    def holiday_after(self, day: date) -> tuple[date, ...]:
        """The days off that begin right after a workday, if a public holiday is among them; else none."""
        off = tuple(takewhile(lambda each: not self.works(each), _walk(day, DAY))) if self.works(day) else ()
        return off if any(each.weekday() < 5 for each in off) else ()

    def workdays_before_month_end(self, day: date) -> int:
        """How many workdays of its month are left after `day`: 0 on the month's last workday."""
        next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return len(self.workdays_between(day + DAY, next_month - DAY))


def _walk(day: date, step: timedelta) -> Iterator[date]:
    while True:
        day += step
        yield day


def years_known(exceptions: Mapping[date, bool]) -> frozenset[int]:
    """The years whose arrangement is complete.

    The National Day days off, 1 to 7 October, close every official arrangement and always take a weekday;
    a local day off that the office adds to a year not yet published does not make the year known.
    """
    closing = (day for day, works in exceptions.items() if not works and (day.month, day.day // 8) == (10, 0))
    return frozenset(day.year for day in closing)


def seed_rows() -> list[dict[str, Any]]:
    """Rows for the table `workdays`: every day off or moved workday that chinesecalendar knows, from 2004 on."""
    import chinese_calendar as published

    names = {holiday.value: holiday.chinese for holiday in published.Holiday}
    off = {day: name for day, name in published.holidays.items() if day.weekday() < 5}
    moved = {day: name for day, name in published.workdays.items() if day.weekday() >= 5}
    return [
        {"day": day, "works": day in moved, "name": names[name], "source": SEED}
        for day, name in sorted((off | moved).items())
    ]

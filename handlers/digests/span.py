"""The time a digest speaks of: its day, its cut-off, and the digest before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from storage.calendar import Calendar
from storage.queries.digest_visits import Months
from storage.values.week import SHANGHAI, Week

FULL_WEEKS = 4
"""How many full weeks before this one the trend shows (domain.md 8.1)."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the cut-off of the last workday to this one: what a digest reports as new."""

    day: date
    cutoff: datetime
    reported: date
    since: datetime

    @classmethod
    def of(cls, day: date, cutoff: datetime, calendar: Calendar, ends: time) -> Period:
        """Of a digest of `day`; the one before it was of the last workday, at `ends`."""
        reported = calendar.previous_workday(day)
        return cls(day, cutoff, reported, datetime.combine(reported, ends, SHANGHAI))

    @property
    def week(self) -> Week:
        return Week.of(self.day)

    @property
    def last_weeks(self) -> tuple[Week, ...]:
        """The full weeks before this one, oldest first."""
        mondays = (self.week.monday - timedelta(weeks=n) for n in range(FULL_WEEKS, 0, -1))
        return tuple(Week.of(monday) for monday in mondays)

    @property
    def months(self) -> Months:
        return Months.of(self.day)


def cutoff_for(day: date, now: datetime, ends: time) -> datetime:
    """The cut-off of a digest of `day` asked for at `now`: the day's, or this moment if it comes first."""
    return min(datetime.combine(day, ends, SHANGHAI), now)

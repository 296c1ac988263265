"""What a digest is of, and the days it speaks of: a day, an ISO week or a calendar month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from storage.values.week import Week

AREA, UNIT, DEPARTMENT = "area", "unit", "department"
DAY, WEEK, MONTH = "day", "week", "month"
SPANS = (DAY, WEEK, MONTH)

_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """An area, a helping unit 帮扶单位, or a department 行业部门: a unit by the matter it answers for.

    `id` is that of the region or of the unit.
    """

    kind: str
    id: int

    @property
    def is_area(self) -> bool:
        return self.kind == AREA


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """The days from `first` on that a digest speaks of: `2026-11-19`, `2026-W47` or `2026-11`."""

    span: str
    first: date

    @classmethod
    def of(cls, span: str, day: date) -> Stretch:
        """The one of this span that a day lies in."""
        firsts = {DAY: day, WEEK: Week.of(day).monday, MONTH: day.replace(day=1)}
        return cls(span, firsts[span])

    @classmethod
    def parse(cls, text: str) -> Stretch:
        """The inverse of `str`; raises ValueError."""
        if "W" in text.upper():
            return cls(WEEK, Week.parse(text).monday)
        month = _MONTH.fullmatch(text)
        return (
            cls(MONTH, date(int(month[1]), int(month[2]), 1)) if month else cls(DAY, date.fromisoformat(text))
        )

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Stretch:
        """The one that follows."""
        longest = {DAY: 1, WEEK: 7, MONTH: 31}[self.span]
        return Stretch.of(self.span, self.first + timedelta(days=longest))

    @property
    def previous(self) -> Stretch:
        """The one before."""
        return Stretch.of(self.span, self.first - timedelta(days=1))

    @property
    def week(self) -> Week:
        """The week that it begins in."""
        return Week.of(self.first)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        shown = {DAY: self.first.isoformat(), WEEK: str(self.week), MONTH: f"{self.first:%Y-%m}"}
        return shown[self.span]

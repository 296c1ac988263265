"""ISO weeks and local dates. Time zone Asia/Shanghai; a week belongs to its ISO year (domain.md 3.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_WRITTEN = re.compile(r"([0-9]{4})-?W([0-9]{1,2})")


def local(moment: datetime) -> date:
    """The date of a moment in Shanghai; raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A time without a zone has no local date.")
    return moment.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week from Monday to Sunday, by ISO year and number; raises ValueError if the year has no such week."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that a day is in: 30 December 2024 is in 2025-W01."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """`2026-W47`; raises ValueError."""
        match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
        if match is None:
            raise ValueError("A week is written like 2026-W47.")
        return cls(int(match[1]), int(match[2]))

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def next(self) -> Week:
        return Week.of(self.monday + timedelta(7))

    @property
    def previous(self) -> Week:
        return Week.of(self.monday - timedelta(7))

    @property
    def label(self) -> str:
        """第47周(11.16-11.22)."""
        first, last = self.monday, self.sunday
        return f"第{self.number}周({first.month}.{first.day}-{last.month}.{last.day})"

    def __contains__(self, day: date) -> bool:
        return Week.of(day) == self

    def __iter__(self) -> Iterator[date]:
        """Its seven days."""
        return (self.monday + timedelta(n) for n in range(7))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

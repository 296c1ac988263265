"""The farmers' calendar: its months and the terms of the sun, from lunar-python, each year reckoned once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

KNOWN = range(1900, 2200)
"""Years that are reckoned; others have no lunar days here."""

Month = tuple[int, bool]
"""A month of a lunar year: its number, and whether it is the leap month of that number."""


def solar_day(year: int, month: Month, day: int) -> date | None:
    """The day of a lunar year in the solar calendar, or nothing if that lunar year has none."""
    first, length = _months(year).get(month, (date.min, 0))
    return first + timedelta(day - 1) if 1 <= day <= length else None


def lunar_day_of(day: date) -> int:
    """The day of its lunar month, from 1 to 30; 0 in years that are not reckoned."""
    months = (month for year in (day.year - 1, day.year) for month in _months(year).values())
    return next(((day - first).days + 1 for first, length in months if 0 <= (day - first).days < length), 0)


def term(year: int, name: str) -> date | None:
    """The day of a solar term in a year."""
    return _terms(year).get(name)


@lru_cache(maxsize=64)
def _months(year: int) -> Mapping[Month, tuple[date, int]]:
    """The months of a lunar year, with their first day and their length."""
    if year not in KNOWN:
        return {}
    from lunar_python import LunarYear, Solar  # only who speaks of the lunar calendar waits for it

    found = {}
    for month in LunarYear.fromYear(year).getMonths():
        first = Solar.fromJulianDay(month.getFirstJulianDay())
        if month.getYear() == year:
            start = date(first.getYear(), first.getMonth(), first.getDay())
            found[abs(month.getMonth()), bool(month.isLeap())] = (start, int(month.getDayCount()))
    return found


@lru_cache(maxsize=64)
def _terms(year: int) -> Mapping[str, date]:
    """The terms of a solar year; those of December stand in the table of the lunar year that follows."""
    if year not in KNOWN:
        return {}
    from lunar_python import Solar  # as above

    tables = [Solar.fromYmd(one, 6, 1).getLunar().getJieQiTable() for one in (year, year + 1)]
    days = (
        (name, date(s.getYear(), s.getMonth(), s.getDay())) for table in tables for name, s in table.items()
    )
    return {name: day for name, day in days if day.year == year}

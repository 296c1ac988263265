"""Days of the demonstration's year, none of them after today."""

from __future__ import annotations

from datetime import date, timedelta

FULL = 322
"""Day of the year of 19 November, the day of domain.md 8.2: earlier in the year, days move closer."""


def on(today: date, month: int, day: int) -> date:
    """That day of this year; before it has come, an earlier one in proportion."""
    wanted = date(today.year, month, day)
    if wanted <= today:
        return wanted
    start = date(today.year, 1, 1)
    return start + timedelta(days=min((wanted - start).days, FULL) * (today - start).days // FULL)


def ago(today: date, days: int) -> date:
    """So many days ago, but this year."""
    return max(date(today.year, 1, 1), today - timedelta(days=days))

"""How a day is said back, and the choice between two days that could be meant."""

from __future__ import annotations

from datetime import date
from typing import Literal

from handlers.understand import Unclear, Understood
from locales import Words, words

Towards = Literal["past", "future"]
Found = Understood[date] | Unclear

WEEKDAYS = tuple(
    words(name) for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
WHICH_DAY = words("Which day do you mean?")
PLEASE = words("Please send a date, such as 2026-11-03 or yesterday.")


def said(day: date) -> Words:
    """2026-11-18, Wednesday: how a date was understood."""
    return words(
        "{year}-{month:02d}-{day:02d}, {weekday}",
        year=day.year,
        month=day.month,
        day=day.day,
        weekday=WEEKDAYS[day.weekday()],
    )


def guessed(day: date) -> Understood[date]:
    """A day that was not given outright: said back."""
    return Understood(day, said(day))


def which(*days: date | None) -> Unclear:
    """Several days could be meant: texts to send for each, the likeliest first."""
    return Unclear(WHICH_DAY, tuple(dict.fromkeys(day.isoformat() for day in days if day)))


def nearest(days: list[date], today: date, towards: Towards, *, within: int, near: bool = False) -> Found:
    """The last of `days` up to today (`past`) or the first from today on (`future`).

    It is asked back when that is more than `within` days away and the other side is nearer, unless it
    is `near` (in today's own year, or month): 12月3日 typed in November may be a slip for 11月3日.
    """
    before = max((day for day in days if day <= today), default=None)
    after = min((day for day in days if day >= today), default=None)
    wanted, other = (before, after) if towards == "past" else (after, before)
    if wanted is None:
        return which(other)
    far = abs(wanted - today).days
    if other is None or near or far <= within or far <= abs(other - today).days:
        return guessed(wanted)
    return which(wanted, other)

"""Weeks missed one after another, which is what escalation goes by (domain.md 7.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.rules.onsite import Status, WeekStanding


@dataclass(frozen=True, slots=True)
class Series:
    """Weeks missed: in a row up to the last one, and how many of the last `window` that count."""

    in_a_row: int
    of_last: int
    window: int = 4


def streak(weeks: Iterable[WeekStanding], window: int = 4) -> Series:
    """The series of missed weeks, for escalation.

    Weeks of which nothing was asked and weeks with approved absence neither count nor reset it; nor
    does a week that is not over and not met.

    Args:
        weeks: of one person, in any order.
        window: how many of the last weeks that count are looked at for `of_last`.
    """
    counted = [w.status is Status.MISSED for w in sorted(weeks, key=lambda w: w.week.monday) if _in_series(w)]
    in_a_row = next((n for n, missed in enumerate(reversed(counted)) if not missed), len(counted))
    return Series(in_a_row, sum(counted[-window:]), window)


def _in_series(week: WeekStanding) -> bool:
    return not week.absent and week.status in (Status.MET, Status.MISSED)

"""Who was in the village on which day, and who was away: plans of whole weeks, the same whenever they are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from storage.calendar import Calendar
from storage.demo.standing import CADRE, MEMBER
from storage.values.week import SHANGHAI, Week

SLACK = ("G012", "G051", "G088", "G121")
"""Four who were hardly there in the last two full weeks and not at all in this one (domain.md 8.2)."""

AWAY = {"G020": "sick", "G060": "sick", "G130": "training"}
"""Three who are away all this week."""

WAITING = "G015"
"""From this one on: the first who came this week has a day that is not confirmed yet."""

DAYS = (0, 1, 2, 3, 4)
OFTEN = (4, 6, 52, 29, 9)
"""How often a person comes on so many days of a week, per cent."""

WORK = (
    ["visit"], ["visit"], ["visit", "project"], ["industry"], ["meeting"], ["visit", "errand"], ["visit", "dispute"],
)  # fmt: skip
"""Choices of the built-in form of the check-in."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day in a village: when somebody came and left, and what for."""

    came_at: datetime
    left_at: datetime | None
    work: list[str]


def weeks_between(first: date, last: date) -> list[Week]:
    """The ISO weeks that touch the days from `first` to `last`."""
    count = (Week.of(last).monday - Week.of(first).monday).days // 7
    return [Week.of(Week.of(first).monday + timedelta(weeks=at)) for at in range(count + 1)]


def absences(codes: Sequence[str], weeks: Sequence[Week], current: Week) -> Mapping[tuple[str, Week], str]:
    """(person, week) -> kind of leave for the whole week: two people in every earlier week, three in this one."""
    away = {(code, current): kind for code, kind in AWAY.items()}
    free = [code for code in codes if code not in (*SLACK, *AWAY, CADRE, MEMBER)]
    for week in weeks:
        if week < current:
            rng = Random(f"away in {week}")  # noqa: S311 - it must be the same each time
            away.update(
                {(code, week): rng.choice(("personal", "annual", "meeting")) for code in rng.sample(free, 2)}
            )
    return away


def comings(code: str, week: Week, current: Week, calendar: Calendar) -> Iterator[Coming]:
    """The days of a week on which a person comes, the whole week long; the standing ones never come."""
    rng = Random(f"{code} in {week}")  # noqa: S311 - it must be the same each time
    workdays = calendar.workdays(week)
    wish = rng.choices(DAYS, OFTEN)[0]
    if code in SLACK and week.monday >= current.monday - timedelta(weeks=2):
        wish = min(rng.randint(0, 1), 0 if week == current else 1)
    days = rng.sample(workdays, min(wish, len(workdays)))
    for day in sorted(days) if code not in (CADRE, MEMBER) else ():
        came = _at(day, 8, rng.randint(0, 95))
        left = _at(day, 16, rng.randint(20, 90)) if rng.random() < 0.5 else None
        yield Coming(came, left, rng.choice(WORK))


def _at(day: date, hour: int, minutes: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI) + timedelta(minutes=minutes)

"""The visits of two months and what came of them: planned for whole months, the same whenever they are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from storage.calendar import Calendar
from storage.demo.presence import Coming
from storage.demo.standing import CADRE_HOUSEHOLDS, HOUSEHOLD
from storage.values.week import SHANGHAI

NEGLECTED = ("QY015", "QY044", "QY080", "SG050", "SG077", "SC033")
"""Six households last visited more than 60 days ago (domain.md 8.2)."""

LONG_AGO = 75
EAGER = 0.32
"""Share of visits that come early in the month: 70 % of the households are visited by the 19th."""

PROBLEMS: Mapping[str, Sequence[str]] = {
    "water": ("冬季缺水,盼修蓄水池", "水管漏水,水压小"),
    "housing": ("屋顶漏雨,需要检修", "灶房墙体有裂缝"),
    "school": ("住校生活费有困难", "盼了解助学政策"),
    "health": ("看病报销手续不清楚", "去县城复查路远"),
    "income": ("务工收入减少", "洋芋卖不上价"),
    "food": ("过冬棉被不够",),
    "other": ("组里路灯不亮", "入户路雨天泥泞"),
}
PER_CENT = 18
"""Visits out of a hundred that find a problem."""

OVERDUE = {"QY": ("water", 5), "LT": ("other", 2)}
"""Village -> a matter that is overdue by so many days (domain.md 8.2)."""


@dataclass(frozen=True, slots=True)
class Call:
    """A visit: by whom, when, in what manner."""

    household: str
    helper: str
    at: datetime
    manner: str
    met: str
    paired: bool = True

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a visit found."""

    call: Call
    matter: str
    text: str
    urgent: bool
    due: date
    closed_on: date | None


def visits_of_month(
    month: date, paired: Mapping[str, str], there: Mapping[str, Sequence[Coming]], calendar: Calendar
) -> Iterator[Call]:  # fmt: skip
    """A visit to every household in a month, on a day its helper is in the village; by phone where there is none.

    Args:
        month: its first day.
        paired: household -> helper.
        there: helper -> the days on which he or she is in the village, of any month.
    """
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    workdays = calendar.workdays_between(month, last)
    for household, helper in paired.items():
        days = [coming for coming in there.get(helper, ()) if month <= coming.came_at.date() <= last]
        rng = Random(f"{household} in {month}")  # noqa: S311 - it must be the same each time
        if household not in (*NEGLECTED, *CADRE_HOUSEHOLDS):
            yield _call(rng, household, helper, days, workdays)


def _call(
    rng: Random, household: str, helper: str, days: Sequence[Coming], workdays: Sequence[date]
) -> Call:  # fmt: skip
    met = rng.choices(("head", "family", "nobody"), (76, 20, 4))[0]
    if not days:
        return by_phone(household, helper, rng.choice(workdays))
    draws = [rng.randrange(len(days)) for _ in range(2 if rng.random() < EAGER else 1)]
    at = days[min(draws)].came_at + timedelta(minutes=rng.randint(30, 400))
    return Call(household, helper, at, rng.choices(("home", "village"), (93, 7))[0], met)


def by_phone(household: str, helper: str, day: date) -> Call:
    """A call that is no visit in place."""
    return Call(household, helper, datetime.combine(day, time(10, 20), SHANGHAI), "phone", "head")


def to_the_four(
    last_month: Sequence[date], helper: str, secretary: str, there: Sequence[Coming]
) -> Iterator[Call]:
    """Last month's visits to the standing cadre's households: none of them a day of the cadre's in the village."""
    for at, household in enumerate(CADRE_HOUSEHOLDS):
        if household == HOUSEHOLD and there:
            yield Call(
                household, secretary, there[-1].came_at + timedelta(hours=1), "home", "head", paired=False
            )
        else:
            yield by_phone(household, helper, last_month[(3 * at + 2) % len(last_month)])


def long_ago(today: date, paired: Mapping[str, str], calendar: Calendar) -> Iterator[Call]:
    """The last visit to each of the neglected households."""
    day = calendar.previous_workday(today - timedelta(days=LONG_AGO))
    for household in NEGLECTED:
        yield Call(household, paired[household], datetime.combine(day, time(9, 40), SHANGHAI), "home", "head")


def problems(calls: Sequence[Call], today: date) -> Iterator[Problem]:
    """What the visits found: most of it seen to within a week, two cases overdue."""
    late = dict(OVERDUE)
    for call in calls:
        rng = Random(f"found at {call.household} on {call.day}")  # noqa: S311 - it must be the same each time
        village = call.household[:2]
        if village in late and call.manner == "home" and 8 <= (today - call.day).days <= 20:
            matter, days = late.pop(village)
            yield Problem(call, matter, PROBLEMS[matter][0], False, today - timedelta(days=days), None)
        elif rng.randrange(100) < PER_CENT and call.met != "nobody" and call.manner == "home":
            yield _problem(rng, call, today)


def _problem(rng: Random, call: Call, today: date) -> Problem:
    matter = rng.choice(list(PROBLEMS))
    urgent = rng.random() < 0.08
    due = call.day + timedelta(days=2 if urgent else 7)
    closed = call.day + timedelta(days=rng.randint(1, 2) if urgent else rng.randint(4, 7))
    text = rng.choice(PROBLEMS[matter])
    return Problem(call, matter, text, urgent, due, closed if closed <= today else None)

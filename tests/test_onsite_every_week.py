"""Every week from 2019-W01 to 2026-W53, for a cadre on site on the first two workdays of each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from handlers.rules.onsite import Status, WeekStanding, standing
from handlers.rules.words import week_line
from locales import translator
from scheduler.due import BUILD
from scheduler.known import Facts, Weeks
from scheduler.timetable import Timetable, falling, moments
from storage.calendar import Calendar, seed_rows
from storage.parameters import Parameters
from storage.values.week import SHANGHAI, Week

CALENDAR = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
TABLE = Timetable(CALENDAR, Parameters())
ME, EVERYWHERE = 1, "/"
CAME = time(9)
REMINDERS = ("N04", "N05", "N07")


def weeks() -> Iterator[Week]:
    week = Week(2019, 1)
    while week <= Week(2026, 53):
        yield week
        week = week.next


def came(week: Week) -> tuple[date, ...]:
    """The first two workdays of a week, as far as it has them."""
    return CALENDAR.workdays(week)[:2]


def as_of(week: Week, now: datetime) -> WeekStanding:
    """How the week stands at a moment, by what has been said until then."""
    said = [day for day in came(week) if datetime.combine(day, CAME, SHANGHAI) <= now]
    return standing(week, CALENDAR, accepted=said, at=now)


def due_in(week: Week) -> Iterator[tuple[datetime, str]]:
    """Every reminder of N04 to N07 that would be due to the cadre in a week."""
    for day in week:
        for now in sorted(moments(TABLE, [EVERYWHERE], day)):
            fallen = falling(TABLE, [EVERYWHERE], now - timedelta(minutes=1), now)
            facts = Facts(now, Weeks(week, {ME: as_of(week, now)}), {ME: EVERYWHERE}, frozenset())
            yield from ((now, kind) for kind in REMINDERS if kind in fallen and BUILD[kind](ME, {}, facts))


@pytest.mark.parametrize("year", range(2019, 2027))
def test_whoever_comes_on_the_first_two_workdays_has_met_every_week(year: int) -> None:
    for week in weeks():
        if week.year == year:
            found = standing(week, CALENDAR, accepted=came(week))
            assert found.status in (Status.MET, Status.EXEMPT), week
            assert (found.status is Status.EXEMPT) == (not CALENDAR.workdays(week)), week


@pytest.mark.parametrize("year", range(2019, 2027))
def test_no_reminder_is_ever_due_to_them_nor_do_they_stand_in_a_report(year: int) -> None:
    for week in weeks():
        if week.year == year:
            assert list(due_in(week)) == [], week
            # N08 names those who are not `met` once the week is over.
            assert standing(week, CALENDAR, accepted=came(week)).met, week


def test_there_are_eight_years_of_weeks_with_two_of_fifty_three() -> None:
    every = list(weeks())
    assert len(every) == 418
    assert {week.year for week in every if week.number == 53} == {2020, 2026}


def test_the_days_of_the_year_to_come_are_said_to_be_unknown() -> None:
    last = standing(Week(2026, 53), CALENDAR, accepted=came(Week(2026, 53)))
    assert not last.certain
    assert "2027年节假日" in week_line(translator("zh_Hans"), last)
    assert all(standing(week, CALENDAR, accepted=()).certain for week in weeks() if week < Week(2026, 53))

"""When each reminder falls: in ordinary weeks, short ones, moved ones and those without a workday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.notices import example
from scheduler.timetable import RULES, Timetable, falling, moments
from storage.calendar import Calendar, seed_rows
from storage.parameters import Parameters, Setting
from storage.values.week import SHANGHAI, Week

CALENDAR = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
TABLE = Timetable(CALENDAR, Parameters())
HERE = "/9999/999901/"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def days_of(kind: str, first: str, last: str) -> list[str]:
    """The days from one to another on which a kind falls."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return [f"{day:%m-%d}" for day in days if RULES[kind][1](TABLE, HERE, day)]


@pytest.mark.parametrize(
    ("week", "middle"),
    [
        ("2026-W47", "2026-11-18"),  # five workdays: the third
        ("2026-W07", "2026-02-11"),  # six, with Saturday 14 February: the third
        ("2026-W01", "2025-12-30"),  # four, the last on Sunday: the second
        ("2026-W41", "2026-10-09"),  # three: the second
        ("2025-W40", "2025-09-29"),  # two: the first
        ("2025-W05", "2025-01-27"),  # one
        ("2026-W08", None),  # none
    ],
)
def test_the_middle_workday_is_the_third_of_five_and_moves_with_the_week(
    week: str, middle: str | None
) -> None:
    found = [str(day) for day in Week.parse(week) if TABLE.middle_workday(HERE, day)]
    assert found == ([middle] if middle else [])


def test_a_week_without_workdays_is_silent() -> None:
    for kind in RULES:
        assert days_of(kind, "2026-02-16", "2026-02-22") == []


def test_a_week_whose_only_workday_is_a_sunday_speaks_on_that_sunday() -> None:
    week = ("2024-02-12", "2024-02-18")
    for kind in ("N01", "N04", "N05", "N07", "N08"):
        assert days_of(kind, *week) == ["02-18"]


def test_a_moved_saturday_is_a_workday_like_others() -> None:
    assert days_of("N05", "2026-02-09", "2026-02-15") == [
        "02-09", "02-10", "02-11", "02-12", "02-13", "02-14",
    ]  # fmt: skip


def test_visits_are_reminded_of_on_the_20th_and_three_workdays_before_the_month_ends() -> None:
    assert days_of("N09", "2026-11-01", "2026-11-30") == ["11-20", "11-25"]
    assert days_of("N09", "2026-06-01", "2026-06-30") == ["06-20", "06-25"]
    assert days_of("N09", "2026-02-01", "2026-02-28") == ["02-25"], "20 February 2026 lies in a silent week"


def test_last_weeks_list_comes_on_the_first_workday_and_skips_weeks_without_any() -> None:
    assert days_of("N08", "2026-02-16", "2026-03-01") == ["02-24"]
    assert TABLE.week_to_report(date(2026, 2, 24)) == Week(2026, 7)
    assert TABLE.week_to_report(date(2026, 11, 23)) == Week(2026, 47)


def test_the_times_are_those_of_the_domain() -> None:
    week = [moments(TABLE, [HERE], date(2026, 11, 16 + n)) for n in range(7)]
    assert sorted({f"{moment:%H:%M}" for day in week for moment in day}) == [
        "07:40", "08:30", "09:00", "16:00", "17:00", "18:00", "18:30", "20:00",
    ]  # fmt: skip
    assert sorted(f"{moment:%H:%M}" for moment in week[0]) == [
        "07:40", "08:30", "09:00", "16:00", "18:00", "18:30",
    ]  # fmt: skip


def test_a_reminder_is_stale_after_six_hours_and_never_reaches_the_next_day() -> None:
    assert TABLE.expiry(at("2026-11-16 08:30"), HERE) == at("2026-11-16 14:30")
    assert TABLE.expiry(at("2026-11-22 20:00"), HERE) == at("2026-11-23 00:00")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-16 20:59", None),
        ("2026-11-16 21:00", "2026-11-17 07:30"),
        ("2026-11-17 00:00", "2026-11-17 07:30"),
        ("2026-11-17 07:29", "2026-11-17 07:30"),
        ("2026-11-17 07:30", None),
    ],
)
def test_the_night_is_from_nine_to_half_past_seven(now: str, until: str | None) -> None:
    assert TABLE.quiet_until(HERE, at(now)) == (at(until) if until else None)


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = [
        Setting("quiet.from", "/", date(2020, 1, 1), None, time(12)),
        Setting("quiet.to", "/", date(2020, 1, 1), None, time(14)),
    ]
    table = Timetable(CALENDAR, Parameters(noon))
    assert table.quiet_until(HERE, at("2026-11-16 13:00")) == at("2026-11-16 14:00")
    assert table.quiet_until(HERE, at("2026-11-16 22:00")) is None


def test_a_region_may_have_times_of_its_own() -> None:
    early = Setting("reminder.plan_at", "/9999/999902/", date(2020, 1, 1), None, time(8))
    table = Timetable(CALENDAR, Parameters([early]))
    paths = [HERE, "/9999/999902/"]
    found = falling(table, paths, at("2026-11-16 07:45"), at("2026-11-16 08:15"))
    assert found["N01"] == {"/9999/999902/": at("2026-11-16 08:00")}


def test_nothing_falls_twice_or_after_its_time() -> None:
    assert set(falling(TABLE, [HERE], at("2026-11-16 08:29"), at("2026-11-16 08:30"))) == {
        "N01", "N10", "N11", "N12", "N12-2", "N12-3", "N12-step", "N12-step-2", "N12-task", "N12-task-2",
        "N12-task-3", "draft",
    }  # fmt: skip
    assert falling(TABLE, [HERE], at("2026-11-16 08:30"), at("2026-11-16 08:31")) == {}
    assert "N01" in falling(TABLE, [HERE], at("2026-11-16 08:00"), at("2026-11-16 14:29"))
    assert "N01" not in falling(TABLE, [HERE], at("2026-11-16 08:00"), at("2026-11-16 14:30"))


# Few examples, since a day in steps of a minute asks the table 1439 times.
@settings(max_examples=40, deadline=None)
@given(
    day=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    steps=st.lists(st.integers(1, 5 * 60), min_size=1, max_size=60),
)
def test_however_often_the_clock_ticks_each_moment_is_found_once(day: date, steps: list[int]) -> None:
    start = datetime.combine(day, time(), SHANGHAI)
    ticks = [start]
    while ticks[-1] < start + timedelta(hours=23, minutes=59):
        # No pause is longer than the time a reminder lives, or than what is left of the day.
        step = timedelta(minutes=steps[len(ticks) % len(steps)])
        ticks.append(min(ticks[-1] + step, start + timedelta(hours=23, minutes=59)))
    found = [kind for after, now in pairwise(ticks) for kind in falling(TABLE, [HERE], after, now)]
    wanted = [kind for kind in RULES if TABLE.switched_on(kind, HERE, day) and TABLE.fall(kind, HERE, day)]
    assert sorted(found) == sorted(wanted)


def test_an_office_switches_a_rule_on_or_off_for_its_region_and_from_a_day() -> None:
    own = Setting("reminder.off", "/9999/999902/", date(2026, 11, 17), None, ("N01", "N02"))
    table = Timetable(CALENDAR, Parameters([own]))
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)
    assert [table.switched_on("N01", HERE, tuesday), table.switched_on("N06", HERE, tuesday)] == [True, False]
    assert table.switched_on("N01", "/9999/999902/", monday)
    assert not table.switched_on("N01", "/9999/999902/", tuesday)
    assert table.switched_on("N06", "/9999/999902/", tuesday), "its list stands in place of the country's"


@pytest.mark.parametrize("rule", RULES)
def test_an_operator_reads_beside_each_rule_what_it_says(rule: str) -> None:
    said = example(rule)
    assert not said.startswith(rule)
    assert sum("一" <= sign <= "鿿" for sign in said) >= 5, "in the words of the people who get it"

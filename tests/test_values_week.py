"""Weeks are ISO weeks of Shanghai dates, across year ends and week 53."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.values.week import SHANGHAI, Week, local

EARLY, LATE = datetime(1992, 1, 1), datetime(2090, 1, 1)  # noqa: DTZ001 - a zone is put on them
DAYS = st.dates(date(1970, 1, 5), date(2099, 12, 25))


@given(DAYS)
def test_a_week_holds_its_seven_days_and_no_other(day: date) -> None:
    week = Week.of(day)
    assert day in week
    assert list(week) == [week.monday + timedelta(n) for n in range(7)]
    assert (week.monday.weekday(), week.sunday.weekday()) == (0, 6)
    assert week.monday - timedelta(1) not in week
    assert week.sunday + timedelta(1) not in week


@given(DAYS)
def test_a_week_is_read_back_as_it_is_written(day: date) -> None:
    week = Week.of(day)
    assert Week.parse(str(week)) == week
    assert Week.parse(f" {week.year}w{week.number} ") == week


@given(DAYS)
def test_the_next_week_and_the_one_before_are_a_week_away(day: date) -> None:
    week = Week.of(day)
    assert week.next.monday == week.monday + timedelta(7)
    assert week.next.previous == week
    assert week.previous < week < week.next


def test_t12_the_turn_of_2026_is_one_week_of_the_iso_year_2026() -> None:
    days = [date(2026, 12, 31), date(2027, 1, 2)]
    assert {str(Week.of(day)) for day in days} == {"2026-W53"}
    assert [day.year for day in days] == [2026, 2027]


def test_t13_a_monday_in_december_can_be_in_the_first_week_of_the_next_year() -> None:
    assert str(Week.of(date(2024, 12, 30))) == "2025-W01"


def test_a_week_is_named_by_its_number_and_days() -> None:
    assert Week.of(date(2026, 11, 21)).label == "第47周(11.16-11.22)"
    assert Week(2026, 53).label == "第53周(12.28-1.3)"


@pytest.mark.parametrize(("year", "number"), [(2025, 53), (2026, 54), (2026, 0), (2026, -1)])
def test_a_year_has_no_week_that_its_calendar_has_not(year: int, number: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar's own words
        Week(year, number)


@pytest.mark.parametrize("text", ["", "2026", "W47", "2026-W", "2026-W99", "第47周", "2026-47"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        Week.parse(text)


@given(st.datetimes(EARLY, LATE))
def test_the_date_of_a_moment_is_the_one_in_shanghai(moment: datetime) -> None:
    assert local(moment.replace(tzinfo=SHANGHAI)) == moment.date()
    assert local(moment.replace(tzinfo=UTC)) == (moment + timedelta(hours=8)).date()


def test_two_minutes_to_midnight_on_sunday_is_still_that_sunday() -> None:
    assert local(datetime(2026, 11, 22, 15, 58, tzinfo=UTC)) == date(2026, 11, 22)
    assert local(datetime(2026, 11, 22, 16, 3, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_time_without_a_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local(datetime(2026, 11, 22, 8, 0))  # noqa: DTZ001 - the point of the test

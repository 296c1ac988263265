"""The working calendar: seeded, asked in memory, corrected by the office, kept for a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from storage.book import Book
from storage.calendar import Calendar, seed_rows, years_known
from storage.queries import calendar as queries
from storage.tables import Base
from storage.values.week import Week

CALENDAR = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
PLAIN = Calendar()
SAID = queries.Said(queries.OFFICE, "欧阳敏", datetime.fromisoformat("2026-11-19T08:00:00+08:00"))
dates = st.dates(date(2004, 1, 1), date(2030, 12, 31))


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path}/calendar.db")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("year", "number", "workdays"),
    [
        (2024, 7, 1), (2024, 18, 2), (2024, 38, 3), (2024, 40, 1), (2025, 5, 1), (2025, 40, 2), (2025, 41, 3),
        (2026, 1, 4), (2026, 7, 6), (2026, 8, 0), (2026, 38, 6), (2026, 40, 3), (2026, 41, 3), (2026, 47, 5),
    ],
)  # fmt: skip
def test_short_and_long_weeks_have_their_published_workdays(year: int, number: int, workdays: int) -> None:
    assert len(CALENDAR.workdays(Week(year, number))) == workdays


def test_the_seed_knows_the_published_years_and_no_other() -> None:
    assert min(CALENDAR.years) == 2004
    assert CALENDAR.years == set(range(2004, max(CALENDAR.years) + 1))
    assert CALENDAR.known(2026)
    assert not CALENDAR.known(max(CALENDAR.years) + 1)


def test_seeded_days_are_unlike_their_weekday_and_named() -> None:
    rows = seed_rows()
    assert all(row["works"] != (row["day"].weekday() < 5) and row["name"] for row in rows)
    assert {row["day"]: row["name"] for row in rows}[date(2026, 2, 14)] == "春节"


def test_an_unknown_year_falls_back_to_monday_to_friday() -> None:
    assert [PLAIN.works(date(2027, 1, day)) for day in (1, 2, 3, 4)] == [True, False, False, True]
    assert not CALENDAR.knows(Week.of(date(2027, 1, 1)))
    assert CALENDAR.knows(Week(2026, 52))


def test_a_local_day_off_does_not_make_a_year_known() -> None:
    assert years_known({date(2027, 3, 8): False, date(2027, 10, 9): True}) == frozenset()
    assert years_known({date(2027, 10, 1): False}) == {2027}


def test_workdays_are_counted_within_the_week() -> None:
    moved = Week(2026, 7)
    assert CALENDAR.nth_workday(moved, 6) == date(2026, 2, 14)
    assert CALENDAR.nth_workday(moved, 7) is None
    assert CALENDAR.nth_workday(moved, 0) is None
    assert CALENDAR.nth_workday(Week(2026, 8), 1) is None


def test_the_next_workday_skips_the_holidays() -> None:
    assert CALENDAR.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert CALENDAR.previous_workday(date(2026, 2, 24)) == date(2026, 2, 14)


def test_workdays_before_the_end_of_the_month_are_counted_from_tomorrow() -> None:
    assert CALENDAR.workdays_before_month_end(date(2026, 11, 30)) == 0
    assert CALENDAR.workdays_before_month_end(date(2026, 11, 25)) == 3
    assert CALENDAR.workdays_before_month_end(date(2026, 12, 31)) == 0


@given(dates, dates)
def test_workdays_between_are_those_that_work(a: date, b: date) -> None:
    first, last = min(a, b), max(a, b)
    last = min(last, first + timedelta(days=400))
    found = CALENDAR.workdays_between(first, last)
    assert list(found) == sorted(found)
    assert all(first <= day <= last and CALENDAR.works(day) for day in found)
    assert CALENDAR.workdays_between(last, first - timedelta(days=1)) == ()


@given(dates)
def test_next_and_previous_workday_are_each_other_s_way_back(day: date) -> None:
    after = CALENDAR.next_workday(day)
    before = CALENDAR.previous_workday(after)
    assert after > day
    assert CALENDAR.works(after)
    assert before == (day if CALENDAR.works(day) else CALENDAR.previous_workday(day))


def test_seeding_twice_adds_nothing_and_reads_back_the_same_calendar(conn: Connection) -> None:
    assert queries.seed(conn) == len(seed_rows())
    assert queries.seed(conn) == 0
    assert queries.load(conn) == CALENDAR


def test_the_office_s_corrections_outlive_a_new_seed(conn: Connection) -> None:
    queries.correct(conn, date(2026, 10, 1), works=True, name="抢险", said=SAID)
    queries.correct(conn, date(2026, 10, 1), works=True, name="防汛", said=SAID)
    queries.correct(conn, date(2026, 7, 15), works=False, name="县庆", said=SAID)
    queries.seed(conn)
    calendar = queries.load(conn)
    assert calendar.works(date(2026, 10, 1))
    assert not calendar.works(date(2026, 7, 15))
    assert calendar.known(2026)


def test_an_empty_table_knows_no_year(conn: Connection) -> None:
    assert queries.load(conn) == PLAIN


def test_a_book_reads_again_after_a_minute_or_when_told(conn: Connection) -> None:
    book, now = Book(queries.load), datetime.fromisoformat("2026-11-19T08:00:00+08:00")
    feast = date(2026, 7, 15)
    assert book.read(conn, now).works(feast)
    queries.correct(conn, feast, works=False, name="县庆", said=SAID)
    assert book.read(conn, now + timedelta(seconds=59)).works(feast)
    assert not book.read(conn, now + timedelta(seconds=60)).works(feast)
    queries.correct(conn, feast, works=True, name="县庆改期", said=SAID)
    book.forget()
    assert book.read(conn, now + timedelta(seconds=61)).works(feast)


def test_a_book_reads_again_when_the_clock_is_set_back(conn: Connection) -> None:
    book, now = Book(queries.load), datetime.fromisoformat("2026-11-19T08:00:00+08:00")
    assert not book.read(conn, now).known(2026)
    queries.seed(conn)
    assert book.read(conn, now - timedelta(days=300)).known(2026)

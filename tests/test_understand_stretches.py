"""From a day to a day in one piece: both days are understood, and nothing is cut out of a date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.stretches import AHEAD, BACK, apart, stretch

WEDNESDAY = date(2026, 11, 18)
DAYS = st.dates(date(2020, 1, 1), date(2034, 12, 31))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("明天到后天 病假", "2026-11-19 2026-11-20 病假"),
        ("明天到后天病假", "2026-11-19 2026-11-20 病假"),
        ("病假 明天 到 后天", "病假 2026-11-19 2026-11-20"),
        ("11月19日到20日", "2026-11-19 2026-11-20"),
        ("11.19-11.20", "2026-11-19 2026-11-20"),
        ("19号-21号事假 家里有事", "2026-11-19 2026-11-21 事假 家里有事"),
        ("19-20日 事假", "2026-11-19 2026-11-20 事假"),
        ("病假11月16日至19日", "2026-11-16 2026-11-19 病假"),
        ("12月28日到1月3日", "2026-12-28 2027-01-03"),
        ("周四周五", "2026-11-19 2026-11-20"),
        ("周三到周五", "2026-11-18 2026-11-20"),
        ("从周四到下周二", "2026-11-19 2026-11-24"),
        ("下周二到周五", "2026-11-24 2026-11-27"),
        ("明后两天", "2026-11-19 2026-11-20"),
        ("明天起3天", "2026-11-19 2026-11-21"),
        ("下周 公休", "2026-11-23 2026-11-27 公休"),
        ("本周", "2026-11-18 2026-11-20"),
        ("上周五到今天", "2026-11-13 2026-11-18"),
    ],
)
def test_the_first_and_the_last_day_are_taken_apart(typed: str, read: str) -> None:
    assert apart(typed, WEDNESDAY) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "病假",
        "明天",
        "明天 病假",
        "到县里开会",
        "3-5",
        "三天",
        "周一周三",
        "2月29日到3月1日",
        "后天到明天",
        "20日到19日的",
    ],
)
def test_what_is_no_stretch_for_certain_stays_as_it_was_typed(typed: str) -> None:
    assert apart(typed, WEDNESDAY) == typed


@given(DAYS, st.integers(BACK.days + 1, AHEAD.days - 31), st.integers(0, 30), st.sampled_from("到至~"))
def test_two_dates_of_the_calendar_are_just_these(today: date, away: int, longer: int, joint: str) -> None:
    first = today + timedelta(away)
    last = first + timedelta(longer)
    assert stretch(f"{first.isoformat()}{joint}{last.isoformat()}", today) == (first, last)
    if away > 0:
        typed = f"{first.month}月{first.day}日{joint}{last.month}月{last.day}日"
        assert stretch(typed, today) == (first, last)


@given(DAYS, st.text("今明后天周下到至-~、一二三四五六日0123456789月号起请假病事 ", max_size=20))
def test_whatever_is_typed_a_stretch_begins_before_it_ends(today: date, typed: str) -> None:
    days = stretch(typed, today)
    assert days is None or days[0] <= days[1]
    assert apart(apart(typed, today), today) == apart(typed, today)

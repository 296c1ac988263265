"""Every date that can be written is read back or asked about, and never taken for another in silence."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lunardate import LunarDate

from handlers.understand import Unclear, Understood
from handlers.understand.dates import read_date
from handlers.understand.saying import Towards
from locales import translator

TODAY = st.dates(date(2020, 1, 1), date(2040, 12, 31))
DAY = st.dates(date(1950, 1, 1), date(2090, 12, 31))
TOWARDS = st.sampled_from(["past", "future"])
ONES = "零一二三四五六七八九"
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
DATELIKE = st.text(
    st.sampled_from("0123456789-./年月日号周星期礼拜一二三四五六七天上下这个前后今昨明半正腊初农历闰底国庆"),
    max_size=9,
)


def spoken(number: int) -> str:
    """1 to 99 in characters."""
    tens, ones = divmod(number, 10)
    return ("十" if tens == 1 else f"{ONES[tens]}十" if tens else "") + (ONES[ones] if ones else "")


def written(day: date) -> list[str]:
    """A day with its year, in the ways people write it."""
    year = "".join(ONES[int(digit)] for digit in str(day.year))
    return [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 号",
        f"{year}年{spoken(day.month)}月{spoken(day.day)}日",
    ]


def said(typed: str, today: date, towards: Towards = "past") -> tuple[set[date], bool]:
    """The days that a text was taken for, and whether the person would see it."""
    found = read_date(typed, today, towards=towards)
    if isinstance(found, Understood):
        return {found.value}, found.echo is not None
    return {date.fromisoformat(day) for day in found.maybe}, True


@given(DAY, TODAY)
def test_a_day_with_its_year_is_read_outright(day: date, today: date) -> None:
    for typed in written(day):
        assert read_date(typed, today) == Understood(day)


@given(TODAY, st.integers(-3, 3))
def test_yesterday_and_tomorrow_are_read_outright(today: date, distance: int) -> None:
    names = ("大前天", "前天", "昨天", "今天", "明天", "后天", "大后天")
    assert read_date(names[distance + 3], today) == Understood(today + timedelta(distance))


@given(TODAY, st.integers(1, 300), TOWARDS)
def test_a_month_and_day_is_the_right_one_or_among_those_asked_about(
    today: date, ago: int, towards: Towards
) -> None:
    day = today + timedelta(ago if towards == "future" else -ago)
    if (day.month, day.day) == (2, 29):
        return
    for typed in (
        f"{day.month}月{day.day}日",
        f"{day.month}.{day.day}",
        f"{day.month}/{day.day}",
        f"{spoken(day.month)}月{spoken(day.day)}号",
    ):
        days, seen = said(typed, today, towards)
        assert day in days
        assert seen


@given(TODAY, st.integers(0, 27), TOWARDS)
def test_a_day_of_the_month_is_the_right_one_or_among_those_asked_about(
    today: date, ago: int, towards: Towards
) -> None:
    day = today + timedelta(ago if towards == "future" else -ago)
    for typed in (f"{day.day}号", f"{spoken(day.day)}日"):
        days, seen = said(typed, today, towards)
        assert day in days
        assert seen


@given(
    TODAY,
    st.integers(0, 6),
    st.sampled_from([("上上", -2), ("上", -1), ("本", 0), ("这个", 0), ("下", 1), ("下下", 2)]),
)
def test_a_weekday_of_a_week_is_in_that_iso_week(today: date, weekday: int, which: tuple[str, int]) -> None:
    monday = today - timedelta(today.weekday())
    for name in ("周", "星期", "礼拜"):
        sign = "一二三四五六日"[weekday]
        assert said(f"{which[0]}{name}{sign}", today) == (
            {monday + timedelta(weeks=which[1], days=weekday)},
            True,
        )


@given(TODAY, st.integers(1, 6), TOWARDS)
def test_a_weekday_alone_is_the_nearest_on_the_side_of_the_question(
    today: date, distance: int, towards: Towards
) -> None:
    day = today + timedelta(distance if towards == "future" else -distance)
    assert said(f"周{'一二三四五六日'[day.weekday()]}", today, towards) == ({day}, True)


@given(TODAY, TOWARDS)
def test_the_weekday_of_today_is_asked_back(today: date, towards: Towards) -> None:
    found = read_date(f"星期{'一二三四五六日'[today.weekday()]}", today, towards=towards)
    assert isinstance(found, Unclear)
    assert found.maybe[0] == today.isoformat()


@given(TODAY, st.integers(1, 99))
def test_a_count_of_days_or_weeks_is_counted(today: date, count: int) -> None:
    assert said(f"{count}天前", today) == ({today - timedelta(count)}, True)
    assert said(f"{spoken(count)}天后", today) == ({today + timedelta(count)}, True)
    assert said(f"{count}周后", today) == ({today + timedelta(weeks=count)}, True)


@given(TODAY, st.integers(1, 24))
def test_months_away_stay_within_the_month(today: date, count: int) -> None:
    days, _ = said(f"{count}个月后", today)
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    assert days == {date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))}


@given(TODAY, st.integers(0, 330), TOWARDS)
@example(date(2035, 1, 1), 317, "past")  # the last day of the lunar year 2033, with no such day in 2035
def test_a_day_of_the_farmers_calendar_is_the_right_one_or_asked_about(
    today: date, ago: int, towards: Towards
) -> None:
    day = today + timedelta(ago if towards == "future" else -ago)
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    leap, tens = "闰" if lunar.is_leap_month else "", "初" if lunar.day <= 10 else ""
    days, seen = said(f"农历{leap}{MONTHS[lunar.month - 1]}月{tens}{spoken(lunar.day)}", today, towards)
    assert day in days
    assert seen


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2月30", "没有30日:2026年2月只有28天"),
        ("六月三十一号", "没有31日:2026年6月只有30天"),
        ("2025-02-29", "没有29日:2025年2月只有28天"),
        ("13.5", "没有13月"),
        ("正月三十一", "农历没有这一天"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_the_reason(typed: str, reason: str) -> None:
    found = read_date(typed, date(2026, 11, 21))
    assert isinstance(found, Unclear)
    assert translator("zh_Hans")(found.reason) == reason


def test_a_guess_is_said_back_with_its_weekday() -> None:
    found = read_date("上周三", date(2026, 11, 21))
    assert isinstance(found, Understood)
    assert found.echo is not None
    assert translator("zh_Hans")(found.echo) == "2026年11月11日(周三)"
    assert translator("en")(found.echo) == "2026-11-11, Wednesday"


@given(st.text(max_size=40) | DATELIKE, TODAY, TOWARDS)
def test_any_text_is_read_or_asked_back_with_days_that_can_be_sent(
    typed: str, today: date, towards: Towards
) -> None:
    found = read_date(typed, today, towards=towards)
    if isinstance(found, Unclear):
        assert all(isinstance(read_date(offer, today, towards=towards), Understood) for offer in found.maybe)


@given(
    st.sampled_from([date.min, date.max, date(1, 1, 2), date(9999, 12, 30)]),
    DATELIKE | st.sampled_from(["上上周一", "下下周日", "月底", "3号", "正月初五", "12月31日"]),
    TOWARDS,
)
def test_the_ends_of_the_calendar_do_not_break_the_reader(today: date, typed: str, towards: Towards) -> None:
    assert isinstance(read_date(typed, today, towards=towards), Understood | Unclear)

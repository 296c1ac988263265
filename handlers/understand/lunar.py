"""Days of the farmers' calendar and feasts: 正月初五, 农历八月十五, 腊月二十三, 端午, 国庆前一天."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.understand import Unclear, Understood
from handlers.understand.days import Reader
from handlers.understand.farmers import lunar_day_of, solar_day, term
from handlers.understand.months import month_and_day
from handlers.understand.numerals import integer
from handlers.understand.saying import WHICH_DAY, Found, Towards, guessed, nearest, which
from handlers.understand.text import listed
from locales import words

LUNAR_FEASTS = {
    "大年初一": (1, 1), "年初一": (1, 1), "春节": (1, 1), "过年": (1, 1), "中元节": (7, 15), "中元": (7, 15), "元宵节": (1, 15), "元宵": (1, 15), "端午节": (5, 5), "端午": (5, 5), "七夕": (7, 7),
    "中秋节": (8, 15), "中秋": (8, 15), "重阳节": (9, 9), "重阳": (9, 9), "腊八节": (12, 8), "腊八": (12, 8),
}  # fmt: skip
SOLAR_FEASTS = {
    "元旦节": (1, 1), "元旦": (1, 1), "三八妇女节": (3, 8), "三八节": (3, 8), "三八": (3, 8), "妇女节": (3, 8), "五一劳动节": (5, 1),
    "五一节": (5, 1), "五一": (5, 1), "劳动节": (5, 1), "五四": (5, 4), "青年节": (5, 4), "六一儿童节": (6, 1), "六一": (6, 1),
    "儿童节": (6, 1), "七一": (7, 1), "建党节": (7, 1), "八一建军节": (8, 1), "八一": (8, 1), "建军节": (8, 1), "教师节": (9, 10),
    "国庆节": (10, 1), "国庆": (10, 1), "双十一": (11, 11), "双十二": (12, 12), "圣诞节": (12, 25), "圣诞": (12, 25),
}  # fmt: skip
TERMS = listed(
    "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至"
)
"""The 24 terms of the solar year."""
NEW_YEARS_EVE = ("除夕", "大年三十", "年三十", "大年夜")

_YEARS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_SHIFTS = {"前": -1, "后": 1, "": 0}
_DAY = "[0-9一二三四五六七八九十廿卅]{1,3}"
_NO_SUCH_DAY = words("There is no such day in the lunar calendar.")


def lunar_day(match: re.Match[str], today: date, towards: Towards) -> Found:
    """正月初五, 去年腊月二十三, 农历八月十五, 闰六月初三."""
    month = _MONTHS.get(match[3]) or integer(match[3]) or 0
    return _found((month, integer(match[4]) or 0), match[1], today, towards, leap=bool(match[2]))


def new_years_day(match: re.Match[str], today: date, towards: Towards) -> Found:
    """大年初三, 年初二."""
    return _found((1, integer(match[2]) or 0), match[1], today, towards)


def either_calendar(match: re.Match[str], today: date, towards: Towards) -> Found:
    """八月十五 in characters, without 日 or 号, is said of both calendars: asked back."""
    solar = month_and_day(match, today, towards)
    lunar = _found((integer(match[1]) or 0, integer(match[2]) or 0), None, today, towards)
    return _both(solar, lunar)


def _both(*readings: Found) -> Unclear:
    seen = [(r.value.isoformat(),) if isinstance(r, Understood) else r.maybe for r in readings]
    return Unclear(WHICH_DAY, tuple(dict.fromkeys(day for days in seen for day in days)))


def feast(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """国庆, 去年端午, 国庆前一天, 中秋后两天."""
    count = integer(match[4]) if match[4] else 0
    if count is None:
        return None
    shift = timedelta(_SHIFTS[match[3] or ""] * count)
    days = [day + shift for day in _feast_days(match[2], match[1], today)]
    return _one_of(days, today, towards)


def _feast_days(name: str, year: str | None, today: date) -> list[date]:
    years = _years(year, today)
    if name.removesuffix("节") in TERMS:
        return [day for one in years if (day := term(one, name.removesuffix("节")))]
    if name in SOLAR_FEASTS:
        return [date(one, *SOLAR_FEASTS[name]) for one in years]
    if name in NEW_YEARS_EVE:
        return [eve - timedelta(1) for one in years for eve in _solar(one + 1, (1, 1))]
    return [day for one in years for day in _solar(one, LUNAR_FEASTS[name])]


def short_year(match: re.Match[str], today: date, towards: Towards) -> Found:
    """小年: the 23rd of the last month in the north, the 24th in the south; asked back."""
    return _both(*(_found((12, day), match[1], today, towards) for day in (23, 24)))


def of_this_month(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """初五 alone: of the lunar month that stands, or of the first one of the year; asked back."""
    day = integer(match[1]) or 0
    back = (today - timedelta(away) if towards == "past" else today + timedelta(away) for away in range(31))
    near = next((one for one in back if lunar_day_of(one) == day), None)
    first = _found((1, day), None, today, towards)
    return _both(guessed(near), first) if near else None


def second_day(match: re.Match[str], today: date, towards: Towards) -> Found:
    """国庆第二天: the day after the feast began."""
    return _one_of([day + timedelta(1) for day in _feast_days(match[2], match[1], today)], today, towards)


def _found(
    month_day: tuple[int, int], year: str | None, today: date, towards: Towards, *, leap: bool = False
) -> Found:
    days = [day for one in _years(year, today) for day in _solar(one, month_day, leap=leap)]
    wrong_side = len(days) == 1 and not year and not leap and (days[0] <= today) != (towards == "past")
    return which(*days) if wrong_side else _one_of(days, today, towards)


def _one_of(days: list[date], today: date, towards: Towards) -> Found:
    """The only day, or the nearest on the side that the question looks to."""
    if not days:
        return Unclear(_NO_SUCH_DAY, impossible=True)
    if len(days) == 1:
        return guessed(days[0])
    near = any(day.year == today.year and (day <= today) == (towards == "past") for day in days)
    return nearest(days, today, towards, within=183, near=near)


def _years(said: str | None, today: date) -> range:
    if said:
        return range(today.year + _YEARS[said], today.year + _YEARS[said] + 1)
    return range(today.year - 2, today.year + 2)  # the last days of a lunar year fall into the next one


def _solar(year: int, month_day: tuple[int, int], *, leap: bool = False) -> list[date]:
    """That day of a lunar year in the solar calendar; empty if the lunar year has none."""
    found = solar_day(year, (month_day[0], leap), month_day[1])
    return [found] if found else []


_FEASTS = "|".join((*LUNAR_FEASTS, *SOLAR_FEASTS, *NEW_YEARS_EVE, *(f"{term}节?" for term in TERMS)))
_YEAR = f"({'|'.join(_YEARS)})?的?"
PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(f"(?:农历|阴历|旧历)?{_YEAR}(?:农历|阴历|旧历)?(闰)?([正冬腊])月初?({_DAY})日?"), lunar_day),
    (re.compile(f"(?:农历|阴历|旧历){_YEAR}(闰)?({_DAY})月初?({_DAY})[日号]?"), lunar_day),
    (re.compile(f"{_YEAR}(?:农历|阴历|旧历)(闰)?({_DAY})月初?({_DAY})[日号]?"), lunar_day),
    (re.compile(f"{_YEAR}(闰)?({_DAY})月初({_DAY})"), lunar_day),
    (re.compile("([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿卅]{1,3})"), either_calendar),
    (re.compile(f"{_YEAR}大?年初([一二三四五六七八九十])"), new_years_day),
    (re.compile(f"{_YEAR}小年"), short_year),
    (re.compile("初([一二三四五六七八九十])"), of_this_month),
    (re.compile(f"{_YEAR}({_FEASTS})的?第二天"), second_day),
    (re.compile(f"{_YEAR}({_FEASTS})(?:当天)?(?:(前|后)([一二两三1-9])天)?"), feast),
)  # fmt: skip

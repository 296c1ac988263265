"""Days given by month and day: 11月3日, 十一月三号, 11.3, 2026-11-03, 20261103, 去年5月1日, 3号."""

from __future__ import annotations

import calendar
import re
from datetime import date

from handlers.understand import Unclear, Understood
from handlers.understand.days import PARTS, Reader, add_months
from handlers.understand.numerals import integer
from handlers.understand.saying import Found, Towards, guessed, nearest, which
from locales import words

LIFETIME = 120
"""Years away from today within which a date may be meant."""

_YEARS = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2}
_MONTHS = {"上": -1, "本": 0, "这": 0, "下": 1}
_DIGITS = "[0-9一二三四五六七八九十廿卅]{1,3}"
_YEAR = "[0-9]{4}|[零〇o一二三四五六七八九]{4}"


def impossible(year: int, month: int, day: int) -> Unclear | None:
    """Why there is no such day in the calendar, or nothing when there is one."""
    if not 1 <= month <= 12:
        return Unclear(words("There is no month {month}.", month=month), impossible=True)
    last = calendar.monthrange(year, month)[1]
    if 1 <= day <= last:
        return None
    return Unclear(
        words(
            "There is no day {day}: month {month} of {year} has {last} days.",
            day=day,
            month=month,
            year=year,
            last=last,
        ),
        impossible=True,
    )


def in_full(match: re.Match[str], today: date, towards: Towards) -> Found:
    """2026-11-03, 2026年11月3号, 20261103: said outright, unless the year must be a slip."""
    year, month, day = (_whole(part) for part in match.groups())
    if abs(year - today.year) > LIFETIME:
        return which()
    return impossible(year, month, day) or Understood(date(year, month, day))


def short_year(match: re.Match[str], today: date, towards: Towards) -> Found:
    """26年11月3日 is said back; 26-11-3 and 261103 are asked back."""
    year, month, day = 2000 + int(match[1]), _whole(match[3]), _whole(match[4])
    wrong = impossible(year, month, day)
    return wrong or (guessed if match[2] == "年" else which)(date(year, month, day))


def in_named_year(match: re.Match[str], today: date, towards: Towards) -> Found:
    """去年5月1日."""
    year, month, day = today.year + _YEARS[match[1]], _whole(match[2]), _whole(match[3])
    return impossible(year, month, day) or guessed(date(year, month, day))


def month_and_day(match: re.Match[str], today: date, towards: Towards) -> Found:
    """11月3日, 11.3, 11/3: the last such day, or the next."""
    month, day = _whole(match[1]), _whole(match[2])
    days = [date(year, month, day) for year in _around(today) if not impossible(year, month, day)]
    if not days or (month, day) == (2, 29):
        return impossible(today.year, month, day) or guessed(date(today.year, month, day))
    wanted = date(today.year, month, day)
    near = wanted <= today if towards == "past" else wanted >= today
    return nearest(days, today, towards, within=183, near=near)


def year_last(match: re.Match[str], today: date, towards: Towards) -> Found:
    """11/3/2026: the month may come first or second, asked back."""
    first, second, year = (int(part) for part in match.groups())
    possible = [(m, d) for m, d in ((first, second), (second, first)) if not impossible(year, m, d)]
    return which(*(date(year, m, d) for m, d in possible)) if possible else _never(year, first, second)


def _never(year: int, month: int, day: int) -> Unclear:
    return impossible(year, month, day) or which()


def loosely_parted(match: re.Match[str], today: date, towards: Towards) -> Found:
    """11 3, 11、3: asked back."""
    found = month_and_day(match, today, towards)
    return which(found.value) if isinstance(found, Understood) else found


def bare_digits(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """1103: asked back."""
    month, day = int(match[1]), int(match[2])
    found = None if impossible(today.year, month, day) else month_and_day(match, today, towards)
    return which(found.value) if isinstance(found, Understood) else found


def day_of_named_month(match: re.Match[str], today: date, towards: Towards) -> Found:
    """上月28号, 下个月5日."""
    first = add_months(today.replace(day=1), _MONTHS[match[1]])
    day = _whole(match[2])
    return impossible(first.year, first.month, day) or guessed(first.replace(day=day))


def day_alone(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """3号: of this month, or of the one before or after it."""
    day = _whole(match[1])
    months = [add_months(today.replace(day=1), shift) for shift in (-1, 0, 1)]
    days = [first.replace(day=day) for first in months if not impossible(first.year, first.month, day)]
    if not days:
        return impossible(today.year, today.month, day)
    here = next((found for found in days if found.month == today.month), None)
    near = here is not None and (here <= today if towards == "past" else here >= today)
    return nearest(days, today, towards, within=15, near=near)


def a_number(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """3 alone could be the 3rd: asked back."""
    found = day_alone(match, today, towards)
    return which(found.value) if isinstance(found, Understood) else found


def _around(today: date) -> list[int]:
    return [today.year - 1, today.year, today.year + 1]


def _whole(text: str) -> int:
    """The number of a part of a date; 0, which is no day and no month, if it is none."""
    digits = text.translate(
        {ord(c): str(n) for n, c in enumerate("零一二三四五六七八九")} | {ord("〇"): "0", ord("o"): "0"}
    )
    return int(digits) if len(text) == 4 else integer(text) or 0


PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(f"({_YEAR})年({_DIGITS})月({_DIGITS})[日号]?(?:{PARTS})?"), in_full),
    (re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})[日号]?"), in_full),
    (re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})"), in_full),
    (re.compile(f"([0-9]{{2}})(年)({_DIGITS})月({_DIGITS})[日号]?(?:{PARTS})?"), short_year),
    (re.compile(r"([0-9]{2})([-./])([0-9]{1,2})[-./]([0-9]{1,2})[日号]?"), short_year),
    (re.compile(r"([0-9]{2})()([0-9]{2})([0-9]{2})"), short_year),
    (re.compile(f"({'|'.join(_YEARS)})的?({_DIGITS})月({_DIGITS})[日号]?(?:{PARTS})?"), in_named_year),
    (re.compile(f"({_DIGITS})月({_DIGITS})[日号](?:{PARTS})?"), month_and_day),
    (re.compile(f"([0-9]{{1,2}})[月./]([0-9]{{1,2}})[日号]?(?:{PARTS})?"), month_and_day),
    (re.compile(f"([0-9]{{1,2}})-([0-9]{{1,2}})(?:{PARTS})?"), month_and_day),  # 10-12号 is a span
    (re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})"), year_last),
    (re.compile(r"([0-9]{1,2})[ ,、]([0-9]{1,2})"), loosely_parted),
    (re.compile(r"([0-9]{2})([0-9]{2})"), bare_digits),
    (re.compile(f"([上本这下])一?个?月({_DIGITS})[日号]?(?:{PARTS})?"), day_of_named_month),
    (re.compile(f"({_DIGITS})[日号](?:{PARTS})?"), day_alone),
    (re.compile(f"({_DIGITS})"), a_number),
)

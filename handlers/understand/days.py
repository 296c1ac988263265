"""Days said by their distance from today: 昨天, 上周三, 周五, 3天前, 两周后, 月底."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from handlers.understand import Understood
from handlers.understand.numerals import CHARACTERS, integer, numeral
from handlers.understand.saying import Found, Towards, guessed, nearest, which

Reader = Callable[[re.Match[str], date, Towards], Found | None]

DISTANCES = {
    "大大前天": -4, "大前天": -3, "前天": -2, "前日": -2, "前儿": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "今天": 0, "今日": 0,
    "今儿": 0, "明天": 1, "明日": 1, "明儿": 1, "后天": 2, "后日": 2, "后儿": 2, "大后天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
PARTS = "凌晨|夜间|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|半夜|夜"
_WEEK = "周|星期|礼拜"
_SPAN = f"([{CHARACTERS}半]+?)(天|日|年|个?(?:{_WEEK})|个月|(?<=半)月)"  # 3月前 is no span: it could be before March
_DAYS_IN = {"天": 1, "日": 1, "月": 30}
_WEEKDAY = dict(zip("一二三四五六日1234567天", [*range(7), *range(7), 6], strict=True))
_SHIFT = {"上上": -2, "上": -1, "": 0, "本": 0, "这": 0, "今": 0, "下": 1, "下下": 2}
_MONTHS_AWAY = {"前年": -24, "去年": -12, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1, "明年": 12}
_YEARS_AWAY = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_LAST_DAY = {"上": -1, "本": 0, "这": 0, "": 0, "下": 1}


def by_distance(match: re.Match[str], today: date, towards: Towards) -> Found:
    """昨天 and its kin, said outright."""
    return Understood(today + timedelta(DISTANCES[match[1]]))


def by_part(match: re.Match[str], today: date, towards: Towards) -> Found:
    """昨晚, 今早, 明早; 前晚 is said back."""
    day = today + timedelta({"前": -2, "昨": -1, "今": 0, "明": 1}[match[1]])
    return guessed(day) if match[1] == "前" else Understood(day)


def weekday_of_week(match: re.Match[str], today: date, towards: Towards) -> Found:
    """上周三, 这个星期五, 下周一: in the ISO week meant."""
    monday = today - timedelta(today.weekday()) + timedelta(weeks=_SHIFT[match[1]])
    return guessed(monday + timedelta(_WEEKDAY[match[2]]))


def weekday_alone(match: re.Match[str], today: date, towards: Towards) -> Found:
    """周五: the last or next one; on a Friday it could be today or a week away."""
    wanted = _WEEKDAY[match[1]]
    if wanted == today.weekday():
        return which(today, today + timedelta(-7 if towards == "past" else 7))
    ahead = timedelta((wanted - today.weekday()) % 7)
    return guessed(today + ahead if towards == "future" else today + ahead - timedelta(7))


def weekend(match: re.Match[str], today: date, towards: Towards) -> Found:
    """上周末, 周末: its Saturday or its Sunday, asked back; 周末 alone is the last or next one."""
    monday = today - timedelta(today.weekday()) + timedelta(weeks=_SHIFT[match[1]])
    if match[1]:
        return which(monday + timedelta(5), monday + timedelta(6))
    near = [monday + timedelta(away) for away in (-2, -1, 5, 6, 12, 13)]
    if towards == "past":
        return which(*[day for day in near if day <= today][-2:])
    return which(*[day for day in near if day >= today][:2])


def same_day_then(match: re.Match[str], today: date, towards: Towards) -> Found:
    """去年今天, 上个月今天."""
    return guessed(add_months(today, _MONTHS_AWAY[match[1]]))


def days_before(match: re.Match[str], today: date, towards: Towards) -> Found:
    """前两天, 前三天: some day among them, asked back."""
    number = numeral(match[1])
    return which(*(today - timedelta(ago) for ago in range(int(number.value) if number else 1, 0, -1)))


def either_tomorrow(match: re.Match[str], today: date, towards: Towards) -> Found:
    """明后天: asked back."""
    return which(today + timedelta(1), today + timedelta(2))


def by_count(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """3天前, 两周后, 半个月前, 一个月后, 半年后."""
    return _away(match, -1 if match[3].endswith("前") else 1, today)


def after_count(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """过3天, 再过一周."""
    return _away(match, 1, today)


def count_alone(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """3天, 两周, without saying which way: asked back."""
    found = _away(match, -1 if towards == "past" else 1, today) if match[2] != "年" else None
    return which(found.value) if found else None


def end_of_month(match: re.Match[str], today: date, towards: Towards) -> Found:
    """月底, 上月底, 下个月底; 月底 alone looks the way of the question."""
    shift = _LAST_DAY[match[1]]
    last = [_last_day(add_months(today.replace(day=1), shift + more)) for more in (-1, 0)]
    return nearest(last, today, towards, within=15) if not match[1] else guessed(last[1])


def end_of_named_month(match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """9月底, 九月末: of the year that the question looks to."""
    month = integer(match[1]) or 0
    if not 1 <= month <= 12:
        return None
    ends = [_last_day(date(year, month, 1)) for year in (today.year - 1, today.year, today.year + 1)]
    near = (ends[1] <= today) == (towards == "past")
    return nearest(ends, today, towards, within=183, near=near)


def start_of_month(match: re.Match[str], today: date, towards: Towards) -> Found:
    """月初, 上月初: its first day is offered, since it may be any of the first days."""
    return which(add_months(today.replace(day=1), _LAST_DAY[match[1]]))


def end_of_said_year(match: re.Match[str], today: date, towards: Towards) -> Found:
    """去年底, 今年年底."""
    return guessed(date(today.year + _YEARS_AWAY[match[1]], 12, 31))


def end_of_year(match: re.Match[str], today: date, towards: Towards) -> Found:
    """年底: 31 December; of last year or this one when it is asked for something past."""
    return nearest([date(today.year - 1, 12, 31), date(today.year, 12, 31)], today, towards, within=15)


def add_months(day: date, months: int) -> date:
    """The same day some months away, or that month's last day; raises ValueError out of the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _last_day(first).day))


def _last_day(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _away(match: re.Match[str], sign: int, today: date) -> Understood[date] | None:
    """A span of days, weeks, months or years from today; nothing where it is no whole number of days."""
    number, unit = numeral(match[1]), match[2].lstrip("个")
    count = Decimal("0.5") if match[1] == "半" else (number.value if number else None)
    if count is None:
        return None
    months = count * {"月": 1, "年": 12}.get(unit, 0)
    if months and months == int(months):
        return guessed(add_months(today, sign * int(months)))
    days = count * _DAYS_IN.get(unit, 7)
    return guessed(today + timedelta(sign * int(days))) if days == int(days) and unit != "年" else None


PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(f"({'|'.join(DISTANCES)})个?的?(?:{PARTS})?"), by_distance),
    (re.compile(f"([昨今明前])(?:{PARTS})"), by_part),
    (re.compile(f"(上上|下下|[上本这今下]?)(?:一个|个|一)?(?:{_WEEK})末"), weekend),
    (re.compile(f"({'|'.join(_MONTHS_AWAY)})的?今天"), same_day_then),
    (re.compile("前([两二三四五六七八九十2-9])天"), days_before),
    (re.compile("明后[两二]?天"), either_tomorrow),
    (
        re.compile(f"(上上|下下|[上本这今下])(?:一个|个|一)?(?:{_WEEK})([{''.join(_WEEKDAY)}])(?:{PARTS})?"),
        weekday_of_week,
    ),
    (re.compile(f"(?:{_WEEK})([{''.join(_WEEKDAY)}])(?:{PARTS})?"), weekday_alone),
    (re.compile(f"{_SPAN}(以?之?[前后])"), by_count),
    (re.compile(f"再?过{_SPAN}"), after_count),
    (re.compile(_SPAN.replace("天|日", "天")), count_alone),  # 3日 is a day of the month
    (re.compile("([上本这下]?)个?月[底末]"), end_of_month),
    (re.compile("([上本这下]?)个?月初"), start_of_month),
    (re.compile("([0-9]{1,2}|[一二三四五六七八九十]{1,2})月[底末]"), end_of_named_month),
    (re.compile("年[底末]"), end_of_year),
    (re.compile(f"({'|'.join(_YEARS_AWAY)})年?[底末]"), end_of_said_year),
)

"""Dates as people type them, against a given today: 昨天, 上周三, 3天前, 11月3号, 20261103, 正月初五."""

from __future__ import annotations

import re
from datetime import date

from handlers.understand import Unclear, Understood, days, lunar, months
from handlers.understand.clock import matched
from handlers.understand.saying import PLEASE, WHICH_DAY, Found, Towards, guessed, which
from handlers.understand.text import spoken, squeeze

LONGEST_DATE = 30
_PATTERNS = (*days.PATTERNS, *lunar.PATTERNS, *months.PATTERNS)
_FILLER = re.compile("^(?:我|是|在|就是|就)+|(?:的|了|啊|呀|哦|呢|去的|来的)+$")
_HEDGE = re.compile("好像|应该|可能|大概|大约|估计|也许|左右|前后|差不多|吧|吗")
_OR = re.compile("或者|或是|还是|[或和跟与及到至~、,]|(?<=[日号天])-|-(?=.+[日号天])")
_DENIED = re.compile("不|没|未|别|忘")
_WEEKDAY = re.compile(r"\(?(?:周|星期|礼拜)([一二三四五六日天])\)?")
_NAMED = re.compile("|".join(days.DISTANCES))
_CLOCK = re.compile("[点时:m]")
_DAY_ENDS = re.compile("[天日号儿]")
LONGEST_TWICE = 14
_SIGNS = "一二三四五六日"


def read_date(text: str, today: date, *, towards: Towards = "past") -> Found:
    """One day; what was not said outright (all but 昨天 and full dates) carries an echo.

    `towards` is where the question looks: 周五 is the last one for a record and the next one for a
    plan. Days that do not exist are refused with the reason; two likely days are asked back.
    """
    typed = squeeze(spoken(text))
    if not 0 < len(typed) <= LONGEST_DATE:
        return Unclear(PLEASE)
    for read in (_bare, _with_hour, _with_weekday, _said_twice, _hedged, _several, _among_words):
        found = read(typed, today, towards)
        if found is not None:
            return found
    return Unclear(PLEASE)


def _bare(typed: str, today: date, towards: Towards) -> Found | None:
    return _read(typed, today, towards) or _read(_FILLER.sub("", typed), today, towards)


def _with_hour(typed: str, today: date, towards: Towards) -> Found | None:
    """昨天下午三点: the day of it, said back."""
    for at in range(1, len(typed) - 1 if _CLOCK.search(typed) else 0):
        if matched(typed[at:]):
            day = f"{typed[:at]}天" if typed[:at] in ("昨", "今", "明", "前") else typed[:at].strip(" 的,")
            found = _bare(day, today, towards)
            return guessed(found.value) if isinstance(found, Understood) else found
    return None


def _with_weekday(typed: str, today: date, towards: Towards) -> Found | None:
    """11月3日星期二, 周二11月3日: said back if it is that weekday, else asked back."""
    match = _WEEKDAY.match(typed) or next(
        (m for m in _WEEKDAY.finditer(typed) if m.end() == len(typed)), None
    )
    rest = typed.replace(match[0], "", 1).strip(" ,()") if match else ""
    found = _bare(rest, today, towards) if rest and not _WEEKDAY.search(rest) else None
    if match is None or not isinstance(found, Understood) or typed[match.start() - 1 :][:1] in ("上", "下"):
        return found if isinstance(found, Unclear) and found.maybe else None
    agree = found.value.weekday() == _SIGNS.index(match[1].replace("天", "日"))
    return guessed(found.value) if agree else which(found.value)


def _said_twice(typed: str, today: date, towards: Towards) -> Found | None:
    """昨天(20号), 昨天20号: said back if both are one day, else asked back."""
    for at in (match.end() for match in _DAY_ENDS.finditer(typed[:LONGEST_TWICE], 1)):
        ends = [_bare(part.strip(" ,()"), today, towards) for part in (typed[:at], typed[at:])]
        days = [end.value for end in ends if isinstance(end, Understood)]
        if len(days) == 2:
            return guessed(days[0]) if days[0] == days[1] else which(*days)
    return None


def _hedged(typed: str, today: date, towards: Towards) -> Found | None:
    """好像是昨天, 今天吧: asked back."""
    sure = _HEDGE.sub("", typed)
    return _asked([_bare(sure, today, towards)]) if sure != typed else None


def _several(typed: str, today: date, towards: Towards) -> Found | None:
    """昨天或者前天, 16号到18号, 3、4号: asked back with each."""
    parts = [part for part in _OR.split(typed) if part]
    sign = next((sign for sign in "号日" if parts and parts[-1].endswith(sign)), "")
    whole = [f"{part}{sign}" if part.isdigit() else part for part in parts]
    return _asked([_bare(part, today, towards) for part in whole]) if len(parts) in (2, 3) else None


def _among_words(typed: str, today: date, towards: Towards) -> Found | None:
    """前天去李家的: asked back, unless something is denied."""
    named = _NAMED.findall(typed)
    if len(named) != 1 or _DENIED.search(typed):
        return None
    return _asked([_bare(named[0], today, towards)])


def _asked(found: list[Found | None]) -> Unclear | None:
    """The days that could be meant, or nothing if a part of the text is no day."""
    seen = [
        (one.value.isoformat(),) if isinstance(one, Understood) else one.maybe if one else () for one in found
    ]
    return (
        Unclear(WHICH_DAY, tuple(dict.fromkeys(day for days in seen for day in days))) if all(seen) else None
    )


def _read(core: str, today: date, towards: Towards) -> Found | None:
    for pattern, read in _PATTERNS:
        match = pattern.fullmatch(core)
        found = _within_calendar(read, match, today, towards) if match else None
        if found is not None:
            return found
    return None


def _within_calendar(read: days.Reader, match: re.Match[str], today: date, towards: Towards) -> Found | None:
    """What a reader says, or nothing when it runs out of the years that a date can have."""
    try:
        return read(match, today, towards)
    except (ValueError, OverflowError):
        return None

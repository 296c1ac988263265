"""Dates as people type them, against a given today: 昨天, 上周三, 3天前, 11月3号, 20261103, 正月初五."""

from __future__ import annotations

import re
from datetime import date

from handlers.understand import Unclear, Understood, days, lunar, months
from handlers.understand.saying import PLEASE, Found, Towards, guessed
from handlers.understand.text import squeeze

LONGEST_DATE = 30
_PATTERNS = (*days.PATTERNS, *lunar.PATTERNS, *months.PATTERNS)
_HOUR = re.compile(
    "([0-9一二三四五六七八九十两]+点(半|钟|[0-9一二三四五六七八九十]+分?)?| ?[0-9]{1,2}:[0-9]{2})(到的?|去的|来的|了)?$"
)
_FILLER = re.compile(r"^(是|在|就是|就)|(的|了|啊|呀|哦|去的|来的)$")


def read_date(text: str, today: date, *, towards: Towards = "past") -> Found:
    """One day; what was not said outright (all but 昨天 and full dates) carries an echo.

    `towards` is where the question looks: 周五 is the last one for a record and the next one for a
    plan. Days that do not exist are refused with the reason; two likely days are asked back.
    """
    typed = squeeze(text)
    if not 0 < len(typed) <= LONGEST_DATE:
        return Unclear(PLEASE)
    found = _read(typed, today, towards) or _read(_FILLER.sub("", typed), today, towards)
    return found or _without_hour(typed, today, towards) or Unclear(PLEASE)


def _without_hour(typed: str, today: date, towards: Towards) -> Found | None:
    """昨天下午三点: the day of it, said back."""
    found = _read(_HOUR.sub("", typed), today, towards)
    return guessed(found.value) if isinstance(found, Understood) else found


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

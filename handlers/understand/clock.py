"""Times of the day: 9点半, 下午三点, 8:42, 差五分九点, 三点一刻."""

from __future__ import annotations

import re
from datetime import time

from handlers.understand import Unclear, Understood
from handlers.understand.numerals import integer
from handlers.understand.text import spoken, squeeze
from locales import words

LONGEST_TIME = 30
_PARTS = {
    "凌晨": range(6), "半夜": range(6), "清晨": range(4, 9), "早晨": range(4, 11), "早上": range(4, 12), "早": range(4, 12),
    "上午": range(6, 13), "中午": range(11, 15), "下午": range(12, 20), "傍晚": range(16, 21), "晚上": range(17, 24),
    "夜里": range(19, 24), "晚": range(17, 24), "am": range(13), "pm": range(12, 24),
}  # fmt: skip
"""A part of the day -> the hours that are said of it."""
_AFTER_MIDNIGHT = frozenset(("晚上", "夜里", "晚", "半夜"))
"""Said with 12 or a small hour, the day it belongs to is not certain: asked back (昨晚12点)."""
_BY_DAY = range(6, 12)
"""Hours that said alone are those of the morning; 3点 is rather in the afternoon, and asked back."""

_N = "(?:[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})"
_CLOCK = re.compile(
    f"(?P<part>{'|'.join(_PARTS)})?的?(?:差(?P<before>{_N})分钟?)?(?P<hour>{_N})"
    f"(?:(?P<colon>:)(?P<digits>[0-9]{{2}})(?::[0-9]{{2}})?|[点時时](?P<spoken>半|整|钟|一刻|三刻|过?零?{_N}分?|差{_N}分)?)"
    "(?P<after>am|pm)?"
)
_ENGLISH = re.compile("(?P<hour>[0-9]{1,2})(?P<after>am|pm)")
_NAMED: dict[str | None, time] = {"正午": time(12), "零点": time(0), "午夜": time(0)}
_ALONE = re.compile("(?P<hour>正午|零点|午夜)")
_AT_END = re.compile("(了|的|到的?|去的|来的|左右|吧|多)$")
_VAGUE = re.compile("左右|大概|大约|多$|吧$|几|前后|好像|可能")
Read = Understood[time] | Unclear

_PLEASE = words("Please send a time, such as 8:42 or 3 in the afternoon.")
_NO_SUCH_TIME = words("There is no such time: a day has hours 0 to 23 and minutes 0 to 59.")
_WHICH = words("Which time do you mean?")


def read_time(text: str) -> Read:
    """A time of the day; 13:05 and 下午三点 are said outright, 9点半 is said back, 3点 is asked back.

    Times that no day has (25:00, 8:60) are refused with the reason.
    """
    typed = squeeze(spoken(text))
    match = matched(typed) if 0 < len(typed) <= LONGEST_TIME else None
    found = _clock(match.groupdict()) if match else Unclear(_PLEASE)
    if isinstance(found, Understood) and _VAGUE.search(typed):
        return which_time(found.value)
    return found


def matched(typed: str) -> re.Match[str] | None:
    """The parts of a time of the day, if that is all the text is."""
    bare = _AT_END.sub("", _VAGUE.sub("", typed))
    return _ALONE.fullmatch(bare) or _CLOCK.fullmatch(bare) or _ENGLISH.fullmatch(bare)


def _clock(seen: dict[str, str | None]) -> Read:
    if seen["hour"] in _NAMED:
        return _said(_NAMED[seen["hour"]], certain=True)
    hour, minute = integer(seen["hour"] or ""), _minute(seen)
    if hour is None or minute is None or not -60 < minute < 60 or hour > 24:
        return Unclear(_NO_SUCH_TIME, impossible=True)
    part = seen.get("part") or seen.get("after")
    if hour == 24:
        return which_time(_time(0, minute))
    return _of_part(hour, minute, part) if part else _alone(hour, minute, _in_digits(seen))


def _minute(seen: dict[str, str | None]) -> int | None:
    """The minutes of a match: negative for 差五分; None where they are no number."""
    if seen.get("before"):
        return -(integer(seen["before"] or "") or 99)
    said = seen.get("digits") or (seen.get("spoken") or "").rstrip("分钟")
    fixed = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}.get(said)
    if fixed is not None:
        return fixed
    sign, said = (-1, said[1:]) if said.startswith("差") else (1, said.removeprefix("过"))
    value = int(said) if said.isascii() and said.isdigit() else integer(re.sub("^零(?=.)", "", said))
    return None if value is None else sign * value


def _in_digits(seen: dict[str, str | None]) -> bool:
    """Whether it was written as on a clock of 24 hours: 08:42, 13:05, but not 3:30."""
    hour = seen["hour"] or ""
    return bool(seen.get("colon")) and (len(hour) == 2 or hour == "0")


def _of_part(hour: int, minute: int, part: str) -> Read:
    """下午三点 is 15:00; 夜里2点 and 晚上12点 are asked back, and so is what cannot be (上午15点)."""
    if part in _AFTER_MIDNIGHT and (hour == 12 or hour < 5):
        return which_time(_time(hour % 12, minute))
    fits = [h for h in (hour, hour + 12) if h in _PARTS[part]]
    return _said(_time(fits[0], minute), certain=True) if len(fits) == 1 else _either(hour, minute)


def _alone(hour: int, minute: int, in_digits: bool) -> Read:
    certain = in_digits or hour > 12 or hour == 0
    if certain or hour in _BY_DAY:
        return _said(_time(hour, minute), certain=certain)
    return _either(hour, minute)


def _time(hour: int, minute: int) -> time:
    hours, minutes = divmod(hour * 60 + minute, 60)
    return time(hours % 24, minutes)


def _either(hour: int, minute: int) -> Unclear:
    """The likelier first: 3点 in the afternoon, 12点 at noon."""
    noon_first = (12, 0) if hour % 12 == 0 else (hour % 12 + 12, hour % 12)
    return which_time(*(_time(h, minute) for h in noon_first))


def which_time(*times: time) -> Unclear:
    return Unclear(_WHICH, tuple(f"{one:%H:%M}" for one in times))


def _said(value: time, *, certain: bool) -> Understood[time]:
    return Understood(value, None if certain else words("Read as {read}.", read=f"{value:%H:%M}"))

"""Moments: a day and a time of it, or how long ago: 昨晚8点, 11月3日 8:42, 3小时前."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from handlers.understand import Unclear, Understood
from handlers.understand.clock import matched, read_time
from handlers.understand.dates import read_date
from handlers.understand.saying import Towards
from handlers.understand.text import spoken, squeeze
from handlers.understand.units import quantity
from locales import words

LONGEST_MOMENT = 30
_NOW = ("现在", "此刻", "now")
_JUST_NOW = ("刚才", "刚刚", "刚", "just now")
_AGO = re.compile("(?P<count>.+?)个?(?P<unit>小时|钟头|分钟)(?:以|之)?(?P<way>前|后)")
_NIGHT = re.compile("晚|夜")
"""With an hour after midnight, it may be the day after the one named: both are offered."""
_SHORT_DAY = re.compile("[今昨明前后]")
_ISO = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?")

Read = Understood[datetime] | Unclear

_WHICH = words("Which time do you mean?")
_AND_WHEN = words("At what time? Please send day and time, such as yesterday 8:42.")


def read_moment(text: str, now: datetime, *, towards: Towards = "past") -> Read:
    """A day and a time of it, in the time zone of `now`; always said back unless written out in full.

    A time alone is of today where that looks the way of the question; else it is asked back with both days.
    """
    typed = squeeze(spoken(text))
    if typed in (*_NOW, *_JUST_NOW):
        return Understood(now) if typed in _NOW else _moment(now)
    if not 0 < len(typed) <= LONGEST_MOMENT:
        return Unclear(_AND_WHEN)
    return _iso(typed, now) or _away(typed, now) or _day_and_time(typed, now, towards)


def _iso(typed: str, now: datetime) -> Understood[datetime] | None:
    match = _ISO.fullmatch(typed)
    try:
        written = datetime.fromisoformat(f"{match[1]}T{match[2]}") if match else None
    except ValueError:
        return None
    return Understood(written.replace(tzinfo=now.tzinfo)) if written else None


def _away(typed: str, now: datetime) -> Understood[datetime] | None:
    """3小时前, 半小时前, 20分钟前."""
    match = _AGO.fullmatch(typed)
    count = quantity(match["count"]) if match else None
    if match is None or count is None or count.value > 1000:
        return None
    way = -1 if match["way"] == "前" else 1
    minutes = int(count.value * (1 if match["unit"] == "分钟" else 60))
    return _moment(now.replace(second=0, microsecond=0) + timedelta(minutes=way * minutes))


def _day_and_time(typed: str, now: datetime, towards: Towards) -> Read:
    day, clock = _parted(typed)
    when = read_time(clock) if clock else None
    if when is None or (isinstance(when, Unclear) and not when.maybe):
        return when or Unclear(_AND_WHEN)
    days = read_date(day, now.date(), towards=towards) if day else _day_of(when, now, towards)
    if isinstance(days, Unclear) and not days.maybe:
        return days
    nights = 2 if _NIGHT.search(clock) and any(t.hour < 5 for t in _times(when)) else 1
    found = [
        datetime.combine(d + timedelta(night), t, now.tzinfo)
        for d in _values(days)
        for t in _times(when)
        for night in range(nights)
    ]
    return _moment(found[0]) if len(found) == 1 else _which_moment(found)


def _parted(typed: str) -> tuple[str, str]:
    """The day and the time in a text: 昨晚8点 is 昨天 and 晚8点; no time if there is none."""
    for at in range(len(typed)):
        if matched(typed[at:]):
            day = typed[:at].strip(" ,的")
            return (f"{day}天" if _SHORT_DAY.fullmatch(day) else day), typed[at:]
    return typed, ""


def _day_of(when: Understood[time] | Unclear, now: datetime, towards: Towards) -> Understood[date] | Unclear:
    """The day of a time said alone: today, if that is where the question looks."""
    today = now.date()
    fits = all((t <= now.time()) == (towards == "past") for t in _times(when))
    other = today + timedelta(-1 if towards == "past" else 1)
    return Understood(today) if fits else Unclear(_WHICH, (other.isoformat(), today.isoformat()))


def _values(found: Understood[date] | Unclear) -> list[date]:
    return (
        [found.value] if isinstance(found, Understood) else [date.fromisoformat(day) for day in found.maybe]
    )


def _times(found: Understood[time] | Unclear) -> list[time]:
    return (
        [found.value] if isinstance(found, Understood) else [time.fromisoformat(one) for one in found.maybe]
    )


def _moment(value: datetime) -> Understood[datetime]:
    return Understood(value, words("Read as {read}.", read=f"{value:%Y-%m-%d %H:%M}"))


def _which_moment(found: list[datetime]) -> Unclear:
    return Unclear(_WHICH, tuple(dict.fromkeys(f"{one:%Y-%m-%d %H:%M}" for one in found)))

"""From a day to a day, in one piece: 明天到后天, 11月19日至20日, 周四周五, 明后两天, 明天起3天, 下周.

A form asks for the first and the last day one by one; whoever says both at once is not to be asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from handlers.understand import Understood
from handlers.understand.dates import read_date
from handlers.understand.numerals import integer
from handlers.understand.saying import Found
from handlers.understand.text import clean

LONGEST_STRETCH = 26
"""Characters that a stretch may have: 2026年12月28日到2027年1月3日 has 23."""
BACK, AHEAD = timedelta(-7), timedelta(60)
"""How far from today a day may be that was said without its year (the longest that the form of a leave allows)."""

_JOINT = re.compile(" *(?:到|至|~|—+|–|-) *")
_JOINTS = (re.compile("到|至|~|—+|–"), re.compile("-"))
_OF_A_DATE = re.compile("[0-9一二三四五六七八九十廿年月日号天周]|星期|礼拜")
_COUNTED = re.compile("(.+?)(?:起|开始|请|休|,)*([0-9一二两三四五六七八九十]{1,3})天(?:假)?")
_PAIRED = re.compile("(今|明)(明|后)(?:两|2|二)?天")
_WEEKDAYS = re.compile(
    "((?:本|这|下)?(?:周|星期|礼拜))([一二三四五六日天])[、,和]?(?:周|星期|礼拜)?([一二三四五六日天])"
)
_WEEK = re.compile("(本|这|下)?个?(?:周|星期|礼拜)(?:整周|全周)?")
_MONTH = re.compile("(?:[0-9]{4}年)?[0-9一二三四五六七八九十]{1,3}月")
_DAY_ALONE = re.compile("[0-9一二三四五六七八九十廿]{1,3}[日号]?")
_ABOUT_TODAY = re.compile("大?[昨前今明后][天日]?.{0,2}")
_SAID = re.compile(
    "[0-9一二两三四五六七八九十廿年月日号天周星期礼拜今明昨前后大上下本这个早晚午中从自起开始请休到至~—–.,、/()和-]+"
)
_AWAY = {"今": 0, "明": 1, "后": 2}


def apart(text: str, today: date) -> str:
    """The line with a stretch in it written as its first and its last day; a line without one as it is.

    >>> apart("明天到后天 病假", date(2026, 11, 18))
    '2026-11-19 2026-11-20 病假'
    """
    pieces = _JOINT.sub(lambda joint: joint[0].strip(), clean(text)).split()
    for at, piece in enumerate(pieces):
        for part, rest in _ends_of(piece):
            days = stretch(part, today)
            if days is not None:
                pieces[at : at + 1] = [*(day.isoformat() for day in days), *filter(None, (rest,))]
                return " ".join(pieces)
    return text


def _ends_of(piece: str) -> Iterator[tuple[str, str]]:
    """What a piece begins or ends with and the rest, the longest first: 明天到后天病假 holds 明天到后天.

    The rest holds nothing of a date: of 11月16日至19日 nothing may be cut off.
    """
    for size in range(min(len(piece), LONGEST_STRETCH), 1, -1):
        for part, rest in dict.fromkeys(((piece[:size], piece[size:]), (piece[-size:], piece[:-size]))):
            if not _OF_A_DATE.search(rest):
                yield part, rest


def stretch(said: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a stretch that lies ahead or began lately, or None if it is none for certain."""
    if not _SAID.fullmatch(said):
        return None
    said = said.removeprefix("从").removeprefix("自")
    for read in (_paired, _weekdays, _week, _joined, _counted):
        days = read(said, today)
        if days is not None and days[0] <= days[1]:
            return days
    return None


def _paired(said: str, today: date) -> tuple[date, date] | None:
    """明后天, 今明两天."""
    match = _PAIRED.fullmatch(said)
    return (today + timedelta(_AWAY[match[1]]), today + timedelta(_AWAY[match[2]])) if match else None


def _weekdays(said: str, today: date) -> tuple[date, date] | None:
    """周四周五, 周四五, 下周一、周二: only days that follow one another are a stretch."""
    match = _WEEKDAYS.fullmatch(said)
    if match is None:
        return None
    first, last = (_ahead(f"{match[1]}{day}", today) for day in (match[2], match[3]))
    return (first, last) if first and last and last - first == timedelta(1) else None


def _week(said: str, today: date) -> tuple[date, date] | None:
    """下周: its Monday to its Friday; 本周 from today on."""
    match = _WEEK.fullmatch(said)
    if match is None or not match[1]:
        return None
    monday = today - timedelta(today.weekday()) + timedelta(7 if match[1] == "下" else 0)
    return max(monday, today), monday + timedelta(4)


def _joined(said: str, today: date) -> tuple[date, date] | None:
    """明天到后天, 11月19日到20日, 周四到周五, 19号-20号."""
    ends = next((found for joint in _JOINTS if len(found := joint.split(said)) == 2), ["", ""])
    if not all(ends) or said.replace("-", "").isdigit():
        return None  # 3-5 may be a day of March, or three to five of anything
    begin = f"{ends[0]}{ends[1][-1]}" if ends[0].isdigit() and ends[1][-1] in "日号" else ends[0]
    first = _ahead(begin, today)
    month = _MONTH.match(begin)
    if first is None:
        return None
    same = _until(f"{month[0]}{ends[1]}", first, today) if month and _DAY_ALONE.fullmatch(ends[1]) else None
    end = same if same and same >= first else _until(ends[1], first, today)
    return (first, end) if end else None


def _until(said: str, first: date, today: date) -> date | None:
    """The last day, reckoned from today; where that lies before the first day, the next one from there on."""
    near = _ahead(said, today)
    if _ABOUT_TODAY.fullmatch(said) or (near and near >= first):
        return near
    return _ahead(said, first)


def _counted(said: str, today: date) -> tuple[date, date] | None:
    """明天起3天, 11月19日请两天: so many days of the calendar."""
    match = _COUNTED.fullmatch(said)
    first = _ahead(match[1], today) if match else None
    count = integer(match[2]) if match else None
    return (first, first + timedelta(count - 1)) if first and count else None


def _ahead(said: str, today: date) -> date | None:
    """The day meant, where there is no doubt; of several only one may be near enough for a leave."""
    found: Found = read_date(said, today, towards="future")
    if isinstance(found, Understood):
        return found.value
    near = [day for day in map(date.fromisoformat, found.maybe) if BACK <= day - today <= AHEAD]
    return near[0] if near and (len(near) == 1 or near[0] == today) else None

"""What a request for a digest asks for: 日报, 日报 11月18日, 日报 走访 石关村, 周报 第46周, 月报 10月, 日报 全部."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.digests.sections import PAGES, SECTIONS
from handlers.understand import Understood
from handlers.understand.dates import read_date
from locales import Words, words
from storage.values.digest import DAY, DEPARTMENT, MONTH, UNIT, WEEK, Stretch

KEPT_DAYS = 90
"""How far back a digest can be fetched (D51)."""
"""The word of a section in a command -> its number, fixed for life."""
WHOLE = ("全部", "all", "全文")
SHORT = ("简", "短信", "short")
_WEEK = re.compile(r"(?:20[0-9]{2}-?)?(?:第|[Ww])([0-9]{1,2})周?")
_MONTH = re.compile(r"(?:(20[0-9]{2})[年-])?([0-9]{1,2})月?份?")
_LAST = ("上周", "上星期", "上个星期", "上月", "上个月", "last")
_THIS = ("本周", "这周", "这星期", "本月", "这个月", "this")
_DATE = re.compile(r"[0-9]|[今昨前]天|[月日号]|周|星期|yesterday|today")
_CODE = re.compile(r"[0-9]{6,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The day (of a week or month the last), the number of the section whose details are wanted, the name or
    code of a place or unit, whether no line may be left out, whether it is wanted as a page; the span, and
    whether in short."""

    day: date
    section: str | None = None
    place: str | None = None
    whole: bool = False
    page: bool = False
    span: str = DAY
    short: bool = False

    @property
    def stretch(self) -> Stretch:
        """The day, week or month that is asked for."""
        return Stretch.of(self.span, self.day)


def read(rest: str, today: date, span: str = DAY) -> Asked | Words:
    """A request from what followed the command word; Words say what was wrong with its date.

    Without a date it is today's, or the last week's or month's that is over.
    """
    section, place, whole, page, short = None, [], False, False, False
    day = today if span == DAY else Stretch.of(span, today).previous.last
    for word in rest.split():
        if word in SECTIONS:
            section = SECTIONS[word]
        elif word in WHOLE:
            whole = True
        elif word in PAGES:
            page = True
        elif word in SHORT:
            short = True
        elif span != DAY and (stretch := _stretch(word, today, span)):
            if stretch.first > today:
                return words("That day has not come yet.")
            if (today - stretch.last).days > KEPT_DAYS:
                return words("Digests can be fetched for {days} days.", days=KEPT_DAYS)
            day = stretch.last
        elif _DATE.search(word) and not _CODE.fullmatch(word) and not _is_name(word):
            found = _day(word, today)
            if isinstance(found, Words):
                return found
            day = found
        else:
            place.append(word)
    return Asked(day, section, " ".join(place) or None, whole, page, span, short)


def _stretch(word: str, today: date, span: str) -> Stretch | None:
    """A week or month as it is named: 上周, 第46周, 2026-W46; 本月, 10月, 2026-10.

    Of a number still to come that of last year is meant, if it can be had.
    """
    this = Stretch.of(span, today)
    if word in _LAST:
        return this.previous
    if word in _THIS:
        return this
    return _week(word, today) if span == WEEK else _month(word, today)


def _week(word: str, today: date) -> Stretch | None:
    try:
        return Stretch.parse(word) if "-" in word and "W" in word.upper() else _week_of(word, today)
    except ValueError:
        return None


def _week_of(word: str, today: date) -> Stretch | None:
    match = _WEEK.fullmatch(word)
    if match is None:
        return None
    year = today.isocalendar().year
    found = Stretch(WEEK, date.fromisocalendar(year, int(match[1]), 1))
    if found.first <= today:
        return found
    before = Stretch(WEEK, date.fromisocalendar(year - 1, int(match[1]), 1))
    return before if (today - before.last).days <= KEPT_DAYS else found


def _month(word: str, today: date) -> Stretch | None:
    match = _MONTH.fullmatch(word)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    found = Stretch(MONTH, date(int(match[1] or today.year), int(match[2]), 1))
    before = Stretch(MONTH, found.first.replace(year=found.first.year - 1))
    late = found.first > today and not match[1] and (today - before.last).days <= KEPT_DAYS
    return before if late else found


def _is_name(word: str) -> bool:
    """A place by how it ends, a unit or department by how it begins: 石关村, unit:U05."""
    return word.startswith((f"{UNIT}:", f"{DEPARTMENT}:")) or word.endswith(
        ("村", "乡", "镇", "县", "区", "办事处", "街道")
    )


def _day(word: str, today: date) -> date | Words:
    found = read_date(word, today)
    if not isinstance(found, Understood):
        return found.reason
    if found.value > today:
        return words("That day has not come yet.")
    if (today - found.value).days > KEPT_DAYS:
        return words("Digests can be fetched for {days} days.", days=KEPT_DAYS)
    return found.value

"""What a request for a digest asks for: 日报, 日报 11月18日, 日报 走访 石关村, 日报 全部."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.digests.sections import PAGES, SECTIONS
from handlers.understand import Understood
from handlers.understand.dates import read_date
from locales import Words, words

KEPT_DAYS = 90
"""How far back a digest can be fetched (D51)."""
"""The word of a section in a command -> its number, fixed for life."""
WHOLE = ("全部", "all", "全文")
_DATE = re.compile(r"[0-9]|[今昨前]天|[月日号]|周|星期|yesterday|today")
_CODE = re.compile(r"[0-9]{6,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The day, the number of the section whose details are wanted, the name or code of a place,
    whether no line may be left out, whether it is wanted as a page."""

    day: date
    section: str | None = None
    place: str | None = None
    whole: bool = False
    page: bool = False


def read(rest: str, today: date) -> Asked | Words:
    """A request from what followed the command word; Words say what was wrong with its date."""
    day, section, place, whole, page = today, None, [], False, False
    for word in rest.split():
        if word in SECTIONS:
            section = SECTIONS[word]
        elif word in WHOLE:
            whole = True
        elif word in PAGES:
            page = True
        elif _DATE.search(word) and not _CODE.fullmatch(word) and not _is_name(word):
            found = _day(word, today)
            if isinstance(found, Words):
                return found
            day = found
        else:
            place.append(word)
    return Asked(day, section, " ".join(place) or None, whole, page)


def _is_name(word: str) -> bool:
    return word.endswith(("村", "乡", "镇", "县", "区", "办事处", "街道"))


def _day(word: str, today: date) -> date | Words:
    found = read_date(word, today)
    if not isinstance(found, Understood):
        return found.reason
    if found.value > today:
        return words("That day has not come yet.")
    if (today - found.value).days > KEPT_DAYS:
        return words("Digests can be fetched for {days} days.", days=KEPT_DAYS)
    return found.value

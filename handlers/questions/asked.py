"""What a question asks for: 驻村 城管局, 问题 逾期, 走访 石关村 昨天, 对比 上月 石关村, 驻村 999901011 明细 第2页."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.understand import Understood
from handlers.understand.dates import read_date
from locales import Words, words
from storage.values.week import Week

KEPT_DAYS = 90
"""How far back figures can be asked for, as digests (D51)."""
MOST_NAMES = 2
"""A place and a unit."""
LATE, LISTED = "逾期", "明细"
WEEK, MONTH = "上周", "上月"
_SAME = {
    **dict.fromkeys((LATE, "超期", "过期", "overdue"), LATE),
    **dict.fromkeys((LISTED, "名单", "names"), LISTED),
    **dict.fromkeys((WEEK, "上个周", "last-week"), WEEK),
    **dict.fromkeys((MONTH, "上个月", "last-month"), MONTH),
    **dict.fromkeys(("本周", "这周", "本月", "这个月", "今天", "情况", "进度", "督办", "的"), ""),
}
"""Words that are no names -> what they ask for; "" is what is asked for anyway."""
_PAGE = re.compile("第([1-9][0-9]?)页")
_DATE = re.compile(r"[0-9]+[-./月][0-9]|[昨前]天|周[一二三四五六日天]|星期|yesterday")
_BETWEEN = re.compile("[,、;]")
_NAME = re.compile(r"[\w·-]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The day; names or codes of places, units or people; `late` ones only, `listed` one by one; against
    which `span` (a week unless a month is named); the page of a list, from 1."""

    day: date
    names: tuple[str, ...] = ()
    late: bool = False
    listed: bool = False
    span: str = ""
    page: int = 1


def read(rest: str, today: date) -> Asked | Words:
    """A question from what followed its word; Words say what was wrong with its date.

    Raises:
        ValueError: it is no question at all: more names than one can ask about, or signs that are none.
    """
    found = Asked(today)
    for word in _BETWEEN.sub(" ", rest).split():
        said = _SAME.get(word.lower())
        if said is not None:
            found = _with(found, said)
        elif page := _PAGE.fullmatch(word):
            found = replace(found, page=int(page[1]))
        elif _DATE.match(word) and not word.endswith(("村", "乡", "镇", "局")):
            day = _day(word, today)
            if isinstance(day, Words):
                return day
            found = replace(found, day=day)
        else:
            found = replace(found, names=(*found.names, word))
    if len(found.names) > MOST_NAMES or not all(map(_NAME.fullmatch, found.names)):
        raise ValueError(rest)
    return found


def _with(found: Asked, said: str) -> Asked:
    if said in (WEEK, MONTH):
        return replace(found, span=said)
    return replace(found, late=found.late or said == LATE, listed=found.listed or said == LISTED)


def _day(word: str, today: date) -> date | Words:
    found = read_date(word, today)
    if not isinstance(found, Understood):
        return found.reason
    if found.value > today:
        return words("That day has not come yet.")
    if (today - found.value).days > KEPT_DAYS:
        return words("Figures can be asked for of the last {days} days.", days=KEPT_DAYS)
    return found.value


def last_of(span: str, day: date) -> date:
    """The last day of the week or month before the one of a day; the day itself without a span."""
    if span == MONTH:
        return day.replace(day=1) - timedelta(days=1)
    return Week.of(day).previous.sunday if span == WEEK else day

"""The State Council's notice of a year's holidays, read from its own text; and the same as a list. Pure.

    国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。

Nothing is guessed: a date without a year, a weekday in brackets that is not that day's, a count of days
that does not agree and a moved workday that is one already are said, and then nothing is taken over.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

OFF, WORK = "off", "work"
WEEKDAYS = "一二三四五六日"
LONGEST_HOLIDAY = 31

_TITLE_YEAR = re.compile(r"(20\d\d)年(?:部分)?节假日")
_HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]+[、.,])?\s*([^\d:。;]{2,12}?)\s*:")
_TOKEN = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\s*\((?P<note>[^()]*)\))?"
    r"|(?P<until>至|到|[-~—–])|(?P<off>放假)|(?P<work>上班)|共?(?P<count>\d{1,2})天"
)
_WEEKDAY = re.compile(f"(?:周|星期|礼拜)([{WEEKDAYS}天])")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A day of a notice: whether it is worked, and of which holiday."""

    day: date
    works: bool
    name: str


@dataclass(slots=True)
class Notice:
    """What a notice says, in the order of its days; `problems` are lines for an operator, none where all agrees."""

    days: list[NoticeDay] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """The years it has days of."""
        return sorted({each.day.year for each in self.days})


def read_notice(text: str, year: int | None = None) -> Notice:
    """The days of a notice.

    Args:
        text: as published, in any width.
        year: of dates that name none; else the one of its title.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    titled = _TITLE_YEAR.search(plain)
    reading = _Reading(year or (int(titled[1]) if titled else None))
    for line in plain.splitlines():
        reading.heading(line)
        for sentence in re.split("[。;]", line):
            reading.sentence(sentence)
    return checked(reading.days, reading.problems)


def checked(days: Iterable[NoticeDay], problems: Iterable[str] = ()) -> Notice:
    """The days in order with everything that is wrong with them."""
    found = Notice(sorted(days, key=lambda each: each.day), list(problems))
    twice = Counter(each.day for each in found.days)
    found.problems += [f"{day} is there twice" for day, times in twice.items() if times > 1]
    found.problems += [
        f"{each.day} ({weekday_of(each.day)}) is a workday anyway: not a moved one"
        for each in found.days
        if each.works and each.day.weekday() < 5
    ]
    if not found.days and not found.problems:
        found.problems.append("no days were found: give the notice's own text, or a file with date and kind")
    return found


def weekday_of(day: date) -> str:
    """周四."""
    return f"周{WEEKDAYS[day.weekday()]}"


class _Reading:
    """Goes through a notice from left to right: dates wait until 放假 or 上班 says what they are."""

    def __init__(self, year: int | None) -> None:
        self.days: list[NoticeDay] = []
        self.problems: list[str] = []
        self._given, self._name = year, ""
        self._year, self._month = year, 0
        self._waiting: list[date] = []
        self._off = 0

    def heading(self, line: str) -> None:
        """一、元旦: the name of the days that follow, and no month yet."""
        match = _HEADING.match(line)
        if match:
            self._name, self._year, self._month = match[1], self._given, 0

    def sentence(self, text: str) -> None:
        """One sentence; what stays without 放假 or 上班 was only told."""
        self._waiting, self._off, reach = [], 0, False
        for token in _TOKEN.finditer(text):
            if token["day"]:
                self._date(token, reach)
            elif token["off"] or token["work"]:
                self._settle(works=bool(token["work"]))
            elif token["count"]:
                self._count(int(token["count"]))
            reach = bool(token["until"])

    def _date(self, token: re.Match[str], reach: bool) -> None:
        day = self._day(token)
        if day is None:
            return
        noted = _WEEKDAY.search(token["note"] or "")
        if noted and noted[1].replace("天", "日") != WEEKDAYS[day.weekday()]:
            self.problems.append(f"{day} is a {weekday_of(day)}, and the notice says 周{noted[1]}")
        self._waiting += _between(self._waiting[-1], day) if reach and self._waiting else [day]

    def _day(self, token: re.Match[str]) -> date | None:
        self._year = int(token["year"]) if token["year"] else self._year
        self._month = int(token["month"]) if token["month"] else self._month
        if self._year is None:
            self._complain("the year is not known: give it with --year")
            return None
        try:
            return date(self._year, self._month, int(token["day"]))
        except ValueError:
            self._complain(f"{token[0]}: there is no such day")
            return None

    def _settle(self, *, works: bool) -> None:
        self.days += [NoticeDay(day, works, self._name) for day in self._waiting]
        self._off = 0 if works else len(self._waiting)
        self._waiting = []

    def _count(self, said: int) -> None:
        if self._off and said != self._off:
            self.problems.append(f"{self._name}: the notice says {said} days, its dates are {self._off}")
        self._off = 0

    def _complain(self, line: str) -> None:
        if line not in self.problems:
            self.problems.append(line)


def _between(first: date, last: date) -> Sequence[date]:
    """The days after `first` up to `last`; of a span that runs backwards only its end, which the count betrays."""
    length = (last - first).days
    return [first + timedelta(n) for n in range(1, length + 1)] if 0 <= length < LONGEST_HOLIDAY else [last]


OFF_WORDS = frozenset({"off", "holiday", "放假", "休", "休息", "假", "节假日"})
WORK_WORDS = frozenset({"work", "workday", "上班", "班", "补班", "调休上班", "工作日"})
HEADS = {
    "date": "date",
    "日期": "date",
    "kind": "kind",
    "类别": "kind",
    "安排": "kind",
    "name": "name",
    "名称": "name",
    "节日": "name",
}


def read_rows(rows: Sequence[Sequence[object]]) -> Notice:
    """The same from rows under the heads date (日期), kind (类别: off or work, 放假 or 上班), and name (名称) if any."""
    heads = [HEADS.get(str(cell).strip().lower(), "") for cell in rows[0]] if rows else []
    if "date" not in heads or "kind" not in heads:
        return Notice(problems=["the first row must name the columns date (日期) and kind (类别)"])
    problems: list[str] = []
    return checked(_rows(heads, rows[1:], problems), problems)


def _rows(heads: Sequence[str], rows: Sequence[Sequence[object]], problems: list[str]) -> Iterator[NoticeDay]:
    for number, row in enumerate(rows, 2):
        cells = {head: row[at] for at, head in enumerate(heads) if head and at < len(row)}
        if not any(str(cell).strip() for cell in cells.values()):
            continue
        day, kind = date_of(cells.get("date")), str(cells.get("kind", "")).strip().lower()
        if day is None or kind not in OFF_WORDS | WORK_WORDS:
            problems.append(f"row {number}: a date such as 2027-10-01 and off or work are wanted")
        else:
            yield NoticeDay(day, kind in WORK_WORDS, str(cells.get("name") or "").strip())


def date_of(cell: object) -> date | None:
    """2027-10-01, 2027/10/1, 2027年10月1日, or a date cell; None for anything else."""
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    match = re.match(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:$|[ T])", str(cell).strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None

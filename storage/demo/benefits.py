"""The grants: this year's in their parts, those of the two years before as yearly sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from storage.demo.days import on
from storage.demo.homes import BOARDER, Home, Someone
from storage.demo.places import Record
from storage.demo.standing import HOUSEHOLD

ALLOWANCE, CARE, PENSION = 320, 650, 375
"""Yuan: 低保 a month, 特困供养 a month, the basic pension a quarter."""

STUDIES = {
    "幼儿园": (2_100, "幼儿园"),
    "小学寄宿": (1_000, "小学寄宿"),
    "初中寄宿": (1_250, "初中寄宿"),
    "高中": (1_500, "高中"),
    "中职": (2_000, "中职"),
}
"""Stage -> yuan a year (domain.md Q45 to Q48); day pupils get nothing."""

SENIOR_EXTRA = 800
"""Yuan more for a pupil of a senior school from a household with 低保 (Q47)."""

INSURANCE = 380
PERSONAL = (f"{HOUSEHOLD}-2", "SG009-1")
"""Two persons whose care allowance only they see (domain.md D30)."""


class Book:
    """Numbers the grants of the county."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._number = 0
        self._tail = "1234" if home.code == HOUSEHOLD else f"{Random(home.code).randint(1000, 9999)}"  # noqa: S311

    def line(
        self, kind: str, amount: int, year: int, day: date | None, note: str = "", person: str | None = None,
        personal: bool = False,
    ) -> Record:  # fmt: skip
        """One record of the sheet 补助."""
        self._number += 1
        return {
            "code": f"B{self._home.code}-{self._number:03d}",
            "household": self._home.code,
            "person": person,
            "kind": kind,
            "year": year,
            "amount_fen": amount,
            "paid_on": day,
            "card_tail": self._tail if day else None,
            "personal": personal,
            "note": note,
        }


def grant_records(homes: Sequence[Home], today: date) -> list[Record]:
    """The records of the sheet 补助."""
    return [record for home in homes for record in _of_home(home, today)]


def _of_home(home: Home, today: date) -> Iterator[Record]:
    book = Book(home)
    for back in (2, 1):
        yield from _of_earlier_year(book, home, today.year - back)
    yield from _monthly(book, home, today)
    for someone in home.members:
        yield from _of_member(book, home, someone, today)
    if home.code == HOUSEHOLD:
        yield book.line("危房改造", 40_000, today.year, None, "公示中")
    elif Random(f"land of {home.code}").random() < 0.75:  # noqa: S311 - it must be the same each time
        yield book.line("耕地地力保护补贴", 62 * len(home.members), today.year, on(today, 5, 20))


def _of_earlier_year(book: Book, home: Home, year: int) -> Iterator[Record]:
    """The year's sum for those who had it; the standing household had 3,600 in each."""
    last = date(year, 12, 10)
    if home.category == "五保户":
        yield book.line("特困供养", 12 * 600, year, last, "全年")
    elif home.poor:
        yield book.line("低保", 12 * 300, year, last, "全年")
    yield book.line("医保资助", INSURANCE * len(home.members), year, date(year, 2, 28))


def _monthly(book: Book, home: Home, today: date) -> Iterator[Record]:
    kind, amount = ("特困供养", CARE) if home.category == "五保户" else ("低保", ALLOWANCE)
    for month in range(1, today.month + 1) if home.poor else ():
        day = date(today.year, month, 10)
        if day <= today:
            yield book.line(kind, amount, today.year, day, f"每月{amount}元")


def _of_member(book: Book, home: Home, someone: Someone, today: date) -> Iterator[Record]:
    yield from _studies(book, home, someone, today)
    if home.code != HOUSEHOLD and (home.poor or someone.health == "残疾"):
        yield book.line("医保资助", INSURANCE, today.year, on(today, 2, 28), person=someone.code)
    if someone.age >= 60:
        for month in (3, 6, 9, 12):
            day = date(today.year, month, 15)
            if day <= today:
                yield book.line("养老", PENSION, today.year, day, "每季度375元", someone.code)
    if someone.code in PERSONAL:
        yield book.line("残疾人护理补贴", 960, today.year, on(today, 6, 30), "", someone.code, True)
    if someone.relation == "户主" and home.code[-2:] in ("08", "47") and 35 <= someone.age < 66:
        yield book.line("生态护林员", 4_000, today.year, on(today, 6, 30), "上半年", someone.code)


def _studies(book: Book, home: Home, someone: Someone, today: date) -> Iterator[Record]:
    amount, stage = STUDIES.get(someone.school, (0, ""))
    if amount:
        amount += SENIOR_EXTRA * (someone.school == "高中" and home.poor)
        note = "孙子小学寄宿" if someone.code == BOARDER else stage
        yield book.line("教育补助", amount, today.year, on(today, 9, 20), note, someone.code)

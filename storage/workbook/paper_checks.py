"""What an office keeps beside the register: labels that name nobody, days in their order, places of the right level."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from storage.workbook.book import Book
from storage.workbook.model import Entry, Said, Values, words

LONGEST = 30
"""Characters of a label: more does not fit beside a date in one message."""

NUMBER = re.compile(r"\d(?:[\s-]?\d){6,}[Xx]?")
"""Seven digits or more: a phone, an ID card, a bank card."""

FULL_NAME = 3
"""From so many characters on a name is hardly an ordinary word by chance (高山 may be one)."""

LABELS = {"public_notices": ("title",), "measures": ("what",), "trainings": ("title", "place")}
LEVELS = {"public_notices": ("village", "township"), "holiday_duties": ("township",)}


def check_papers(book: Book) -> None:
    """Look through public notices, measures, training and duty lists."""
    names = _names(book) if any(sheet in book.tables for sheet in LABELS) else frozenset()
    for sheet, keys in LABELS.items():
        for entry in book[sheet]:
            for key in keys:
                _check_label(book, sheet, entry, key, names)
    for sheet in LEVELS:
        for entry in book[sheet]:
            _check_level(book, sheet, entry)
    for sheet, key, wrong in RULES:
        for entry in book[sheet]:
            if (reason := wrong(entry.values)) is not None:
                book.refuse(sheet, entry, key, reason)
    _check_measures(book)


def _names(book: Book) -> frozenset[str]:
    """The names of everybody on the sheet 家庭成员."""
    return frozenset(
        name for entry in book["members"] if (name := entry.values.get("name")) and len(name) > 1
    )


def _check_label(book: Book, sheet: str, entry: Entry, key: str, names: frozenset[str]) -> None:
    label = entry.values.get(key) or ""
    if NUMBER.search(label):
        book.refuse(sheet, entry, key, words("holds a number of somebody"), words("Leave the number out."))
    elif len(label) > LONGEST:
        book.refuse(sheet, entry, key, words("is longer than {count} characters", count=LONGEST))
    elif found := [name for name in names if name in label]:
        told = words("names somebody of a household")
        mend = words("Write it without names: it is shown to others.")
        if any(len(name) >= FULL_NAME for name in found):
            book.refuse(sheet, entry, key, told, mend)
        else:
            book.warn(sheet, entry, key, told, mend)


def _check_level(book: Book, sheet: str, entry: Entry) -> None:
    level = book.level(entry.values.get("region"))
    if level is not None and level not in LEVELS[sheet]:
        wide = len(LEVELS[sheet]) > 1
        reason = words("is no village or township") if wide else words("is no township")
        book.refuse(sheet, entry, "region", reason)


def _ends(v: Values) -> Said | None:
    both = v.get("posted") and v.get("ends")
    return words("is not after the day of posting") if both and v["ends"] <= v["posted"] else None


def _closes(v: Values) -> Said | None:
    late = v.get("closes") and v.get("day") and v["closes"] > v["day"]
    return words("is after the day of the training") if late else None


def _nought(key: str) -> Callable[[Values], Said | None]:
    return lambda v: words("is nought") if v.get(key) == 0 else None


RULES: tuple[tuple[str, str, Callable[[Values], Said | None]], ...] = (
    ("public_notices", "ends", _ends),
    ("trainings", "closes", _closes),
    ("trainings", "seats", _nought("seats")),
    ("measures", "goal", _nought("goal")),
)
"""Sheet, column, and what is wrong with it, if anything is."""


def _check_measures(book: Book) -> None:
    homes = {entry.values.get("code"): entry.values.get("village") for entry in book["households"]}
    for entry in book["measures"]:
        _check_home(book, entry, homes)
        done, day = entry.values.get("state") == "done", entry.values.get("done_on")
        if done and day is None:
            book.warn("measures", entry, "done_on", words("is empty, though the measure is done"))
        elif day and not done:
            book.refuse("measures", entry, "state", words("does not fit the day it was done beside it"))
        if day and book.today and day > book.today:
            book.refuse("measures", entry, "done_on", words("is in the future"))


def _check_home(book: Book, entry: Entry, homes: Mapping[str | None, str | None]) -> None:
    village = homes.get(entry.values.get("household")) if entry.values.get("household") else None
    if village and entry.values.get("village") and village != entry.values["village"]:
        reason = words("is not the village of the household, {village}", village=village)
        book.refuse("measures", entry, "village", reason)

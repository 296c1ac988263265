"""Counts in a village's profile that cannot all be true (domain.md D41)."""

from __future__ import annotations

from collections import Counter

from storage.workbook.book import Book
from storage.workbook.model import Entry, words
from storage.workbook.plans import BY_KEY

AT_MOST = (
    ("households", "persons"),
    ("poor_households", "households"),
    ("poor_persons", "persons"),
    ("poor_households", "poor_persons"),
    ("exited_persons", "poor_persons"),
    ("labour", "persons"),
    ("migrants", "labour"),
    ("water_persons", "persons"),
    ("water_households", "households"),
    ("phone_households", "households"),
    ("cash_mu", "sown_mu"),
    ("farm_output_fen", "output_fen"),
    ("national_villages", "marked_villages"),
    ("mountain_marked", "mountain_villages"),
)
"""(a, b): a is part of b, so it is not more."""


def check_villages(book: Book) -> None:
    """Parts are not more than the whole, areas are not nothing, the register agrees with the profile."""
    for entry in book["profiles"]:
        for part, whole in AT_MOST:
            _check_part(book, entry, part, whole)
        if entry.values.get("area_km2") == 0:
            book.warn("profiles", entry, "area_km2", words("is zero"))
    _check_register(book)


def _check_part(book: Book, entry: Entry, part: str, whole: str) -> None:
    low, high = entry.values.get(part), entry.values.get(whole)
    if low is not None and high is not None and low > high:
        header = BY_KEY["profiles"].column(whole).header
        book.warn("profiles", entry, part, words("is more than {header} beside it", header=header))


def _check_register(book: Book) -> None:
    """Poor households of the profile against those of the sheet 农户."""
    counted = Counter(
        e.values.get("village") for e in book["households"] if e.values.get("state") != "closed"
    )
    for entry in book["profiles"]:
        stated, found = entry.values.get("poor_households"), counted[entry.values.get("region")]
        if stated is not None and found and stated != found:
            reason = words("is not the number of households in the register, {found}", found=found)
            book.warn("profiles", entry, "poor_households", reason)

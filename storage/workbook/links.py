"""Codes that stand twice, and references that lead nowhere."""

from __future__ import annotations

from storage.workbook.book import Book, both, grouped, rows_of, titles
from storage.workbook.columns import Column, Plan
from storage.workbook.model import Entry, words
from storage.workbook.plans import PLANS

KEYS = {
    "profiles": ("region",),
    "roles": ("person", "kind", "region", "unit", "starts"),
    "assignments": ("person", "village", "starts"),
    "members": ("household", "code", "starts"),
    "pairings": ("household", "helper", "starts"),
    "holiday_duties": ("region", "day", "person"),
    "insurances": ("person", "year"),
}
"""What identifies a row of a sheet whose rows have no code of their own."""


def check_links(book: Book) -> None:
    """Every code is given once, every reference is answered, every spell ends after it begins."""
    for plan in PLANS:
        _check_unique(book, plan)
        _check_spells(book, plan)
        for column in plan.columns:
            if column.ref:
                _check_reference(book, plan, column)


def _check_unique(book: Book, plan: Plan) -> None:
    keys = KEYS.get(plan.key, ("code",))
    for group in grouped(book[plan.key], *keys).values():
        for entry, others in both(group) if len(group) > 1 else ():
            reason = words("is in rows {rows} as well", rows=rows_of(others))
            book.refuse(plan.key, entry, keys[0], reason, words("Keep one of the rows."))


def _check_reference(book: Book, plan: Plan, column: Column) -> None:
    there = book.codes(column.ref)
    for entry in book[plan.key]:
        code = entry.values.get(column.key)
        if code is not None and code not in there:
            reason = words("is not in the sheet {sheet}", sheet=titles(column.ref))
            book.refuse(plan.key, entry, column.key, reason, words("Correct the code, or add a row there."))


SPELLS = (
    ("starts", "ends"), ("valid_from", "valid_to"), ("published_from", "published_to"), ("opens", "closes"),
    ("opened_on", "closed_on"), ("opened_on", "matched_on"), ("since", "closed_on"),
)  # fmt: skip


def _check_spells(book: Book, plan: Plan) -> None:
    keys = {column.key for column in plan.columns}
    for entry in book[plan.key]:
        for first, last in SPELLS:
            if first in keys and last in keys:
                _check_spell(book, plan, entry, first, last)


def _check_spell(book: Book, plan: Plan, entry: Entry, first: str, last: str) -> None:
    starts, ends = entry.values.get(first), entry.values.get(last)
    if ends and starts and ends < starts:
        book.refuse(
            plan.key,
            entry,
            last,
            words("is before the beginning"),
            words("Exchange or correct the two dates."),
        )
    elif ends and not starts and first != "starts":
        book.refuse(plan.key, entry, last, words("has no beginning"), words("Fill in the first day as well."))

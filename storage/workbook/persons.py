"""People: numbers that two persons have, birthdays that differ, and who stands on both sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from storage.values.id_number import IdFault
from storage.workbook.book import Book, both, rows_of, titles
from storage.workbook.identity import card, is_temporary
from storage.workbook.model import Entry, words

SHEETS = ("people", "members")
OWN = ("name", "sex", "birth", "phone", "id_number", "unit", "rank", "language")
"""What belongs to the person and not to the membership."""


def check_persons(book: Book) -> None:
    """ID numbers are one person's (X17), cadres' phones too; birthday and sex agree with the number."""
    for sheet in SHEETS:
        for entry in book[sheet]:
            _check_number(book, sheet, entry)
            _check_birth(book, sheet, entry)
    _check_ids(book)
    _check_phones(book)
    _check_names(book)
    for entry in book["people"]:
        if not entry.values.get("phone"):
            book.warn(
                "people", entry, "phone", words("is empty: this person cannot be told apart when binding")
            )


def _check_number(book: Book, sheet: str, entry: Entry) -> None:
    number = entry.values.get("id_number")
    if not number or is_temporary(number):
        return
    found = card(number)
    if isinstance(found, IdFault):
        return
    for key, said in zip(("birth", "sex"), found, strict=True):
        if entry.values.get(key) and entry.values[key] != said:
            book.refuse(
                sheet, entry, key, words("is not what the ID number says"), words("Compare it with the card.")
            )
        elif entry.values.get(key) is None:
            entry.values[key] = said


def _check_birth(book: Book, sheet: str, entry: Entry) -> None:
    birth = entry.values.get("birth")
    if birth and book.today and birth > book.today:
        book.refuse(sheet, entry, "birth", words("is in the future"))


def _holders(book: Book, key: str, sheets: tuple[str, ...]) -> Iterator[tuple[str, list[tuple[str, Entry]]]]:
    held: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    for sheet in sheets:
        for entry in book[sheet]:
            if entry.values.get(key):
                held[entry.values[key]].append((sheet, entry))
    yield from held.items()


def _check_ids(book: Book) -> None:
    for number, holders in _holders(book, "id_number", SHEETS):
        codes = {entry.values.get("code") for _, entry in holders}
        for sheet, entry in holders if len(codes) > 1 else ():
            others = [f"{titles(other)} {row.row}" for other, row in holders if row is not entry]
            reason = words("belongs to somebody else as well: {rows}", rows=", ".join(others))
            book.refuse(
                sheet, entry, "id_number", reason, words("Find out whose it is; both rows are refused.")
            )
        _check_held(book, "id", number, holders)


def _check_phones(book: Book) -> None:
    for _, holders in _holders(book, "phone", ("people",)):
        entries = [entry for _, entry in holders]
        for entry, others in both(entries) if len(entries) > 1 else ():
            reason = words("is in rows {rows} as well", rows=rows_of(others))
            book.refuse("people", entry, "phone", reason, words("Cadres need a number each."))


def _check_held(book: Book, kind: str, number: str, holders: list[tuple[str, Entry]]) -> None:
    """Whether the database knows the number as another person's."""
    owner = book.known.holder(kind, number)
    for sheet, entry in holders:
        if owner is not None and owner != entry.values.get("code"):
            reason = words("is in the register as that of {code}", code=owner)
            book.refuse(sheet, entry, "id_number", reason, words("Use that code, if it is the same person."))


def _check_names(book: Book) -> None:
    """A member without a name must be a person known otherwise; with one, the same on both sheets."""
    cadres = {entry.values.get("code"): entry for entry in book["people"]}
    for entry in book["members"]:
        code, name = entry.values.get("code"), entry.values.get("name")
        cadre = cadres.get(code)
        if not name and cadre is None and code not in book.known.codes.get("people", ()):
            book.refuse("members", entry, "name", words("is empty"), words("Fill it in."))
        elif name and cadre and cadre.values.get("name") not in (None, name):
            reason = words("is another name than in the sheet {sheet}", sheet=titles("people"))
            book.refuse("members", entry, "name", reason, words("One code is one person."))


def join_people(book: Book) -> list[Entry] | None:
    """Everybody of both sheets, once; None when the workbook has neither."""
    if not any(sheet in book.tables for sheet in SHEETS):
        return None
    joined: dict[str, Entry] = {}
    for sheet in SHEETS:
        for entry in book[sheet]:
            code = entry.values.get("code")
            if code:
                own = joined.setdefault(code, Entry(entry.row, {"code": code})).values
                own.update(
                    {key: entry.values[key] for key in OWN if key in entry.values and not own.get(key)}
                )
    return list(joined.values())

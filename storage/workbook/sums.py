"""Money: payments beyond what was approved, flags that do not fit, other people's grants."""

from __future__ import annotations

from collections import Counter, defaultdict

from storage.workbook.book import Book
from storage.workbook.model import Entry, words


def check_sums(book: Book) -> None:
    """Funds, projects and grants fit one another."""
    _check_projects(book)
    for entry in book["funds"]:
        _check_flags(book, entry)
        _check_day(book, "funds", entry, "day")
    homes = _homes(book)
    for entry in book["grants"]:
        _check_grant(book, entry, homes)
        _check_day(book, "grants", entry, "paid_on")


def _check_projects(book: Book) -> None:
    paid: Counter[str] = Counter()
    for entry in book["funds"]:
        if entry.values.get("step") == "spent" and entry.values.get("project"):
            paid[entry.values["project"]] += entry.values.get("amount_fen") or 0
    for entry in book["projects"]:
        approved = entry.values.get("approved_fen")
        if approved is not None and paid[entry.values.get("code") or ""] > approved:
            reason = words("is less than what was paid: {paid} yuan", paid=_yuan(paid[entry.values["code"]]))
            book.warn("projects", entry, "approved_fen", reason)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _check_flags(book: Book, entry: Entry) -> None:
    if entry.values.get("direct") and not entry.values.get("industry"):
        reason = words("is set, but the money is not marked as industry: the ratio does not count it")
        book.warn("funds", entry, "direct", reason)
    elif entry.values.get("step") == "spent" and entry.values.get("industry"):
        book.warn("funds", entry, "industry", words("counts on 到位 rows only"))


def _check_day(book: Book, sheet: str, entry: Entry, key: str) -> None:
    day = entry.values.get(key)
    if day and book.today and day > book.today:
        book.refuse(sheet, entry, key, words("is in the future"), words("Enter it when it has happened."))


def _homes(book: Book) -> dict[str, set[str]]:
    """Person code -> the households the person is or was a member of."""
    homes: dict[str, set[str]] = defaultdict(set)
    for entry in book["members"]:
        if entry.values.get("code"):
            homes[entry.values["code"]].add(entry.values.get("household") or "")
    for code, spans in book.known.memberships.items():
        homes[code] |= {household for household, _, _ in spans}
    return homes


def _check_grant(book: Book, entry: Entry, homes: dict[str, set[str]]) -> None:
    """A grant in another household's list would show it to strangers (X12)."""
    person, household = entry.values.get("person"), entry.values.get("household")
    if person in book.codes("people") and household and household not in homes.get(person, set()):
        reason = words("is not a member of this household")
        book.refuse("grants", entry, "person", reason, words("Correct one of the two codes."))

"""Households: their members, their head, their helper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from storage.workbook.book import Book, overlap, span
from storage.workbook.model import Entry, Span, words

PAIRED_ROLES = ("helper", "team_member", "team_leader", "first_secretary", "village_officer")
"""Roles whose holders may be a household's helper (domain.md 1.2, scope P or the village)."""


def check_families(book: Book) -> None:
    """One head a household, one household a person, one primary helper at a time (Q02, Q03)."""
    members = _by(book["members"], "household")
    for entry in book["households"]:
        _check_exit(book, entry)
        if "members" in book.tables:
            _check_head(book, entry, members.get(entry.values.get("code") or "", ()))
    _check_memberships(book)
    _check_pairings(book)


def _by(entries: Sequence[Entry], key: str) -> Mapping[str, list[Entry]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.values.get(key):
            groups[entry.values[key]].append(entry)
    return groups


def _check_exit(book: Book, entry: Entry) -> None:
    state, day = entry.values.get("state"), entry.values.get("exited_on")
    if state == "exited" and day is None:
        book.warn("households", entry, "exited_on", words("is empty, though the household has left poverty"))
    elif state == "active" and day is not None:
        book.warn("households", entry, "state", words("does not fit the day of exit beside it"))
    if day and book.today and day > book.today:
        book.refuse("households", entry, "exited_on", words("is in the future"))


def _check_head(book: Book, entry: Entry, members: Sequence[Entry]) -> None:
    present = [member for member in members if member.values.get("ends") is None]
    heads = [member for member in present if member.values.get("relation") == "户主"]
    if not heads and entry.values.get("state") != "closed" and entry.values.get("code"):
        book.warn("households", entry, "code", words("has no head among its members"))
    for second in heads[1:]:
        reason = words("is a second head of this household; the first is in row {row}", row=heads[0].row)
        book.refuse("members", second, "relation", reason, words("Correct the relation of one of them."))


def _check_memberships(book: Book) -> None:
    """A person is in one household at a time (X16, X17); both rows are flagged."""
    for code, entries in _by(book["members"], "code").items():
        for entry, clash in _clashes(entries, "household", book.known.memberships.get(code, ())):
            if clash[0] != entry.values["household"]:
                reason = words("is in the household {household} at the same time", household=clash[0])
                book.refuse("members", entry, "code", reason, words("End one of the two with a date."))


def _clashes(entries: Sequence[Entry], other: str, known: Sequence[Span]) -> Iterator[tuple[Entry, Span]]:
    """Entries with another one, of the workbook or the database, that has a day in common with it."""
    spans = {id(entry): span(entry, other) for entry in entries}
    told = {(one[0], one[1]) for one in spans.values() if one}
    kept = [one for one in known if (one[0], one[1]) not in told]
    for entry in entries if len(entries) + len(kept) > 1 else ():
        mine = spans[id(entry)]
        rest = [*kept, *(one for key, one in spans.items() if one and key != id(entry))]
        clash = next((one for one in rest if mine and overlap(mine, one)), None)
        if clash:
            yield entry, clash


def _check_pairings(book: Book) -> None:
    primaries = _by(_primary(book["pairings"]), "household")
    for household, entries in primaries.items():
        for entry, clash in _clashes(entries, "helper", book.known.primaries.get(household, ())):
            reason = words("is a second primary helper beside {helper}", helper=clash[0])
            mend = words("End the earlier pairing the day before, or make this one 协助.")
            book.refuse("pairings", entry, "helper", reason, mend)
    for entry in book["households"]:
        code = entry.values.get("code") or ""
        helped = [*_spans(primaries.get(code, ())), *book.known.primaries.get(code, ())]
        if entry.values.get("state") == "active" and not any(_stands(one, book.today) for one in helped):
            reason = words("has no primary helper")
            book.warn("households", entry, "code", reason, words("Pair it in 结对."))
    _check_helpers(book)


def _primary(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.values.get("primary") is not False]


def _spans(entries: Sequence[Entry]) -> list[Span]:
    return [one for entry in entries if (one := span(entry, "helper"))]


def _stands(one: Span, today: date | None) -> bool:
    return one[2] is None or (today is not None and one[2] >= today)


def _check_helpers(book: Book) -> None:
    holders = {
        entry.values.get("person") for entry in book["roles"] if entry.values.get("kind") in PAIRED_ROLES
    }
    for entry in book["pairings"]:
        helper = entry.values.get("helper")
        if helper and helper in book.codes("people") and helper not in holders | book.known.helpers:
            reason = words("has no role that helps households")
            book.refuse("pairings", entry, "helper", reason, words("Give the role 帮扶责任人 in 角色."))

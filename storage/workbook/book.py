"""A workbook whose cells are read, for the checks that look at more than one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.workbook.model import ALWAYS, Entry, Known, Said, Span
from storage.workbook.plans import BY_KEY
from storage.workbook.rows import Findings

FOREVER = date.max


@dataclass(slots=True)
class Book:
    """The entries of every sheet, what the database knows already, and where findings go."""

    tables: Mapping[str, Sequence[Entry]]
    known: Known
    findings: Findings
    today: date | None
    _codes: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getitem__(self, sheet: str) -> Sequence[Entry]:
        return self.tables.get(sheet, ())

    def codes(self, sheet: str) -> frozenset[str]:
        """Every code of a sheet, from the workbook and the database; members are people too."""
        if sheet not in self._codes:
            own = {entry.values.get("code") for entry in self[sheet]}
            if sheet == "people":
                own |= {entry.values.get("code") for entry in self["members"]}
            self._codes[sheet] = frozenset(code for code in own if code) | self.known.codes.get(
                sheet, frozenset()
            )
        return self._codes[sheet]

    def refuse(self, sheet: str, entry: Entry, key: str, reason: Said, mend: Said | None = None) -> None:
        """Refuse a cell of an entry, unless it is refused already."""
        if key not in entry.refused:
            self.findings.refuse(sheet, entry.row, key, entry.values.get(key), reason, mend)

    def warn(self, sheet: str, entry: Entry, key: str, reason: Said, mend: Said | None = None) -> None:
        """Note what is missing or does not fit, unless the cell is refused already."""
        if key not in entry.refused:
            self.findings.warn(sheet, entry.row, key, entry.values.get(key), reason, mend)

    def remark(self, sheet: str, entry: Entry, key: str, reason: Said) -> None:
        """Note figures that contradict one another."""
        self.findings.remark(sheet, entry.row, key, entry.values.get(key), reason)

    def level(self, region: str | None) -> str | None:
        """The level of a region of the workbook or the database."""
        return _levels(self).get(region or "") or self.known.levels.get(region or "")


def _levels(book: Book) -> Mapping[str, str]:
    return {entry.values.get("code", ""): entry.values.get("level", "") for entry in book["regions"]}


def grouped(entries: Iterable[Entry], *keys: str) -> Mapping[tuple[Any, ...], list[Entry]]:
    """Entries by the values of some keys, without those that lack all of them."""
    groups: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        at = tuple(entry.values.get(key) for key in keys)
        if at[0] is not None:
            groups[at].append(entry)
    return groups


def span(entry: Entry, other: str) -> Span | None:
    """(the code under `other`, start, end) of an entry; None while any of it is refused."""
    starts = entry.values.get("starts") or (ALWAYS if "relation" in entry.values else None)
    code = entry.values.get(other)
    return (code, starts, entry.values.get("ends")) if code and starts else None


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans have a day in common."""
    return a[1] <= (b[2] or FOREVER) and b[1] <= (a[2] or FOREVER)


def titles(sheet: str) -> str:
    """The Chinese title of a sheet."""
    return BY_KEY[sheet].title


def rows_of(entries: Iterable[Entry]) -> str:
    """Row numbers for a reader."""
    return ", ".join(str(entry.row) for entry in entries)


def both(entries: Sequence[Entry]) -> Iterator[tuple[Entry, list[Entry]]]:
    """Each entry of a group with the others."""
    for entry in entries:
        yield entry, [other for other in entries if other is not entry]

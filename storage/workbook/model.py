"""What the parts of the workbook hand one another: sheets as read, findings, a register to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Values = dict[str, Any]
ALWAYS = date(1900, 1, 1)
"""Since when somebody is a member of a household that nobody knows the beginning of."""

Span = tuple[str, date, date | None]
"""Somebody's code, from when, until when (None: still)."""

Progress = Callable[[str, int, int], None]
"""Told (title of the sheet, rows done, rows in all) as work goes on."""


def silent(_sheet: str, _done: int, _total: int) -> None:
    """The progress of whoever does not watch."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it stands in the file: its header, and its rows under their Excel row numbers."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    header_row: int = 1


Sheets = Mapping[str, Sheet]
"""Title of the sheet -> the sheet."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence not yet in a language: a message id and the values of its places."""

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)


def words(msgid: str, /, **values: Any) -> Said:  # noqa: ANN401 - a place takes whatever prints well
    """Mark a sentence for translation; `report_lines` says it in the reader's language."""
    return Said(msgid, values)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a place of the workbook.

    Args:
        sheet: the Chinese title; row: the Excel row, 0 for the sheet itself; column: the header.
        shown: the cell as text, with phone and ID numbers masked.
        mend: how to put it right.
    """

    sheet: str
    row: int
    column: str
    shown: str
    reason: Said
    mend: Said | None = None


class Refusal(Finding):
    """The workbook cannot be committed while this stands."""


class Caution(Finding):
    """Something is missing or does not fit; the workbook can be committed all the same."""


class Remark(Finding):
    """Figures that contradict one another (domain.md 6.3). Reported, never repaired."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as read: column key -> value. Columns the sheet does not have are absent.

    `refused`: the columns whose cell was refused already; their value is None.
    """

    row: int
    values: Values
    refused: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Register:
    """What a workbook says, in values of the tables; references are still codes.

    `tables` holds only the sheets the workbook has, `sheets` names them. `people` joins 人员 and 家庭成员.
    """

    tables: Mapping[str, Sequence[Entry]]
    sheets: frozenset[str] = frozenset()

    def is_whole(self, sheet: str) -> bool:
        """Whether a row that is not there may be called missing: everybody stands on two sheets."""
        return sheet in self.sheets and (sheet != "people" or "members" in self.sheets)

    def __getitem__(self, sheet: str) -> Sequence[Entry]:
        return self.tables.get(sheet, ())

    def __contains__(self, sheet: str) -> bool:
        return sheet in self.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)


@dataclass(frozen=True, slots=True)
class Known:
    """What the database holds already, so that a workbook may bring a part of the register.

    Args:
        codes: sheet key -> the codes there.
        levels: region code -> level.
        holder: (`phone` or `id`, number) -> code of the person who has it, or None.
        helpers: codes of people with a role that pairs them with households.
        primaries: household code -> (helper, starts, ends) of its primary pairings.
        memberships: person code -> (household, starts, ends).
    """

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    holder: Callable[[str, str], str | None] = lambda _kind, _number: None
    helpers: frozenset[str] = frozenset()
    primaries: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    memberships: Mapping[str, Sequence[Span]] = field(default_factory=dict)


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook looked through. `register` is None while anything is refused."""

    register: Register | None
    refusals: Sequence[Finding]
    warnings: Sequence[Finding]
    remarks: Sequence[Finding]

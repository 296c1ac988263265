"""What a sheet and a column of the workbook are, and how a header is recognised."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from storage.workbook.model import Said, words

Kind = Literal[
    "code", "name", "text", "list", "choice", "date", "integer", "number", "percent", "amount", "year",
    "phone", "id", "tail", "time",
]  # fmt: skip

FORMS: Mapping[Kind, Said] = {
    "code": words("code: letters, digits and hyphens"),
    "name": words("name: as in the papers, with · where it has one"),
    "text": words("text"),
    "list": words("words separated by 、"),
    "choice": words("one of the words"),
    "date": words("date: 2026-11-03, 20261103 or 2026年11月3日"),
    "integer": words("whole number"),
    "number": words("number"),
    "percent": words("whole number from 0 to 100"),
    "amount": words("money in the unit of the header: yuan, or 万元"),
    "year": words("year: four digits"),
    "phone": words("mobile number, 11 digits, as text"),
    "id": words("ID number, 18 characters, as text; T and digits for somebody without one"),
    "tail": words("last four digits, as text"),
    "time": words("time of day: 9:00 or 14:30"),
}
"""How a cell of each kind is written."""

TEXT_KINDS = frozenset({"code", "phone", "id", "tail", "name", "text", "time"})
"""Kinds that Excel must leave alone: it would turn them into numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        ref: the sheet whose code stands here.
        choices: word -> stored value, in the order shown; `aliases_of` other words for them.
        default: stored for a new row where the cell is empty or the column is not there.
    """

    key: str
    header: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = False
    ref: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    aliases_of: Mapping[str, Any] = field(default_factory=dict)
    default: Any = None
    example: str = ""
    about: Said | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One sheet: its title, other titles it goes by, its columns, what it is for."""

    key: str
    title: str
    aliases: tuple[str, ...]
    columns: tuple[Column, ...]
    about: Said

    def column(self, key: str) -> Column:
        """A column by its key."""
        return next(column for column in self.columns if column.key == key)


def fold(text: object) -> str:
    """A header or title without what may differ: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).upper().split())


def split_unit(header: object) -> tuple[str, str]:
    """A folded header and the unit in brackets at its end: 金额(万元) -> 金额, 万元."""
    base, _, unit = fold(header).partition("(")
    return base, unit.rstrip(")")


def find_plan(plans: tuple[Plan, ...], title: object) -> Plan | None:
    """The plan of a sheet's title, if it is one of ours."""
    wanted = fold(title)
    return next((plan for plan in plans if wanted in map(fold, (plan.title, *plan.aliases))), None)


def find_column(plan: Plan, header: object) -> Column | None:
    """The column of a header, if the sheet has it."""
    wanted = split_unit(header)[0]
    for column in plan.columns:
        if wanted and wanted in (split_unit(name)[0] for name in (column.header, *column.aliases)):
            return column
    return None

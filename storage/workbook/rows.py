"""Sheets -> rows of values: headers are recognised, every cell is read, the refused ones noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.workbook.cells import Context, Unreadable, is_blank, read_cell
from storage.workbook.columns import Column, Plan, find_column, find_plan, split_unit
from storage.workbook.masking import shown
from storage.workbook.model import Caution, Cell, Entry, Progress, Refusal, Remark, Said, Sheet, Sheets, words
from storage.workbook.plans import BY_KEY, PLANS

EVERY = 1000
"""Rows between two reports of progress."""

UNITS = ("", "元", "万元")

NOTES = ("说明", "填写说明", "README")
"""Sheets that explain and are not read."""


@dataclass(slots=True)
class Findings:
    """What is found, in the order it is found."""

    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Caution] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(
        self, sheet: str, row: int, key: str, cell: Cell, reason: Said, mend: Said | None = None
    ) -> None:
        """Refuse a cell of the column `key` of a sheet."""
        self.refusals.append(Refusal(*_place(sheet, row, key, cell), reason, mend))

    def warn(
        self, sheet: str, row: int, key: str, cell: Cell, reason: Said, mend: Said | None = None
    ) -> None:
        """Note something that is missing or does not fit."""
        self.warnings.append(Caution(*_place(sheet, row, key, cell), reason, mend))

    def remark(self, sheet: str, row: int, key: str, cell: Cell, reason: Said) -> None:
        """Note figures that contradict one another."""
        self.remarks.append(Remark(*_place(sheet, row, key, cell), reason))


def _place(sheet: str, row: int, key: str, cell: Cell) -> tuple[str, int, str, str]:
    column = BY_KEY[sheet].column(key)
    return BY_KEY[sheet].title, row, column.header, shown(cell, column.kind)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column of ours stands in a sheet, and the unit its header names."""

    column: Column
    index: int
    context: Context
    seen: dict[Cell, Any] = field(default_factory=dict)

    def read(self, cells: tuple[Cell, ...]) -> Any:  # noqa: ANN401
        """The value of this column in a row. Most words, dates and codes come again, so they are kept."""
        cell = cells[self.index] if self.index < len(cells) else None
        if cell.__class__ is not str and cell.__class__ is not date:
            return read_cell(self.column, cell, self.context)
        if cell not in self.seen:
            self.seen[cell] = read_cell(self.column, cell, self.context)
        return self.seen[cell]


def read_all(
    sheets: Sheets, findings: Findings, today: date | None, progress: Progress
) -> Mapping[str, list[Entry]]:  # fmt: skip
    """Every sheet we know, read; sheet key -> entries. Sheets we do not know are noted."""
    tables: dict[str, list[Entry]] = {}
    for title, sheet in sheets.items():
        plan = find_plan(PLANS, title)
        if plan is None:
            _note_stranger(title, sheet, findings)
        elif plan.key in tables:
            reason = words("is there twice, under two names")
            findings.refusals.append(Refusal(title, 0, "", "", reason, words("Join the two sheets.")))
        else:
            tables[plan.key] = list(_read(plan, sheet, findings, today, progress))
    if not tables:
        reason = words("has no sheet that is known here")
        findings.refusals.append(Refusal("", 0, "", "", reason, words("Begin with: bangfu export template.")))
    return tables


def _note_stranger(title: str, sheet: Sheet, findings: Findings) -> None:
    if title not in NOTES and (sheet.rows or sheet.header):
        findings.warnings.append(
            Caution(title, 0, "", "", words("is not a sheet of the county workbook; it is left out"))
        )


def _read(
    plan: Plan, sheet: Sheet, findings: Findings, today: date | None, progress: Progress
) -> Iterator[Entry]:  # fmt: skip
    places = _places(plan, sheet, findings, today)
    if places is None:
        return
    for done, (number, cells) in enumerate(sheet.rows):
        if done % EVERY == 0:
            progress(plan.title, done, len(sheet.rows))
        yield _entry(plan, places, number, cells, findings)
    progress(plan.title, len(sheet.rows), len(sheet.rows))


def _places(plan: Plan, sheet: Sheet, findings: Findings, today: date | None) -> list[Place] | None:
    """The columns of a sheet; None when a required one is missing, which refuses the whole sheet."""
    found: dict[str, Place] = {}
    for index, header in enumerate(sheet.header):
        column = find_column(plan, header)
        if is_blank(header):
            continue
        if column is None:
            reason = words("is not a column of this sheet; it is left out")
            findings.warnings.append(Caution(plan.title, sheet.header_row, shown(header, "text"), "", reason))
        elif column.key in found:
            findings.refuse(plan.key, sheet.header_row, column.key, header, words("is there twice"))
        elif (unit := _unit(column, header)) not in UNITS:
            mend = words("Write one of: {choices}.", choices="(元)、(万元)")
            findings.refuse(
                plan.key, sheet.header_row, column.key, header, words("names a unit that is not known"), mend
            )
        else:
            found[column.key] = Place(column, index, Context(unit, today))
    missing = [column for column in plan.columns if column.required and column.key not in found]
    for column in missing if sheet.rows else ():
        mend = words("Add the column {header}.", header=column.header)
        findings.refuse(
            plan.key, sheet.header_row, column.key, "", words("is missing: the sheet needs this column"), mend
        )
    return None if missing else list(found.values())


def _unit(column: Column, header: Cell) -> str:
    return split_unit(header)[1] if column.kind == "amount" else ""


def _entry(
    plan: Plan,
    places: list[Place],
    number: int,
    cells: tuple[Cell, ...],
    findings: Findings,
) -> Entry:
    entry = Entry(number, {})
    for place in places:
        column = place.column
        try:
            entry.values[column.key] = place.read(cells)
        except Unreadable as refused:
            entry.values[column.key] = None
            entry.refused.add(column.key)
            cell = cells[place.index] if place.index < len(cells) else None
            findings.refuse(plan.key, number, column.key, cell, refused.reason, refused.mend)
    return entry

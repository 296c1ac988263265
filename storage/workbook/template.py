"""Sheets -> an .xlsx file that Excel does not spoil: the template, and the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from storage.workbook.columns import FORMS, TEXT_KINDS, Column, Plan, find_column, find_plan
from storage.workbook.model import Cell, Sheet, Sheets, words
from storage.workbook.plans import BY_KEY, PLANS
from storage.workbook.report import Translate, plain, say

NOTES = "说明"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a file's bytes must not depend on the day
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SPARE = 2000
"""Rows below the last one that get the lists of words too."""


def make_sheet(key: str, records: Sequence[Mapping[str, Cell]]) -> Sheet:
    """A sheet of ours from records of column keys; stored keys are turned into their words."""
    plan = BY_KEY[key]
    spoken = [{value: word for word, value in column.choices.items()} for column in plan.columns]
    rows = [
        tuple(
            names.get(record.get(c.key), record.get(c.key))
            for c, names in zip(plan.columns, spoken, strict=True)
        )
        for record in records
    ]
    header = tuple(column.header for column in plan.columns)
    return Sheet(header, tuple(enumerate(rows, start=2)))


def write_workbook(path: Path, sheets: Sheets, t: Translate = plain) -> None:
    """Write sheets to an .xlsx file, with a sheet 说明 that explains them.

    Args:
        t: the translator of the language that the explanations are in.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(path, options)
    book.set_properties({"title": "Bangfu", "created": MADE})
    looks = {name: book.add_format(look) for name, look in LOOKS.items()}
    _write_notes(book, looks, t)
    for title, sheet in sheets.items():
        _write_sheet(book.add_worksheet(title), sheet, find_plan(PLANS, title), looks)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(f"{path.name} cannot be written: {error}") from error


HEADER = (
    (words("Sheet"), 12),
    (words("Column"), 20),
    (words("Needed"), 8),
    (words("How it is written"), 40),
    (words("Words"), 50),
    (words("Example"), 22),
    (words("Remarks"), 60),
)
"""The columns of 说明, and their widths."""

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "bg_color": "#DDEBF7", "border": 1, "num_format": "@", "text_wrap": True},
    "must": {"bold": True, "bg_color": "#FCE4D6", "border": 1, "num_format": "@", "text_wrap": True},
    "text": {"num_format": "@"},
    # Begins with = + - @: the quote keeps Excel from making a formula of it when it is edited (X47).
    "quoted": {"num_format": "@", "quote_prefix": True},
    "date": {"num_format": "yyyy-mm-dd"},
    "amount": {"num_format": "#,##0.00"},
    "plain": {},
}


def _write_sheet(page: Any, sheet: Sheet, plan: Plan | None, looks: Mapping[str, Any]) -> None:  # noqa: ANN401
    columns = [find_column(plan, header) if plan else None for header in sheet.header]
    last = max(len(sheet.rows), 1)
    for at, (header, column) in enumerate(zip(sheet.header, columns, strict=True)):
        page.write_string(0, at, str(header), looks["must" if column and column.required else "head"])
        page.set_column(at, at, _width(header, column), looks[_look(column)])
        if column and column.choices:
            page.data_validation(1, at, last + SPARE, at, _list_of(column))
    for row, (_, cells) in enumerate(sheet.rows, start=1):
        for at, (cell, column) in enumerate(zip(cells, columns, strict=False)):
            _write_cell(page, row, at, cell, column, looks)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, max(len(sheet.header) - 1, 0))


def _list_of(column: Column) -> dict[str, Any]:
    return {"validate": "list", "source": list(column.choices), "error_type": "warning"}


def _look(column: Column | None) -> str:
    if column is None or column.kind in TEXT_KINDS:
        return "text"
    return column.kind if column.kind in ("date", "amount") else "plain"


def _width(header: Cell, column: Column | None) -> int:
    wide = {"id": 22, "code": 16, "phone": 14, "text": 24, "list": 20, "date": 12}
    return max(wide.get(column.kind if column else "text", 10), 2 * len(str(header)) + 2)


def _write_cell(
    page: Any,  # noqa: ANN401
    row: int,
    at: int,
    cell: Cell,
    column: Column | None,
    looks: Mapping[str, Any],
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_string(row, at, "是" if cell else "否")
    elif isinstance(cell, datetime | date):
        page.write_datetime(row, at, cell, looks["date"])
    elif isinstance(cell, int | float) and not (column and column.kind in TEXT_KINDS):
        page.write_number(row, at, cell, looks[_look(column)])
    else:
        text = str(cell)
        page.write_string(row, at, text, looks["quoted" if text.startswith(FORMULA) else "text"])


def _write_notes(book: Any, looks: Mapping[str, Any], t: Translate) -> None:  # noqa: ANN401
    page = book.add_worksheet(NOTES)
    for at, (title, width) in enumerate(HEADER):
        page.write_string(0, at, say(title, t), looks["head"])
        page.set_column(at, at, width, looks["text"])
    row = 1
    for plan in PLANS:
        page.write_string(row, 0, plan.title, looks["must"])
        page.write_string(row, 6, say(plan.about, t), looks["text"])
        for column in plan.columns:
            row += 1
            for at, text in enumerate(_note(plan, column, t)):
                page.write_string(row, at, text, looks["text"])
        row += 1
    page.freeze_panes(1, 2)


def _note(plan: Plan, column: Column, t: Translate) -> tuple[str, ...]:
    about = say(column.about, t) if column.about else ""
    needed = t("yes") if column.required else ""
    form = say(FORMS[column.kind], t)
    return plan.title, column.header, needed, form, "、".join(column.choices), column.example, about

"""An office's own template workbook, filled: its styles stay, its cells get our values.

Pictures and diagrams of the template are not kept (openpyxl does not read them). What would be overwritten
below the first row is refused, so that no line of sums is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any

from storage.ledgers.model import Cell, Field, Heading, Page, Row
from storage.workbook.columns import fold
from storage.workbook.ledger_book import number, written
from storage.workbook.mapping import MappingProblem, SheetPlan, nearest
from storage.workbook.template import FORMULA

FORMATS: Mapping[str, str] = {
    "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0.00", "integer": "0",
}  # fmt: skip
GENERAL = "General"


class TemplateProblem(Exception):
    """The template cannot be opened, or not be written to; the message says what to do."""


def fill_template(
    template: Path, file: Path, plans: Sequence[SheetPlan], heading: Heading, pages: Iterable[Page]
) -> int:
    """Write a copy of a template with the rows of the pages; returns how many.

    Raises:
        MappingProblem: sheets or headers that the template does not have, rows that are not empty.
        TemplateProblem: not a workbook.
        OSError: a file cannot be read or written.
    """
    book = _opened(template)
    if mistakes := [line for plan in plans for line in _missing(book, plan)]:
        raise MappingProblem(mistakes)
    rows = {page.table.key: list(page.rows) for page in pages}
    if mistakes := [
        line for plan in plans for line in _in_the_way(book, plan, len(rows.get(plan.table.key, ())))
    ]:
        raise MappingProblem(mistakes)
    for plan in plans:
        _fill(book[plan.name], plan, heading, rows.get(plan.table.key, ()))
    book.save(file)
    return sum(len(rows.get(plan.table.key, ())) for plan in plans)


def _opened(template: Path) -> Any:  # noqa: ANN401 - a workbook of openpyxl
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(template)
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        line = f"{template.name} is not a workbook that can be filled: save it as .xlsx and try again"
        raise TemplateProblem(line) from error


def _missing(book: Any, plan: SheetPlan) -> Iterator[str]:  # noqa: ANN401
    """Sheets and headers that are not in the template."""
    if plan.name not in book.sheetnames:
        yield f"the template has no sheet {plan.name}{nearest(plan.name, book.sheetnames)}"
        return
    headers = _headers(book[plan.name], plan.header_row)
    for header in plan.columns:
        if fold(header) not in headers:
            shown = [str(cell.value) for cell in book[plan.name][plan.header_row] if cell.value]
            yield f"sheet {plan.name}: row {plan.header_row} has no header {header}{nearest(header, shown)}"
    if plan.first_row <= plan.header_row:
        yield f"sheet {plan.name}: first_row {plan.first_row} is not below header_row {plan.header_row}"


def _headers(sheet: Any, row: int) -> dict[str, int]:  # noqa: ANN401
    """Folded header -> its column, counted from 1."""
    return {fold(cell.value): cell.column for cell in sheet[row] if cell.value}


def _in_the_way(book: Any, plan: SheetPlan, count: int) -> Iterator[str]:  # noqa: ANN401
    """What stands where rows are to be written; the first row may hold an example."""
    sheet = book[plan.name]
    last = min(plan.first_row + count - 1, sheet.max_row)
    for row in range(plan.first_row + 1, last + 1):
        found = next((str(cell.value) for cell in sheet[row] if cell.value not in (None, "")), None)
        if found:
            needed = f"rows {plan.first_row} to {plan.first_row + count - 1} are needed"
            yield f"sheet {plan.name}: row {row} holds {found[:20]}, and {needed}: put it above the headers"
            return


def _fill(sheet: Any, plan: SheetPlan, heading: Heading, rows: Sequence[Row]) -> None:  # noqa: ANN401
    words = {
        "office": heading.office, "period": heading.period, "title": heading.title, "made": f"{heading.made:%Y-%m-%d}",
    }  # fmt: skip
    for cell, word in plan.cells.items():
        _put(sheet[cell], words[word], "text")
    headers = _headers(sheet, plan.header_row)
    columns = [(headers[fold(header)], field) for header, field in plan.columns.items()]
    for at, row in enumerate(rows, start=plan.first_row):
        if at > plan.first_row:
            _like_first(sheet, plan.first_row, at)
        _write(sheet, at, columns, row)
    if not rows:
        _write(sheet, plan.first_row, columns, {})


def _like_first(sheet: Any, first: int, at: int) -> None:  # noqa: ANN401
    """The styles and the height of the template's first row."""
    for cell in sheet[first]:
        sheet.cell(at, cell.column)._style = copy(cell._style)
    sheet.row_dimensions[at].height = sheet.row_dimensions[first].height


def _write(sheet: Any, at: int, columns: Sequence[tuple[int, Field]], row: Row) -> None:  # noqa: ANN401
    for column, field in columns:
        _put(sheet.cell(at, column), row.get(field.key), field.kind)


def _put(cell: Any, value: Cell, kind: Any) -> None:  # noqa: ANN401
    """A value in a cell; what begins like a formula stays text (X47)."""
    if isinstance(value, str):
        cell.value = written(value, kind)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
        return
    cell.value = _plain(value, kind)
    if cell.number_format == GENERAL and kind in FORMATS and value is not None:
        cell.number_format = FORMATS[kind]


def _plain(value: int | date | None, kind: Any) -> float | date | None:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return number(value, kind) if isinstance(value, int) else value

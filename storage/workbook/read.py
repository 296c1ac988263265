"""An .xlsx file -> sheets, as they stand. What they mean is for `check` to say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from storage.workbook.cells import is_blank
from storage.workbook.columns import Plan, find_column, find_plan
from storage.workbook.model import Cell, Progress, Sheet, Sheets, silent
from storage.workbook.plans import PLANS

SEARCHED = 6
"""Rows looked through for the header: papers have a title above it."""

MOST_ROWS = 2_000_000


class WorkbookProblem(Exception):
    """The file cannot be read as a workbook; the message says why."""


def read_workbook(path: Path, progress: Progress = silent) -> Sheets:
    """The sheets of an .xlsx file: dates as dates, numbers as floats, formulas as their values.

    Raises:
        WorkbookProblem: not there, not a workbook, protected by a password, or far too large.
    """
    import python_calamine as calamine

    if not path.exists():
        raise WorkbookProblem(f"{path.name}: there is no such file")
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            return {name: _sheet(book, name, progress) for name in book.sheet_names}
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise WorkbookProblem(
            f"{path.name}: not a workbook that can be read (.xlsx is expected): {error}"
        ) from error


def _sheet(book: Any, name: str, progress: Progress) -> Sheet:  # noqa: ANN401 - calamine has no types
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS:
        raise WorkbookProblem(f"{name}: more than {MOST_ROWS} rows")
    rows = [tuple(row) for row in sheet.to_python(skip_empty_area=False)]
    progress(name, len(rows), len(rows))
    return sheet_of(name, rows)


def sheet_of(name: str, rows: Sequence[tuple[Cell, ...]]) -> Sheet:
    """A sheet of its rows: the header is the one of the first rows that has most headers we know."""
    plan = find_plan(PLANS, name)
    first = max(range(min(len(rows), SEARCHED)), key=lambda at: (_headers_in(plan, rows[at]), -at), default=0)
    below = enumerate(rows[first + 1 :], start=first + 2)
    kept = tuple((number, row) for number, row in below if not all(map(is_blank, row)))
    return Sheet(rows[first] if rows else (), kept, first + 1)


def _headers_in(plan: Plan | None, row: tuple[Cell, ...]) -> int:
    return sum(1 for cell in row if not is_blank(cell) and plan and find_column(plan, cell))

"""Whether a workbook may be written: every refused cell by sheet, row, column and reason."""

from __future__ import annotations

from datetime import date

from storage.workbook.affairs_checks import check_affairs
from storage.workbook.book import Book
from storage.workbook.families import check_families
from storage.workbook.links import check_links
from storage.workbook.model import NOTHING, Checked, Known, Progress, Register, Sheets, silent
from storage.workbook.paper_checks import check_papers
from storage.workbook.persons import check_persons, join_people
from storage.workbook.places import check_places
from storage.workbook.remarks import check_remarks
from storage.workbook.rows import Findings, read_all
from storage.workbook.sums import check_sums
from storage.workbook.villages import check_villages

CHECKS = (
    check_links, check_places, check_persons, check_families, check_affairs, check_sums, check_villages, check_papers,
    check_remarks,
)  # fmt: skip


def check(
    sheets: Sheets, *, today: date | None = None, known: Known = NOTHING, progress: Progress = silent
) -> Checked:  # fmt: skip
    """Look through a workbook.

    Args:
        sheets: as `read_workbook` gives them.
        today: births and payments after it are refused; None: not looked at.
        known: what the register holds already (`storage.queries.importing.known`), for a workbook
            that brings only a part of it.
    """
    findings = Findings()
    book = Book(read_all(sheets, findings, today, progress), known, findings, today)
    for one in CHECKS:
        one(book)
    register = None if findings.refusals else Register(_tables(book), frozenset(book.tables))
    return Checked(register, findings.refusals, findings.warnings, findings.remarks)


def _tables(book: Book) -> dict[str, list]:  # type: ignore[type-arg]
    tables = {sheet: list(entries) for sheet, entries in book.tables.items()}
    people = join_people(book)
    return tables if people is None else {**tables, "people": people}

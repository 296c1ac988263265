"""A ledger as an .xlsx file that can be read, filtered and printed as it comes: A4, titles on every page.

Rows are written as they are read, so that a ledger of a city needs no more memory than one of a village.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from storage.ledgers.model import Cell, Field, Heading, Kind, Page, Row
from storage.workbook.masking import SECRET, cover
from storage.workbook.template import FORMULA

FONT, TITLE_FONT = "宋体", "黑体"
LONGEST = 32_000
"""Characters of a cell, a little below what Excel takes."""
LOOKED_AT = 200
"""Rows that the widths of the columns are measured on."""
NARROWEST, WIDEST = 4, 44
HEAD_ROW = 2
"""The header's row, counted from 0: the title and the note stand above it."""
LANDSCAPE_FROM = 80
"""Characters of all columns from which a page is turned."""
A4 = 9

_BODY: Mapping[str, Any] = {"border": 1, "valign": "vcenter", "text_wrap": True}
_TEXT: Mapping[str, Any] = {**_BODY, "num_format": "@"}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_name": TITLE_FONT, "font_size": 16},
    "note": {"font_color": "#7F7F7F"},
    "head": {**_TEXT, "bold": True, "bg_color": "#DDEBF7", "align": "center"},
    "text": _TEXT,
    # Begins with = + - @: the quote keeps Excel from making a formula of it when it is edited (X47).
    "quoted": {**_TEXT, "quote_prefix": True},
    "mark": {**_TEXT, "align": "center"},
    "date": {**_BODY, "num_format": "yyyy-mm-dd", "align": "center"},
    "moment": {**_BODY, "num_format": "yyyy-mm-dd hh:mm", "align": "center"},
    "integer": {**_BODY, "num_format": "0"},
    "money": {**_BODY, "num_format": "#,##0.00"},
}
OPTIONS: Mapping[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "default_format_properties": {"font_name": FONT, "font_size": 10},
}


def write_ledger(file: Path | BytesIO, heading: Heading, pages: Iterable[Page]) -> int:
    """Write a ledger, a sheet a page; returns how many rows it has.

    Args:
        file: a path, whose folder also takes what is written on the way, or memory.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    way = (
        {"constant_memory": True, "tmpdir": str(file.parent)}
        if isinstance(file, Path)
        else {"in_memory": True}
    )
    book = xlsxwriter.Workbook(file, {**OPTIONS, **way})
    made = heading.made.replace(tzinfo=None)
    book.set_properties({"title": heading.line, "author": heading.office, "created": made})
    looks = {name: book.add_format(dict(look)) for name, look in LOOKS.items()}
    try:
        return sum(_write(book.add_worksheet(page.table.title), heading, page, looks) for page in pages)
    finally:
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(f"the ledger cannot be written: {error}") from error


def _write(sheet: Any, heading: Heading, page: Page, looks: Mapping[str, Any]) -> int:  # noqa: ANN401
    rows = iter(page.rows)
    first = list(islice(rows, LOOKED_AT))
    widths = [_width(field, first) for field in page.fields]
    _set_up(sheet, heading, page, widths)
    sheet.write_string(0, 0, _title(heading, page), looks["title"])
    sheet.write_string(1, 0, page.note, looks["note"])
    for at, (field, width) in enumerate(zip(page.fields, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(HEAD_ROW, at, field.header, looks["head"])
    count = 0
    for count, row in enumerate(chain(first, rows), start=1):
        _write_row(sheet, HEAD_ROW + count, page.fields, row, looks)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(count, 1), max(len(page.fields) - 1, 0))
    return count


def _title(heading: Heading, page: Page) -> str:
    """The ledger's title, and the sheet's where it is another."""
    return heading.line if page.table.title == heading.title else f"{heading.line} {page.table.title}"


def _set_up(sheet: Any, heading: Heading, page: Page, widths: Sequence[float]) -> None:  # noqa: ANN401
    """Frozen header; A4, as wide as a page, the header again on every page, who and when around it."""
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.set_paper(A4)
    if sum(widths) > LANDSCAPE_FROM:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    made = f"{heading.made:%Y-%m-%d %H:%M}"
    sheet.set_header(f"&L{_plain(heading.office)}&C{_plain(page.table.title)}&R{_plain(heading.period)}")
    sheet.set_footer(f"&L制表 {made}&C第 &P 页 共 &N 页&R签字:                ")


def _plain(text: str) -> str:
    """A text in a header, where & begins a command."""
    return text[:60].replace("&", "&&")


def _write_row(
    sheet: Any,  # noqa: ANN401
    at: int,
    fields: Sequence[Field],
    row: Row,
    looks: Mapping[str, Any],
) -> None:
    for column, field in enumerate(fields):
        cell = row.get(field.key)
        if cell is None or cell == "":
            sheet.write_blank(at, column, None, looks["text"])
        elif isinstance(cell, int):
            sheet.write_number(at, column, number(cell, field.kind), looks[_look(field.kind)])
        elif isinstance(cell, date):
            sheet.write_datetime(at, column, cell, looks["moment" if isinstance(cell, datetime) else "date"])
        else:
            text = written(cell, field.kind)
            look = "quoted" if text.startswith(FORMULA) else "mark" if field.kind == "mark" else "text"
            sheet.write_string(at, column, text, looks[look])


def _look(kind: Kind) -> str:
    return "money" if kind == "money" else "integer"


def number(cell: int, kind: Kind) -> float | int:
    """A number as a cell has it: fen become yuan."""
    return cell / 100 if kind == "money" else cell


def written(cell: str, kind: Kind) -> str:
    """A text as a cell has it: no whole phone or ID number that somebody wrote into words, and not too long."""
    text = SECRET.sub(lambda found: cover(found.group()), cell) if kind in ("text", "long") else cell
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _width(field: Field, rows: Sequence[Row]) -> float:
    """As wide as the header and most of the cells ask, in Latin characters; a long text is wrapped."""
    if field.kind == "mark":
        return NARROWEST
    seen = [_wide(field.header) + 3, *(_wide(_shown(row.get(field.key), field.kind)) + 1 for row in rows)]
    return min(max(NARROWEST, *seen), WIDEST)


def _shown(cell: Cell, kind: Kind) -> str:
    if isinstance(cell, datetime):
        return "2026-11-19 08:42"
    if isinstance(cell, int) and kind == "money":
        return f"{cell / 100:,.2f}"
    return "" if cell is None else str(cell)


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text[:WIDEST])

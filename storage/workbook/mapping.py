"""The field-mapping file: how an office's own template is filled (its headers, our fields), as TOML.

    [[sheet]]
    name = "走访登记表"          # a sheet of the template
    table = "visits"            # a table of the ledger; the first one where there is only one
    header_row = 3              # the row with the template's headers
    first_row = 4               # the first row to be written, whose styles the others take
    [sheet.columns]             # header of the template = field of ours
    "走访时间" = "day"
    [sheet.cells]               # a single cell = office, period, title or made
    B1 = "office"

Every mistake is a line of its own that names it and, where there is one like it, the right name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from storage.ledgers.model import Field, Ledger, Table

HEADINGS = ("office", "period", "title", "made")
"""What a single cell can be filled with."""
KEYS = ("name", "table", "header_row", "first_row", "columns", "cells")
LIKE = 40
"""How alike two names are, of 100, for one to be offered for the other."""


class MappingProblem(ValueError):
    """The mapping does not fit. `lines` are the mistakes, one each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How one sheet is filled: header of the template -> field, cell -> heading. Rows are counted from 1."""

    name: str
    table: Table
    header_row: int
    first_row: int
    columns: Mapping[str, Field]
    cells: Mapping[str, str]


def read_mapping(file: Path, ledger: Ledger) -> list[SheetPlan]:
    """The plan of every sheet that the file names.

    Raises:
        MappingProblem: with all mistakes that can be seen without the template.
        OSError: the file cannot be read.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingProblem([f"{file.name} is not a TOML file: {error}"]) from error
    sheets = content.get("sheet")
    if not isinstance(sheets, list) or not sheets or not all(isinstance(one, dict) for one in sheets):
        raise MappingProblem([f"{file.name} names no sheet: begin one with [[sheet]]"])
    mistakes = [*_strangers("the file", content, ("sheet",)), *(line for one in sheets for line in _mistakes(ledger, one))]  # fmt: skip
    if mistakes:
        raise MappingProblem(mistakes)
    return [_plan(ledger, one) for one in sheets]


def _mistakes(ledger: Ledger, sheet: Mapping[str, Any]) -> Iterator[str]:
    name = sheet.get("name")
    where = f"sheet {name}"
    if not isinstance(name, str) or not name:
        yield "a [[sheet]] has no name: name = the sheet of the template"
    yield from _strangers(where, sheet, KEYS)
    yield from (
        f"{where}: {key} is a row number from 1 on"
        for key in ("header_row", "first_row")
        if not _row(sheet, key)
    )
    table = _table(ledger, sheet)
    if table is None:
        tables = [one.key for one in ledger.tables]
        yield f"{where}: {ledger.key} has no table {sheet.get('table', '')!r}{nearest(str(sheet.get('table', '')), tables)}"
    else:
        yield from _columns(where, table, sheet.get("columns"))
    yield from _cells(where, sheet.get("cells", {}))


def _strangers(where: str, given: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[str]:
    for key in given:
        if key not in known:
            yield f"{where}: there is no setting {key}{nearest(key, known)}"


def _row(sheet: Mapping[str, Any], key: str) -> bool:
    value = sheet.get(key, 1)
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _table(ledger: Ledger, sheet: Mapping[str, Any]) -> Table | None:
    return ledger.table(str(sheet["table"])) if "table" in sheet else ledger.tables[0]


def _columns(where: str, table: Table, columns: object) -> Iterator[str]:
    if not isinstance(columns, dict) or not columns:
        yield f'{where}: no columns: write [sheet.columns] and a line such as "姓名" = "{table.fields[0].key}"'
        return
    fields = {field.key: f"{field.key} ({field.header})" for field in table.fields}
    for header, key in columns.items():
        if key not in fields:
            yield f"{where}: there is no field {key} for column {header}{_like_field(str(key), str(header), table)}"


def _like_field(key: str, header: str, table: Table) -> str:
    """The field whose key is like the one written, else whose header is like the template's."""
    keys = {field.key: field for field in table.fields}
    if found := process.extractOne(key, list(keys), scorer=fuzz.ratio, score_cutoff=60):
        return f": did you mean {found[0]} ({keys[found[0]].header})?"
    headers = {field.header: field for field in table.fields}
    like = _best(key, headers) or _best(header, headers)
    return f": did you mean {headers[like].key} ({like})?" if like else ": bangfu export fields lists them"


def _cells(where: str, cells: object) -> Iterator[str]:
    if not isinstance(cells, dict):
        yield f'{where}: cells are lines such as B1 = "office"'
        return
    for cell, word in cells.items():
        if word not in HEADINGS:
            yield f"{where}: cell {cell} cannot be filled with {word}{nearest(str(word), HEADINGS)}"


def _plan(ledger: Ledger, sheet: Mapping[str, Any]) -> SheetPlan:
    table = _table(ledger, sheet)
    assert table is not None
    fields = {field.key: field for field in table.fields}
    columns = {str(header): fields[key] for header, key in sheet["columns"].items()}
    header_row = sheet.get("header_row", 1)
    first_row = sheet.get("first_row", header_row + 1)
    return SheetPlan(sheet["name"], table, header_row, first_row, columns, sheet.get("cells", {}))


def nearest(word: str, names: Iterable[str]) -> str:
    """`: did you mean X?`, or all names where none is like it."""
    listed = list(names)
    found = _best(word, listed)
    return f": did you mean {found}?" if found else f": choose {', '.join(listed)}" if listed else ""


def _best(word: str, names: Iterable[str]) -> str | None:
    found = process.extractOne(word, list(names), scorer=fuzz.ratio, score_cutoff=LIKE)
    return found[0] if found else None

"""XLSForms read and written: the only file that knows pyxform, and imports it when called.

pyxform reads Markdown tables and workbooks and understands the headers; a form must please pyxform, so that
other tools accept it, and `compiling`, so that it can be played.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handlers.forms.compiling import CLOCK, TYPES, compile_form
from handlers.forms.findings import Finding, FormRefused
from handlers.forms.model import Form
from handlers.forms.rows import Cells, Row, Sheets, cell, quoted
from locales import words

if TYPE_CHECKING:
    from pyxform.xls2json_backends import DefinitionData

SHEETS = ("survey", "choices", "settings")
UNPLAYED_SHEETS = ("external_choices", "entities", "osm")
OURS = "bangfu::"
"""Columns that other tools do not know."""

_ROW = re.compile(r"\[row : (\d+)\]\s*")


def read_markdown(text: str, name: str, *, built_in: bool = False) -> Form:
    """The form in the Markdown tables of `text`. Raises `FormRefused`."""
    return _read(text.encode(), ".md", name, built_in=built_in)


def read_xlsx(path: Path, name: str = "") -> Form:
    """The form in a workbook; `name` defaults to that of the file. Raises `FormRefused`."""
    return _read(path.read_bytes(), ".xlsx", name or path.stem)


def write_xlsx(form: Form, path: Path) -> None:
    """The form's sheets as a workbook that reads back to the same form; every cell is text."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"})
        body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for name, rows in form.source.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write_string(number, column, value, body if number else head)
            for column, values in enumerate(zip(*rows, strict=True)):
                sheet.set_column(column, column, min(60, max(12, max(map(len, values)) * 1.6)))


def _read(data: bytes, kind: str, name: str, *, built_in: bool = False) -> Form:
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        raw = get_xlsform(data, kind)
    except (PyXFormError, ValueError, KeyError) as error:
        what = words("This is not a form: {reason}", reason=str(error))
        raise FormRefused(
            [Finding("survey", 0, "", what, words("It needs a sheet called survey."))]
        ) from error
    try:
        form = compile_form(_sheets(raw), name, built_in=built_in)
    except PyXFormError as error:
        raise FormRefused([_finding(error)]) from error
    _please_pyxform(raw, form.name)
    return form


def _sheets(raw: DefinitionData) -> Sheets:
    """The rows with their headers understood. Raises PyXFormError for headers that contradict each other."""
    from pyxform import aliases

    unplayed = [name for name in UNPLAYED_SHEETS if getattr(raw, name)]
    if unplayed:
        what = words("The sheet {name} cannot be played in a chat.", name=unplayed[0])
        raise FormRefused([Finding(unplayed[0], 0, "", what, words("Remove the sheet."))])
    survey = _understood(raw, "survey", aliases.survey_header)
    settings = _understood(raw, "settings", aliases.settings_header)
    return Sheets(
        survey=[_row(number, cells) for number, cells in survey],
        choices=_understood(raw, "choices", aliases.list_header),
        settings=settings[0][1] if settings else {},
        source={name: _source(raw, name) for name in SHEETS if getattr(raw, name)},
    )


def _understood(
    raw: DefinitionData, sheet: str, header_aliases: Mapping[str, Any]
) -> list[tuple[int, Cells]]:
    """Row number and cells of a sheet, under the names pyxform has for its headers."""
    from pyxform.parsing.sheet_headers import dealias_and_group_headers
    from pyxform.question import MultipleChoiceQuestion, Option
    from pyxform.survey import Survey

    slots = {"survey": MultipleChoiceQuestion, "choices": Option, "settings": Survey}[sheet]
    grouped = dealias_and_group_headers(
        sheet_name=sheet,
        sheet_data=getattr(raw, sheet) or (),
        sheet_header=getattr(raw, f"{sheet}_header") or (),
        header_aliases=header_aliases,
        header_columns=set(slots.get_slot_names()),
        strip_whitespace=sheet == "survey",
    )
    return list(enumerate(grouped.data, start=2))


def _row(number: int, cells: Cells) -> Row:
    """The row with its type taken apart, and its default as an expression."""
    from pyxform.utils import default_is_dynamic
    from pyxform.xls2json import aliases

    written = cell(cells, "type")
    if cell(cells, "disabled") and aliases.yes_no.get(cell(cells, "disabled")):
        return Row(number, "", "", {})
    kind, choices = _type(written)
    default = cell(cells, "default")
    if default and not default_is_dynamic(default, written):
        cells = {**cells, "default": quoted(default)}
    return Row(number, kind, choices, cells, written)


def _type(written: str) -> tuple[str, str]:
    """A type as written in any of XLSForm's ways -> our name for it and the list it names."""
    from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT, aliases

    if RE_BEGIN_CONTROL.search(written) or RE_END_CONTROL.search(written):
        kind = "_".join(written.split())
        return (kind, "") if kind in ("begin_group", "end_group") else (written, "")
    select = RE_SELECT.search(written)
    if select is None or select["specify_other"]:
        known = "_".join(written.split())
        return (known if known in TYPES or known in CLOCK else written), ""
    command, listed = select["select_command"], select["list_name"]
    if command in aliases.select_from_file:
        one = aliases.select_from_file[command] == "select one"
        return ("select_one_from_file" if one and listed.endswith(".csv") else written), listed
    many = {"select one": "select_one", "select all that apply": "select_multiple"}
    return many.get(aliases.select[command], written), listed


def _source(raw: DefinitionData, sheet: str) -> tuple[tuple[str, ...], ...]:
    heads = tuple(head for head in (getattr(raw, f"{sheet}_header") or [{}])[0] if head)
    rows = (tuple(str(row.get(head) or "") for head in heads) for row in getattr(raw, sheet))
    return (heads, *rows)


def _please_pyxform(raw: DefinitionData, name: str) -> None:
    """Build the XForm as other tools would, without what is ours; raises `FormRefused` where that fails."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    plain: dict[str, Any] = {"sheet_names": list(raw.sheet_names or SHEETS)}
    for sheet in SHEETS:
        plain[sheet] = _without_ours(getattr(raw, sheet) or ())
        plain[f"{sheet}_header"] = _without_ours(getattr(raw, f"{sheet}_header") or ())
    try:
        convert(plain, form_name="data", warnings=[])
    except PyXFormError as error:
        raise FormRefused([_finding(error)]) from error


def _without_ours(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{head: value for head, value in row.items() if not head.startswith(OURS)} for row in rows]


def _finding(error: Exception) -> Finding:
    """pyxform's own sentence, at the row it names."""
    said, context = str(error), getattr(error, "context", {})
    match = _ROW.search(said)
    row = int(match[1]) if match else int(context.get("row") or 0)
    what = words("The form checker says: {reason}", reason=_ROW.sub("", said).strip())
    return Finding(str(context.get("sheet") or "survey"), row, str(context.get("column") or ""), what)

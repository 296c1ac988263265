"""XLSForms read and written: the only file that knows pyxform, and imports it when called.

pyxform reads Markdown tables and workbooks and understands the headers; a form must please pyxform, so that
other tools accept it, and `compiling`, so that it can be played.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handlers.forms.beside import lists_beside
from handlers.forms.compiling import compile_form
from handlers.forms.findings import Finding, FormRefused
from handlers.forms.kinds import AROUND, PLAYED
from handlers.forms.model import Form
from handlers.forms.rows import Cells, Row, Sheets, cell, quoted
from locales import words

if TYPE_CHECKING:
    from pyxform.xls2json_backends import DefinitionData

SHEETS = ("survey", "choices", "settings")
ALL_SHEETS = (*SHEETS, "external_choices", "entities", "osm")
KINDS = (".xlsx", ".xls", ".csv", ".md", ".xlsm")
OURS = "bangfu::"
"""Columns that other tools do not know."""
READ = frozenset(
    ("type", "name", "label", "hint", "guidance_hint", "bind", "control", "default", "choice_filter", "trigger",
     "parameters", "bangfu", "disabled")
)  # fmt: skip
"""What is read of a row."""

_ROW = re.compile(r"\[row : (\d+)\]\s*")


def read_markdown(text: str, name: str, *, built_in: bool = False) -> Form:
    """The form in the Markdown tables of `text`. Raises `FormRefused`."""
    return read_form(text.encode(), ".md", name, built_in=built_in)


def read_xlsx(path: Path, name: str = "") -> Form:
    """The form in a file; `name` defaults to that of the file. Lists (.csv) beside it come with it.

    Raises:
        FormRefused: it cannot be played.
        OSError: it cannot be read.
    """
    beside = {other.name: other.read_bytes() for other in path.parent.glob("*.csv") if other != path}
    return read_form(path.read_bytes(), path.suffix.lower(), name or path.stem, files=beside)


def read_form(
    data: bytes, kind: str, name: str, *, files: Mapping[str, bytes] | None = None, built_in: bool = False
) -> Form:
    """The form in the bytes of a file of a `kind` (`.xlsx`, `.xls`, `.csv`, `.md`), with the lists that came with it.

    Only lists that the form names are looked at. Raises `FormRefused`.
    """
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        raw = get_xlsform(data, kind if kind in KINDS else None)
    except (PyXFormError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise FormRefused([_no_form(error)]) from error
    try:
        form = compile_form(_sheets(raw, files or {}), name, built_in=built_in)
    except PyXFormError as error:
        raise FormRefused([_finding(error)]) from error
    _please_pyxform(raw)
    return form


def _no_form(error: Exception) -> Finding:
    what = words("This is not a form: {reason}", reason=str(error) or type(error).__name__)
    return Finding("survey", 0, "", what, words("It needs a sheet called survey."))


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


def _sheets(raw: DefinitionData, files: Mapping[str, bytes]) -> Sheets:
    """The rows with their headers understood. Raises PyXFormError for headers that contradict each other."""
    from pyxform import aliases

    survey = _understood(raw, "survey", aliases.survey_header)
    settings = _understood(raw, "settings", aliases.settings_header)
    rows = [_row(number, cells) for number, cells in survey]
    return Sheets(
        survey=rows,
        choices=_understood(raw, "choices", aliases.list_header),
        settings=settings[0][1] if settings else {},
        source={name: _source(raw, name) for name in SHEETS if getattr(raw, name)},
        external_choices=_understood(raw, "external_choices", aliases.list_header),
        files=lists_beside(rows, files),
        remarks=[*_unplayed(raw), *_passed_over(survey)],
    )


def _unplayed(raw: DefinitionData) -> Iterator[Finding]:
    for name in ("entities", "osm"):
        if getattr(raw, name):
            yield Finding(name, 0, "", words("This sheet changes nothing in a chat and is passed over."))


def _passed_over(survey: Iterable[tuple[int, Cells]]) -> list[Finding]:
    """The columns that nothing here reads, each once."""
    heads = dict.fromkeys(head for _, cells in survey for head in cells if head not in READ)
    return [
        Finding("survey", 1, head, words("This column changes nothing in a chat and is passed over."))
        for head in heads
    ]


def _understood(
    raw: DefinitionData, sheet: str, header_aliases: Mapping[str, Any]
) -> list[tuple[int, Cells]]:
    """Row number and cells of a sheet, under the names pyxform has for its headers."""
    from pyxform.parsing.sheet_headers import dealias_and_group_headers
    from pyxform.question import MultipleChoiceQuestion, Option
    from pyxform.survey import Survey

    slots = {"survey": MultipleChoiceQuestion, "settings": Survey}.get(sheet, Option)
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

    written = " ".join(cell(cells, "type").split())
    if cell(cells, "disabled") and aliases.yes_no.get(cell(cells, "disabled")):
        return Row(number, "", "", {})
    kind, choices, other = _type(written)
    cells = _with_presets(written, cells)
    default = cell(cells, "default")
    if default and not default_is_dynamic(default, written):
        cells = {**cells, "default": quoted(default)}
    return Row(number, kind, choices, cells, written, other)


def _type(written: str) -> tuple[str, str, bool]:
    """A type as written in any of XLSForm's ways -> our name for it, the list it names, whether 其他 is added."""
    from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT, aliases

    for pattern, side in ((RE_BEGIN_CONTROL, "begin"), (RE_END_CONTROL, "end")):
        if control := pattern.search(written):
            kind = f"{side}_{aliases.control[control['type']]}"
            return (kind if kind in AROUND else written), "", False
    select = RE_SELECT.search(written)
    if select is None:
        return _plain_type(written), "", False
    command, listed = select["select_command"], select["list_name"]
    if command in aliases.select_from_file:
        one = aliases.select_from_file[command] == "select one"
        kind = "select_one_from_file" if one else "select_multiple_from_file"
    else:
        kind = SELECTS.get(aliases.select[command], written)
    if kind in ("select_one", "select_multiple") and re.search(r"\.(csv|xml|geojson)$", listed):
        kind = f"{kind}_from_file"
    return kind, listed, bool(select["specify_other"])


SELECTS = {
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "rank": "rank",
    "select one external": "select_one_external",
}


def _plain_type(written: str) -> str:
    """The type by what pyxform makes of it: `q int`, `add integer prompt` and `integer` are one."""
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known = QUESTION_TYPE_DICT.get(written)
    if known is None or written in PLAYED:
        plain = "_".join(written.split())
        return plain if plain in PLAYED else written
    bind, control = known.get("bind", {}), known.get("control", {})
    preload = bind.get("jr:preloadParams", "").removeprefix("uri:")
    if preload:
        return preload if preload in PLAYED else written
    if control.get("tag") == "upload":
        return UPLOADS.get(control.get("mediatype", ""), written)
    if control.get("tag") == "trigger" and written != "background-geopoint":
        return "acknowledge"
    if bind.get("readonly"):
        return "note"
    if control.get("tag") == "input":
        return INPUTS.get(bind.get("type", ""), written)
    return "calculate" if "calculate" in written else written


UPLOADS = {"image/*": "image", "audio/*": "audio", "application/*": "file"}
INPUTS = {
    "string": "text",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
    "barcode": "barcode",
}


def _with_presets(written: str, cells: Cells) -> Cells:
    """What a type brings along, such as the constraint of `percentage`."""
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known = QUESTION_TYPE_DICT.get(written, {})
    constraint, hint = known.get("bind", {}).get("constraint"), known.get("hint")
    bind = cells.get("bind")
    given = dict(bind) if isinstance(bind, Mapping) else {}
    if not constraint or "constraint" in given:
        return cells
    return {**cells, "bind": {**given, "constraint": constraint}, "hint": cells.get("hint") or hint or ""}


def _source(raw: DefinitionData, sheet: str) -> tuple[tuple[str, ...], ...]:
    heads = tuple(head for head in (getattr(raw, f"{sheet}_header") or [{}])[0] if head)
    rows = (tuple(str(row.get(head) or "") for head in heads) for row in getattr(raw, sheet))
    return (heads, *rows)


def _please_pyxform(raw: DefinitionData) -> None:
    """Build the XForm as other tools would, without what is ours; raises `FormRefused` where that fails."""
    from pyxform.xls2xform import convert

    plain: dict[str, Any] = {"sheet_names": list(raw.sheet_names or SHEETS)}
    for sheet in ALL_SHEETS:
        plain[sheet] = _without_ours(getattr(raw, sheet) or ())
        plain[f"{sheet}_header"] = _without_ours(getattr(raw, f"{sheet}_header") or ())
    try:
        convert(plain, form_name="data", warnings=[])
    except Exception as error:  # pyxform also stumbles over forms it does not expect
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

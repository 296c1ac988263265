"""Rows of sheets -> a form, or everything about them that cannot be played."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.forms.checks import check_form
from handlers.forms.findings import Finding, FormRefused
from handlers.forms.model import ASKED, Choice, Form, Question
from handlers.forms.rows import NO, YES, Cells, Row, Sheets, cell, condition, texts
from locales import Words, words

TYPES = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "date": "date",
    "image": "image", "photo": "image", "note": "note", "calculate": "calculate", "hidden": "hidden",
    "acknowledge": "acknowledge", "trigger": "acknowledge", "select_one": "select_one",
    "select_multiple": "select_multiple", "select_one_from_file": "select_one",
}  # fmt: skip
"""The types that are played, and as what."""
CLOCK = {"today": "today()", "start": "once(now())", "end": "now()"}
"""Types that take their value from the clock."""
PLAYED = (
    *ASKED[:6],
    "select_one_from_file",
    *ASKED[6:],
    "note",
    "calculate",
    "hidden",
    *CLOCK,
    "begin_group",
    "end_group",
)
"""The types an office may write."""

IGNORED_PARAMETERS = ("max-pixels", "rows", "quality", "app")


@dataclass
class _Survey:
    """What is known half-way down the survey sheet."""

    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, row: Row, column: str, what: Words, mend: Words) -> None:
        self.findings.append(Finding("survey", row.number, column, what, mend))


def compile_form(sheets: Sheets, name: str, *, built_in: bool = False) -> Form:
    """The form of some sheets. Raises `FormRefused` with everything found.

    A form of the house (`built_in`) must also speak both languages and keep questions short.
    """
    survey = _Survey()
    for row in sheets.survey:
        _row(survey, row)
    lists, wrong = _lists(sheets.choices)
    form = Form(
        name=cell(sheets.settings, "id_string") or name,
        version=cell(sheets.settings, "version") or _fingerprint(sheets),
        title=_title(sheets.settings) or {"": name},
        questions=tuple(survey.questions),
        lists=lists,
        review=_yes_no(sheets.settings),
        source=sheets.source,
    )
    findings = [*survey.findings, *wrong, *check_form(form, built_in=built_in)]
    if findings:
        raise FormRefused(sorted(findings, key=lambda f: (f.sheet != "survey", f.row)))
    return form


def _row(survey: _Survey, row: Row) -> None:
    if row.kind == "begin_group":
        survey.groups.append((row.number, condition(cell(row.cells, "bind", "relevant"))))
    elif row.kind == "end_group":
        if survey.groups:
            survey.groups.pop()
    elif row.kind in TYPES or row.kind in CLOCK:
        _refuse_columns(survey, row)
        survey.questions.append(_question(row, tuple(c for _, c in survey.groups if c)))
    elif row.kind:
        what = words("The type {type} cannot be played in a chat.", type=row.written)
        survey.refuse(row, "type", what, words("Use one of: {types}.", types=", ".join(PLAYED)))


def _question(row: Row, around: tuple[str, ...]) -> Question:
    own = condition(cell(row.cells, "bind", "relevant"))
    return Question(
        name=cell(row.cells, "name") or f"note_{row.number}",
        type=TYPES.get(row.kind, "calculate"),
        label=texts(row.cells, "label"),
        short=texts(row.cells, "bangfu", "short"),
        hint=texts(row.cells, "hint"),
        constraint_message=texts(row.cells, "bind", "jr:constraintMsg"),
        required_message=texts(row.cells, "bind", "jr:requiredMsg"),
        relevant=(*around, own) if own else around,
        constraint=cell(row.cells, "bind", "constraint"),
        required=condition(cell(row.cells, "bind", "required")),
        default=cell(row.cells, "default"),
        calculation=CLOCK.get(row.kind) or cell(row.cells, "bind", "calculate"),
        choices=row.choices,
        from_file=row.kind == "select_one_from_file",
        choice_filter=cell(row.cells, "choice_filter"),
        ask="review" if cell(row.cells, "bangfu", "ask") == "review" else "yes",
        towards="future" if cell(row.cells, "bangfu", "towards") == "future" else "past",
        row=row.number,
    )


def _refuse_columns(survey: _Survey, row: Row) -> None:
    """Cells that would change how the form works and are not played."""
    kind = TYPES.get(row.kind, "calculate")
    if cell(row.cells, "bind", "calculate") and kind != "calculate":
        mend = words("Put the calculation in a calculate row, or use default.")
        survey.refuse(row, "calculation", words("Only calculate rows are computed."), mend)
    for column, value in _unplayed(row.cells):
        what = words("{value} in this column cannot be played in a chat.", value=value)
        survey.refuse(row, column, what, words("Leave the cell empty."))
    for column, known in (("ask", ("", "yes", "review")), ("towards", ("", "past", "future"))):
        if cell(row.cells, "bangfu", column) not in known:
            mend = words("Use one of: {types}.", types=", ".join(known[1:]))
            survey.refuse(row, f"bangfu::{column}", words("This word is not known here."), mend)


def _unplayed(cells: Cells) -> Iterator[tuple[str, str]]:
    if trigger := cell(cells, "trigger"):
        yield "trigger", trigger
    if condition(readonly := cell(cells, "bind", "readonly")):
        yield "read_only", readonly
    for parameter in cell(cells, "parameters").split():
        if parameter.partition("=")[0] not in IGNORED_PARAMETERS:
            yield "parameters", parameter


def _lists(rows: Sequence[tuple[int, Cells]]) -> tuple[Mapping[str, tuple[Choice, ...]], list[Finding]]:
    lists: dict[str, tuple[Choice, ...]] = {}
    findings: list[Finding] = []
    for number, cells in rows:
        listed, name = cell(cells, "list name"), cell(cells, "name")
        if not listed:
            continue
        lists[listed] = (*lists.get(listed, ()), _choice(cells))
        if not texts(cells, "label"):
            what = words("The choice {name} has no label.", name=name)
            findings.append(Finding("choices", number, "label", what, words("Write what people shall read.")))
        if name.startswith("@"):
            mend = words("Choose a name without it.")
            findings.append(Finding("choices", number, "name", words("A name cannot start with @."), mend))
    return lists, findings


def _choice(cells: Cells) -> Choice:
    known = ("list name", "name", "label", "bangfu", "media", "__row")
    return Choice(
        name=cell(cells, "name"),
        label=texts(cells, "label"),
        words=tuple(cell(cells, "bangfu", "words").replace("、", " ").split()),
        columns={column: cell(cells, column) for column in cells if column not in known},
    )


def _title(settings: Cells) -> Mapping[str, str]:
    return {**texts(settings, "title"), **texts(settings, "bangfu", "title")}


def _yes_no(settings: Cells) -> bool | None:
    written = cell(settings, "bangfu", "review").casefold()
    return True if written in YES else False if written in NO else None


def _fingerprint(sheets: Sheets) -> str:
    """A version for a form that names none: the same sheets, the same version."""
    written = json.dumps({name: list(rows) for name, rows in sheets.source.items()}, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:8]

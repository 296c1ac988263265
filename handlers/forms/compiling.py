"""Sheets -> a form, or everything about them that cannot be played."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from handlers.forms.checks import check_form
from handlers.forms.findings import Finding, FormRefused
from handlers.forms.model import Choice, Form, Texts
from handlers.forms.rows import NO, YES, Cells, Sheets, cell, texts
from handlers.forms.survey import EXTERNAL, OTHER, read_survey
from locales import words

Lists = dict[str, tuple[Choice, ...]]


def compile_form(sheets: Sheets, name: str, *, built_in: bool = False) -> Form:
    """The form of some sheets. Raises `FormRefused` with everything found.

    A form of the house (`built_in`) must also speak both languages and keep questions short.
    """
    survey = read_survey(sheets.survey)
    lists, wrong = _lists(sheets.choices)
    external, more = _lists(sheets.external_choices)
    lists.update({f"{name} {EXTERNAL}": choices for name, choices in external.items()})
    lists.update(sheets.files)
    _add_other(lists, survey.others)
    form = Form(
        name=cell(sheets.settings, "id_string") or name,
        version=cell(sheets.settings, "version") or _fingerprint(sheets),
        title=_title(sheets.settings) or {"": name},
        questions=tuple(survey.questions),
        lists=lists,
        review=_yes_no(sheets.settings),
        source=sheets.source,
        repeats=tuple(survey.repeats),
        instance_name=cell(sheets.settings, "instance_name"),
        external=tuple(survey.external),
        remarks=(*sheets.remarks, *survey.remarks),
    )
    findings = [*survey.findings, *wrong, *more, *check_form(form, built_in=built_in)]
    if findings:
        raise FormRefused(findings)
    return form


def _lists(rows: Sequence[tuple[int, Cells]]) -> tuple[Lists, list[Finding]]:
    lists: dict[str, list[Choice]] = {}
    findings: list[Finding] = []
    for number, cells in rows:
        listed, name = cell(cells, "list name"), cell(cells, "name")
        if not listed:
            continue
        lists.setdefault(listed, []).append(choice_of(cells))
        if name.startswith("@"):
            mend = words("Choose a name without it.")
            findings.append(Finding("choices", number, "name", words("A name cannot start with @."), mend))
    return {name: tuple(choices) for name, choices in lists.items()}, findings


def choice_of(cells: Cells, name: str = "name", label: str = "label") -> Choice:
    """A line of a list; without a label its name is read."""
    known = ("list name", "bangfu", "media")
    return Choice(
        name=cell(cells, name),
        label=texts(cells, label) or {"": cell(cells, name)},
        words=tuple(cell(cells, "bangfu", "words").replace("、", " ").split()),
        columns={column: cell(cells, column) for column in cells if column not in (*known, name, label)},
    )


def _add_other(lists: Lists, named: set[str]) -> None:
    """The lists of questions with `or_other`, with the choice that stands for all others."""
    for name in named & lists.keys():
        known = any(choice.name == OTHER for choice in lists[name])
        other = Choice(OTHER, {"zh_Hans": "其他", "en": "Other"})
        lists[f"{name} or other"] = lists[name] if known else (*lists[name], other)


def _title(settings: Cells) -> Texts:
    return {**texts(settings, "title"), **texts(settings, "bangfu", "title")}


def _yes_no(settings: Cells) -> bool | None:
    written = cell(settings, "bangfu", "review").casefold()
    return True if written in YES else False if written in NO else None


def _fingerprint(sheets: Sheets) -> str:
    """A version for a form that names none: the same sheets, the same version."""
    written = json.dumps({name: list(rows) for name, rows in sheets.source.items()}, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:8]

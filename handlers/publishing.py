"""A form of an office put in force: what it may not leave out, under which version it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.dialog import FormPlay
from handlers.forms.findings import Finding, FormRefused
from handlers.forms.kept import from_json, to_json
from handlers.forms.model import Form, Question
from locales import words
from storage.queries.forms import FormRow, all_forms, publish, put_in_force, retire

LIVE = frozenset(("households.csv", "villages.csv"))
"""The live lists that any form of an office may ask for."""
TRIAL = "trial"
"""The name under which forms are tried out; nobody else's may be called so."""


@dataclass(frozen=True, slots=True)
class Published:
    """A form as it was put in force; `changed` is False where it was in force already."""

    form: Form
    changed: bool


class VersionTaken(Exception):
    """The version is there already with other content. The text is for the operator."""


def publish_form(db: Connection, form: Form, plays: Mapping[str, FormPlay], now: datetime) -> Published:
    """Put an office's form in force.

    Raises:
        FormRefused: it leaves out what the house needs, or a list it reads has not come with it.
        VersionTaken: its version has been used for something else.
    """
    rows = [row for row in all_forms(db) if row.name == form.name]
    form = fitted(form, rows, plays)
    compiled = plain(form)
    same = next((row for row in rows if row.version == form.version), None)
    if same is None:
        publish(db, form.name, form.version, compiled, now, by_office=True)
        return Published(form, changed=True)
    if same.compiled != compiled:
        raise VersionTaken(
            f"{form.name} {form.version} is there already with other content: give it another version"
        )
    if same.retired_at is None:
        return Published(form, changed=False)
    put_in_force(db, form.name, form.version, now)
    return Published(form, changed=True)


def withdraw_form(db: Connection, name: str, now: datetime) -> str | None:
    """Take an office's form out of force; the house's own version, where there is one, is in force again.

    Returns the version now in force, None where there is none.

    Raises:
        LookupError: no form of an office is in force under this name.
    """
    rows = [row for row in all_forms(db) if row.name == name]
    if not any(row.by_office and row.retired_at is None for row in rows):
        raise LookupError(name)
    retire(db, name, now)
    own = [row.version for row in rows if not row.by_office]
    if own:
        put_in_force(db, name, own[-1], now)
    return own[-1] if own else None


def plain(form: Form) -> dict[str, Any]:
    """The form as the database keeps it."""
    found: dict[str, Any] = json.loads(json.dumps(to_json(form)))
    return found


def fitted(form: Form, rows: Iterable[FormRow], plays: Mapping[str, FormPlay]) -> Form:
    """The form with what it adds to the house's own; refused where it leaves out what the house needs."""
    play = plays.get(form.name)
    own = [row for row in rows if not row.by_office]
    findings = [*_names(form, play), *_lists(form, play)]
    if play is None or not own:
        if findings:
            raise FormRefused(findings)
        return form
    house = from_json(own[-1].compiled)
    findings.extend(_left_out(form, house, play.needs or ()))
    if findings:
        raise FormRefused(findings)
    return replace(form, added=tuple(q.name for q in form.questions if q.name not in house.by_name))


def _names(form: Form, play: FormPlay | None) -> Iterator[Finding]:
    if form.name == TRIAL or (play is not None and play.needs is None):
        what = words("The form {name} is the house's own and cannot be changed.", name=form.name)
        yield Finding("settings", 2, "form_id", what, words("Choose another form_id."))


def _lists(form: Form, play: FormPlay | None) -> Iterator[Finding]:
    for name in sorted(form.files - (play.files.keys() if play else LIVE)):
        what = words("The list {name} has not come with the form.", name=name)
        yield Finding(
            "survey", 0, "type", what, words("Put it beside the workbook, or the lines on the choices sheet.")
        )


def _left_out(form: Form, house: Form, needs: Iterable[str]) -> Iterator[Finding]:
    """Questions the house's dialog reads by name: they must stay as they are asked."""
    for name in needs:
        theirs, ours = form.by_name.get(name), house.by_name[name]
        if theirs is None:
            what = words("The question {name} may not be removed: the house needs its answer.", name=name)
            yield Finding("survey", 0, "name", what, words("Put the row back as it was."))
        elif column := _changed(theirs, ours):
            what = words("The question {name} must keep its {column}.", name=name, column=column)
            yield Finding("survey", theirs.row, column, what, words("Put the cell back as it was."))


def _changed(theirs: Question, ours: Question) -> str:
    """The column in which a question differs that must not."""
    if theirs.type != ours.type or (ours.from_file and theirs.choices != ours.choices):
        return "type"
    if theirs.relevant != ours.relevant:
        return "relevant"
    return "required" if ours.required and not theirs.required else ""

"""A form as plain JSON, as the database keeps it, and the form again.

What older versions of the house wrote has to stay readable: whatever came later is looked for and not expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from handlers.forms.model import Choice, Form, Question, Repeat
from handlers.forms.values import pack, unpack


def to_json(form: Form) -> dict[str, Any]:
    """The form as plain JSON; what is as at the beginning is left out of the questions."""
    data = {f.name: getattr(form, f.name) for f in fields(form) if f.name != "remarks"}
    data["questions"] = [_plain(question, Question("", "")) for question in form.questions]
    data["repeats"] = [asdict(repeat) for repeat in form.repeats]
    data["lists"] = {name: [_line(choice) for choice in choices] for name, choices in form.lists.items()}
    return data


def _plain(question: Question, nothing: Question) -> dict[str, Any]:
    kept = {f.name: getattr(question, f.name) for f in fields(question)}
    return {
        name: value
        for name, value in kept.items()
        if name in ("name", "type", "trail") or value != getattr(nothing, name)
    }


def _line(choice: Choice) -> dict[str, Any]:
    columns = {name: pack(value) for name, value in choice.columns.items()}
    return {**asdict(choice), "columns": columns}


def from_json(data: Mapping[str, Any]) -> Form:
    """The inverse of `to_json`."""
    return Form(
        name=data["name"],
        version=data["version"],
        title=data["title"],
        questions=tuple(Question(**_tuples(q)) for q in data["questions"]),
        lists={name: tuple(map(_choice, choices)) for name, choices in data["lists"].items()},
        review=data["review"],
        source={sheet: tuple(map(tuple, rows)) for sheet, rows in data["source"].items()},
        repeats=tuple(Repeat(**_tuples(r)) for r in data.get("repeats", ())),
        instance_name=data.get("instance_name", ""),
        external=tuple(data.get("external", ())),
        added=tuple(data.get("added", ())),
    )


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


def _choice(data: Mapping[str, Any]) -> Choice:
    columns = {name: unpack(value) for name, value in data["columns"].items()}
    return Choice(data["name"], data["label"], tuple(data["words"]), columns)

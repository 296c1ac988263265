"""A form being filled in: all that is remembered between two messages, and the world it is played in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from random import Random, SystemRandom
from typing import Any, Literal

from handlers.forms.model import Row
from handlers.forms.values import Value, pack, unpack

SYSTEM: Random = SystemRandom()

Phase = Literal["asking", "review", "which", "done"]
"""A question stands, the summary stands, it was asked which item to change, it was saved."""


@dataclass(frozen=True, slots=True)
class World:
    """What a step knows beside the draft.

    `now` is the message's own time with its zone. `facts` are values for the form's `hidden` rows that
    may change from turn to turn. `files` are live lists by file name, already in the order shown. `rng`
    is what a form's random numbers are drawn from.
    """

    now: datetime
    language: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    files: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    rng: Random = SYSTEM


class NeedsFile(LookupError):
    """The step needs the live list `filename` in `World.files`; nothing has happened yet."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self.filename = filename


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers and where the conversation stands. Nothing here is ever taken back but by the person.

    `path` are the questions asked, in the order walked; `at` is the one that stands. `defaulted` are
    answers nobody gave. `partial` are photos sent or choices pressed so far for `at`. `once` are first
    values of calculations. `strikes` counts texts not understood at `at`; `wrong` is the last of them.
    """

    form: str
    version: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    at: str | None = None
    phase: Phase = "asking"
    editing: bool = False
    defaulted: frozenset[str] = frozenset()
    partial: tuple[str, ...] = ()
    once: Mapping[str, Value] = field(default_factory=dict)
    strikes: int = 0
    wrong: str = ""
    page: int = 0


def to_json(draft: Draft) -> dict[str, Any]:
    """The draft as plain JSON; what is as at the beginning is left out."""
    plain = Draft(draft.form, draft.version)
    kept = {f.name: getattr(draft, f.name) for f in fields(draft)}
    return {
        name: _packed(value)
        for name, value in kept.items()
        if name in ("form", "version") or value != getattr(plain, name)
    }


def from_json(data: Mapping[str, Any]) -> Draft:
    """The inverse of `to_json`."""
    read = dict(data)
    for name, kind in (("path", tuple), ("partial", tuple), ("defaulted", frozenset)):
        if name in read:
            read[name] = kind(read[name])
    for name in ("answers", "once"):
        if name in read:
            read[name] = {key: unpack(value) for key, value in read[name].items()}
    return Draft(**read)


def _packed(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return {name: pack(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value

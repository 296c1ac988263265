"""What a dialog is made of: commands a person can give, and forms it plays.

A dialog's folder declares one `Dialog`; it knows neither aiogram nor the other dialogs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handlers.forms.model import Row
from handlers.replies import Reply
from handlers.turn import Turn
from locales import Words

Handler = Callable[[Turn], Awaitable[Reply]]
Rows = Sequence[Row]
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """What an act made of a finished form: the answer to give, and the receipt for the draft."""

    reply: Reply
    receipt: str | None = None


class Amend(Exception):
    """An act cannot take a record as it is: ask `question` again, saying why. Nothing is lost."""

    def __init__(self, question: str, why: Words) -> None:
        super().__init__(question)
        self.question = question
        self.why = why


@dataclass(frozen=True, slots=True)
class FormPlay:
    """A form a dialog plays: its name, how people call it, its Markdown, its live lists, what saves it.

    `needs` are the questions whose answers the dialog reads by name: an office may change the form and must
    leave these; None: it may not change the form. `source` is None for a form that an office has written.
    """

    form: str
    title: Words
    source: Path | None
    save: Callable[[Turn, Record], Awaitable[Saved]]
    files: Mapping[str, Callable[[Turn], Awaitable[Rows]]] = field(default_factory=dict)
    needs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can say. `opens`: it begins a form (or ends who speaks), so the one that stands must be parked first.
    `interrupts`: it may do so without asking (签到, domain.md 7.0 "switch")."""

    name: str
    words: tuple[str, ...]
    handler: Handler
    opens: bool = False
    interrupts: bool = False


@dataclass(frozen=True, slots=True)
class Dialog:
    """One folder of `handlers/`."""

    name: str
    commands: tuple[Command, ...]
    forms: tuple[FormPlay, ...] = ()

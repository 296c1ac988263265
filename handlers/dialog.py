"""What a dialog is made of: commands a person can give, and forms it plays.

A dialog's folder declares one `Dialog`; it knows neither aiogram nor the other dialogs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from handlers.forms.model import Row
from handlers.forms.values import Value
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
class Kept:
    """A saved record as its form has it, to be put right (D07).

    `owner_id` is the person whose record it is, `about` says which one it is (11月17日(周二) 高*(1组)),
    `answers` are those it was saved with. `version` of its form; None is the one in force.
    """

    id: int
    owner_id: int
    day: date
    village_id: int
    village_path: str
    saved_at: datetime
    about: str
    answers: Mapping[str, Value]
    version: str | None = None
    household_id: int | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """How the saved records of a form are put right: `prefix` is that of their receipts.

    `load` gives a record that stands, `check` raises Amend where new answers may not be, `change` puts them
    in its place (it may raise Amend too), `withdraw` takes the record back. Both undo what had followed
    from it; the one who speaks may be somebody who agrees to what the owner asked for.
    """

    prefix: str
    load: Callable[[Turn, int], Awaitable[Kept | None]]
    check: Callable[[Turn, Kept, Record], Awaitable[None]]
    change: Callable[[Turn, Kept, Record], Awaitable[None]]
    withdraw: Callable[[Turn, Kept], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class FormPlay:
    """A form a dialog plays: its name, how people call it, its Markdown, its live lists, what saves it.

    `needs` are the questions whose answers the dialog reads by name: an office may change the form and must
    leave these; None: it may not change the form. `source` is None for a form that an office has written.
    `mending`: how its records are put right afterwards; None where they are not. `submit`: what saving it is called.
    """

    form: str
    title: Words
    source: Path | None
    save: Callable[[Turn, Record], Awaitable[Saved]]
    files: Mapping[str, Callable[[Turn], Awaitable[Rows]]] = field(default_factory=dict)
    needs: tuple[str, ...] | None = None
    mending: Mending | None = None
    submit: Words | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can say. `opens`: it begins a form (or ends who speaks), so the one that stands must be parked first.
    `interrupts`: it may do so without asking (签到, domain.md 7.0 "switch").

    `asks`: a question of those who lead or supervise; its words mean it to nobody else. Such a word may also
    be that of an act (走访 石关村, 走访 李家): `handlers.either` says which of the two somebody means, by whether
    the speaker `may` do the act, and by which of them `knows` what stands behind the word.
    """

    name: str
    words: tuple[str, ...]
    handler: Handler
    opens: bool = False
    interrupts: bool = False
    asks: bool = False
    may: Callable[[Turn], bool] | None = None
    knows: Callable[[Turn, str], Awaitable[bool]] | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """One folder of `handlers/`."""

    name: str
    commands: tuple[Command, ...]
    forms: tuple[FormPlay, ...] = ()

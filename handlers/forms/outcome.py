"""What a step of a form comes to: a question, the summary, the record, or leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from handlers.forms.values import Value
from locales import Words

Text = str | Words
"""Words of the form in the speaker's language, or words still to be translated."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A choice on offer: the number shown, the name stored, the label; `picked` while several are chosen."""

    key: str
    name: str
    label: Text
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question stands.

    `progress` is its number among the questions asked and how many those are, (0, 0) while an item of the
    summary is changed. `default` is what stands
    there now or would be assumed, '' if nothing. `problem` says why the last text did not do, `strike`
    the how many-eth it was (0: none). `echo` says how the last answer was understood. `moves` are names:
    back cancel skip keep done later person. `more` is how many choices the next page shows.
    """

    question: str
    type: str
    label: Text
    progress: tuple[int, int]
    notes: tuple[Text, ...] = ()
    options: tuple[Shown, ...] = ()
    more: int = 0
    hint: Text = ""
    default: Text = ""
    problem: Words | None = None
    strike: int = 0
    echo: Words | None = None
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the summary."""

    item: int
    label: Text
    shown: Text
    question: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The summary stands: save, change or give up; with `which` it was asked what to change."""

    lines: tuple[Line, ...]
    which: bool = False
    notes: tuple[Text, ...] = ()
    problem: Words | None = None
    echo: Words | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The record: name -> value of every relevant question, calculation and given value.

    Questions of a repeat are named with their iteration: `age[2]`. `title` is what the form calls the record.
    """

    record: Mapping[str, Value]
    notes: tuple[Text, ...] = ()
    echo: Words | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """The person went away: gave the draft up, or keeps it for later."""

    kind: Literal["cancelled", "later"]


Outcome = Asked | Reviewed | Finished | Left

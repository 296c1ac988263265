"""The answers to questions that an office has added to a form, as lines for receipts and cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.forms.draft import Draft, NeedsFile, World
from handlers.forms.model import MORE, Form, Question, base
from handlers.forms.shown import name_of, shown
from handlers.forms.state import State
from handlers.forms.values import Value, pack, text, unpack
from handlers.turn import Turn
from locales import Words

MOST = 9
"""Answers shown at once."""
EMPTY: tuple[Value, ...] = (None, "", ())


def added(form: Form, record: Mapping[str, Value]) -> dict[str, Any]:
    """What a record holds beside the house's own questions, as JSON."""
    own = {key: value for key, value in record.items() if base(key) in form.added}
    return packed(own)


def packed(record: Mapping[str, Value]) -> dict[str, Any]:
    """A record as JSON, without what is empty."""
    return {name: pack(value) for name, value in record.items() if value not in EMPTY}


def lines(turn: Turn, form: Form, answers: Mapping[str, Any]) -> list[str]:
    """`label: value` for each answer an office asks for: to a question added to the house's form, or to its own form."""
    values = {name: unpack(value) for name, value in answers.items()}
    state = State(form, Draft(form.name, form.version, values), World(turn.now, turn.language))
    own = turn.office.is_own(form.name)
    asked = (
        q for q in state.questions() if q.is_asked and q.type != MORE and (own or base(q.name) in form.added)
    )
    given = [q for q in asked if values.get(q.name) not in EMPTY]
    return [_line(turn, state, question, values[question.name]) for question in given[:MOST]]


def _line(turn: Turn, state: State, question: Question, value: Value) -> str:
    try:
        said: str | Words = shown(state, question, value)
    except NeedsFile:
        said = text(value)  # of a live list only the number is known here
    return turn.t("{label}: {value}", label=name_of(state, question), value=said)

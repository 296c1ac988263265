"""The summary before saving, and the record."""

from __future__ import annotations

from handlers.forms.asking import notes
from handlers.forms.draft import Draft
from handlers.forms.model import MORE, Question
from handlers.forms.offered import YES
from handlers.forms.outcome import Finished, Line, Reviewed, Text
from handlers.forms.places import Place
from handlers.forms.shown import name_of, shown
from handlers.forms.state import State
from handlers.forms.values import first, text
from handlers.understand.text import fold
from locales import Words


def items(state: State) -> list[Question]:
    """The questions of the summary, in order: asked or assumed, answered or skipped; of repeats how many there are."""
    return [
        q
        for q in state.questions()
        if q.is_asked and q.name in state.answers and state.relevant(q.name) and not _goes_on(state, q)
    ]


def _goes_on(state: State, question: Question) -> bool:
    return question.type == MORE and state.answers[question.name] == YES


def reviewed(
    state: State, *, echo: Words | None = None, problem: Words | None = None, which: bool = False
) -> Reviewed:
    lines = tuple(
        Line(item, name_of(state, q), shown(state, q, state.answers[q.name]), q.name)
        for item, q in enumerate(items(state), start=1)
    )
    return Reviewed(lines, which, _last_notes(state), problem, echo)


def named(state: State, typed: str) -> int | None:
    """The item whose short name or label was typed; None if it is not exactly one."""
    wanted = fold(typed)
    found = [
        item
        for item, question in enumerate(items(state), start=1)
        if wanted in {fold(said) for said in (*question.short.values(), *question.label.values())}
    ]
    return found[0] if len(found) == 1 else None


def finished(state: State, echo: Words | None = None) -> Finished:
    """The record: what is relevant now; notes are said and not kept."""
    record = {
        q.name: state.value(q.name)
        for q in state.questions()
        if q.type not in ("note", MORE) and state.relevant(q.name)
    }
    return Finished(record, _last_notes(state), echo, _title(state))


def _title(state: State) -> str:
    """What the form calls this record (`instance_name`)."""
    source = state.form.instance_name
    return text(first(state.run_at(Place((), ()), source))) if source else ""


def _last_notes(state: State) -> tuple[Text, ...]:
    """The notes behind the last question."""
    answered = tuple(q.name for q in items(state))
    return tuple(notes(state, Draft(state.form.name, state.form.version, path=answered), None))

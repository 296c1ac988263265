"""How a form is reported in one message, from the form itself: order, names and short keys, choices, an example. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from handlers.forms.answer import read_answer
from handlers.forms.draft import Draft, World
from handlers.forms.meant import Answer
from handlers.forms.model import Form, Question, said
from handlers.forms.reports import SENT, keys_of, open_questions
from handlers.forms.state import State
from handlers.forms.values import Value
from handlers.understand import Understood

FIRST = "1"
"""The first line of a live list: what everybody who has any list can send."""
WORDS = "示例文字"


@dataclass(frozen=True, slots=True)
class Entry:
    """A question on the card: its name in a line, its short key, what it asks, its choices by number.

    `listed`: its choices are a list that each person sees in the chat. `optional`: it may be left out.
    """

    name: str
    key: str
    asks: str
    choices: tuple[str, ...] = ()
    listed: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What is said in order, what only where it applies, what with its name in front, and a line that works."""

    title: str
    asked: tuple[Entry, ...]
    further: tuple[Entry, ...]
    named: tuple[Entry, ...]
    example: str


def card(form: Form, world: World, known: Mapping[str, Value]) -> Card:
    """The card of a form in the language of the world.

    Args:
        world: its `files` hold a line for each live list.
        known: what the dialog gives the form (`hidden` rows).
    """
    told = [q for q in form.questions if q.is_asked and q.type not in SENT]
    answers = dict(_example(form, world, known))
    asked = [q for q in told if q.name in answers]
    further = [q for q in told if q.ask == "yes" and q.name not in answers]

    def entries(questions: Iterable[Question]) -> tuple[Entry, ...]:
        return tuple(_entry(form, question, world.language) for question in questions)

    return Card(
        said(form.title, world.language) or form.name, entries(asked), entries(further),
        entries(q for q in told if q.ask != "yes"), " ".join(answers.values()),
    )  # fmt: skip


def _entry(form: Form, question: Question, language: str) -> Entry:
    choices = form.lists.get(question.choices, ()) if question.is_select and not question.from_file else ()
    return Entry(
        said(question.short, language) or (keys_of(question) or ("",))[0],
        question.sms,
        said(question.label, language),
        tuple(f"{at}{said(choice.label, language)}" for at, choice in enumerate(choices, 1)),
        question.from_file,
        not question.required,
    )


def _example(form: Form, world: World, known: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Question and what to send for it, in turn, as the answers before make them relevant."""
    answers = dict(known)
    while True:
        state = State(form, Draft(form.name, form.version, answers), world)
        question = next((q for q in open_questions(state) if q.ask == "yes"), None)
        if question is None:
            return
        typed, answers[question.name] = _answer(state, question)
        yield question.name, typed


def _answer(state: State, question: Question) -> tuple[str, Value]:
    """The first text that the question takes."""
    for typed in _candidates(state, question):
        found = read_answer(state, question, Answer(typed))
        if isinstance(found, Understood):
            return typed, found.value
    return "-", None


def _candidates(state: State, question: Question) -> Iterator[str]:
    if not state.required(question):
        yield "0"
    if question.is_select:
        listed = (
            [] if question.from_file else [state.text(choice.label) for choice in state.choices(question)]
        )
        yield from (*listed, FIRST)
    today = state.world.now.date()
    for days in (0, 1, 7, 30, -1):
        day = today + timedelta(days=days)
        yield f"{day.year}-{day.month}-{day.day}" if "date" in question.type else str(days)
    yield from ("9:30", "12", "100", "2026", "19900000001", "好", WORDS)

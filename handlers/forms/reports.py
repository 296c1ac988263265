"""A form's answers from one message: 饮水 冬季缺水 不急 0, with the words and short keys that its questions have. Pure.

What leaves no doubt comes first (choices, numbers, days of the questions that are asked anyway); then what
became relevant by it, free words last. Nothing is guessed: a piece that nobody can read is left over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.forms.answer import Read, read_answer
from handlers.forms.draft import Draft, World
from handlers.forms.meant import Answer
from handlers.forms.model import Form, Question
from handlers.forms.state import State
from handlers.forms.values import Value
from handlers.understand import Unclear, Understood
from handlers.understand.oneline import split_line
from handlers.understand.wants import SKIP, Line, Want
from locales import words

FREE = ("text",)
SENT = ("image", "audio", "file", "geopoint", "more")
"""Types that no line can answer."""
SEVERAL = ("select_multiple", "rank")


@dataclass(frozen=True, slots=True)
class Report:
    """What a line said: question -> value, the pieces left over, and those put right (`""`: not certain)."""

    given: Mapping[str, Value]
    left: str = ""
    mended: str = ""


def read_report(form: Form, world: World, text: str, known: Mapping[str, Value]) -> Report:
    """The answers in a line; `known` are those that need not be said. Raises `NeedsFile` for a live list."""
    given: dict[str, Value] = {}
    left, line = text, Line()
    for wanted in (is_sure, is_exact, is_any, is_asked):
        while left:
            state = State(form, Draft(form.name, form.version, {**known, **given}), world)
            line = split_line(left, [_want(state, q) for q in open_questions(state) if wanted(q)])
            if not line.given:
                break
            given |= {name: _value(state, name, said) for name, said in line.given.items()}
            left = " ".join(line.left)
    return Report(given, left, line.mended if left else "")


def is_sure(question: Question) -> bool:
    """Whether a question is asked anyway, and by something else than free words."""
    return question.type not in FREE and question.ask == "yes"


def is_exact(question: Question) -> bool:
    """Whether not every text answers it: a choice, a number, a day; also one that is only shown for review."""
    return question.type not in FREE


def is_asked(question: Question) -> bool:
    """Whether a person would be asked."""
    return question.ask == "yes"


def is_any(question: Question) -> bool:
    """Every one: words are taken here with the question's name in front, or where only one can have them."""
    return question.is_asked


def open_questions(state: State) -> list[Question]:
    """The questions that apply now, can be answered in a line and are not; in the form's order."""
    return [
        q
        for q in state.questions()
        if q.is_asked
        and not q.positions
        and q.type not in SENT
        and q.name not in state.answers
        and state.relevant(q.name)
    ]


def keys_of(question: Question) -> tuple[str, ...]:
    """What a question is called in a line: its short key, then its short names."""
    short = (word for word in question.short.values() if word)
    return tuple(dict.fromkeys(filter(None, (question.sms, *short))))


def _want(state: State, question: Question) -> Want:
    def reads(text: str) -> Read:
        found = read_answer(state, question, Answer(text))
        # A 0 is one question's nothing: never two of them, nor that of a question nobody would ask.
        vague = (
            isinstance(found, Understood)
            and found.value is None
            and (" " in text or question.ask == "review")
        )
        return Unclear(words("Please answer this question by itself.")) if vague else found

    return Want(question.name, keys_of(question), reads, question.type in FREE, question.type in SEVERAL)


def _value(state: State, name: str, said: str) -> Value:
    if said in ("", SKIP):
        return None
    found = read_answer(state, state.form.question(name), Answer(said))
    return found.value if isinstance(found, Understood) else None

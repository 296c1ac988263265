"""A typed, pressed or photographed answer -> a value of its question, or why not. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from handlers.forms.evaluate import calls
from handlers.forms.meant import Answer
from handlers.forms.model import ACKNOWLEDGED, Choice, Question
from handlers.forms.state import State
from handlers.forms.values import Value, settled
from handlers.understand import Unclear, Understood
from handlers.understand.choices import Candidate, choose, choose_many, is_none
from handlers.understand.dates import read_date
from handlers.understand.numbers import read_number
from handlers.understand.text import clean, fold
from locales import Words, words

MAX_PHOTOS = 3
MAX_TEXT = 300
"""Characters of a text answer, where the constraint does not speak of string-length()."""
MAX_LONG_TEXT = 2000
MAX_DIGITS = 15
NOTHING = frozenset(("0", "没有", "没", "无", "都没有", "全无", "none", "no", "nothing"))
"""What skips an optional question, where it is no answer to it."""

Read = Understood[Value] | Unclear


def read_answer(state: State, question: Question, answer: Answer) -> Read:
    """The value of an answer. An optional question answered with nothing is `Understood(None)`."""
    if answer.photos:
        return _photos(question, answer)
    typed = clean(answer.text or answer.choice or "")
    if not typed:
        return Unclear(words("Nothing readable arrived."))
    found = _READERS[question.type](state, question, answer, typed)
    value = found.value if isinstance(found, Understood) else None
    if value is not None and state.holds(question, value):
        return found
    if _says_nothing(question, typed) and not state.required(question):
        return Understood(None)
    return found if isinstance(found, Unclear) else Unclear(unfit(state, question, value))


def _says_nothing(question: Question, typed: str) -> bool:
    """Whether the text skips the question; of choices 没问题 and 都好 say the same as 没有."""
    return fold(typed) in NOTHING or (question.is_select and is_none(typed))


def unfit(state: State, question: Question, value: Value) -> Words:
    """Why a value may not stand: the form's own words, else what can be said in general."""
    texts = question.required_message if value is None else question.constraint_message
    if said := state.text(texts):
        return Words(said)
    if value is None:
        return words("This question needs an answer.")
    return words("This answer does not fit here. Please check it.")


def candidates(state: State, choices: Sequence[Choice]) -> list[Candidate]:
    """The choices as what a text may name: number, labels in every language, synonyms."""
    return [
        Candidate(str(key), state.text(choice.label), (*choice.label.values(), *choice.words))
        for key, choice in enumerate(choices, start=1)
    ]


def _photos(question: Question, answer: Answer) -> Read:
    if question.type == "image":
        return Understood(tuple(dict.fromkeys(answer.photos)))
    return Unclear(words("A photo does not answer this question. {wanted}", wanted=_WANTED[question.type]))


def _text(state: State, question: Question, answer: Answer, typed: str) -> Read:
    limited = bool(question.constraint) and calls(question.constraint, "string-length")
    most, sent = MAX_LONG_TEXT if limited else MAX_TEXT, len(answer.text.strip())
    if sent > most:
        return Unclear(words("Please keep it to {most} characters; this had {sent}.", most=most, sent=sent))
    nothing = fold(typed) in NOTHING and not state.required(question)
    return Understood(None) if nothing else Understood(typed)


def _integer(state: State, question: Question, answer: Answer, typed: str) -> Read:
    found = _decimal(state, question, answer, typed)
    if isinstance(found, Unclear):
        return found
    whole = settled(found.value)
    if isinstance(whole, int):
        return Understood(whole, found.echo)
    return Unclear(words("Please send a whole number, such as 3."))


def _decimal(state: State, question: Question, answer: Answer, typed: str) -> Read:
    found = read_number(typed)
    if isinstance(found, Unclear):
        return found
    if not found.value.is_finite() or found.value.adjusted() >= MAX_DIGITS:
        return Unclear(words("This number is too large. Please check it."))
    return Understood(Decimal(found.value), found.echo)


def _date(state: State, question: Question, answer: Answer, typed: str) -> Read:
    found = read_date(typed, state.world.now.date(), towards=question.towards)
    return found if isinstance(found, Unclear) else Understood(found.value, found.echo)


def _one(state: State, question: Question, answer: Answer, typed: str) -> Read:
    choices = state.choices(question)
    if answer.choice is not None:
        return _pressed(choices, answer.choice)
    found = choose(typed, candidates(state, choices))
    return found if isinstance(found, Unclear) else Understood(choices[int(found.value) - 1].name, found.echo)


def _many(state: State, question: Question, answer: Answer, typed: str) -> Read:
    choices = state.choices(question)
    if answer.choice is not None and "," not in answer.choice:
        found = _pressed(choices, answer.choice)
        return found if isinstance(found, Unclear) else Understood((answer.choice,))
    several = choose_many(typed, candidates(state, choices))
    if isinstance(several, Unclear):
        return several
    return Understood(tuple(choices[int(key) - 1].name for key in several.value) or None, several.echo)


def _pressed(choices: Sequence[Choice], name: str) -> Read:
    """A button carries the name, so that it means the same when the list has changed."""
    if any(choice.name == name for choice in choices):
        return Understood(name)
    return Unclear(words("That choice is no longer on the list."))


def _image(state: State, question: Question, answer: Answer, typed: str) -> Read:
    return Unclear(words("Please send a photo."))


def _acknowledge(state: State, question: Question, answer: Answer, typed: str) -> Read:
    said = ("知道了", "知道", "好", "好的", "是", "同意", "收到", "ok", "yes", "understood", "agree")
    if answer.choice == ACKNOWLEDGED or fold(typed) in ("1", *said):
        return Understood(ACKNOWLEDGED)
    return Unclear(words("Please send 1 when you have read this."))


_READERS: dict[str, Callable[[State, Question, Answer, str], Read]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "select_one": _one,
    "select_multiple": _many,
    "image": _image,
    "acknowledge": _acknowledge,
}

_WANTED = {
    "text": words("Please write it in words."),
    "integer": words("Please send a number, such as 12."),
    "decimal": words("Please send a number, such as 12."),
    "date": words("Please send a date, such as 2026-11-03 or yesterday."),
    "select_one": words("Please choose from the list."),
    "select_multiple": words("Please choose from the list."),
    "acknowledge": words("Please send 1 when you have read this."),
}

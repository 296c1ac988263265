"""A typed, pressed or photographed answer -> a value of its question, or why not. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from handlers.forms.evaluate import calls
from handlers.forms.meant import Answer
from handlers.forms.model import ACKNOWLEDGED, MORE, UPLOADS, Choice, Question, said
from handlers.forms.shown import label
from handlers.forms.state import State
from handlers.forms.values import Value, number, settled
from handlers.understand import Unclear, Understood
from handlers.understand.amounts import read_amount, unit_asked
from handlers.understand.choices import Candidate, choose, choose_many, is_none
from handlers.understand.clock import read_time
from handlers.understand.dates import read_date
from handlers.understand.moments import read_moment
from handlers.understand.text import clean, fold
from locales import Words, words

MAX_PHOTOS = 3
MAX_TEXT = 300
"""Characters of a text answer, where the constraint does not speak of string-length()."""
MAX_LONG_TEXT = 2000
MAX_DIGITS = 15
NOTHING = frozenset(("0", "没有", "没", "无", "都没有", "全无", "none", "no", "nothing"))
"""What skips an optional question, where it is no answer to it."""

DIGITS = 10
"""Up to so many choices their order may be written in one piece: 312."""
RANGE = {"start": "1", "end": "10", "step": "1"}
"""The parameters of a range, and what they are where nothing is said."""

_PART_OF_DATE = re.compile("([12][0-9]{3})(?:[-/.年]([0-9]{1,2})?月?)?")
_POINT = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]+)?)[\s,;]+(-?[0-9]{1,3}(?:\.[0-9]+)?)(?:[\s,;].*)?")

Read = Understood[Value] | Unclear


def read_answer(state: State, question: Question, answer: Answer) -> Read:
    """The value of an answer. An optional question answered with nothing is `Understood(None)`."""
    if sent := _sent(answer):
        return _upload(question, *sent)
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
    if state.text(texts):
        said = label(state, texts, question)
        return said if isinstance(said, Words) else Words(said.replace("{", "{{").replace("}", "}}"))
    if value is None:
        return words("This question needs an answer.")
    return words("This answer does not fit here. Please check it.")


def candidates(state: State, choices: Sequence[Choice]) -> list[Candidate]:
    """The choices as what a text may name: number, labels in every language, synonyms."""
    return [
        Candidate(str(key), state.text(choice.label), (*choice.label.values(), *choice.words))
        for key, choice in enumerate(choices, start=1)
    ]


def _sent(answer: Answer) -> tuple[str, Value] | None:
    """What was sent that is not words: as which type of question, and the answer it would be."""
    if answer.photos:
        return "image", tuple(dict.fromkeys(answer.photos))
    if answer.files:
        return "file", answer.files[-1:]
    if answer.voice:
        return "audio", (answer.voice,)
    return ("geopoint", answer.place) if answer.place else None


def _upload(question: Question, kind: str, value: Value) -> Read:
    if question.type == kind:
        return Understood(value)
    wanted = _WANTED.get(question.type, _PLEASE_SEND.get(question.type, ""))
    return Unclear(words("{sent} does not answer this question. {wanted}", sent=_SENT[kind], wanted=wanted))


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
    found = read_amount(typed, unit_asked(said(question.label, "zh_Hans")))
    if isinstance(found, Unclear):
        return found
    if not found.value.is_finite() or found.value.adjusted() >= MAX_DIGITS:
        return Unclear(words("This number is too large. Please check it."))
    return Understood(Decimal(found.value), found.echo)


def _range(state: State, question: Question, answer: Answer, typed: str) -> Read:
    """A number from `start` to `end` that steps of `step` from the start lead to."""
    found = _decimal(state, question, answer, typed)
    if isinstance(found, Unclear):
        return found
    start, end, step = (Decimal(question.details.get(name, usual)) for name, usual in RANGE.items())
    value, low, high = number(found.value), min(start, end), max(start, end)
    if low <= value <= high and (not step or (value - start) % step == 0):
        return Understood(settled(value), found.echo)
    return Unclear(
        words("Please send a number from {low} to {high} in steps of {step}.", low=low, high=high, step=step)
    )


def _date(state: State, question: Question, answer: Answer, typed: str) -> Read:
    if part := _PART_OF_DATE.fullmatch(typed):
        year, month = int(part[1]), int(part[2] or 1)
        if (
            ("year" in question.looks or (part[2] and "month-year" in question.looks))
            and 1 <= month <= 12
            and year
        ):
            return Understood(date(year, month, 1))
    found = read_date(typed, state.world.now.date(), towards=question.towards)
    return found if isinstance(found, Unclear) else Understood(found.value, found.echo)


def _time(state: State, question: Question, answer: Answer, typed: str) -> Read:
    found = read_time(typed)
    return found if isinstance(found, Unclear) else Understood(found.value, found.echo)


def _datetime(state: State, question: Question, answer: Answer, typed: str) -> Read:
    found = read_moment(typed, state.world.now, towards=question.towards)
    return found if isinstance(found, Unclear) else Understood(found.value, found.echo)


def _geopoint(state: State, question: Question, answer: Answer, typed: str) -> Read:
    """A place as `latitude longitude` in degrees, as text."""
    match = _POINT.fullmatch(typed)
    if match and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180:
        return Understood(f"{match[1]} {match[2]} 0 0")
    return Unclear(words("Please send your location, or latitude and longitude such as 24.88 109.70."))


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


def _rank(state: State, question: Question, answer: Answer, typed: str) -> Read:
    """Every choice of the list, the first one first."""
    choices = state.choices(question)
    if answer.choice is not None and "," not in answer.choice:
        found = _pressed(choices, answer.choice)
        return found if isinstance(found, Unclear) else Understood((answer.choice,))
    places = [int(digits) for digits in re.findall("[0-9]+", typed)]
    if len(places) == 1 < len(choices) < DIGITS:
        places = [int(digit) for digit in typed if digit.isdecimal()]
    if sorted(places) == list(range(1, len(choices) + 1)):
        return Understood(tuple(choices[at - 1].name for at in places))
    order = ",".join(str(at) for at in range(len(choices), 0, -1))
    return Unclear(
        words("Please put all of them in order, the first one first, such as {order}.", order=order)
    )


def _pressed(choices: Sequence[Choice], name: str) -> Read:
    """A button carries the name, so that it means the same when the list has changed."""
    if any(choice.name == name for choice in choices):
        return Understood(name)
    return Unclear(words("That choice is no longer on the list."))


def _please_send(state: State, question: Question, answer: Answer, typed: str) -> Read:
    return Unclear(_PLEASE_SEND[question.type])


def _acknowledge(state: State, question: Question, answer: Answer, typed: str) -> Read:
    said = ("知道了", "知道", "好", "好的", "是", "同意", "收到", "ok", "yes", "understood", "agree")
    if answer.choice == ACKNOWLEDGED or fold(typed) in ("1", *said):
        return Understood(ACKNOWLEDGED)
    return Unclear(words("Please send 1 when you have read this."))


_SENT = {
    "image": words("A photo"),
    "audio": words("A voice message"),
    "file": words("A file"),
    "geopoint": words("A location"),
}
_PLEASE_SEND = {
    "image": words("Please send a photo."),
    "audio": words("Please send a voice message."),
    "file": words("Please send a file."),
}
_NUMBER = words("Please send a number, such as 12.")
_FROM_LIST = words("Please choose from the list.")
_WANTED = {
    "text": words("Please write it in words."),
    "integer": _NUMBER,
    "decimal": _NUMBER,
    "range": _NUMBER,
    "date": words("Please send a date, such as 2026-11-03 or yesterday."),
    "time": words("Please send a time, such as 8:42 or 3 in the afternoon."),
    "datetime": words("Please send a day and time, such as yesterday 8:42."),
    "select_one": _FROM_LIST,
    "select_multiple": _FROM_LIST,
    "rank": _FROM_LIST,
    MORE: _FROM_LIST,
    "geopoint": words("Please send your location, or latitude and longitude such as 24.88 109.70."),
    "acknowledge": words("Please send 1 when you have read this."),
}

_READERS: dict[str, Callable[[State, Question, Answer, str], Read]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "range": _range,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "select_one": _one,
    "select_multiple": _many,
    "rank": _rank,
    MORE: _one,
    **dict.fromkeys(UPLOADS, _please_send),
    "geopoint": _geopoint,
    "acknowledge": _acknowledge,
}

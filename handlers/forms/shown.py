"""Values as people read them: labels for names, days with their weekday, `none` for nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from handlers.forms.model import Question, Texts
from handlers.forms.outcome import Text
from handlers.forms.state import State
from handlers.forms.values import Value, names, text
from locales import Words, words

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_PLACE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")
_OF_A_QUESTION = re.compile(r"\s*[(（][^()（）]*[)）]\s*|[?？。.:：\s]+$")


def shown(state: State, question: Question, value: Value) -> Text:
    """The value of an answer as it stands in the summary."""
    if value is None or value == ():
        return words("none")
    if question.is_select:
        return _joined([state.choice_label(question.name, name) for name in names(value)])
    if question.type == "image":
        return words("{count} photos", count=len(names(value)))
    if question.type == "acknowledge":
        return words("yes")
    return day_words(value, state.world.now.date()) if isinstance(value, date) else text(value)


def label(state: State, texts: Texts) -> Text:
    """What the form says, with the answers it mentions (`${name}`) put in."""
    written = state.text(texts)
    if "${" not in written:
        return written
    parts = _PLACE.split(written)
    said = {f"p{at}": _mentioned(state, parts[at]) for at in range(1, len(parts), 2)}
    spoken = [f"{{p{at}}}" if at % 2 else _braces(part) for at, part in enumerate(parts)]
    return Words("".join(spoken), said)


def name_of(state: State, question: Question) -> Text:
    """The question as an item of the summary: its short name, else its label without mark and brackets."""
    if question.short:
        return label(state, question.short)
    asked = state.text(question.label)
    return label(state, {"": _OF_A_QUESTION.sub("", asked) or asked or question.name})


def day_words(day: date, today: date) -> Words:
    """A day with its weekday, and its year where that is not this one."""
    said = {
        "weekday": words(WEEKDAYS[day.weekday()]),
        "day": day.day,
        "month": words(MONTHS[day.month - 1]),
        "year": day.year,
    }
    if isinstance(day, datetime):
        return words("{weekday} {day} {month} {time}", time=f"{day:%H:%M}", **said)
    return words(
        "{weekday} {day} {month}" if day.year == today.year else "{weekday} {day} {month} {year}", **said
    )


def _mentioned(state: State, name: str) -> Text:
    question = state.form.by_name[name]
    value = state.value(name)
    return "" if value is None else shown(state, question, value)


def _joined(labels: Sequence[str]) -> Text:
    first, *rest = labels
    return words("{first}, {rest}", first=first, rest=_joined(rest)) if rest else first


def _braces(plain: str) -> str:
    return plain.replace("{", "{{").replace("}", "}}")

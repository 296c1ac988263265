"""Values as people read them: labels for names, days with their weekday, `none` for nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from handlers.forms.model import MORE, Question, Repeat, Texts, base
from handlers.forms.offered import choice_label
from handlers.forms.outcome import Text
from handlers.forms.state import State
from handlers.forms.values import Value, first, names, text
from locales import Words, words

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_COUNTED = {"image": "{count} photos", "audio": "{count} voice messages", "file": "{count} files"}
_SAID = (words("{count} photos"), words("{count} voice messages"), words("{count} files"))
"""For the catalogue of messages."""

_PLACE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")
_OF_A_QUESTION = re.compile(r"\s*[(（][^()（）]*[)）]\s*|[?？。.:：\s]+$")


def shown(state: State, question: Question, value: Value) -> Text:
    """The value of an answer as it stands in the summary."""
    if question.type == MORE:
        return words("{count} in all", count=question.positions[-1])
    if value is None or value == ():
        return words("none")
    if question.is_select:
        return _joined([choice_label(state, question.name, name) for name in names(value)])
    if question.type in _COUNTED:
        return words(_COUNTED[question.type], count=len(names(value)))
    if question.type == "acknowledge":
        return words("yes")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return day_words(value, state.world.now.date()) if isinstance(value, date) else text(value)


def label(state: State, texts: Texts, at: Question) -> Text:
    """What the form says at a question, with the answers it mentions (`${name}`) put in."""
    written = state.text(texts)
    if "${" not in written:
        return written
    parts = _PLACE.split(written)
    said = {f"p{n}": _mentioned(state, parts[n], at) for n in range(1, len(parts), 2)}
    spoken = [f"{{p{n}}}" if n % 2 else _braces(part) for n, part in enumerate(parts)]
    return Words("".join(spoken), said)


def name_of(state: State, question: Question) -> Text:
    """The question as an item of the summary: its short name, else its label without mark and brackets."""
    if question.type == MORE:
        return _plain(state.text(question.label)) or words("how many")
    if question.short:
        own = label(state, question.short, question)
    else:
        asked = state.text(question.label)
        own = label(state, {"": _OF_A_QUESTION.sub("", asked) or asked or base(question.name)}, question)
    if not question.positions:
        return own
    return words("{iteration} {label}", iteration=iteration(state, question), label=own)


def iteration(state: State, question: Question) -> Text:
    """Which iteration a question is in: the repeat's label and number, or a label that mentions an answer."""
    found: Text = ""
    layout = state.form.layout
    for depth, position in zip(layout.depths(question.trail), question.positions, strict=True):
        repeat = layout.repeats[question.trail[:depth]]
        named = "${" in state.text(repeat.label)
        said = label(state, repeat.label, question)
        if named and not _is_named(state, repeat, question):
            named, said = False, label(state, {"": _plain(state.text(repeat.label))}, question)
        own = said if named else words("{label}{number}", label=said, number=position)
        found = words("{iteration} {label}", iteration=found, label=own) if found else own
    return found


def _is_named(state: State, repeat: Repeat, question: Question) -> bool:
    """Whether an iteration has been given the name that the repeat's label mentions."""
    mentioned = _PLACE.findall(state.text(repeat.label))
    return any(text(first(state.mentioned(question, name))) for name in mentioned)


def _plain(written: str) -> str:
    """A label without the answers it mentions."""
    return _PLACE.sub("", written).strip(" :：,，")


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


def _mentioned(state: State, name: str, at: Question) -> Text:
    """An answer in a label; where it is asked several times, that of the same iteration or the first one."""
    found = state.mentioned(at, name)
    value = first(found)
    if value is None:
        return ""
    question = state.form.by_name.get(base(name))
    return text(value) if question is None or question.type == MORE else shown(state, question, value)


def _joined(labels: Sequence[str]) -> Text:
    first, *rest = labels
    return words("{first}, {rest}", first=first, rest=_joined(rest)) if rest else first


def _braces(plain: str) -> str:
    return plain.replace("{", "{{").replace("}", "}}")

"""A computed value as an answer: brought to the type of its question, or None where it is no such answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from handlers.forms.model import ACKNOWLEDGED, SEVERAL, Choice, Question
from handlers.forms.values import Value, clock, day, names, number, settled, text, truth


def among(question: Question, value: Value, choices: Sequence[Choice]) -> Value:
    """The names in a value that a select offers; those of a select_multiple in the order of its list."""
    offered, wanted = [choice.name for choice in choices], names(value)
    if question.type == "select_multiple":
        return tuple(name for name in offered if name in wanted) or None
    chosen = tuple(name for name in wanted if name in offered)
    return chosen or None if question.type in SEVERAL else next(iter(chosen), None)


def of_type(kind: str, value: Value) -> Value:
    """A value in a type of questions that offer no choices; of any other type it stays as it is."""
    return _FITTED.get(kind, settled)(value)


def _whole(value: Value) -> Value:
    found = settled(number(value))
    return found if isinstance(found, int) else None


def _decimal(value: Value) -> Value:
    found = settled(number(value))
    return Decimal(found) if isinstance(found, int) else found


_FITTED: Mapping[str, Callable[[Value], Value]] = {
    "integer": _whole,
    "decimal": _decimal,
    "range": lambda value: settled(number(value)),
    "date": day,
    "time": clock,
    "text": lambda value: text(value) or None,
    "geopoint": lambda value: text(value) or None,
    "acknowledge": lambda value: ACKNOWLEDGED if truth(value) else None,
    "image": lambda value: None,
    "audio": lambda value: None,
    "file": lambda value: None,
}

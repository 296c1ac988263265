"""Answers to questions with choices."""

from __future__ import annotations

from decimal import Decimal

from handlers.forms.functions.table import Formula, Scope, lazy, plain
from handlers.forms.values import Value, names, number, text


@plain("selected", "answer, name")
def selected(answer: Value, name: Value) -> Value:
    """Whether the name is among those chosen."""
    return text(name) in names(answer)


@plain("count-selected", "answer")
def count_selected(answer: Value) -> Value:
    """How many were chosen."""
    return Decimal(len(names(answer)))


@plain("selected-at", "answer, index")
def selected_at(answer: Value, index: Value) -> Value:
    """The name chosen at that place, counted from 0; '' beyond the last."""
    place, chosen = number(index), names(answer)
    return chosen[int(place)] if place.is_finite() and 0 <= place < len(chosen) else ""


@lazy("jr:choice-name", "name, '${question}'")
def choice_name(scope: Scope, chosen: Formula, question: Formula) -> Value:
    """What people read for the chosen name of that question."""
    asked = text(question(scope)).strip("${ }")
    return ", ".join(scope.choice_label(asked, name) for name in names(chosen(scope)))

"""Answers to questions with choices, and the lines of lists."""

from __future__ import annotations

from decimal import Decimal

from handlers.forms.functions.table import Formula, Scope, lazy, plain
from handlers.forms.values import Operand, Value, first, names, number, text


@plain("selected", "answer, name")
def selected(answer: Value, name: Value) -> Value:
    """Whether the name is among those chosen."""
    return text(name).strip() in names(answer)


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
def choice_name(scope: Scope, chosen: Formula, question: Formula) -> Operand:
    """What people read for the chosen name of that question."""
    asked = text(first(question(scope))).strip("${ }").rpartition("/")[2]
    return ", ".join(scope.choice_label(asked, name) for name in names(first(chosen(scope))))


@lazy("jr:itext", "id")
def itext(scope: Scope, given: Formula) -> Operand:
    """What people read for the `itextId` of a line of a list."""
    return scope.itext(text(first(given(scope))))


@lazy("pulldata", "list, column, key column, key")
def pulldata(scope: Scope, listed: Formula, column: Formula, key_column: Formula, key: Formula) -> Operand:
    """A column of the first line of a list that has the key in its key column; '' where there is none."""
    said = [text(first(formula(scope))) for formula in (listed, column, key_column, key)]
    return scope.look_up(said[0], {said[2]: said[3]}, said[1])

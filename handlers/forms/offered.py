"""What can be chosen for a question at a moment: the lines of its list that apply, in the order shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from handlers.forms.draft import NeedsFile
from handlers.forms.functions.places import shuffled
from handlers.forms.model import MORE, Choice, Question
from handlers.forms.places import Line
from handlers.forms.values import Nodes, first, number, text, truth

if TYPE_CHECKING:
    from handlers.forms.state import State

YES, NO, DROP = "yes", "no", "drop"
ANOTHER = (
    Choice(YES, {"zh_Hans": "有", "en": "yes"}, ("还有", "是", "有的", "要")),
    Choice(
        NO,
        {"zh_Hans": "没有", "en": "no"},
        ("没", "无", "0", "没有了", "没了", "不", "不要", "完", "完了", "完成", "done"),
    ),
)
LESS = Choice(DROP, {"zh_Hans": "删去这一个", "en": "remove this one"}, ("删去", "删除", "remove"))
"""What ends an iteration of a repeat: is there another one? From the second on it can be taken back."""


def offered(state: State, question: Question) -> Sequence[Choice]:
    """What can be chosen; by lot where the form wants it: in the same order for the whole draft.

    Raises `NeedsFile` for a live list that is not loaded.
    """
    found = _filtered(state, question)
    if question.details.get("randomize") != "true":
        return found
    wanted = question.details.get("seed", "")
    seed = number(first(state.run(question, wanted))) if wanted else Decimal(question.row)
    order = shuffled(range(len(found)), state.world.rng, seed if seed.is_finite() else Decimal(0))
    return [found[at] for at in order]


def _filtered(state: State, question: Question) -> Sequence[Choice]:
    source, wanted = question.choice_filter, _listed(state, question)
    if not source:
        return wanted
    numbered = (Line(question.choices, at, c) for at, c in enumerate(wanted, start=1))
    return [line.choice for line in numbered if truth(state.run(question, source, line=line))]


def _listed(state: State, question: Question) -> Sequence[Choice]:
    if question.type == MORE:
        return (*ANOTHER, LESS) if question.positions and question.positions[-1] > 1 else ANOTHER
    if question.choices.startswith("${"):
        return _from_answers(state, question)
    return lines(state, question.choices) if question.from_file else state.form.lists[question.choices]


def _from_answers(state: State, question: Question) -> Sequence[Choice]:
    """The answers given to a question of a repeat, as choices."""
    found = state.run(question, question.choices)
    values = found.values if isinstance(found, Nodes) else (found,)
    said = dict.fromkeys(text(value) for value in values if text(value))
    return [Choice(name.replace(" ", "_"), {"": name}) for name in said]


def lines(state: State, name: str) -> Sequence[Choice]:
    """A list of the form, one that came with it, or a live one. Raises `NeedsFile` for one not loaded."""
    for known in (name, f"{name}.csv"):
        if known in state.form.lists:
            return state.form.lists[known]
        if known in state.world.files:
            return state.world.files[known]
    raise NeedsFile(name if name.endswith(".csv") else f"{name}.csv")


def choice_label(state: State, question: str, choice: str) -> str:
    """What people read for a choice; its name where the list no longer has it."""
    asked = state.form.by_name.get(question) or state.form.question(question)
    listed = _listed(state, asked) if asked.is_select else ()
    return next((state.text(c.label) for c in listed if c.name == choice), choice)

"""What a draft says at a moment: which questions are relevant, what they are worth, what can be chosen.

Everything is computed when first asked for and kept for the one step. A question that is not relevant
reads as empty, whatever its answer was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from handlers.forms.draft import Draft, NeedsFile, World
from handlers.forms.evaluate import compiled
from handlers.forms.model import ACKNOWLEDGED, Choice, Form, Question, said
from handlers.forms.values import Value, day, names, number, settled, text, truth


class State:
    """The values of a draft in its world."""

    def __init__(self, form: Form, draft: Draft, world: World) -> None:
        self.form, self.world, self.once = form, world, draft.once
        self.answers = dict(draft.answers)
        self._relevant: dict[str, bool] = {}
        self._values: dict[str, Value] = {}
        self._choices: dict[str, Sequence[Choice]] = {}

    def learn(self, name: str, value: Value) -> None:
        """Take in an answer; what followed from the old ones is computed anew."""
        self.answers[name] = value
        for known in (self._relevant, self._values, self._choices):
            known.clear()

    def relevant(self, name: str) -> bool:
        """Whether the question and the groups around it apply."""
        if name not in self._relevant:
            self._relevant[name] = False  # an expression that came back here would run for ever
            conditions = self.form.by_name[name].relevant
            self._relevant[name] = all(truth(self.run(source)) for source in conditions)
        return self._relevant[name]

    def value(self, name: str) -> Value:
        """What `${name}` is worth."""
        if name not in self._values:
            self._values[name] = None
            self._values[name] = self._value(self.form.by_name[name]) if self.relevant(name) else None
        return self._values[name]

    def _value(self, question: Question) -> Value:
        if question.type == "calculate":
            return settled(self.run(question.calculation, here=self.once.get(question.name)))
        if question.name in self.answers or question.type != "hidden":
            return self.answers.get(question.name)
        given = self.world.facts.get(question.name)
        return self.default(question) if given is None else given

    def run(self, source: str, here: Value = None, choice: Choice | None = None) -> Value:
        """The value of an expression of the form."""
        return compiled(source)(_Scope(self, here, choice))

    def required(self, question: Question) -> bool:
        return bool(question.required) and truth(self.run(question.required))

    def holds(self, question: Question, value: Value) -> bool:
        """Whether the value may stand: not empty where required, within the constraint and the filter."""
        if value is None:
            return not self.required(question)
        if question.choice_filter and not set(names(value)) <= {c.name for c in self.choices(question)}:
            return False
        return not question.constraint or truth(self.run(question.constraint, here=value))

    def default(self, question: Question) -> Value:
        """The default in the question's own type; None where it has none or it does not fit."""
        if not question.default:
            return None
        return self.fitted(question, self.run(question.default))

    def fitted(self, question: Question, value: Value) -> Value:
        """A computed value as an answer to the question, None if it is none."""
        if question.is_select:
            offered = {choice.name for choice in self.choices(question)}
            chosen = tuple(name for name in names(value) if name in offered)
            return chosen or None if question.type == "select_multiple" else next(iter(chosen), None)
        return _FITTED.get(question.type, settled)(value)

    def choices(self, question: Question) -> Sequence[Choice]:
        """What can be chosen. Raises `NeedsFile` for a live list that is not loaded."""
        if question.name not in self._choices:
            self._choices[question.name] = self._filtered(question)
        return self._choices[question.name]

    def _filtered(self, question: Question) -> Sequence[Choice]:
        source, wanted = question.choice_filter, self._listed(question)
        return [c for c in wanted if truth(self.run(source, choice=c))] if source else wanted

    def _listed(self, question: Question) -> Sequence[Choice]:
        if not question.from_file:
            return self.form.lists[question.choices]
        if question.choices not in self.world.files:
            raise NeedsFile(question.choices)
        return self.world.files[question.choices]

    def choice_label(self, question: str, choice: str) -> str:
        """What people read for a choice; its name where the list no longer has it."""
        asked = self.form.by_name[question]
        listed = self._listed(asked) if asked.is_select else ()
        return next((self.text(c.label) for c in listed if c.name == choice), choice)

    def text(self, texts: Mapping[str, str]) -> str:
        return said(texts, self.world.language)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The state as one expression sees it."""

    state: State
    here: Value
    choice: Choice | None

    @property
    def now(self) -> datetime:
        return self.state.world.now

    def value(self, name: str) -> Value:
        return self.state.value(name)

    def column(self, name: str) -> Value:
        if self.choice is None:
            return None
        if name == "name":
            return self.choice.name
        return self.state.text(self.choice.label) if name == "label" else self.choice.columns.get(name)

    def choice_label(self, question: str, choice: str) -> str:
        return self.state.choice_label(question, choice)


def _whole(value: Value) -> Value:
    found = settled(number(value))
    return found if isinstance(found, int) else None


def _decimal(value: Value) -> Value:
    found = settled(number(value))
    return Decimal(found) if isinstance(found, int) else found


_FITTED: dict[str, Callable[[Value], Value]] = {
    "integer": _whole,
    "decimal": _decimal,
    "date": day,
    "text": lambda value: text(value) or None,
    "acknowledge": lambda value: ACKNOWLEDGED if truth(value) else None,
    "image": lambda value: None,
}

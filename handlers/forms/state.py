"""What a draft says at a moment: which questions are relevant, what they are worth, what can be chosen.

Everything is computed when first asked for and kept for the one step. A question that is not relevant
reads as empty, whatever its answer was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handlers.forms.dependence import STRIDE
from handlers.forms.draft import Draft, World
from handlers.forms.evaluate import compiled
from handlers.forms.fitting import among, of_type
from handlers.forms.layout import Block
from handlers.forms.model import OF_TYPE, Choice, Form, Question, Repeat, base, key_of, said
from handlers.forms.offered import YES, offered
from handlers.forms.places import Line, Place
from handlers.forms.scope import Scope
from handlers.forms.values import Operand, Value, first, moment, names, number, settled, truth

MOST_ITERATIONS = 99
"""How often a repeat is asked at most."""


class State:
    """The values of a draft in its world."""

    def __init__(self, form: Form, draft: Draft, world: World) -> None:
        self.form, self.world, self.once = form, world, draft.once
        self.answers = dict(draft.answers)
        self._relevant: dict[str, bool] = {}
        self._conditions: dict[tuple[tuple[str, ...], tuple[int, ...]], bool | None] = {}
        self._assumed: set[str] = set()
        self._staged: set[str] = set()
        self._values: dict[str, Value] = {}
        self._choices: dict[str, Sequence[Choice]] = {}
        self._counts: dict[tuple[str, tuple[int, ...]], int] = {}
        self._questions: Sequence[Question] | None = None

    def learn(self, name: str, value: Value) -> None:
        """Take in an answer; what followed from the old ones is computed anew."""
        self.answers[name] = value
        for known in (
            self._relevant,
            self._conditions,
            self._staged,
            self._values,
            self._choices,
            self._counts,
        ):
            known.clear()
        self._questions = None

    def questions(self) -> Sequence[Question]:
        """The questions in the order asked, those of a repeat in each iteration."""
        if not self.form.repeats:
            return self.form.questions
        if self._questions is None:
            self._questions = list(self._iterated(self.form.layout.order, ()))
        return self._questions

    def _iterated(self, order: Sequence[int | Block], positions: tuple[int, ...]) -> Iterator[Question]:
        for item in order:
            if isinstance(item, int):
                yield self.form.iterated(self.form.questions[item], positions)
                continue
            for number_ in range(1, self.count(item.repeat, positions) + 1):
                yield from self._iterated(item.order, (*positions, number_))

    def count(self, repeat: Repeat, positions: tuple[int, ...]) -> int:
        """How often a repeat is asked, in an iteration of those around it; not at all while not relevant."""
        known = (repeat.name, positions)
        if known not in self._counts:
            self._counts[known] = 0  # an expression that came back here would run for ever
            self._counts[known] = self._count(repeat, positions)
        return self._counts[known]

    def _count(self, repeat: Repeat, positions: tuple[int, ...]) -> int:
        if not all(
            truth(self.run_at(self._place(repeat.trail[:depth], positions), source))
            for source, depth in zip(repeat.relevant, repeat.stands, strict=True)
        ):
            return 0
        if repeat.count:
            above = self._place(repeat.trail[:-1], positions)
            wanted = number(first(self.run_at(above, repeat.count)))
            return max(0, min(MOST_ITERATIONS, int(wanted))) if wanted.is_finite() else 0
        many = 1
        while (
            many < MOST_ITERATIONS and self.answers.get(key_of(f"{repeat.name}+", (*positions, many))) == YES
        ):
            many += 1
        return many

    def relevant(self, name: str) -> bool:
        """Whether the question and the groups around it apply."""
        if name not in self._relevant:
            question = self.form.question(name)
            self._prepare(question)
            self._relevant[name] = False  # an expression that came back here would run for ever
            self._relevant[name] = self._is_relevant(question)
        return self._relevant[name]

    def _prepare(self, question: Question) -> None:
        """Compute what stands far before a question first: a long chain is not followed all at once."""
        stages = self.form.stages(base(question.name))
        if not stages or (not question.positions and self._staged.issuperset(stages)):
            return
        for name in stages:
            depth = len(self.form.layout.depths(self.form.by_name[name].trail))
            key = key_of(name, question.positions[:depth])
            if depth <= len(question.positions) and key not in self._values:
                self.value(key)
        self._staged.update(stages)

    def _look_back(self, key: str) -> None:
        """The same for a row whose value follows from that in the iteration before."""
        name = base(key)
        last = self.form.question(key).positions[-1:] if name in self.form.looks_back else ()
        for earlier in range(STRIDE, last[0], STRIDE) if last else ():
            self.value(key_of(name, (*self.form.question(key).positions[:-1], earlier)))

    def _is_relevant(self, question: Question) -> bool:
        whole = len(question.trail)
        for source, depth in zip(question.relevant, question.stands, strict=True):
            if depth < whole:
                holds = self._of_group(question, depth, source)
            else:
                holds = truth(self.run_at(self._place(question.trail, question.positions), source))
            if not holds:
                return False
        return True

    def _of_group(self, question: Question, depth: int, source: str) -> bool:
        """The condition of a group or repeat, computed once for all within it.

        A `hidden` row of the group itself that the condition reads applies until the answer is known: so a
        group can depend on a value it was given (`./source = 'user'`).
        """
        place = self._place(question.trail[:depth], question.positions)
        key = (place.path, place.positions)
        if key not in self._conditions:
            self._conditions[key] = None
            self._conditions[key] = truth(self.run_at(place, source))
            self._forget_assumed()
        known = self._conditions[key]
        if known is None and question.type == "hidden":
            self._assumed.add(question.name)
            return True
        return bool(known)

    def _forget_assumed(self) -> None:
        for name in self._assumed:
            self._relevant.pop(name, None)
            self._values.pop(name, None)
        self._assumed.clear()

    def value(self, name: str) -> Value:
        """What `${name}` is worth."""
        if name not in self._values:
            if self.form.looks_back:
                self._look_back(name)
            applies = self.relevant(name)
            self._values[name] = None
            self._values[name] = self._value(self.form.question(name)) if applies else None
        return self._values[name]

    def _value(self, question: Question) -> Value:
        if question.type == "calculate":
            return self._computed(question)
        if question.name in self.answers or question.type != "hidden":
            return self.answers.get(question.name)
        given = self.world.facts.get(question.fact or question.name)
        return self.default(question) if given is None else given

    def _computed(self, question: Question) -> Value:
        if question.trigger:
            return self.answers.get(question.name)
        before = self.once.get(question.name)
        if before is not None:
            return before
        found = settled(first(self.run(question, question.calculation)))
        kind = question.details.get(OF_TYPE)
        return of_type(kind, found) if kind else found

    def run(self, question: Question, source: str, here: Value = None, line: Line | None = None) -> Operand:
        """The value of an expression of a question."""
        origin = Place(question.trail, question.positions)
        return compiled(source)(Scope(self, origin, here, line))

    def mentioned(self, question: Question, name: str) -> Operand:
        """What `${name}` is worth to a question."""
        return Scope(self, Place(question.trail, question.positions)).value(name)

    def applies(self, key: str) -> bool:
        """Whether a question is relevant in an iteration that there is."""
        if self.form.find(key) is None:
            return False
        if self.form.repeats and not any(q.name == key for q in self.questions()):
            return False
        return self.relevant(key)

    def run_at(self, place: Place, source: str) -> Operand:
        """The value of an expression that stands at a group or repeat."""
        return compiled(source)(Scope(self, place))

    def _place(self, trail: tuple[str, ...], positions: tuple[int, ...]) -> Place:
        return Place(trail, positions[: len(self.form.layout.depths(trail))] if positions else ())

    def required(self, question: Question) -> bool:
        return bool(question.required) and truth(self.run(question, question.required))

    def readonly(self, question: Question) -> bool:
        """Whether the default stands and is not asked about."""
        return bool(question.readonly) and truth(self.run(question, question.readonly))

    def holds(self, question: Question, value: Value) -> bool:
        """Whether the value may stand: not empty where required, within the constraint and the filter."""
        if value is None:
            return not self.required(question)
        if question.choice_filter and not set(names(value)) <= {c.name for c in self.choices(question)}:
            return False
        return not question.constraint or truth(self.run(question, question.constraint, here=value))

    def default(self, question: Question) -> Value:
        """The default in the question's own type; None where it has none or it does not fit."""
        if not question.default:
            return None
        if question.name in self.once:
            return self.once[question.name]
        return self.fitted(question, first(self.run(question, question.default)))

    def fitted(self, question: Question, value: Value) -> Value:
        """A computed value as an answer to the question, None if it is none."""
        if question.is_select:
            return among(question, value, self.choices(question))
        if question.type == "datetime":
            return None if value is None else moment(value, self.world.now.tzinfo)
        return of_type(question.type, value)

    def choices(self, question: Question) -> Sequence[Choice]:
        """What can be chosen. Raises `NeedsFile` for a live list that is not loaded."""
        if question.name not in self._choices:
            self._choices[question.name] = offered(self, question)
        return self._choices[question.name]

    def text(self, texts: Mapping[str, str]) -> str:
        return said(texts, self.world.language)

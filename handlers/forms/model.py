"""A form as it is played: frozen and complete (`kept` makes it the JSON that the database keeps).

Expressions stay the texts that the office wrote; `evaluate` compiles each text once per process.
Everything said to people is kept per language (`zh_Hans`, `en`, '' for a column without a language).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from handlers.forms.dependence import levels, stages
from handlers.forms.evaluate import calls, refers_to
from handlers.forms.findings import Finding
from handlers.forms.layout import Layout, layout_of
from handlers.forms.reads import known_before, lists_in, looks_back, names_in
from handlers.forms.values import Value
from locales import DEFAULT

Texts = Mapping[str, str]
"""What is said, by language."""

SELECTS = ("select_one", "select_multiple", "rank")
SEVERAL = ("select_multiple", "rank")
"""Types whose answer is several names."""
LAST_SAVED = "last-saved#"
"""`${last-saved#name}` is the answer in the record the speaker saved last."""
MORE = "more"
"""The type of the question that ends each iteration of a repeat: is there another one?"""
SILENT = ("note", "calculate", "hidden")
"""Types that are never asked: said before the next question, computed, or given by the dialog."""
ASKED = (
    "text", "integer", "decimal", "range", "date", "time", "datetime", *SELECTS, "image", "audio", "file", "geopoint",
    "acknowledge", MORE,
)  # fmt: skip
UPLOADS = ("image", "audio", "file")
"""Types answered by something sent and not by words."""
OF_TYPE = "type"
"""The detail of a computed question that says what its value is brought to: a date with a calculation is a day."""
ACKNOWLEDGED = "OK"
"""The answer of an acknowledge question."""


def said(texts: Texts, language: str) -> str:
    """The text in a language, else in Chinese, else without a language, else in any; '' if there is none."""
    for known in (language, DEFAULT, ""):
        if known in texts:
            return texts[known]
    return next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a choice list; `words` are further ways to say it, `columns` what choice_filter reads."""

    name: str
    label: Texts
    words: tuple[str, ...] = ()
    columns: Mapping[str, Value] = field(default_factory=dict)


Row = Choice
"""A line of a live list (`households.csv`) is a choice like any other."""


def row(name: str, label: str, words: Iterable[str] = (), **columns: Value) -> Row:
    """A line of a live list: what is stored, what is shown, what else people call it."""
    return Choice(name, {"": label}, tuple(words), columns)


@dataclass(frozen=True, slots=True)
class Question:
    """A row of the survey sheet, or with `positions` that row in one iteration of the repeats around it.

    `trail` are the names of the groups and repeats around it and its own. `relevant` holds its own condition
    and those around it, `stands` for each how far down the trail it stands. `choices` names a list of the
    form or, with `from_file`, a live list. `ask` is `yes` or `review` (its default, or nothing, is shown
    before saving and can be changed there; asked where that may not stand). `readonly`: a condition under
    which the default stands. `towards` is where a date without a year lies: `past` or `future`. `fact` is
    what of the speaker or the message its value is. `trigger` are the questions whose answers make it
    computed anew. `looks` are the words of its appearance that matter here, `details` its parameters.
    """

    name: str
    type: str
    label: Texts = field(default_factory=dict)
    short: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    constraint_message: Texts = field(default_factory=dict)
    required_message: Texts = field(default_factory=dict)
    relevant: tuple[str, ...] = ()
    constraint: str = ""
    required: str = ""
    default: str = ""
    calculation: str = ""
    choices: str = ""
    from_file: bool = False
    choice_filter: str = ""
    ask: Literal["yes", "review"] = "yes"
    towards: Literal["past", "future"] = "past"
    sms: str = ""
    row: int = 0
    trail: tuple[str, ...] = ()
    stands: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    readonly: str = ""
    fact: str = ""
    trigger: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.trail:
            object.__setattr__(self, "trail", (self.name,))
        if len(self.stands) != len(self.relevant):
            object.__setattr__(self, "stands", (len(self.trail),) * len(self.relevant))

    @property
    def is_select(self) -> bool:
        return self.type in SELECTS or self.type == MORE

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it, now or in the review."""
        return self.type in ASKED


@dataclass(frozen=True, slots=True)
class Repeat:
    """Questions `first` up to and without `end`, asked again and again.

    `count` is how often, as an expression; without it each iteration ends with the question of type `more`.
    """

    name: str
    trail: tuple[str, ...]
    first: int
    end: int
    label: Texts = field(default_factory=dict)
    count: str = ""
    relevant: tuple[str, ...] = ()
    stands: tuple[int, ...] = ()
    row: int = 0


def key_of(name: str, positions: tuple[int, ...]) -> str:
    """The name of a question in an iteration: `age`, `age[2]`, `age[2.1]`."""
    return f"{name}[{'.'.join(map(str, positions))}]" if positions else name


@dataclass(frozen=True)
class Form:
    """A form in one version. `review` is None where it depends on how much was asked.

    `source` holds the sheets as the office wrote them (a header row, then the rows), for the export.
    `external` are lists that come with it. `added` are the questions an office has added to a form of the
    house. `remarks` is what was passed over when it was read.
    """

    name: str
    version: str
    title: Texts
    questions: tuple[Question, ...]
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    review: bool | None = None
    source: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)
    repeats: tuple[Repeat, ...] = ()
    instance_name: str = ""
    external: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    remarks: tuple[Finding, ...] = field(default=(), compare=False, repr=False)

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def layout(self) -> Layout:
        return layout_of(self.questions, self.repeats)

    @cached_property
    def _iterated(self) -> dict[str, Question]:
        return dict(self.by_name)

    def find(self, key: str | None) -> Question | None:
        """The question of a key such as `age` or `age[2]`, if this version of the form has it."""
        found = self._iterated.get(key or "")
        if found is None and key and base(key) in self.by_name:
            inside = key.partition("[")[2].rstrip("]")
            positions = tuple(map(int, inside.split("."))) if inside else ()
            found = self.iterated(self.by_name[base(key)], positions)
        return found

    def question(self, key: str) -> Question:
        """The question of a key. Raises `KeyError` where the form has none."""
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def iterated(self, question: Question, positions: tuple[int, ...]) -> Question:
        """The question in an iteration of the repeats around it."""
        if not positions:
            return question
        key = key_of(question.name, positions)
        if key not in self._iterated:
            if len(self._iterated) > MOST_KEPT:
                self._iterated.clear()
                self._iterated.update(self.by_name)
            self._iterated[key] = replace(question, name=key, positions=positions)
        return self._iterated[key]

    @cached_property
    def lone(self) -> frozenset[str]:
        """The questions that no repeat is around."""
        return frozenset(q.name for q in self.questions if not self.layout.depths(q.trail))

    @cached_property
    def files(self) -> frozenset[str]:
        """The lists that the form reads and does not hold: live ones, and those that should have come with it."""
        wanted = {q.choices for q in self.questions if q.from_file} | set(self.external)
        wanted = wanted.union(*map(lists_in, self.questions))
        return frozenset(wanted - self.lists.keys() - {f"{name}.csv" for name in self.lists})

    @cached_property
    def wants_facts(self) -> bool:
        """Whether it asks who speaks, or what was saved last."""
        read = (name for question in self.questions for name in names_in(question))
        return any(q.fact for q in self.questions) or any(name.startswith(LAST_SAVED) for name in read)

    @cached_property
    def kept(self) -> frozenset[str]:
        """Calculations whose first value stays: `once`, and what is drawn by lot."""
        drawn = ("once", "random", "uuid")
        return frozenset(q.name for q in self.questions if q.calculation and calls(q.calculation, *drawn))

    @cached_property
    def opening(self) -> frozenset[str]:
        """Questions whose default is drawn or read from the clock when the form, or its iteration, opens."""
        drawn = ("today", "now", "random", "uuid", "once")
        return frozenset(
            q.name
            for q in self.questions
            if q.default and calls(q.default, *drawn) and not refers_to(q.default)
        )

    @cached_property
    def derived(self) -> frozenset[str]:
        """Questions whose default reads another one: computed anew while nobody has changed them."""
        return frozenset(q.name for q in self.questions if q.default and refers_to(q.default))

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """What has to be known before the relevance or value of a question."""
        return {question.name: known_before(question) for question in self.questions}

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """How long the longest chain of questions before each is."""
        return levels(self.reads)

    @cached_property
    def _stages(self) -> dict[str, tuple[str, ...]]:
        return {}

    def stages(self, name: str) -> tuple[str, ...]:
        """What is computed before a question at the end of a long chain."""
        if name not in self._stages:
            self._stages[name] = stages(self.reads, self.levels, name)
        return self._stages[name]

    @cached_property
    def looks_back(self) -> frozenset[str]:
        """Questions of repeats whose value may follow from that in an earlier iteration."""
        return frozenset(q.name for q in self.questions if looks_back(q))

    @cached_property
    def triggered(self) -> Mapping[str, tuple[Question, ...]]:
        """Calculations computed when the answer of a question changes, by that question's name."""
        found: dict[str, tuple[Question, ...]] = {}
        for question in self.questions:
            for name in question.trigger if question.type == "calculate" else ():
                found[name] = (*found.get(name, ()), question)
        return found


MOST_KEPT = 20000
"""Questions in iterations that a form remembers having made."""


def base(key: str) -> str:
    """`age` of `age[2]`."""
    return key.partition("[")[0]

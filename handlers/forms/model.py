"""A form as it is played: frozen, complete, and plain JSON on request, so that it is kept in the database.

Expressions stay the texts that the office wrote; `evaluate` compiles each text once per process.
Everything said to people is kept per language (`zh_Hans`, `en`, '' for a column without a language).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

from handlers.forms.evaluate import calls, refers_to
from handlers.forms.values import Value, pack, unpack
from locales import DEFAULT

Texts = Mapping[str, str]
"""What is said, by language."""

SELECTS = ("select_one", "select_multiple")
SILENT = ("note", "calculate", "hidden")
"""Types that are never asked: said before the next question, computed, or given by the dialog."""
ASKED = ("text", "integer", "decimal", "date", *SELECTS, "image", "acknowledge")
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
    """A row of the survey sheet. `relevant` holds its own condition and those of the groups around it.

    `choices` names a list of the form or, with `from_file`, a live list. `ask` is `yes` or `review`
    (its default, or nothing, is shown before saving and can be changed there; asked where that may not stand).
    `towards` is where a date without a year lies: `past` or `future`.
    """

    name: str
    type: str
    label: Texts = field(default_factory=dict)
    short: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
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
    row: int = 0

    @property
    def is_select(self) -> bool:
        return self.type in SELECTS

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it, now or in the review."""
        return self.type in ASKED


@dataclass(frozen=True)
class Form:
    """A form in one version. `review` is None where it depends on how much was asked.

    `source` holds the sheets as the office wrote them (a header row, then the rows), for the export.
    """

    name: str
    version: str
    title: Texts
    questions: tuple[Question, ...]
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    review: bool | None = None
    source: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def files(self) -> frozenset[str]:
        """The live lists the form may ask for."""
        return frozenset(q.choices for q in self.questions if q.from_file)

    @cached_property
    def kept(self) -> tuple[Question, ...]:
        """Calculations whose first value stays (`once`)."""
        return tuple(q for q in self.questions if q.calculation and calls(q.calculation, "once"))

    @cached_property
    def derived(self) -> frozenset[str]:
        """Questions whose default reads another one: computed anew while nobody has changed them."""
        return frozenset(q.name for q in self.questions if q.default and refers_to(q.default))


def to_json(form: Form) -> dict[str, Any]:
    """The form as plain JSON."""
    data = asdict(form)
    for choices in data["lists"].values():
        for choice in choices:
            choice["columns"] = {name: pack(value) for name, value in choice["columns"].items()}
    return data


def from_json(data: Mapping[str, Any]) -> Form:
    """The inverse of `to_json`."""
    return Form(
        name=data["name"],
        version=data["version"],
        title=data["title"],
        questions=tuple(Question(**{**q, "relevant": tuple(q["relevant"])}) for q in data["questions"]),
        lists={name: tuple(map(_choice, choices)) for name, choices in data["lists"].items()},
        review=data["review"],
        source={sheet: tuple(map(tuple, rows)) for sheet, rows in data["source"].items()},
    )


def _choice(data: Mapping[str, Any]) -> Choice:
    columns = {name: unpack(value) for name, value in data["columns"].items()}
    return Choice(data["name"], data["label"], tuple(data["words"]), columns)

"""The rows of the survey sheet -> questions and repeats, or what about them cannot be played."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from handlers.forms.findings import Finding
from handlers.forms.kinds import (
    CLOCK,
    COMMON,
    FACTS,
    FILES,
    FROM_FILE,
    KEPT_LOOKS,
    NOT_ASKED,
    PARAMETERS,
    PLAYED,
    REFUSED_LOOKS,
    SILENT,
    TYPES,
)
from handlers.forms.model import MORE, OF_TYPE, Question, Repeat, Texts
from handlers.forms.rows import Row, cell, condition, texts
from locales import Words, words

EXTERNAL = "(external)"
"""Tells the lists of the sheet external_choices from those of choices."""
OTHER = "other"
"""The choice that `or_other` adds."""

_NAMED = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")


@dataclass(slots=True)
class Around:
    """A group or repeat that has begun: its row, name, condition, and for a repeat its first question."""

    row: Row
    relevant: str
    first: int | None


@dataclass
class Survey:
    """What is known half-way down the survey sheet. `others` are the lists that also need 其他."""

    questions: list[Question] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    around: list[Around] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    external: list[str] = field(default_factory=list)

    def refuse(self, row: Row, column: str, what: Words, mend: Words) -> None:
        self.findings.append(Finding("survey", row.number, column, what, mend))

    def remark(self, row: Row, column: str, what: Words) -> None:
        self.remarks.append(Finding("survey", row.number, column, what))


def read_survey(rows: Sequence[Row]) -> Survey:
    """The questions of the rows, with a name each that no other has."""
    survey = Survey()
    for row in rows:
        _row(survey, row)
    survey.questions = list(_told_apart(survey.questions))
    return survey


def _told_apart(questions: Sequence[Question]) -> Iterator[Question]:
    """A name that several groups use is written with the names of its groups."""
    many = Counter(question.name for question in questions)
    for question in questions:
        yield question if many[question.name] == 1 else replace(question, name="/".join(question.trail))


def _row(survey: Survey, row: Row) -> None:
    if row.kind in ("begin_group", "begin_repeat"):
        _begin(survey, row)
    elif row.kind in ("end_group", "end_repeat"):
        _end(survey)
    elif row.kind in FILES:
        survey.external.append(f"{cell(row.cells, 'name')}.csv")
    elif row.kind in PLAYED:
        _refuse_columns(survey, row)
        survey.questions.extend(_questions(survey, row))
    elif row.kind:
        what = words("The type {type} cannot be played in a chat.", type=row.written)
        survey.refuse(row, "type", what, words("Use one of: {types}.", types=", ".join(COMMON)))


def _begin(survey: Survey, row: Row) -> None:
    first = len(survey.questions) if row.kind == "begin_repeat" else None
    survey.around.append(Around(row, condition(cell(row.cells, "bind", "relevant")), first))


def _end(survey: Survey) -> None:
    if not survey.around:
        return
    begun = survey.around[-1]
    if begun.first is not None:
        _end_repeat(survey, begun.row, begun.first)
    survey.around.pop()


def _end_repeat(survey: Survey, row: Row, first: int) -> None:
    trail, relevant, stands = _place(survey)
    name, label = cell(row.cells, "name"), texts(row.cells, "label")
    count = cell(row.cells, "control", "jr:count")
    if not count:
        survey.questions.append(
            Question(
                f"{name}+", MORE, label, relevant=relevant, stands=stands, required="true()", row=row.number,
                trail=(*trail, f"{name}+"),
            )
        )  # fmt: skip
    survey.repeats.append(
        Repeat(name, trail, first, len(survey.questions), label, count, relevant, stands, row.number)
    )


def _place(survey: Survey) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """The names around a row, their conditions, and how far down each condition stands."""
    trail = tuple(cell(a.row.cells, "name") for a in survey.around)
    conditions = [(a.relevant, depth) for depth, a in enumerate(survey.around, start=1) if a.relevant]
    return trail, tuple(c for c, _ in conditions), tuple(depth for _, depth in conditions)


def _questions(survey: Survey, row: Row) -> Iterator[Question]:
    """The question of a row; what is computed and told is two, a calculation and a note."""
    question = _question(survey, row)
    question = _silenced(survey, row, question)
    if question.type in ("calculate", "hidden", "note") or not _is_computed(row):
        yield question
    else:
        yield from _told(question)
    if row.other:
        survey.others.add(row.choices)
        yield _specified(question)


def _question(survey: Survey, row: Row) -> Question:
    trail, relevant, stands = _place(survey)
    own = condition(cell(row.cells, "bind", "relevant"))
    name = cell(row.cells, "name") or ("audit" if row.kind == "audit" else f"note_{row.number}")
    looks = cell(row.cells, "control", "appearance").split()
    return Question(
        name=name,
        type=TYPES.get(row.kind, "hidden" if row.kind in (*FACTS, *SILENT) else "calculate"),
        label=_label(row, name),
        short=texts(row.cells, "bangfu", "short"),
        hint=texts(row.cells, "hint"),
        guidance=texts(row.cells, "guidance_hint"),
        constraint_message=texts(row.cells, "bind", "jr:constraintMsg"),
        required_message=texts(row.cells, "bind", "jr:requiredMsg"),
        relevant=(*relevant, own) if own else relevant,
        stands=(*stands, len(trail) + 1) if own else stands,
        constraint=cell(row.cells, "bind", "constraint"),
        required=condition(cell(row.cells, "bind", "required")),
        default=cell(row.cells, "default") if row.kind not in ("image", "audio", "file") else "",
        calculation=CLOCK.get(row.kind) or _calculation(row),
        choices=_list_of(row),
        from_file=row.kind in FROM_FILE,
        choice_filter=cell(row.cells, "choice_filter"),
        ask="review" if cell(row.cells, "bangfu", "ask") == "review" else "yes",
        towards="future" if cell(row.cells, "bangfu", "towards") == "future" else "past",
        sms=cell(row.cells, "bangfu", "sms"),
        row=row.number,
        trail=(*trail, name),
        readonly=condition(cell(row.cells, "bind", "readonly")),
        fact=row.kind if row.kind in FACTS else "",
        trigger=tuple(_NAMED.findall(cell(row.cells, "trigger"))),
        looks=tuple(look for look in looks if look in KEPT_LOOKS),
        details=details_of(row),
    )


def _says_something(row: Row) -> bool:
    said = ("label", "hint", "guidance_hint")
    return any(texts(row.cells, column) for column in said) or bool(row.cells.get("media"))


def _list_of(row: Row) -> str:
    """The list a row names; the two sheets of choices may have lists of one name."""
    if row.kind == "select_one_external":
        return f"{row.choices} {EXTERNAL}"
    return f"{row.choices} or other" if row.other else row.choices


def _label(row: Row, name: str) -> Texts:
    """The label; where a row that people answer has none, its hint or its name."""
    if TYPES.get(row.kind, "hidden") in ("calculate", "hidden"):
        return texts(row.cells, "label")
    return texts(row.cells, "label") or texts(row.cells, "hint") or {"": name}


def _calculation(row: Row) -> str:
    written = cell(row.cells, "bind", "calculate")
    return written or (cell(row.cells, "default") if row.kind == "calculate" else "")


def details_of(row: Row) -> dict[str, str]:
    """Its parameters, as far as they are played."""
    pairs = (
        word.partition("=") for word in re.split(r"[\s,;]+(?=[\w-]+\s*=)", cell(row.cells, "parameters"))
    )
    found = {key.strip().casefold(): value.strip() for key, _, value in pairs}
    return {key: value for key, value in found.items() if key in PARAMETERS}


def _silenced(survey: Survey, row: Row, question: Question) -> Question:
    """A select that only heads a table of others is told and not asked; a trigger without a question is a default."""
    if row.kind in SILENT:
        survey.remark(
            row, "type", words("Nothing is recorded in the background; {name} is empty.", name=question.name)
        )
    looks = cell(row.cells, "control", "appearance").split()
    if question.is_select and any(look in NOT_ASKED for look in looks):
        survey.remark(row, "appearance", words("Only the label is said; nothing is asked."))
        return replace(question, type="note", choices="", choice_filter="", calculation="")
    if question.trigger and question.type != "calculate":
        return replace(question, default=question.calculation or question.default, calculation="", trigger=())
    return question


def _is_computed(row: Row) -> bool:
    """Whether what a row would ask is computed instead, or fixed."""
    computed = cell(row.cells, "bind", "calculate") and not cell(row.cells, "trigger")
    return bool(computed) or condition(cell(row.cells, "bind", "readonly")) == "true()"


def _told(question: Question) -> Iterator[Question]:
    """A question that is computed or fixed: its value is kept, its label is said with it."""
    source = question.calculation or question.default
    if source:
        yield Question(
            question.name, "calculate", calculation=source, relevant=question.relevant, stands=question.stands,
            row=question.row, trail=question.trail,
            details={OF_TYPE: question.type} if question.type in ("date", "time") else {},
        )  # fmt: skip
    name = f"{question.name}=" if source else question.name
    yield Question(
        name, "note", question.label, relevant=question.relevant, stands=question.stands, row=question.row,
        calculation=f"${{{question.name}}}" if source else "", trail=(*question.trail[:-1], name),
    )  # fmt: skip


def _specified(question: Question) -> Question:
    """The question that `or_other` adds: which other?"""
    name = f"{question.name}_other"
    return Question(
        name, "text", {"zh_Hans": "请说明是什么", "en": "Please say which"}, row=question.row,
        relevant=(*question.relevant, f"selected(${{{question.name}}}, '{OTHER}')"),
        stands=(*question.stands, len(question.trail)), trail=(*question.trail[:-1], name),
    )  # fmt: skip


def _refuse_columns(survey: Survey, row: Row) -> None:
    """Cells that would change how the form works and are not played; a question that says nothing."""
    if TYPES.get(row.kind, "hidden") not in ("calculate", "hidden") and not _says_something(row):
        what = words("The question {name} has no label.", name=cell(row.cells, "name"))
        survey.refuse(row, "label", what, words("Write what people shall read."))
    for look in cell(row.cells, "control", "appearance").split():
        if look in REFUSED_LOOKS:
            what = words("{value} in this column cannot be played in a chat.", value=look)
            survey.refuse(row, "appearance", what, words("Leave the cell empty."))
        if look.startswith("search("):
            mend = words("Use select_one_from_file with a choice_filter.")
            survey.refuse(row, "appearance", words("search() cannot be played in a chat."), mend)
    if row.kind in FROM_FILE and not row.choices.endswith(".csv"):
        what = words("{value} in this column cannot be played in a chat.", value=row.choices)
        survey.refuse(row, "type", what, words("Save the list as .csv."))
    for column, known in (("ask", ("", "yes", "review")), ("towards", ("", "past", "future"))):
        if cell(row.cells, "bangfu", column) not in known:
            mend = words("Use one of: {types}.", types=", ".join(known[1:]))
            survey.refuse(row, f"bangfu::{column}", words("This word is not known here."), mend)

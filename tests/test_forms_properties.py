"""Whatever the form and whatever is answered: back, edit, resume and the record are of one piece."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from forms.player import NOW
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.forms import draft as drafts
from handlers.forms import model
from handlers.forms.checks import check_form
from handlers.forms.engine import (
    Answer,
    Asked,
    Back,
    Confirm,
    Done,
    Draft,
    Edit,
    Finished,
    Meant,
    More,
    Outcome,
    Resume,
    Reviewed,
    Skip,
    World,
    read,
    start,
    step,
)  # fmt: skip
from handlers.forms.model import Choice, Form, Question, Repeat
from handlers.forms.play import say
from handlers.forms.values import Value
from handlers.understand.moves import Move
from locales import translator

WORLD = World(NOW, "zh_Hans", {"fact": "c1"})
LISTS = {"l": tuple(Choice(f"c{n}", {"": f"选项{n}"}, columns={"even": str(n % 2)}) for n in range(1, 13))}
TODAY = NOW.date()

ANSWERS: dict[str, tuple[Value, ...]] = {
    "text": ("水", "路不通", "c1"),
    "integer": (0, 3, 12),
    "decimal": (Decimal("0.5"), Decimal(4), Decimal(12000)),
    "date": (TODAY, TODAY - timedelta(3), date(2027, 1, 2)),
    "select_one": ("c1", "c2", "c11"),
    "select_multiple": (("c1",), ("c1", "c2"), ("c3", "c12")),
    "acknowledge": ("OK",),
    "image": (("p1",), ("p1", "p2")),
    "range": (2, 4),
    "time": (time(8, 42), time(15)),
    "geopoint": ("24.5 109.5 0 0",),
    "rank": (tuple(f"c{n}" for n in range(12, 0, -1)),),
    "more": ("no", "yes"),
}
DEFAULTS = {
    "text": "'t'", "integer": "3", "decimal": "0.5", "date": "today()", "select_one": "'c2'", "select_multiple": "'c1 c2'",
}  # fmt: skip
CONSTRAINTS = {"integer": ". < 12", "decimal": ". > 0", "date": ". <= today()", "select_one": ". != 'c11'"}


@st.composite
def questions(draw: st.DrawFn, names: list[str], name: str) -> Question:
    """One question that may refer to any other."""
    kind = draw(st.sampled_from([*(k for k in ANSWERS if k != "more"), "calculate", "note", "hidden"]))
    others = [other for other in names if other != name]
    about = draw(st.sampled_from(others)) if others else name
    conditions = [
        f"${{{about}}} = 'c1'",
        f"${{{about}}} != ''",
        f"${{{about}}} > 2",
        f"selected(${{{about}}}, 'c2')",
        f"count-non-empty(${{{about}}}) < 2",
    ]
    conditional: bool = draw(st.booleans())
    filtered: bool = draw(st.booleans())
    relevant = (draw(st.sampled_from(conditions)),) if others and conditional else ()
    question = Question(
        name, kind, {"": f"{name}?"}, relevant=relevant, required=draw(st.sampled_from(["", "true()"]))
    )
    if kind == "calculate":
        sources = [
            f"concat(${{{about}}}, 'x')",
            f"count(${{{about}}})",
            f"join(' ', ${{{about}}})",
            "position(..)",
        ]
        return replace(question, calculation=draw(st.sampled_from(sources)) if others else "today()")
    if kind in ("select_one", "select_multiple", "rank"):
        source = "" if kind == "rank" else f"even = '1' or ${{{about}}} = ''" if others and filtered else ""
        question = replace(question, choices="l", choice_filter=source)
    if kind == "range":
        question = replace(question, details={"start": "0", "end": "10", "step": "2"})
    if kind in CONSTRAINTS and draw(st.booleans()):
        question = replace(question, constraint=CONSTRAINTS[kind])
    return _with_default(draw, question, about)


def _with_default(draw: st.DrawFn, question: Question, about: str) -> Question:
    if question.type not in DEFAULTS or not draw(st.booleans()):
        return question
    default = draw(st.sampled_from([DEFAULTS[question.type], f"${{{about}}}"]))
    shown = draw(st.booleans())
    return replace(question, default=default, ask="review" if shown else "yes")


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form of up to seven questions that an office could have written, some of them in a repeat."""
    names = [f"q{n}" for n in range(draw(st.integers(1, 7)))]
    made = [draw(questions(names, name)) for name in names]
    first = draw(st.integers(0, len(names)))
    end = draw(st.integers(first, len(names)))
    built = (
        repeated(made, first, end, draw(st.sampled_from(["", "2", "${q0}"]))) if end > first else plain(made)
    )
    assume(not check_form(built))
    return built


def plain(made: list[Question]) -> Form:
    return Form("f", "1", {"": "F"}, tuple(made), LISTS, review=True)


def repeated(made: list[Question], first: int, end: int, count: str) -> Form:
    """The form with some of its questions in a repeat, an open one or one that is counted."""
    inside = [replace(q, trail=("r", q.name), stands=(2,) * len(q.relevant)) for q in made[first:end]]
    more = [] if count else [Question("r+", "more", {"": "R"}, required="true()", trail=("r", "r+"))]
    questions = (*made[:first], *inside, *more, *made[end:])
    around = Repeat("r", ("r",), first, end + len(more), {"": "R"}, count)
    return replace(plain(made), questions=questions, repeats=(around,))


def meant_by(question: Question, value: Value) -> list[Meant]:
    """The messages with which a person gives this value."""
    if value is None:
        return [Skip()]
    if question.type in ("select_one", "more"):
        return [Answer(choice=str(value))]
    if question.type == "geopoint":
        return [Answer(place=str(value))]
    if question.type == "rank":
        assert isinstance(value, tuple)
        return [Answer(choice=name) for name in value]
    if isinstance(value, time):
        return [Answer(f"{value:%H:%M}")]
    if question.type == "select_multiple":
        assert isinstance(value, tuple)
        return [*(Answer(choice=name) for name in value), Done()]
    if question.type == "image":
        assert isinstance(value, tuple)
        return [Answer(photos=value), Done()]
    return [Answer("1" if question.type == "acknowledge" else str(value))]


def says(form: Form, draft: Draft, *meant: Meant) -> tuple[Draft, Outcome]:
    outcome: Outcome
    draft, outcome = step(form, draft, meant[0], WORLD)
    for more in meant[1:]:
        draft, outcome = step(form, draft, more, WORLD)
    return draft, outcome


def answers(draft: Draft, form: Form, value: Value) -> tuple[Draft, Outcome]:
    return says(form, draft, *meant_by(form.question(draft.at or ""), value))


def forward(form: Form, choose: Callable[[Question], Value], draft: Draft, most: int = 30) -> Draft:
    """Answer what is asked until the summary stands (or nothing helps)."""
    for _ in range(most):
        if draft.phase != "asking":
            break
        question = form.question(draft.at or "")
        tried = [choose(question), *ANSWERS[question.type], None]
        reached = next(
            (after for value in tried if (after := answers(draft, form, value)[0]).at != draft.at), None
        )
        assume(reached is not None)
        assert reached is not None
        draft = reached
    return draft


def picker(data: st.DataObject) -> Callable[[Question], Value]:
    """What a person answers; nobody goes on for ever."""

    def pick(question: Question) -> Value:
        if question.type == "more" and question.positions[-1] > 1:
            return "no"
        return data.draw(st.sampled_from([*ANSWERS[question.type], None]), label=question.name)

    return pick


def saved(form: Form, draft: Draft) -> dict[str, Value]:
    draft, outcome = step(form, draft, Confirm(), WORLD)
    assert isinstance(outcome, Finished)
    return dict(outcome.record)


@given(forms(), st.data(), st.integers(0, 8), st.integers(0, 8))
@settings(max_examples=80, deadline=None)
def test_back_after_any_path_returns_to_the_same_state(
    form: Form, data: st.DataObject, ahead: int, back: int
) -> None:
    here = forward(form, picker(data), start(form, WORLD)[0], most=ahead)
    assume(here.phase in ("asking", "review") and here.path)
    draft = here
    for _ in range(back):
        draft, _ = step(form, draft, Back(), WORLD)
    if draft.at != here.at:
        assert draft.answers == here.answers, "going back changes no answer"
        draft, _ = step(form, draft, Confirm(), WORLD)
    assert draft == here


@given(forms(), st.data())
@settings(max_examples=80, deadline=None)
def test_editing_any_item_to_the_same_answer_gives_the_same_record(form: Form, data: st.DataObject) -> None:
    draft = forward(form, picker(data), start(form, WORLD)[0])
    assume(draft.phase == "review")
    record = saved(form, draft)
    _, outcome = step(form, draft, Resume(), WORLD)
    assert isinstance(outcome, Reviewed)
    for line in outcome.lines:
        draft, asked = step(form, draft, Edit(line.item), WORLD)
        assert isinstance(asked, Asked)
        assert asked.question == line.question
        draft, outcome = answers(draft, form, draft.answers[line.question])
        assert isinstance(outcome, Reviewed)
    assert saved(form, draft) == record


@given(forms(), st.data())
@settings(max_examples=80, deadline=None)
def test_after_any_wandering_the_record_is_that_of_a_fresh_run_of_the_same_answers(
    form: Form, data: st.DataObject
) -> None:
    draft, _ = start(form, WORLD)
    for _ in range(data.draw(st.integers(0, 12))):
        draft = wander(form, draft, data)
    draft = forward(form, picker(data), draft)
    if draft.phase == "which":
        draft, _ = step(form, draft, Back(), WORLD)
    assume(draft.phase == "review")
    assert saved(form, fresh_run(form, draft)) == saved(form, draft)


def wander(form: Form, draft: Draft, data: st.DataObject) -> Draft:
    """One message of somebody who changes their mind."""
    moves: list[Meant] = [Back(), Resume(), More(), Skip(), Answer("???"), Edit(1), Edit(2), Edit(3), Edit()]
    move = data.draw(st.sampled_from([None, None, *moves]))
    if move is not None:
        return step(form, draft, move, WORLD)[0]
    if draft.phase != "asking":
        return step(form, draft, Edit(data.draw(st.integers(1, 7))), WORLD)[0]
    return answers(draft, form, picker(data)(form.question(draft.at or "")))[0]


def fresh_run(form: Form, wanted: Draft) -> Draft:
    """A new draft brought to the answers of another: what is asked is answered, what differs is edited."""
    draft, _ = start(form, WORLD)
    for _ in range(60):
        if draft.phase == "asking":
            before = draft
            draft, _ = answers(draft, form, wanted.answers[draft.at or ""])
            assert draft.at != before.at
            continue
        _, outcome = step(form, draft, Resume(), WORLD)
        assert isinstance(outcome, Reviewed)
        differing = [n for n in outcome.lines if draft.answers[n.question] != wanted.answers[n.question]]
        if not differing:
            return draft
        draft, _ = step(form, draft, Edit(differing[0].item), WORLD)
    raise AssertionError("the answers never came together")


@given(forms(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_form_and_a_draft_kept_as_json_in_between_play_the_same(form: Form, data: st.DataObject) -> None:
    assert model.from_json(json.loads(json.dumps(model.to_json(form)))) == form
    draft, _ = start(form, WORLD)
    for _ in range(data.draw(st.integers(0, 10))):
        kept = drafts.from_json(json.loads(json.dumps(drafts.to_json(draft))))
        assert kept == draft
        draft = wander(form, draft, data)


@given(
    forms(),
    st.lists(
        st.text(max_size=12) | st.sampled_from(["返回", "改1", "2", "1", "0", "更多", "保留", "完成"]),
        max_size=10,
    ),
)
@settings(max_examples=80, deadline=None)
def test_no_conversation_breaks_a_form(form: Form, texts: list[str]) -> None:
    draft, outcome = start(form, WORLD)
    for text in texts:
        meant = read(form, draft, text)
        if not isinstance(meant, Move):
            draft, outcome = step(form, draft, meant, WORLD)
        for language in ("zh_Hans", "en"):
            say(outcome, translator(language), 1)


@given(forms(), st.data())
@settings(max_examples=80, deadline=None)
def test_the_record_holds_exactly_what_the_summary_showed(form: Form, data: st.DataObject) -> None:
    draft = forward(form, picker(data), start(form, WORLD)[0])
    assume(draft.phase == "review")
    _, outcome = step(form, draft, Resume(), WORLD)
    assert isinstance(outcome, Reviewed)
    asked = {name: value for name, value in saved(form, draft).items() if form.question(name).is_asked}
    shown = [line.question for line in outcome.lines if form.question(line.question).type != "more"]
    assert {name: draft.answers[name] for name in shown} == asked

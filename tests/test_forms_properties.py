"""Whatever the form and whatever is answered: back, edit, resume and the record are of one piece."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import time

from forms.drawn import ANSWERS, WORLD, forms
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.forms import draft as drafts
from handlers.forms import kept
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
    read,
    start,
    step,
)  # fmt: skip
from handlers.forms.model import Form, Question
from handlers.forms.play import say
from handlers.forms.values import Value
from handlers.understand.moves import Move
from locales import translator


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
    assert kept.from_json(json.loads(json.dumps(kept.to_json(form)))) == form
    draft, _ = start(form, WORLD)
    for _ in range(data.draw(st.integers(0, 10))):
        again = drafts.from_json(json.loads(json.dumps(drafts.to_json(draft))))
        assert again == draft
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

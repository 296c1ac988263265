"""Where a draft goes once an answer is in: to the next open question, the summary or the end."""

from __future__ import annotations

from dataclasses import replace

from handlers.forms import asking, summary
from handlers.forms.answer import unfit
from handlers.forms.draft import Draft
from handlers.forms.iterations import without
from handlers.forms.model import MORE, Question, base
from handlers.forms.offered import DROP
from handlers.forms.outcome import Outcome
from handlers.forms.state import State
from handlers.forms.values import Value, first, names, settled
from locales import Words

Step = tuple[Draft, Outcome]
"""The next draft and what to say."""


def store(state: State, draft: Draft, question: Question, value: Value, echo: Words | None = None) -> Step:
    """Keep the answer and go on; defaults that nobody changed, and what it triggers, follow from it anew."""
    if question.type == MORE and value == DROP:
        kept = without(state.form, draft, question)
        return onward(State(state.form, kept, state.world), kept, echo=echo)
    if question.type == "select_multiple" and value is not None:
        value = tuple(c.name for c in state.choices(question) if c.name in names(value))
    answers = {**state.answers, question.name: value}
    defaulted = draft.defaulted - {question.name}
    derived = {name for name in defaulted if base(name) in state.form.derived}
    for name in derived:
        answers.pop(name, None)
    kept = replace(draft, answers=answers, defaulted=defaulted - derived)
    after = State(state.form, kept, state.world)
    if state.answers.get(question.name) != value:
        _trigger(after, question)
    return onward(after, kept, echo=echo)


def _trigger(state: State, question: Question) -> None:
    """Compute what is computed when this answer changes, in the same iteration."""
    for waiting in state.form.triggered.get(base(question.name), ()):
        depth = len(state.form.layout.depths(waiting.trail))
        if depth > len(question.positions):
            continue
        found = state.form.iterated(waiting, question.positions[:depth])
        state.learn(found.name, settled(first(state.run(found, found.calculation))))


def onward(state: State, draft: Draft, *, echo: Words | None = None, confirmed: bool = False) -> Step:
    """Ask what is open; else show the summary; else finish."""
    before, draft = draft, _with_first_values(state, draft)
    question = asking.settle(state)
    defaulted = draft.defaulted | (set(state.answers) - set(draft.answers))
    draft = replace(draft, answers=state.answers, defaulted=defaulted)
    if question is not None:
        problem = None
        if question.name in before.answers:
            problem = unfit(state, question, before.answers[question.name])
        return ask(state, draft, question, echo=echo, problem=problem)
    if confirmed or not _is_reviewed(state, draft):
        return replace(draft, at=None, phase="done", editing=False), summary.finished(state, echo)
    return review(state, draft, echo=echo)


def _with_first_values(state: State, draft: Draft) -> Draft:
    """The draft with what is computed once: calculations at their first value, defaults as the form opens."""
    form = state.form
    if not (form.kept or form.opening):
        return draft
    for question in state.questions():
        if base(question.name) in form.kept:
            state.once = {**state.once, question.name: state.value(question.name)}
        elif base(question.name) in form.opening and question.name not in state.once:
            state.once = {**state.once, question.name: state.default(question)}
    return replace(draft, once=state.once)


def _is_reviewed(state: State, draft: Draft) -> bool:
    """By the form's setting; without one where more than one thing was asked."""
    if state.form.review is not None:
        return state.form.review
    return draft.editing or len(draft.path) > 1


def ask(
    state: State, draft: Draft, question: Question, *, echo: Words | None = None, problem: Words | None = None
) -> Step:
    if question.name != draft.at or draft.phase != "asking":
        draft = asking.at(draft, question)
    return draft, asking.asked(state, draft, question, echo=echo, problem=problem)


def review(state: State, draft: Draft, *, echo: Words | None = None, problem: Words | None = None) -> Step:
    draft = replace(draft, at=None, phase="review", editing=False, partial=(), strikes=0, wrong="", page=0)
    return draft, summary.reviewed(state, echo=echo, problem=problem)


def ask_which(state: State, draft: Draft, problem: Words | None = None) -> Step:
    return replace(draft, phase="which"), summary.reviewed(state, problem=problem, which=True)

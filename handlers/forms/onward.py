"""Where a draft goes once an answer is in: to the next open question, the summary or the end."""

from __future__ import annotations

from dataclasses import replace

from handlers.forms import asking, summary
from handlers.forms.answer import unfit
from handlers.forms.draft import Draft
from handlers.forms.model import Question
from handlers.forms.outcome import Outcome
from handlers.forms.state import State
from handlers.forms.values import Value, names
from locales import Words

Step = tuple[Draft, Outcome]
"""The next draft and what to say."""


def store(state: State, draft: Draft, question: Question, value: Value, echo: Words | None = None) -> Step:
    """Keep the answer and go on; defaults that nobody changed follow from it anew."""
    if question.type == "select_multiple" and value is not None:
        value = tuple(c.name for c in state.choices(question) if c.name in names(value))
    answers = {**state.answers, question.name: value}
    defaulted = draft.defaulted - {question.name}
    for name in defaulted & state.form.derived:
        answers.pop(name, None)
    kept = replace(draft, answers=answers, defaulted=defaulted - state.form.derived)
    return onward(State(state.form, kept, state.world), kept, echo=echo)


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
    for question in state.form.kept:
        state.once = {**state.once, question.name: state.value(question.name)}
    return replace(draft, once=state.once) if state.form.kept else draft


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

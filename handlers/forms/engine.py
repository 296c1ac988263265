"""A form played: `start` and `step` turn what was meant into the next draft and what to say. Pure.

The first question in the form's order that is relevant and has no answer that may stand is asked next;
when there is none the summary is shown, then the record is complete. So editing, going back and a
question that becomes relevant late are all the same thing. `NeedsFile` asks for a live list: load it
into `World.files` and call again with the same arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.forms import asking, summary
from handlers.forms.answer import MAX_PHOTOS, read_answer, unfit
from handlers.forms.draft import Draft, NeedsFile, World
from handlers.forms.meant import (
    Answer,
    Back,
    Cancel,
    Confirm,
    Done,
    Edit,
    Later,
    Meant,
    More,
    Resume,
    Skip,
    pressed,
    read,
)
from handlers.forms.model import SEVERAL, Form, Question
from handlers.forms.onward import Step, ask, ask_which, onward, review, store
from handlers.forms.outcome import Asked, Finished, Left, Line, Outcome, Reviewed, Shown
from handlers.forms.state import State
from handlers.forms.values import Value
from handlers.understand import Unclear
from handlers.understand.text import clean
from locales import words

WAY_OUT = 3
"""The how many-eth text not understood is answered with a way out."""

_STILL_UNCLEAR = words("Still not clear to me. You can choose below, save for later or ask a person.")


def start(form: Form, world: World, given: Mapping[str, Value] | None = None) -> Step:
    """Begin a draft. `given` are answers known beforehand, by question name, and values of `hidden` rows.

    A given answer that does not fit its question is asked; None or () says that there is nothing. Raises
    `KeyError` for a name the form lacks.
    """
    draft = Draft(form.name, form.version)
    state = State(form, draft, world)
    for name, value in (given or {}).items():
        question = form.question(name)
        known = value if question.type == "hidden" else state.fitted(question, value)
        if known is not None or value in (None, ()):
            state.learn(name, known)
    return onward(state, replace(draft, answers=state.answers))


def step(form: Form, draft: Draft, meant: Meant, world: World) -> Step:
    """One message of the person answered. A draft that is done stays done."""
    state = State(form, draft, world)
    if draft.phase == "done":
        return draft, summary.finished(state)
    if isinstance(meant, Cancel):
        return draft, Left("cancelled")
    if isinstance(meant, Later):
        return draft, Left("later")
    if draft.phase == "asking":
        return _at_question(state, draft, meant)
    return _at_summary(state, draft, meant)


def _at_question(state: State, draft: Draft, meant: Meant) -> Step:
    question = state.form.find(draft.at)
    if question is None or not state.applies(question.name):
        return onward(state, draft)  # what was asked does not apply any more
    match meant:
        case Answer():
            return _answered(state, draft, question, meant)
        case Skip() | Done():
            return _skipped(state, draft, question)
        case Confirm():
            return _kept(state, draft, question)
        case Back():
            return _back(state, draft, question)
        case Edit(item):
            return _edited(state, draft, item)
        case More():
            return ask(state, replace(draft, page=asking.next_page(state, draft, question)), question)
        case _:
            return ask(state, draft, question)


def _at_summary(state: State, draft: Draft, meant: Meant) -> Step:
    match meant:
        case Confirm():
            return onward(state, draft, confirmed=True)
        case Back() if draft.phase == "which":
            return review(state, draft)
        case Back():
            return _last(state, draft)
        case Edit(item):
            return _edited(state, draft, item)
        case Answer():
            return _in_words(state, draft, meant)
        case _:
            return review(state, draft)


def _answered(state: State, draft: Draft, question: Question, answer: Answer) -> Step:
    found = read_answer(state, question, answer)
    if isinstance(found, Unclear):
        return _not_understood(state, draft, question, answer, found)
    picks = question.type == "image" or (question.type in SEVERAL and answer.choice is not None)
    if picks and isinstance(found.value, tuple):
        return _picked(state, draft, question, found.value)
    return store(state, draft, question, found.value, found.echo)


def _picked(state: State, draft: Draft, question: Question, more: tuple[str, ...]) -> Step:
    """Another photo, or a choice pressed (pressed again: taken away)."""
    if question.type in SEVERAL:
        partial = tuple(name for name in draft.partial if name not in more) + tuple(
            name for name in more if name not in draft.partial
        )
        if question.type == "rank" and len(partial) == len(state.choices(question)):
            return store(state, draft, question, partial)
        return ask(state, replace(draft, partial=partial), question)
    partial = tuple(dict.fromkeys((*draft.partial, *more)))
    if len(partial) < MAX_PHOTOS:
        received = words("{count} of at most {most} photos received.", count=len(partial), most=MAX_PHOTOS)
        return ask(state, replace(draft, partial=partial, strikes=0), question, echo=received)
    echo = words("The first {most} photos are kept.", most=MAX_PHOTOS) if len(partial) > MAX_PHOTOS else None
    return store(state, draft, question, partial[:MAX_PHOTOS], echo)


def _skipped(state: State, draft: Draft, question: Question) -> Step:
    """No (further) answer: what was sent or pressed so far counts; of an order the rest in that of the list."""
    value: Value = draft.partial or None
    if draft.partial and question.type == "rank":
        rest = (choice.name for choice in state.choices(question) if choice.name not in draft.partial)
        value = (*draft.partial, *rest)
    if state.holds(question, value):
        return store(state, draft, question, value)
    return _not_understood(state, draft, question, Answer(), Unclear(unfit(state, question, value)))


def _kept(state: State, draft: Draft, question: Question) -> Step:
    value = asking.standing(state, question)
    if value is None:
        return _skipped(state, draft, question)
    if not state.holds(question, value):
        return _not_understood(state, draft, question, Answer(), Unclear(unfit(state, question, value)))
    return store(state, draft, question, value)


def _not_understood(state: State, draft: Draft, question: Question, answer: Answer, found: Unclear) -> Step:
    """Say why; count it, unless it is the same text again or only wants to be told apart."""
    typed = clean(answer.text)[:60]
    again = bool(typed) and typed == draft.wrong
    counts = not again and not found.maybe
    draft = replace(draft, strikes=draft.strikes + counts, wrong=typed)
    return draft, asking.asked(
        state,
        draft,
        question,
        problem=_STILL_UNCLEAR if again else found.reason,
        maybe=found.maybe,
        strike=draft.strikes if counts else 0,
        helped=again or draft.strikes >= WAY_OUT,
    )


def _back(state: State, draft: Draft, question: Question) -> Step:
    if draft.editing:
        return review(state, draft)
    before = asking.before(state, draft)
    if before is None:
        return ask(state, draft, question, problem=words("This is the first question."))
    return ask(state, draft, before)


def _last(state: State, draft: Draft) -> Step:
    last = asking.before(state, replace(draft, at=None))
    return ask(state, draft, last) if last else review(state, draft)


def _edited(state: State, draft: Draft, item: int | None) -> Step:
    """To an item of the summary, or while asking to a question answered before."""
    asked = draft.phase == "asking"
    summed = draft.editing or not asked
    items = summary.items(state) if summed else asking.walked(state, draft)
    if item is not None and 1 <= item <= len(items):
        chosen = asking.at(draft, items[item - 1], walked=not summed)
        return ask(state, replace(chosen, editing=summed), items[item - 1])
    problem = words("There is no item {item}.", item=item) if item is not None else None
    if asked:
        return ask(state, draft, state.form.question(draft.at or ""), problem=problem)
    return ask_which(state, draft, problem)


def _in_words(state: State, draft: Draft, answer: Answer) -> Step:
    """Something else typed at the summary: the name of an item, or not understood."""
    named = summary.named(state, answer.text)
    if named is not None and draft.phase == "which":
        return _edited(state, draft, named)
    if draft.phase == "which":
        return ask_which(state, draft, words("Please send the number of the item to change, such as 2."))
    return review(state, draft, problem=words("Please send 1 to save, 2 to change or 3 to discard."))


__all__ = [
    "Answer", "Asked", "Back", "Cancel", "Confirm", "Done", "Draft", "Edit", "Finished", "Later", "Left", "Line",
    "Meant", "More", "NeedsFile", "Outcome", "Resume", "Reviewed", "Shown", "Skip", "World", "pressed", "read",
    "start", "step",
]  # fmt: skip

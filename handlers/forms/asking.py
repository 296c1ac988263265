"""Which question is next, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from handlers.forms.answer import RANGE
from handlers.forms.draft import Draft
from handlers.forms.model import ACKNOWLEDGED, MORE, Choice, Question
from handlers.forms.outcome import Asked, Shown, Text
from handlers.forms.shown import day_words, iteration, label, shown
from handlers.forms.state import State
from handlers.forms.values import Value, first, text
from locales import Words, words

PAGE = 9
"""Choices shown at once; the numbers go on from page to page."""


def settle(state: State) -> Question | None:
    """Take in what need not be asked; the first question that must be, None when all is answered.

    What was taken in may open an earlier question that looks ahead to it: then it is looked from the start again.
    """
    while True:
        learnt, found = False, None
        for question in _askable(state):
            if question.name in state.answers:
                if not state.holds(question, state.answers[question.name]) and not state.readonly(question):
                    return question
            elif _is_told(state, question):
                learnt = True
            else:
                found = question
                break
        if not learnt:
            return found


def _askable(state: State) -> Iterator[Question]:
    return (q for q in state.questions() if q.is_asked and state.relevant(q.name))


def _is_told(state: State, question: Question) -> bool:
    """Whether the answer is known without asking: a default for the summary, or nothing to choose from."""
    if state.readonly(question):
        state.learn(question.name, state.default(question))
        return True
    if question.ask == "review":
        value = state.default(question)
    elif question.is_select and not state.required(question) and not state.choices(question):
        value = None
    else:
        return False
    if not state.holds(question, value):
        return False
    state.learn(question.name, value)
    return True


def at(draft: Draft, question: Question, *, walked: bool = True) -> Draft:
    """The draft with this question standing; on the path it comes behind the one that stood before."""
    path = draft.path
    if walked and question.name not in path:
        place = path.index(draft.at) + 1 if draft.at in path else len(path)
        path = (*path[:place], question.name, *path[place:])
    return replace(
        draft,
        path=path,
        at=question.name,
        phase="asking",
        editing=False,
        partial=(),
        strikes=0,
        wrong="",
        page=0,
    )


def before(state: State, draft: Draft) -> Question | None:
    """The question before on the path walked that still applies."""
    end = draft.path.index(draft.at) if draft.at in draft.path else len(draft.path)
    applying = next((name for name in reversed(draft.path[:end]) if state.applies(name)), None)
    return state.form.question(applying) if applying else None


def walked(state: State, draft: Draft) -> list[Question]:
    """The questions asked so far that still apply, as numbered by the progress."""
    return [q for q in _askable(state) if q.name in draft.path]


def standing(state: State, question: Question) -> Value:
    """The answer given before, else the default."""
    if question.name in state.answers:
        return state.answers[question.name]
    return state.default(question)


def _keepable(state: State, question: Question) -> Value:
    value = standing(state, question)
    return value if state.holds(question, value) else None


def next_page(state: State, draft: Draft, question: Question) -> int:
    """The page after the one shown; after the last the first."""
    many = len(state.choices(question)) if question.is_select else 0
    return draft.page + 1 if (draft.page + 1) * PAGE < many else 0


def asked(
    state: State,
    draft: Draft,
    question: Question,
    *,
    echo: Words | None = None,
    problem: Words | None = None,
    maybe: Sequence[str] = (),
    strike: int = 0,
    helped: bool = False,
) -> Asked:
    """The question as it is put; `helped` with the ways out."""
    value = _keepable(state, question)
    options = _maybe(state, question, maybe) or _options(state, draft, question)
    first = problem is None and not draft.editing and not draft.partial and draft.page == 0
    return Asked(
        question=question.name,
        type=question.type,
        label=_label(state, question),
        progress=(0, 0) if draft.editing else _progress(state, draft, question),
        notes=tuple(notes(state, draft, question)) if first else (),
        options=tuple(options),
        more=0 if maybe else _left(state, draft, question),
        hint=_hint(state, question, helped=helped or strike > 0),
        default="" if value is None else shown(state, question, value),
        problem=_empty_list(state, question) or problem,
        strike=strike,
        echo=echo,
        moves=tuple(_moves(state, draft, question, helped=helped, kept=value is not None)),
    )


def _label(state: State, question: Question) -> Text:
    if question.type != MORE:
        return label(state, question.label, question)
    if not question.label:
        return words("Any more?")
    return words("{label}: any more?", label=label(state, question.label, question))


def _hint(state: State, question: Question, *, helped: bool) -> Text:
    """The hint; what guides further where an answer was not understood; the bounds of a range without one."""
    if helped and question.guidance:
        return label(state, question.guidance, question)
    if question.hint or question.type != "range":
        return label(state, question.hint, question)
    given = {**RANGE, **question.details}
    return words("From {low} to {high}", low=given["start"], high=given["end"])


def notes(state: State, draft: Draft, until: Question | None) -> list[Text]:
    """The notes between the question asked before and this one (None: the end of the form)."""
    found: list[Text] = []
    for question in state.questions():
        if question is until:
            break
        if question.name in draft.path:
            found = []
        elif question.type == "note" and state.relevant(question.name):
            found.append(_told(state, question))
    return [*found, *_heading(state, draft, until)] if until else found


def _told(state: State, question: Question) -> Text:
    """A note; one that shows a value has it behind its label."""
    said = label(state, question.label, question)
    if not question.calculation:
        return said
    found = first(state.run(question, question.calculation))
    value = day_words(found, state.world.now.date()) if isinstance(found, date) else text(found)
    return words("{label}: {text}", label=said, text=value) if said else value


def _heading(state: State, draft: Draft, question: Question) -> list[Text]:
    """Which iteration begins with this question, where it is the first one asked in it."""
    if not question.positions or question.type == MORE:
        return []
    within = f"[{'.'.join(map(str, question.positions))}"
    if any(within in name for name in draft.path if name != question.name):
        return []
    return [iteration(state, question)]


def _progress(state: State, draft: Draft, question: Question) -> tuple[int, int]:
    """Number among the questions asked and still to be asked, and how many those are."""
    counted = [
        q
        for q in _askable(state)
        if q.type != MORE
        and (q is question or q.name in draft.path or (q.ask == "yes" and q.name not in state.answers))
    ]
    if question not in counted:
        return 0, 0
    return counted.index(question) + 1, len(counted)


def _options(state: State, draft: Draft, question: Question) -> list[Shown]:
    if question.type == "acknowledge":
        return [Shown("1", ACKNOWLEDGED, words("Understood"))]
    if not question.is_select:
        return []
    start = draft.page * PAGE
    page = state.choices(question)[start : start + PAGE]
    return [_offered(state, draft, question, key, choice) for key, choice in enumerate(page, start + 1)]


def _offered(state: State, draft: Draft, question: Question, key: int, choice: Choice) -> Shown:
    return Shown(str(key), choice.name, label(state, choice.label, question), choice.name in draft.partial)


def _maybe(state: State, question: Question, maybe: Sequence[str]) -> list[Shown]:
    """What an unclear answer might have meant: choices by their number, else texts to send."""
    if not question.is_select:
        return [Shown(text, text, text) for text in maybe]
    choices = state.choices(question)
    return [_meant(state, choices, text) for text in maybe]


def _meant(state: State, choices: Sequence[Choice], text: str) -> Shown:
    """One choice (`2`), or several in one answer (`1,3`)."""
    named = [choices[int(key) - 1] for key in re.findall("[0-9]+", text)]
    label = "、".join(state.text(choice.label) for choice in named)
    return Shown(text, named[0].name if text.isdecimal() else text, label)


def _left(state: State, draft: Draft, question: Question) -> int:
    """How many choices the next page has; after the last page the first comes again."""
    many = len(state.choices(question)) if question.is_select else 0
    if many <= PAGE:
        return 0
    return min(PAGE, many - (draft.page + 1) * PAGE) if (draft.page + 1) * PAGE < many else PAGE


def _empty_list(state: State, question: Question) -> Words | None:
    if question.is_select and not state.choices(question):
        return words("There is nothing to choose from here.")
    return None


def _moves(state: State, draft: Draft, question: Question, *, helped: bool, kept: bool) -> Iterator[str]:
    if draft.partial:
        yield "done"
    if kept:
        yield "keep"
    if draft.editing or before(state, draft):
        yield "back"
    if not state.required(question) and not draft.partial:
        yield "skip"
    yield "cancel"
    if helped or _empty_list(state, question):
        yield from ("later", "person")

"""An iteration of a repeat taken out of a draft: what was answered in it goes, the later ones move up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from handlers.forms.draft import Draft
from handlers.forms.model import Form, Question, base, key_of
from handlers.forms.offered import NO

T = TypeVar("T")
Rename = Callable[[str], str | None]


def without(form: Form, draft: Draft, more: Question) -> Draft:
    """The draft without the iteration that `more` ends; nobody has to answer again what stands in the others."""
    before = key_of(base(more.name), (*more.positions[:-1], more.positions[-1] - 1))

    def rename(key: str) -> str | None:
        return _renamed(form, key, more)

    answers = dict(_moved(draft.answers, rename))
    answers[before] = draft.answers.get(more.name) or NO
    return replace(
        draft,
        answers=answers,
        once=dict(_moved(draft.once, rename)),
        defaulted=frozenset(_kept(draft.defaulted, rename)),
        path=tuple(_kept(draft.path, rename)),
        at=before,
        partial=(),
    )


def _renamed(form: Form, key: str, more: Question) -> str | None:
    """The key after the iteration is gone; None for what was in it."""
    question, gone, around = form.question(key), more.positions, more.trail[:-1]
    level = len(gone)
    outside = question.trail[: len(around)] != around or question.positions[: level - 1] != gone[:-1]
    if outside or question.positions[level - 1] < gone[-1]:
        return key
    if question.positions[level - 1] == gone[-1]:
        return None
    moved = question.positions[level - 1] - 1
    return key_of(base(key), (*gone[:-1], moved, *question.positions[level:]))


def _moved(kept: Mapping[str, T], rename: Rename) -> Iterable[tuple[str, T]]:
    return ((name, value) for key, value in kept.items() if (name := rename(key)))


def _kept(keys: Iterable[str], rename: Rename) -> Iterable[str]:
    return (name for key in keys if (name := rename(key)))

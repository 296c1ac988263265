"""What a message means to a form: an answer, a move, a decision about the summary."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.forms.draft import Draft
from handlers.forms.model import Form, Question
from handlers.understand import moves
from handlers.understand.moves import Move, read_move
from handlers.understand.text import clean, fold

SUMMARY = "-"
"""Stands for the question in the buttons of the summary."""
MOVE = "@"
"""Starts the choice of a button that is a move and not an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as typed; `choice` is the name of a pressed choice, `photos`, `voice` and `files` content hashes,
    `place` a location shown, as `latitude longitude altitude accuracy`."""

    text: str = ""
    choice: str | None = None
    photos: tuple[str, ...] = ()
    voice: str | None = None
    files: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Change item `item` of the summary (of the questions answered so far while asking); None: ask which."""

    item: int | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before, along the path walked."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give the draft up."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Save the summary; while a question stands, take what is shown as its default."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Say again what stands."""


@dataclass(frozen=True, slots=True)
class Skip:
    """No answer to an optional question."""


@dataclass(frozen=True, slots=True)
class Done:
    """That was the last photo, the last choice."""


@dataclass(frozen=True, slots=True)
class More:
    """The next page of the choices."""


@dataclass(frozen=True, slots=True)
class Later:
    """Keep the draft and go."""


Meant = Answer | Edit | Back | Cancel | Confirm | Resume | Skip | Done | More | Later

MEANINGS: dict[str, Meant | Move] = {
    "back": Back(),
    "cancel": Cancel(),
    "confirm": Confirm(),
    "change": Edit(),
    "skip": Skip(),
    "keep": Confirm(),
    "done": Done(),
    "more": More(),
    "later": Later(),
    "person": Move.PERSON,
}
"""What the buttons that are no answers mean."""

_MOVES: dict[Move, Meant] = {
    Move.BACK: Back(),
    Move.CANCEL: Cancel(),
    Move.SKIP: Skip(),
    Move.LATER: Later(),
}
_SUMMARY: dict[str, Meant] = {
    **dict.fromkeys(
        ("1", "保存", "确认", "确定", "提交", "对", "是", "好", "好的", "save", "ok", "yes", "confirm"),
        Confirm(),
    ),
    **dict.fromkeys(("2", "修改", "改", "change", "edit", "no", "不对"), Edit()),
    **dict.fromkeys(("3", "放弃", "不要了", "discard", "give up"), Cancel()),
}
_KEEP = frozenset(("保留", "不变", "不改", "keep", "same"))
_DONE = frozenset(("完成", "完了", "好了", "没了", "done", "finish", "end"))
_MORE = frozenset(("更多", "下一页", "下页", "more", "next", "+"))
_ITEM = re.compile(r"第?\s*([0-9]{1,3})\s*[项题条]?")


def read(form: Form, draft: Draft, text: str) -> Meant | Move:
    """What typed text means where the draft stands.

    Menu, help, a person and undo are not the form's affair: they come back as a `Move` for the dialog.
    """
    typed = fold(text)
    if draft.phase in ("review", "which"):
        return _in_summary(draft, typed) or _move(text) or Answer(text)
    question = form.find(draft.at)
    if question is None or _is_label(form, question, typed):
        return Answer(text)
    return _at_question(draft, question, typed) or _move(text) or Answer(text)


def pressed(draft: Draft, question: str, choice: str) -> Meant | Move | None:
    """What a button means (`a:<draft>:<question>:<choice>`); None if its question no longer stands."""
    standing = SUMMARY if draft.phase in ("review", "which") else draft.at
    if question != standing or draft.phase == "done":
        return None
    if not choice.startswith(MOVE):
        return Answer(choice=choice)
    name = choice.removeprefix(MOVE)
    return Edit(int(name)) if name.isdecimal() else MEANINGS.get(name)


def _in_summary(draft: Draft, typed: str) -> Meant | None:
    if draft.phase == "review":
        return _SUMMARY.get(typed)
    item = _ITEM.fullmatch(typed)
    return Edit(int(item[1])) if item else None


def _at_question(draft: Draft, question: Question, typed: str) -> Meant | None:
    shown = question.name in draft.answers or question.default
    if typed in _KEEP and shown:
        return Confirm()
    if typed in _DONE and (question.type == "image" or draft.partial):
        return Done()
    return More() if typed in _MORE and question.is_select else None


def _is_label(form: Form, question: Question, typed: str) -> bool:
    """Whether the text is one of the form's own choices, which then is no move."""
    listed = form.lists.get(question.choices, ()) if question.is_select else ()
    return any(typed == fold(word) for choice in listed for word in (*choice.label.values(), *choice.words))


def _move(text: str) -> Meant | Move | None:
    found = read_move(clean(text))
    if isinstance(found, moves.Edit):
        return Edit(found.item)
    return None if found is None else _MOVES.get(found) or found

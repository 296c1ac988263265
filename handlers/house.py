"""The list of dialogs, in the order they are tried. A new dialog is a folder and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from handlers import (
    ahead,
    applications,
    asked,
    benefits,
    bind,
    call_list,
    check_in,
    corrections,
    diary,
    digest,
    drafts,
    form_upload,
    funds,
    holiday_duty,
    households,
    instructions,
    language,
    leave,
    ledgers,
    measures,
    my_helper,
    office_form,
    plan,
    public_notices,
    questions,
    reminder_settings,
    retro,
    review,
    spot_check,
    start,
    trainings,
    undo,
    visit,
    week,
    why,
)  # fmt: skip
from handlers.dialog import Command, Dialog, FormPlay
from handlers.either import either, may_ask
from handlers.forms.model import Form, said
from handlers.intent import Vocabulary
from handlers.publishing import TRIAL
from handlers.turn import Turn

DIALOGS: tuple[Dialog, ...] = (
    check_in.DIALOG,
    visit.DIALOG,
    diary.DIALOG,
    leave.DIALOG,
    retro.DIALOG,
    asked.DIALOG,
    review.DIALOG,
    spot_check.DIALOG,
    why.DIALOG,
    week.DIALOG,
    plan.DIALOG,
    households.DIALOG,
    ahead.DIALOG,
    benefits.DIALOG,
    applications.DIALOG,
    my_helper.DIALOG,
    funds.DIALOG,
    public_notices.DIALOG,
    measures.DIALOG,
    trainings.DIALOG,
    holiday_duty.DIALOG,
    digest.DIALOG,
    questions.DIALOG,
    instructions.DIALOG,
    ledgers.DIALOG,
    bind.DIALOG,
    call_list.DIALOG,
    office_form.DIALOG,
    form_upload.DIALOG,
    undo.DIALOG,
    corrections.DIALOG,
    drafts.DIALOG,
    reminder_settings.DIALOG,
    language.DIALOG,
    start.DIALOG,
)


@cache
def vocabulary(asks: bool = False, acts: frozenset[str] = frozenset()) -> Vocabulary:
    """Every command with the words that give it: to most people, or to those who may ask about others.

    Args:
        asks: the words of questions mean something.
        acts: the acts that the speaker may do; of a word that is both, they are then what it means at first.

    Raises:
        ValueError: two commands share a word, and it is not an act and a question.
    """
    commands = {command.name: command for dialog in DIALOGS for command in dialog.commands}
    words = _words(command for command in commands.values() if not command.asks)
    asked = _words(command for command in commands.values() if command.asks)
    for act, question in {(words[word], asked[word]) for word in words.keys() & asked.keys()}:
        commands[act] = replace(commands[act], handler=either(commands[act], commands[question]))
    kept = {word: name for word, name in asked.items() if words.get(word) not in acts}
    return Vocabulary(commands, {**words, **kept} if asks else words)


def vocabulary_of(turn: Turn) -> Vocabulary:
    """What words mean to whoever speaks."""
    if not may_ask(turn):
        return vocabulary()
    return vocabulary(True, frozenset(name for name, may in _acts() if may(turn)))


@cache
def _acts() -> tuple[tuple[str, Callable[[Turn], bool]], ...]:
    """The acts that share a word with a question, and who may do them."""
    return tuple((c.name, c.may) for dialog in DIALOGS for c in dialog.commands if c.may)


def _words(commands: Iterable[Command]) -> dict[str, str]:
    words: dict[str, str] = {}
    for command in commands:
        for word in command.words:
            if words.setdefault(word, command.name) != command.name:
                raise ValueError(f"{word} would mean both {words[word]} and {command.name}")
    return words


@cache
def plays() -> dict[str, FormPlay]:
    """The dialogs' forms by their names."""
    return {play.form: play for dialog in DIALOGS for play in dialog.forms}


def trigger_of(form: Form, language: str) -> str:
    """What a message that reports a form begins with: its dialog's first command, or 填写 and the title."""
    for dialog in DIALOGS:
        opening = next((c.words[0] for c in dialog.commands if c.opens), None)
        if opening and any(play.form == form.name for play in dialog.forms):
            return opening
    return f"填写 {said(form.title, language) or form.name}"


def plays_with(forms: Iterable[Form]) -> dict[str, FormPlay]:
    """The dialogs' forms, those an office has written, and the one that is tried out."""
    own = office_form.talk.plays_of(form for form in forms if form.name not in plays())
    every = {**own, **plays()}
    return {**every, TRIAL: form_upload.talk.play_of(every.values(), office_form.talk.FILES)}

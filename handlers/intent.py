"""What a message is meant as: an answer, a command, a number of the list just shown, a stale button.

Decided once a turn, by dictionary look-ups; the routers only compare names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from handlers.dialog import Command
from handlers.forms.model import Question
from handlers.menus import numbers
from handlers.several import answer_line
from handlers.turn import Turn
from handlers.understand.commands import TwoCommands, read_command
from handlers.understand.identity import looks_like_bank_card, looks_like_id_number
from handlers.understand.moves import Edit, Move, read_move
from handlers.understand.text import clean

ANSWER, ASIDE, STALE, RESTING, SWITCH, FIRST, TWO, PRIVATE, VOICE, PLACE, UNKNOWN, SCENE, BATCH = (
    "answer", "aside", "stale", "resting", "switch", "first", "two", "private", "voice", "place", "unknown", "scene", "batch",
)  # fmt: skip
MOST_LINES = 9
"""Reports in one message."""
AT_ONCE = frozenset(("check_in", "check_out", "undo", "drop", "unbind"))
"""Commands that change something without a form to look at: 到村道路不通 is asked back, not checked in."""


@dataclass(frozen=True, slots=True)
class Intent:
    """`name` is a command's name or one of the names above; `rest` what followed the command's word.

    `draft`, `question`, `choice` are those a pressed button belongs to; `question` is also the command
    that is to be done aside. `line` is the message put right, to be offered for sending back. `word` is the
    word by which the command was recognised.
    """

    name: str
    rest: str = ""
    draft: int | None = None
    question: str | None = None
    choice: str | None = None
    line: str = ""
    word: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every command of the house by name, and the words that somebody can say -> the name of what they mean."""

    commands: Mapping[str, Command]
    words: Mapping[str, str]

    def read(self, text: str) -> Intent | None:
        """The command that `text` gives, if it gives one."""
        found = read_command(text, self.words)
        if found is None:
            return None
        if isinstance(found, TwoCommands):
            return Intent(TWO, " ".join(found.names), line=found.line)
        if found.glued and found.name in AT_ONCE:
            return Intent(TWO, found.name)
        return Intent(found.name, found.rest, word=found.word)

    def exact(self, text: str) -> Intent | None:
        """The same for a text that is a command's word and nothing more."""
        name = self.words.get(text.lower())
        return Intent(name, word=text.lower()) if name else None


def read_intent(turn: Turn, vocabulary: Vocabulary) -> Intent:
    """What this turn's message is meant as."""
    if turn.scene:
        return Intent(SCENE)
    if turn.press:
        return _pressed(turn, vocabulary)
    if turn.files:
        return Intent(ANSWER if _asks_for_file(turn) else "form_sent")
    if not turn.text and (turn.voice or turn.place):
        return Intent(VOICE if turn.voice else PLACE)
    if looks_like_id_number(turn.text) or looks_like_bank_card(turn.text):
        return Intent(PRIVATE)
    if _asking(turn):
        return _within_draft(turn, vocabulary)
    return Intent(BATCH) if lines_of(turn, vocabulary) else _outside(turn, vocabulary)


def lines_of(turn: Turn, vocabulary: Vocabulary) -> list[str]:
    """The lines of a message of several, where each is a command of its own; else none."""
    lines = [clean(line) for line in turn.typed.splitlines() if line.strip()]
    if not 1 < len(lines) <= MOST_LINES:
        return []
    found = [vocabulary.read(line) for line in lines]
    return lines if all(intent and intent.name in vocabulary.commands for intent in found) else []


def _pressed(turn: Turn, vocabulary: Vocabulary) -> Intent:
    kind, _, rest = (turn.press or "").partition(":")
    if kind == "go":
        turn.text = turn.typed = rest
        if _asking(turn):
            return _within_draft(turn, vocabulary, pressed=True)
        return vocabulary.read(rest) or Intent(UNKNOWN)
    number, _, rest = rest.partition(":")
    question, _, choice = rest.partition(":")
    draft = number_of(number)
    if kind != "a" or draft is None:
        return Intent(UNKNOWN)
    pointed = Intent(ANSWER, draft=draft, question=question, choice=choice)
    return pointed if _is_current(turn, pointed) else Intent(STALE, draft=pointed.draft, question=question)


def number_of(word: str) -> int | None:
    """The number a button or command carries; None for what no row or list has, however many digits it is."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None


def _is_current(turn: Turn, pointed: Intent) -> bool:
    draft = turn.draft
    return bool(draft and draft.state == "active" and draft.id == pointed.draft)


def _asking(turn: Turn) -> bool:
    return turn.draft is not None and turn.draft.state == "active"


def _is_resting(turn: Turn) -> bool:
    """Whether the draft has been silent so long that a bare number may no longer be its answer."""
    assert turn.draft is not None
    minutes = turn.office.parameters.value("draft.rest_minutes", "/", turn.today)
    return turn.now - turn.draft.updated_at > timedelta(minutes=minutes)


def _within_draft(turn: Turn, vocabulary: Vocabulary, *, pressed: bool = False) -> Intent:
    if (turn.contact.menu or {}).get("first"):
        chosen = _from_menu(turn, vocabulary)
        if chosen:
            return chosen
    move = read_move(turn.text)
    if isinstance(move, Edit) or move in (Move.BACK, Move.CANCEL, Move.SKIP, Move.LATER):
        return Intent(ANSWER)
    if _is_resting(turn):
        return vocabulary.read(turn.text) or Intent(RESTING)
    free = pressed or turn.draft_phase == "review"
    command = (vocabulary.read if free else vocabulary.exact)(turn.text) or _with_more(turn, vocabulary)
    if command is None and (own := _of_office(turn)) and not _is_choice(turn, turn.text):
        return Intent(SWITCH, f"填写 {own.rest}")
    if command is None or _is_choice(turn, turn.text):
        return Intent(ANSWER)
    return _aside(turn, vocabulary, command)


def _with_more(turn: Turn, vocabulary: Vocabulary) -> Intent | None:
    """对比 上周 where a number, a day or a choice is asked: a command with what belongs to it, and no answer."""
    asked = _question(turn)
    if asked is None or asked.type == "text":
        return None
    found = vocabulary.read(turn.text)
    if found is None or not found.rest or _is_choice(turn, found.word):
        return None
    assert turn.draft is not None
    headed = turn.text.lower().startswith(f"{found.word} ")
    return found if headed and found.name != turn.draft.form else None


def _aside(turn: Turn, vocabulary: Vocabulary, command: Intent) -> Intent:
    """A command inside a form: done beside it, or, if it opens a form of its own, asked about."""
    entry = vocabulary.commands.get(command.name)
    if command.name == FIRST:
        return command
    if entry is None or not entry.opens:
        return Intent(ASIDE, command.rest, question=command.name)
    return command if entry.interrupts else Intent(SWITCH, turn.text)


def _question(turn: Turn) -> Question | None:
    """The question at which the form stands."""
    assert turn.draft is not None
    return turn.office.form(turn.draft.form, turn.draft.version).find(turn.draft.body.get("at"))


def _is_choice(turn: Turn, said: str) -> bool:
    """Whether the words are one of the labels the question offers; then they are the answer."""
    assert turn.draft is not None
    form, question = turn.office.form(turn.draft.form, turn.draft.version), _question(turn)
    listed = form.lists.get(question.choices, ()) if question and question.is_select else ()
    return any(said == word for choice in listed for word in (*choice.label.values(), *choice.words))


def _outside(turn: Turn, vocabulary: Vocabulary) -> Intent:
    several = answer_line(turn)
    if several is not None:
        return vocabulary.read(several) or Intent(UNKNOWN)
    known = _from_menu(turn, vocabulary) or vocabulary.exact(turn.text) or _of_office(turn)
    read = known or vocabulary.read(turn.text) or _lone_move(turn) or _named(turn, vocabulary)
    return read or Intent(UNKNOWN)


def _of_office(turn: Turn) -> Intent | None:
    """The title of a form of the office's own, which begins it where no command is called so."""
    typed = turn.text.casefold()
    for name in turn.office.current if typed else ():
        if turn.office.is_own(name) and typed in map(str.casefold, turn.office.form(name).title.values()):
            return Intent("fill_form", name)
    return None


def _asks_for_file(turn: Turn) -> bool:
    if not _asking(turn) or turn.draft is None:
        return False
    asked = _question(turn)
    return asked is not None and asked.type == "file" and turn.draft_phase == "asking"


def _from_menu(turn: Turn, vocabulary: Vocabulary) -> Intent | None:
    lines = (turn.contact.menu or {}).get("lines", {})
    line = lines.get(turn.text) or numbers(turn).get(turn.text)
    return vocabulary.read(line) if line else None


def _named(turn: Turn, vocabulary: Vocabulary) -> Intent | None:
    """What the list just shown calls by the words typed, where only one line of it does: 石关 for 2石关村(20/35)."""
    lines = (turn.contact.menu or {}).get("lines", {})
    named = {line for label, line in lines.items() if len(turn.text) > 1 and label.startswith(turn.text)}
    return vocabulary.read(named.pop()) if len(named) == 1 else None


def _lone_move(turn: Turn) -> Intent | None:
    """Moves without a draft lead back to the menu; 撤回 and the rest are commands of their own."""
    return Intent("menu") if read_move(turn.text) in (Move.BACK, Move.CANCEL, Move.MENU) else None

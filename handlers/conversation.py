"""The turn of the conversation that is no command: an answer, an old button, something not understood."""

from __future__ import annotations

import re

from handlers import filling, menus
from handlers.drafts import talk as drafts
from handlers.forms.draft import Draft
from handlers.forms.meant import Answer, Meant, pressed, read
from handlers.forms.model import Form
from handlers.house import vocabulary, vocabulary_of
from handlers.intent import FIRST, Intent
from handlers.replies import Reply, Say, as_list
from handlers.turn import Turn
from handlers.understand.moves import Move

_SAYING = re.compile("我?[想要请]|帮我|麻烦|给我|的")
"""What says only that somebody wants something: 我想申请低保 is no 申请 我想."""
MOVES = {Move.MENU: "menu", Move.HELP: "help", Move.PERSON: "person", Move.UNDO: "undo"}
"""Moves inside a form that are commands of the house."""


async def answer(turn: Turn) -> Reply:
    """The message answers the question that stands."""
    assert turn.draft is not None
    form, draft = filling.standing(turn)
    if turn.photos and (beside := filling.place_for_photos(form, draft)):
        return await filling.attach(turn, beside)
    meant = _meant(turn, form, draft)
    if meant is None:
        return await drafts.stale(turn)
    if isinstance(meant, Move):
        return await aside(turn, Intent(MOVES[meant]))
    return await filling.go_on(turn, meant)


def _meant(turn: Turn, form: Form, draft: Draft) -> Meant | Move | None:
    if turn.intent.choice is not None:
        return pressed(draft, turn.intent.question or "", turn.intent.choice)
    if turn.photos or turn.files:
        return Answer(turn.typed, photos=turn.photos, files=turn.files)
    return read(form, draft, turn.typed)


async def aside(turn: Turn, intent: Intent) -> Reply:
    """A command inside a form: done, and then the question again, since it still stands."""
    turn.intent, standing = intent, turn.draft
    said = as_list(await vocabulary().commands[intent.name].handler(turn))
    if turn.menu_first:
        return said  # its numbers are answered first; the question waits
    turn.menu = {}
    if turn.draft is None or turn.draft is not standing:
        return said  # the command gave the form up, or went on with another
    again = await filling.take_up(turn, turn.draft)
    return [*said, *as_list(again)]


async def put_aside(turn: Turn) -> Reply:
    """先办 …: the draft is parked, then the rest of the line is done as if it had been sent alone."""
    await drafts.put_aside(turn)
    turn.draft = None
    found = vocabulary_of(turn).read(turn.intent.rest)
    if found is None or found.name == FIRST or found.name not in vocabulary().commands:
        return await menus.unknown(turn)
    turn.intent = found
    return await vocabulary().commands[found.name].handler(turn)


async def two(turn: Turn) -> Reply:
    """Two commands fit, or one is likely: which one? A line put right (走访 李家 for 走放李家) is offered as it is."""
    if turn.intent.line:
        return menus.choice(turn, turn.t("Which one do you want?"), [turn.intent.line, "菜单"])
    lines = [_line_for(turn.text, name) for name in turn.intent.rest.split()]
    return menus.choice(turn, turn.t("Which one do you want?"), lines)


def _line_for(text: str, name: str) -> str:
    """The command as it may have been meant: 石关村资金 as 资金 石关村. What saves something is offered bare."""
    command = vocabulary().commands[name]
    said = next((word for word in command.words if word in text), None)
    rest = text.replace(said, " ", 1).split() if said and not command.opens else []
    return " ".join([command.words[0], *(part for part in rest if len(part) > 1 and not _SAYING.match(part))])


async def private(turn: Turn) -> Reply:
    """An ID or bank card number came where none is asked (X31): not kept, and said so."""
    lead = Say(turn.t("Please do not send ID or bank card numbers here. It was not kept."))
    if turn.draft and turn.draft.state == "active":
        again = await filling.take_up(turn, turn.draft)
        return [lead, *as_list(again)]
    return lead

"""The dialogs as aiogram routers: one router a dialog, one asynchronous filter a command.

aiogram runs every filter that is not asynchronous in a thread (95 µs each); these compare two strings.
The only file of `handlers/` that knows aiogram; it takes seconds to import.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers import batch, conversation, guesses, wordless
from handlers.bind import talk as bind
from handlers.dialog import Handler
from handlers.drafts import talk as drafts
from handlers.house import DIALOGS, vocabulary
from handlers.intent import (
    ANSWER,
    ASIDE,
    BATCH,
    FIRST,
    PLACE,
    PRIVATE,
    RESTING,
    SCENE,
    STALE,
    SWITCH,
    TWO,
    UNKNOWN,
    VOICE,
    Intent,
)
from handlers.replies import Reply
from handlers.turn import Turn


class Wants(Filter):
    """Passes the turns that mean one thing."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, message: Message, turn: Turn) -> bool:
        return turn.intent.name == self.name


async def _aside(turn: Turn) -> Reply:
    return await conversation.aside(turn, Intent(turn.intent.question or "", turn.intent.rest))


CONVERSATION: dict[str, Handler] = {
    ANSWER: conversation.answer,
    ASIDE: _aside,
    STALE: drafts.stale,
    RESTING: drafts.ask_to_resume,
    SWITCH: drafts.ask_to_switch,
    FIRST: conversation.put_aside,
    TWO: conversation.two,
    PRIVATE: conversation.private,
    VOICE: wordless.voice,
    PLACE: wordless.place,
    UNKNOWN: guesses.unknown,
    SCENE: bind.scene,
    BATCH: batch.batch,
}
"""Whatever is no command of a dialog; the answer to a question comes first, being most of all traffic."""


def house_router() -> Router:
    """The root router: the conversation, then every dialog in its order."""
    root = Router(name="house")
    root.include_router(_router("conversation", CONVERSATION))
    commands = vocabulary().commands
    for dialog in DIALOGS:
        root.include_router(_router(dialog.name, {c.name: commands[c.name].handler for c in dialog.commands}))
    return root


def _router(name: str, handlers: dict[str, Handler]) -> Router:
    router = Router(name=name)
    for command, handler in handlers.items():
        router.message.register(_taking_a_turn(handler), Wants(command))
    return router


def _taking_a_turn(handler: Handler) -> Callable[[Message, Turn], Awaitable[Reply]]:
    async def handle(message: Message, turn: Turn) -> Reply:
        return await handler(turn)

    return handle

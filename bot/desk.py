"""The desk: where every channel hands in a message and takes the committed answer back."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from weakref import WeakValueDictionary
from zlib import crc32

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.channels.base import Grant, Incoming
from bot.channels.session import SilentSession
from bot.turn import OneTransaction, heard
from handlers.office import Office
from handlers.replies import Say
from handlers.routers import house_router
from storage.database import Database

log = logging.getLogger(__name__)


class TurnFailed(Exception):
    """A turn broke off by a fault of ours; its transaction was rolled back."""


class Desk:
    """aiogram's dispatcher behind one function, `receive`; a fake `Bot` for each channel.

    `grants`: channel -> what the acts of its people let us send them later (`Capabilities.grants`).
    """

    def __init__(
        self,
        database: Database,
        office: Office,
        clock: Callable[[], datetime],
        grants: Mapping[str, Mapping[str, Grant]] | None = None,
    ) -> None:
        self._bots: dict[str, Bot] = {}
        self._numbers = itertools.count(1)
        self._lines = WeakValueDictionary[tuple[str, str], asyncio.Lock]()
        self.dispatcher = Dispatcher(disable_fsm=True)
        self.dispatcher.update.outer_middleware(OneTransaction(database, office, clock, grants or {}))
        self.dispatcher.include_router(house_router())

    async def receive(self, incoming: Incoming) -> Sequence[Say]:
        """Take a message in; returns what to say once everything it changed is on disk.

        Raises:
            TurnFailed: a fault of ours. Nothing was changed; the same message may be sent again.
        """
        bot = self._bot(incoming.channel)
        try:
            async with self._line(incoming):
                return heard(
                    await self.dispatcher.feed_update(bot, self._update(bot, incoming), incoming=incoming)
                )
        except Exception as error:
            log.exception("a turn failed on %s", incoming.channel)
            raise TurnFailed("nothing was saved; the same message may be sent again") from error

    def _line(self, incoming: Incoming) -> asyncio.Lock:
        """Messages of one address are taken in their order (domain.md X25), and hold one connection, not ten."""
        return self._lines.setdefault((incoming.channel, incoming.address), asyncio.Lock())

    def _bot(self, channel: str) -> Bot:
        if channel not in self._bots:
            token = f"{900000 + crc32(channel.encode()) % 100000}:{channel}"
            self._bots[channel] = Bot(token, session=SilentSession())
        return self._bots[channel]

    def _update(self, bot: Bot, incoming: Incoming) -> Update:
        """The message as an aiogram update, the bot mounted on every level at once by validation."""
        number = next(self._numbers)
        chat = {"id": number, "type": "private"}
        message = {"message_id": number, "date": incoming.sent, "chat": chat, "text": incoming.text[:64]}
        return Update.model_validate({"update_id": number, "message": message}, context={"bot": bot})

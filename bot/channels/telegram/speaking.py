"""The way out: a message as Telegram shows it, plain, with its keyboard under the last part."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.types import BufferedInputFile, LinkPreviewOptions, Message

from bot.channels.base import Capabilities, Later, Memory, Receipt, Unreachable
from bot.channels.telegram.buttons import MOST_BUTTONS, Buttons
from bot.channels.telegram.faults import asked
from bot.channels.text import as_text, fit
from handlers.replies import Say
from storage.photos import NoSuchPhoto, PhotoStore

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
REMEMBERED = 1000
"""Sendings broken off in the middle that are remembered, so that a second try begins where the first ended."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Sends what is said; `begun`: how many parts of a sending Telegram has taken, by its reference."""

    name: str
    capabilities: Capabilities
    bot: Bot
    buttons: Buttons
    photos: PhotoStore
    memory: Memory
    begun: OrderedDict[str, int]

    async def send(self, address: str, messages: Sequence[Say], reference: str) -> Receipt:
        """As `Channel.send`."""
        parts = [part for say in messages for part in self._parts(say)]
        done = self.begun.pop(reference, 0)
        ids: list[str] = []
        for at, part in enumerate(parts[done:], done):
            try:
                ids += await self._part(address, part)
            except Unreachable:
                await self.memory.gone(self.name, address, "blocked")
                raise
            except Later:
                self._remember(reference, at)
                raise
        return Receipt(tuple(ids), len(parts))

    def _parts(self, say: Say) -> list[Say]:
        """A picture is a message of its own, before its words; a list too long for a keyboard is text."""
        if len(say.options) + len(say.moves) > MOST_BUTTONS:
            say = Say(as_text(say), picture=say.picture)
        if say.picture is None:
            return fit(say, self.capabilities)
        words = replace(say, picture=None)
        return [Say("", picture=say.picture), *(fit(words, self.capabilities) if say.text else ())]

    async def _part(self, address: str, part: Say) -> list[str]:
        """The number of the message it became; none for a picture that is lost, whose words still come."""
        if part.picture is None:
            return [await self._text(address, part)]
        content = await self._content(part.picture)
        return [await self._picture(address, content)] if content is not None else []

    async def _text(self, address: str, part: Say) -> str:
        keyboard = await self.buttons.keyboard(address, part)

        async def post() -> Message:
            return await self.bot.send_message(
                int(address), part.text, reply_markup=keyboard, link_preview_options=NO_PREVIEW
            )

        return str((await asked(post)).message_id)

    async def _picture(self, address: str, content: bytes) -> str:
        async def post() -> Message:
            return await self.bot.send_photo(int(address), BufferedInputFile(content, "picture"))

        return str((await asked(post)).message_id)

    async def _content(self, picture: str) -> bytes | None:
        try:
            return await asyncio.to_thread(self.photos.open, picture)
        except NoSuchPhoto:
            return None

    def _remember(self, reference: str, at: int) -> None:
        if reference and at:
            self.begun[reference] = at
            if len(self.begun) > REMEMBERED:
                self.begun.popitem(last=False)

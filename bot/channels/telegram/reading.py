"""An update -> Incoming. Pictures and spoken messages are fetched at once: Telegram's addresses do not last."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from aiogram import Bot
from aiogram.types import CallbackQuery, Message, Update

from bot.channels.base import Incoming, Refused
from bot.channels.telegram import words as said
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.faults import asked
from handlers.replies import Place
from locales import Words
from storage.photos import LARGEST, NotAPicture, NotAVoice, PhotoStore, TooLarge

COMMAND = re.compile(r"/(?P<word>[A-Za-z][A-Za-z0-9_]*)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)


class Unreadable(Exception):
    """What was sent cannot be taken; `why` is for whoever sent it."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.msgid)
        self.why = why


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads updates of one bot; files go into `photos`."""

    channel: str
    bot: Bot
    photos: PhotoStore
    buttons: Buttons

    async def message(self, update: Update, message: Message) -> Incoming:
        """What somebody wrote, showed or spoke.

        Raises:
            Unreadable: a file that is no picture, or too large, or gone.
            SendError: Telegram did not hand the file over now; the update may be taken again.
        """
        text, scene = read_text(message)
        return Incoming(
            self.channel,
            str(message.chat.id),
            # Its own number too: those of updates begin anywhere after a quiet week.
            f"{update.update_id}-{message.message_id}",
            message.date,
            text=text,
            photos=await self._photos(message),
            place=place_of(message),
            voice=await self._voice(message),
            scene=scene,
        )

    async def press(self, update: Update, query: CallbackQuery, now: datetime) -> Incoming:
        """A button pressed. Telegram does not tell when: `now` stands for it."""
        payload = await self.buttons.payload(query.data or "")
        person = str(query.from_user.id)
        return Incoming(self.channel, person, f"{update.update_id}-{query.id}", now, press=payload)

    async def _photos(self, message: Message) -> tuple[str, ...]:
        file = picture_of(message)
        return (await self._stored(file, self.photos.put),) if file else ()

    async def _voice(self, message: Message) -> str | None:
        file = message.voice or message.audio
        return await self._stored(file.file_id, self.photos.put_voice) if file else None

    async def _stored(self, file_id: str, put: Callable[[bytes], str]) -> str:
        try:
            return await asyncio.to_thread(put, await self._fetched(file_id))
        except TooLarge:
            raise Unreadable(said.TOO_LARGE) from None
        except (NotAPicture, NotAVoice):
            raise Unreadable(said.NO_PICTURE) from None
        except Refused:
            raise Unreadable(said.GONE) from None

    async def _fetched(self, file_id: str) -> bytes:
        file = await asked(lambda: self.bot.get_file(file_id))
        if file.file_path is None or (file.file_size or 0) > LARGEST:
            raise TooLarge
        path = file.file_path
        content = await asked(lambda: self.bot.download_file(path, BytesIO(), timeout=15))
        assert content is not None, "downloaded into a buffer"
        return content.read(LARGEST + 1)


def picture_of(message: Message) -> str | None:
    """The file of a picture in its largest size, sent as a photo or as a file."""
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height).file_id
    document = message.document
    return document.file_id if document and (document.mime_type or "").startswith("image/") else None


def place_of(message: Message) -> Place | None:
    """The location shown, with the name it came with."""
    if message.location is None:
        return None
    venue = message.venue
    label = f"{venue.title} {venue.address}".strip() if venue else ""
    return Place(message.location.latitude, message.location.longitude, label)


def read_text(message: Message) -> tuple[str, str | None]:
    """What was written, and what the link carried by which somebody came: `/start bind-1` -> (/start, bind-1).

    A command is the words it stands for (/check_in@bot -> check in), a contact shown is its number.
    """
    text = message.text or message.caption or (message.contact.phone_number if message.contact else "")
    command = COMMAND.fullmatch(text)
    if command is None:
        return text, None
    word, rest = command["word"], (command["rest"] or "").strip()
    if word == "start":
        return "/start", rest or None
    return f"{word.replace('_', ' ')} {rest}".strip(), None

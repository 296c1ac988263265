"""Pictures and voices: fetched at once into our own store, since WeChat forgets them after three days."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.channels.base import Incoming, SendError
from bot.channels.wechat.api import Api
from bot.channels.wechat.reading import Heard
from bot.channels.words import LOST_PICTURE, LOST_VOICE, NO_PICTURE, TOO_LARGE
from locales import Words
from storage.photos import NotAPicture, PhotoError, PhotoStore, TooLarge, kind

PATIENCE = 3.0
"""Seconds: the turn that follows has the rest of WeChat's five."""


class Lost(Exception):
    """What was sent is not here; `why` is for the person. Nothing of the message was taken in."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.msgid)
        self.why = why


class Media:
    """Both ways."""

    def __init__(self, api: Api, store: PhotoStore) -> None:
        self._api = api
        self._store = store

    async def fetched(self, heard: Heard) -> Incoming:
        """The message with its file in the store.

        Raises:
            Lost: it could not be fetched or kept.
        """
        if heard.picture:
            return replace(heard.incoming, photos=(await self._picture(heard.picture),))
        if heard.voice:
            return replace(heard.incoming, voice=await self._voice(heard.voice))
        return heard.incoming

    async def upload(self, name: str) -> str:
        """A MediaId for a stored picture.

        Raises:
            SendError: as `Api`.
            NoSuchPhoto: there is none under this hash.
        """
        content = await asyncio.to_thread(self._store.open, name)
        return await self._api.upload(content, kind(content) or "image/jpeg")

    async def _picture(self, media_id: str) -> str:
        try:
            return await asyncio.to_thread(self._store.put, await self._bytes(media_id))
        except TooLarge:
            raise Lost(TOO_LARGE) from None
        except NotAPicture:
            raise Lost(NO_PICTURE) from None
        except (SendError, TimeoutError, OSError):
            raise Lost(LOST_PICTURE) from None

    async def _voice(self, media_id: str) -> str:
        try:
            return await asyncio.to_thread(self._store.put_voice, await self._bytes(media_id))
        except (PhotoError, SendError, TimeoutError, OSError):
            raise Lost(LOST_VOICE) from None

    async def _bytes(self, media_id: str) -> bytes:
        async with asyncio.timeout(PATIENCE):
            return await self._api.download(media_id)

"""Pictures and recordings that members send: fetched at once into our own store, WeCom keeps them for three days."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.channels.base import Incoming, Later
from bot.channels.wecom.api import Api
from bot.channels.wecom.inbound import Pushed
from storage.photos import PhotoError, PhotoStore

PATIENCE = 2.5
"""Seconds within one request. A fetch goes on behind it; WeCom's next try finds it further, or done."""


class Media:
    """Fetches each file once, however often WeCom repeats its message."""

    def __init__(self, api: Api, photos: PhotoStore) -> None:
        self._api = api
        self._photos = photos
        self._fetching: dict[str, asyncio.Task[str | None]] = {}

    async def with_file(self, pushed: Pushed, incoming: Incoming) -> Incoming:
        """The message with its picture or recording in our store; without, where it is none that we take.

        Raises:
            SendError: it could not be fetched (Later: not yet).
        """
        if not pushed.media:
            return incoming
        name = await self._fetched(pushed)
        if pushed.spoken:
            return replace(incoming, voice=name)
        return replace(incoming, photos=(name,) if name else ())

    async def _fetched(self, pushed: Pushed) -> str | None:
        task = self._fetching.get(pushed.media) or self._begin(pushed)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            raise Later("WeCom is slow to give a file")
        return task.result()

    def _begin(self, pushed: Pushed) -> asyncio.Task[str | None]:
        task = self._fetching[pushed.media] = asyncio.create_task(self._fetch(pushed))
        task.add_done_callback(lambda _: self._done(pushed.media, task))
        return task

    def _done(self, media: str, task: asyncio.Task[str | None]) -> None:
        self._fetching.pop(media, None)
        if not task.cancelled():
            task.exception()  # looked at, where nobody waits any more

    async def _fetch(self, pushed: Pushed) -> str | None:
        content = await self._api.download(pushed.media)
        put = self._photos.put_voice if pushed.spoken else self._photos.put
        try:
            return await asyncio.to_thread(put, content)
        except PhotoError:
            return None

    def stop(self) -> None:
        """Give up what still runs: WeCom says its message again, or it is lost with the connection."""
        for task in list(self._fetching.values()):
            task.cancel()

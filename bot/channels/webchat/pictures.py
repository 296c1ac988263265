"""Pictures up and down, workbooks up: stored by their hash, shown only to the visitor whose token it is."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.webchat import words as said
from bot.channels.webchat.pace import Pace
from bot.channels.webchat.sessions import Sessions, Visitor
from bot.channels.webchat.wire import as_json
from locales import Translate
from storage.photos import LARGEST, NoSuchPhoto, NotAPicture, NotAWorkbook, PhotoStore, TooLarge, kind

KEEP = "private, max-age=604800, immutable"


class Pictures:
    """Takes pictures into the store and hands them out."""

    def __init__(self, store: PhotoStore, sessions: Sessions, pace: Pace) -> None:
        self._store = store
        self._sessions = sessions
        self._pace = pace

    async def take(self, request: web.Request, visitor: Visitor, t: Translate) -> web.Response:
        """Stores the body; answers with the token that stands for the picture in a message."""
        if wait := self._pace.wait(visitor.address):
            return as_json({"wait": wait}, status=429, headers={"Retry-After": str(wait)})
        try:
            name = await asyncio.to_thread(self._store.put, await body_of(request))
        except TooLarge:
            return as_json({"refused": t(said.TOO_LARGE)}, status=413)
        except NotAPicture:
            return as_json({"refused": t(said.NO_PICTURE)}, status=415)
        return as_json({"photo": self._sessions.photo_token(visitor.address, name)})

    async def take_workbook(self, request: web.Request, visitor: Visitor, t: Translate) -> web.Response:
        """Stores the body, a form as .xlsx; answers with the token that stands for it in a message."""
        if wait := self._pace.wait(visitor.address):
            return as_json({"wait": wait}, status=429, headers={"Retry-After": str(wait)})
        try:
            name = await asyncio.to_thread(self._store.put_workbook, await body_of(request))
        except TooLarge:
            return as_json({"refused": t(said.WORKBOOK_TOO_LARGE)}, status=413)
        except NotAWorkbook:
            return as_json({"refused": t(said.NO_WORKBOOK)}, status=415)
        return as_json({"file": self._sessions.file_token(visitor.address, name)})

    async def show(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The picture of a token; 404 for another visitor's as for one that is not there."""
        name = self._sessions.photo_name(visitor.address, request.match_info["token"])
        if name is None:
            raise web.HTTPNotFound
        try:
            content = await asyncio.to_thread(self._store.open, name)
        except NoSuchPhoto:
            raise web.HTTPNotFound from None
        return web.Response(body=content, content_type=kind(content) or "", headers={"Cache-Control": KEEP})


async def body_of(request: web.Request) -> bytes:
    """The body, read no further than one byte over the limit.

    Raises:
        TooLarge: it is longer.
    """
    content = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > LARGEST:
            raise TooLarge(f"over {LARGEST} bytes")
    return bytes(content)

"""The HTTP side: the page, entering and leaving, messages and pictures, the socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import WSMsgType, web

from bot.channels.webchat import page
from bot.channels.webchat import words as said
from bot.channels.webchat.answering import Answering
from bot.channels.webchat.entry import Entry
from bot.channels.webchat.pictures import Pictures
from bot.channels.webchat.sessions import Visitor
from bot.channels.webchat.sockets import HEARTBEAT, Sockets, goodbye, say
from bot.channels.webchat.wire import Frame, Unreadable, as_json, read
from bot.web.language import COOKIE as LANGUAGE_COOKIE
from bot.web.language import language_of
from locales import Translate, translator

LARGEST_FRAME = 512 * 1024
"""Bytes of a message: a hundred thousand characters get an answer rather than a closed socket."""

UNKNOWN_VISITOR = 4401
"""The socket's close code for a cookie that is missing, old or not ours."""

Opened = Callable[[str], Awaitable[None]]
"""Told the address of a visitor whose page has come up."""

FORGET = {"Clear-Site-Data": '"cache"'}


class Routes:
    """The handlers, over the parts that the channel is made of."""

    def __init__(
        self, entry: Entry, answering: Answering, pictures: Pictures, sockets: Sockets, opened: Opened | None
    ) -> None:
        self._opened = opened
        self._entry = entry
        self._answering = answering
        self._pictures = pictures
        self._sockets = sockets

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.add_routes(
            [
                web.get("/chat", self.show_page),
                web.get("/chat/page/{version}/{name}", self.show_file),
                web.get("/chat/worker.js", self.show_worker),
                web.get("/chat/me", self.tell_me),
                web.post("/chat/enter", self.enter),
                web.post("/chat/leave", self.leave),
                web.post("/chat/clear", self.clear),
                web.post("/chat/message", self.take_message),
                web.post("/chat/photo", self.take_photo),
                web.post("/chat/file", self.take_file),
                web.get("/chat/photo/{token}", self.show_photo),
                web.get("/chat/socket", self.talk),
            ]
        )

    async def show_page(self, request: web.Request) -> web.Response:
        """The page, in the language and size of type chosen last; a language in the address is kept."""
        language = language_of(request)
        answer = page.shell(language, request.cookies.get("large") == "1").answer(request, "no-cache")
        if LANGUAGE_COOKIE in request.query:
            answer.set_cookie(LANGUAGE_COOKIE, language, max_age=31536000, path="/", samesite="Strict")
        return answer

    async def show_file(self, request: web.Request) -> web.Response:
        """A script, style or picture of the page, under the address of its version."""
        file = page.files().get(request.match_info["name"])
        if file is None or request.match_info["version"] != page.version():
            raise web.HTTPNotFound
        return file.answer(request, page.FOREVER)

    async def show_worker(self, request: web.Request) -> web.Response:
        """The script that lets the page open without a signal."""
        answer = page.files()["worker.js"].answer(request, "no-cache")
        answer.headers["Service-Worker-Allowed"] = "/chat"
        return answer

    async def tell_me(self, request: web.Request) -> web.Response:
        """Who the visitor is, and whom one can choose to be."""
        visitor, t = self._entry.visitor(request), translator(language_of(request))
        me = await self._entry.me(visitor, t) if visitor else None
        answer = as_json({"me": me, "people": await self._entry.cards(t)})
        if visitor:
            self._entry.remember(answer, visitor)
        return answer

    async def enter(self, request: web.Request) -> web.Response:
        """A new session: as a person of the demonstration, or as a visitor nobody knows."""
        self._entry.only_own_pages(request)
        t = translator(language_of(request))
        visitor = await self._entry.become((await body(request)).get("person"))
        if visitor is None:
            return as_json({"refused": t(said.NOBODY)}, status=400)
        answer = as_json({"me": await self._entry.me(visitor, t)})
        self._entry.remember(answer, visitor)
        return answer

    async def leave(self, request: web.Request) -> web.Response:
        """Forgets the session and what the browser keeps of its pictures."""
        answer = await self.clear(request)
        self._entry.forget(answer)
        return answer

    async def clear(self, request: web.Request) -> web.Response:
        """Forgets what the browser keeps of pictures; the session stays."""
        self._entry.only_own_pages(request)
        return as_json({}, headers=FORGET)

    async def take_message(self, request: web.Request) -> web.Response:
        """A message without a socket."""
        visitor = self._entry.known(request)
        t = translator(language_of(request))
        return as_json(await self._answering.answer(await body(request), visitor, t))

    async def take_photo(self, request: web.Request) -> web.Response:
        """A picture, before the message that shows it."""
        return await self._pictures.take(
            request, self._entry.known(request), translator(language_of(request))
        )

    async def take_file(self, request: web.Request) -> web.Response:
        """A workbook, before the message that brings it."""
        return await self._pictures.take_workbook(
            request, self._entry.known(request), translator(language_of(request))
        )

    async def show_photo(self, request: web.Request) -> web.Response:
        """A picture this visitor sent or was sent."""
        visitor = self._entry.visitor(request)
        if visitor is None:
            raise web.HTTPNotFound
        return await self._pictures.show(request, visitor)

    async def talk(self, request: web.Request) -> web.WebSocketResponse:
        """The socket: greets, then answers one message after the other."""
        self._entry.only_own_pages(request)
        visitor, t = self._entry.visitor(request), translator(language_of(request))
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, compress=False, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        if visitor is None:
            await socket.close(code=UNKNOWN_VISITOR)
            return socket
        await say(socket, {"hello": await self._entry.me(visitor, t)})
        with self._sockets.joined(visitor.address, socket):
            # Beside the handler: what waits for the visitor is pushed, and the page's word for it is read here.
            waiting = asyncio.ensure_future(self._opened(visitor.address)) if self._opened else None
            await self._listen(socket, visitor, t)
            if waiting:
                waiting.cancel()
        return socket

    async def _listen(self, socket: web.WebSocketResponse, visitor: Visitor, t: Translate) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            with self._sockets.busy(socket):
                await self._take(socket, message.data, visitor, t)
            if self._sockets.closing:
                await goodbye(socket)

    async def _take(self, socket: web.WebSocketResponse, raw: str, visitor: Visitor, t: Translate) -> None:
        frame = readable(raw)
        if "ack" in frame:
            self._sockets.acknowledge(visitor.address, frame["ack"])
        else:
            await say(socket, await self._answering.answer(frame, visitor, t))


async def body(request: web.Request) -> Frame:
    """The JSON object of a request, an empty one where there is none."""
    return readable(await request.read())


def readable(raw: str | bytes) -> Frame:
    """The frame, or an empty one, which the answer then says cannot be read."""
    try:
        return read(raw)
    except Unreadable:
        return {}

"""A browser on the web chat, as tests hold it: entering, the socket, requests."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar
from talker import Served

Frame = dict[str, Any]


@asynccontextmanager
async def browser(served: Served, person: str | None = "cadre") -> AsyncIterator[ClientSession]:
    """A browser in which one has entered as `person` (None: as nobody in particular)."""
    async with ClientSession(served.url, cookie_jar=CookieJar(unsafe=True)) as session:
        answer = await session.post("/chat/enter", json={"person": person})
        assert answer.status == 200, await answer.text()
        yield session


@asynccontextmanager
async def socket_of(session: ClientSession) -> AsyncIterator[ClientWebSocketResponse]:
    async with session.ws_connect("/chat/socket") as socket:
        assert "hello" in await socket.receive_json()
        yield socket


async def ask(socket: ClientWebSocketResponse, id: str, **fields: object) -> Frame:
    await socket.send_str(json.dumps({"id": id, **fields}))
    answer: Frame = await socket.receive_json(timeout=5)
    return answer


async def post(session: ClientSession, **fields: object) -> Frame:
    answer: Frame = await (await session.post("/chat/message", json=fields)).json()
    return answer

"""A demonstration server in a process of its own, and browsers that talk to it over plain sockets."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp


@dataclass(frozen=True, slots=True)
class Served:
    """Where the server listens, and its process."""

    address: str
    pid: int

    def megabytes(self) -> float:
        """Resident memory."""
        with open(f"/proc/{self.pid}/status") as status:
            return next(int(row.split()[1]) for row in status if row.startswith("VmRSS")) / 1024


@contextlib.asynccontextmanager
async def demo_server() -> AsyncIterator[Served]:
    """The demonstration, served; the county is there before the server starts, as in an office."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BANGFU_DATA": data, "BANGFU_MESSAGES_A_MINUTE": "1000"}
        bangfu = [sys.executable, "-m", "bot"]
        subprocess.run([*bangfu, "forms", "list", "--demo"], env=environment, check=True, capture_output=True)
        server = subprocess.Popen(
            [*bangfu, "demo", "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )  # fmt: skip
        try:
            assert server.stdout is not None
            address = re.search(r"http://\S+", await asyncio.to_thread(server.stdout.readline))
            assert address is not None
            yield Served(address[0], server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def browsers() -> aiohttp.ClientSession:
    """What any number of them share: no limit of connections, no cookies of their own."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar())


class Talker:
    """One browser: a socket that is read all the time (pings want answers), a message at a time."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._lock = asyncio.Lock()
        self._waiting: asyncio.Future[None] | None = None
        self._reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            if self._waiting and "re" in message.json() and not self._waiting.done():
                self._waiting.set_result(None)

    async def say(self, text: str) -> float:
        """From sending to the answer, as the person waits for it."""
        async with self._lock:
            self._waiting = asyncio.get_running_loop().create_future()
            began = time.perf_counter()
            await self._socket.send_json({"id": uuid.uuid4().hex, "text": text})
            await asyncio.wait_for(self._waiting, 30)
            return time.perf_counter() - began

    async def close(self) -> None:
        """Close the page."""
        await self._socket.close()
        await self._reading


async def enter(session: aiohttp.ClientSession, address: str, number: int) -> Talker:
    """The page of somebody, come up."""
    who = ("cadre", "member", "household", "leader", "officer", "stranger")[number % 6]
    headers = {"Origin": address}
    async with session.post(f"{address}/chat/enter", json={"person": who}, headers=headers) as answer:
        cookie = "; ".join(f"{c.key}={c.value}" for c in answer.cookies.values())
    socket = await session.ws_connect(f"{address}/chat/socket", headers={**headers, "Cookie": cookie})
    await socket.receive_json()
    return Talker(socket)

"""40 turns a second from 2,000 people on web chat: the slowest of a hundred, and the server's memory."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid

import aiohttp
from bench.ratio import line

PEOPLE, RATE, SECONDS = 2000, 40, 60
LINES = ("签到", "我的本周", "菜单", "走访", "0", "资金", "你好")


async def measure() -> list[str]:
    """Talk over plain sockets to a server in a process of its own, at a fixed rate, for a minute."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BANGFU_DATA": data, "BANGFU_MESSAGES_A_MINUTE": "1000"}
        # The county is there before the server starts, as in an office: making it is no part of serving.
        subprocess.run(
            [sys.executable, "-m", "bot", "forms", "list", "--demo"],
            env=environment,
            check=True,
            capture_output=True,
        )
        server = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )  # fmt: skip
        try:
            assert server.stdout is not None
            address = re.search(r"http://\S+", await asyncio.to_thread(server.stdout.readline))
            assert address is not None
            took = await _talk(address[0])
            memory = _megabytes(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    took.sort()
    return [
        line("load p99", took[len(took) * 99 // 100] * 1000, 100, "ms", f"{len(took)} turns at {RATE}/s from {PEOPLE} people, against 100 ms"),
        line("load p50", took[len(took) // 2] * 1000, 100, "ms", "the same, the median"),
        line("load memory", memory, 300, "MB", "resident memory of the server behind them, against 300 MB"),
    ]  # fmt: skip


async def _talk(address: str) -> list[float]:
    chance = random.Random(1)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        sockets = [await _enter(session, address, n) for n in range(PEOPLE)]
        began, waiting = time.perf_counter(), []
        for n in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, began + n / RATE - time.perf_counter()))
            socket = sockets[chance.randrange(PEOPLE)]
            waiting.append(asyncio.ensure_future(socket.say(chance.choice(LINES))))
        took = await asyncio.gather(*waiting)
        await asyncio.gather(*(socket.close() for socket in sockets))
    return took


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
        await self._socket.close()
        await self._reading


async def _enter(session: aiohttp.ClientSession, address: str, number: int) -> Talker:
    who = ("cadre", "member", "household", "leader", "officer", "stranger")[number % 6]
    headers = {"Origin": address}
    async with session.post(f"{address}/chat/enter", json={"person": who}, headers=headers) as answer:
        cookie = "; ".join(f"{c.key}={c.value}" for c in answer.cookies.values())
    socket = await session.ws_connect(f"{address}/chat/socket", headers={**headers, "Cookie": cookie})
    await socket.receive_json()
    return Talker(socket)


def _megabytes(pid: int) -> float:
    with open(f"/proc/{pid}/status") as status:
        return next(int(row.split()[1]) for row in status if row.startswith("VmRSS")) / 1024

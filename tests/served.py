"""The real server in a process of its own, to be stopped or killed; and a page that sends until it is answered."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from typing import Any

import aiohttp

from bot.run import serve
from bot.settings import Settings

FORK = multiprocessing.get_context("fork")
"""The child inherits what is imported already: a start costs a tenth of what an interpreter's does."""

PATIENCE = 20.0
"""Seconds within which a server starts, answers and stops, on a busy machine."""


def _serve(settings: Settings, said: Pipe) -> None:
    os.dup2(said.fileno(), 1)
    sys.stdout = os.fdopen(1, "w", buffering=1)
    with open(settings.data / "server.log", "a") as log:
        os.dup2(log.fileno(), 2)
        sys.stderr = os.fdopen(2, "w", buffering=1)
        asyncio.run(serve(settings, demo=True))
    os._exit(0)


@dataclass(slots=True)
class Server:
    """A served house on one folder; started again it listens at the same port."""

    settings: Settings
    process: BaseProcess | None = None
    address: str = ""

    async def start(self) -> None:
        """Start it and wait for the line that tells its address."""
        ours, theirs = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=_serve, args=(self.settings, theirs), daemon=True)
        self.process.start()
        theirs.close()
        line = await asyncio.to_thread(os.read, ours.fileno(), 200)
        self.address = next(word for word in line.decode().split() if word.startswith("http://"))
        self.settings.port = int(self.address.rpartition(":")[2])

    def signal(self, number: signal.Signals) -> None:
        """SIGTERM, or SIGKILL."""
        assert self.process is not None
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    async def ended(self) -> int | None:
        """Its exit code, once it is gone."""
        assert self.process is not None
        await asyncio.to_thread(self.process.join, PATIENCE)
        return self.process.exitcode


class Page:
    """The chat page of a person: a message is sent with the same id until it is answered, as a browser does."""

    def __init__(self, server: Server, client: aiohttp.ClientSession) -> None:
        self._server, self._client = server, client

    async def enter(self, who: str) -> None:
        """Become a standing person."""
        await self._post("/chat/enter", {"person": who})

    async def _post(self, path: str, frame: dict[str, Any]) -> dict[str, Any]:
        origin = {"Origin": self._server.address}
        async with self._client.post(self._server.address + path, json=frame, headers=origin) as answer:
            return dict(await answer.json())

    async def once(self, id_: str, text: str) -> list[str] | None:
        """What is answered; None where the line broke or nothing could be saved."""
        with suppress(aiohttp.ClientError, ConnectionError):
            frame = await self._post("/chat/message", {"id": id_, "text": text})
            return [message["text"] for message in frame["messages"]] if "messages" in frame else None
        return None

    async def say(self, id_: str, text: str) -> list[str]:
        """Send until answered."""
        async with asyncio.timeout(PATIENCE):
            while True:
                said = await self.once(id_, text)
                if said is not None:
                    return said
                await asyncio.sleep(0.02)


def visitor() -> aiohttp.ClientSession:
    """A browser that keeps its cookie over restarts of the server."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

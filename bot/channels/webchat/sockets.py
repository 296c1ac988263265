"""The open sockets: who is there, pushing to them, and closing them when the server stops.

A socket costs its handler and nothing else; ten thousand of them may be waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

from aiohttp import WSCloseCode, web

from bot.channels.base import Unreachable
from bot.channels.webchat.wire import Frame, write

HEARTBEAT = 45.0
"""Seconds between the server's pings: finds dead lines, keeps gateways from closing quiet ones."""

PATIENCE = 5.0
"""Seconds a page has to say that a notice has arrived."""

LAST_WORDS = 20.0
"""Seconds that running turns have to be answered when the server stops."""


class Sockets:
    """The sockets of all visitors; a visitor may have several (two windows, a line that is dying)."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._open: dict[str, set[web.WebSocketResponse]] = {}
        self._busy: set[web.WebSocketResponse] = set()
        self._acks: dict[tuple[str, int], asyncio.Future[None]] = {}
        self._numbers = count(1)
        self._quiet = asyncio.Event()
        self._quiet.set()
        self.closing = False

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    @contextmanager
    def joined(self, address: str, socket: web.WebSocketResponse) -> Iterator[None]:
        """The socket takes notices for `address` meanwhile."""
        self._open.setdefault(address, set()).add(socket)
        try:
            yield
        finally:
            self._open[address].discard(socket)
            if not self._open[address]:
                del self._open[address]

    @contextmanager
    def busy(self, socket: web.WebSocketResponse) -> Iterator[None]:
        """A turn runs on the socket meanwhile: it is not closed before its answer has gone out."""
        self._busy.add(socket)
        self._quiet.clear()
        try:
            yield
        finally:
            self._busy.discard(socket)
            if not self._busy:
                self._quiet.set()

    async def push(self, address: str, frame: Frame) -> None:
        """Sends a notice to every socket of `address`; returns when one page has taken it.

        Raises:
            Unreachable: no page is open, or none answered in time.
        """
        sockets = tuple(self._open.get(address, ()))
        if not sockets:
            raise Unreachable("no page of this visitor is open")
        number = next(self._numbers)
        taken = self._acks[address, number] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._patience):
                await asyncio.gather(*(say(socket, {"notice": number, **frame}) for socket in sockets))
                await taken
        except TimeoutError:
            raise Unreachable("no open page took the notice in time") from None
        finally:
            del self._acks[address, number]

    def acknowledge(self, address: str, number: object) -> None:
        """A page of `address` says that it has the notice."""
        waiting = self._acks.get((address, number)) if isinstance(number, int) else None
        if waiting and not waiting.done():
            waiting.set_result(None)

    async def close(self) -> None:
        """Closes what is idle at once, and what is in a turn when that is answered."""
        self.closing = True
        idle = {socket for sockets in self._open.values() for socket in sockets} - self._busy
        await asyncio.gather(*map(goodbye, idle))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), LAST_WORDS)


async def say(socket: web.WebSocketResponse, frame: Frame) -> None:
    """Sends a frame; a line that is gone is not an error, the page asks again."""
    with suppress(ConnectionError):
        await socket.send_str(write(frame))


async def goodbye(socket: web.WebSocketResponse) -> None:
    """Closes with `going away`: the page comes back by itself."""
    with suppress(ConnectionError):
        await socket.close(code=WSCloseCode.GOING_AWAY, message=b"server stops")

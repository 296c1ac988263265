"""A provider at the other end of a cable that can be cut."""

from __future__ import annotations

import asyncio
import contextlib


class Cable:
    """A TCP line to a provider; cut, nobody answers at its end."""

    def __init__(self, end: int) -> None:
        self._end, self.port = end, 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._ways: set[asyncio.Task[None]] = set()

    async def join(self) -> None:
        """Listen, always at the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Close it, and what is open."""
        assert self._server is not None
        self._server.close()
        for writer in self._open:
            writer.close()
        await asyncio.gather(*self._ways, return_exceptions=True)
        self._server = None

    @property
    def whole(self) -> bool:
        """Whether somebody answers."""
        return self._server is not None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._end)
        self._open |= {writer, back}
        ways = {asyncio.ensure_future(_carry(reader, back)), asyncio.ensure_future(_carry(there, writer))}
        self._ways |= ways
        await asyncio.wait(ways)
        self._ways -= ways
        self._open -= {writer, back}


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()

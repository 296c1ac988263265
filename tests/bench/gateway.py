"""A loopback SMS gateway in a process of its own, as little as can be one: it takes every message and counts.

What a stand-in in aiohttp costs would be a good part of what is measured. It reads requests with
Content-Length on connections that stay open, answers `{"status": "ok", "id": "…"}`, and on GET what it took.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import urllib.request
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass


class Gateway(asyncio.Protocol):
    """One connection; `taken` and `references` are those of all."""

    taken = 0
    references: set[bytes] = set()  # noqa: RUF012

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (at := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:at].lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if len(self._buffer) < at + 4 + length:
                return
            body, self._buffer = self._buffer[at + 4 : at + 4 + length], self._buffer[at + 4 + length :]
            self._answer(self._told() if head.startswith(b"get") else self._take(body))

    def _take(self, body: bytes) -> dict[str, object]:
        Gateway.taken += 1
        self.references.add(body.rpartition(b'"id": ')[2])
        return {"status": "ok", "id": f"gw-{Gateway.taken}"}

    def _told(self) -> dict[str, object]:
        return {"taken": Gateway.taken, "different": len(self.references)}

    def _answer(self, said: dict[str, object]) -> None:
        body = json.dumps(said).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        assert isinstance(self._transport, asyncio.Transport)
        self._transport.write(head.encode() + body)


async def main() -> None:
    """Serve until killed; the port is the one line that is printed."""
    server = await asyncio.get_running_loop().create_server(Gateway, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@dataclass(frozen=True, slots=True)
class Line:
    """Where it listens."""

    address: str

    def counted(self) -> tuple[int, int]:
        """Messages taken, and of them different ones."""
        with urllib.request.urlopen(self.address) as answer:
            said = json.load(answer)
        return said["taken"], said["different"]


@contextlib.asynccontextmanager
async def gateway() -> AsyncIterator[Line]:
    """The gateway, served."""
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, stdout=PIPE)
    try:
        assert process.stdout is not None
        port = int(await process.stdout.readline())
        yield Line(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main())

"""WeChat's callbacks, signed and encrypted, through the real HTTP server, against a bare aiogram echo behind one.

Sixteen people write at the same time, each on a connection of their own that stays open, and each waits for
the answer before writing again. One is in the middle of a visit form and goes a step on and a step back,
so every turn checks a signature and a nonce, decrypts, reads and writes a draft, commits, encrypts. Requests are
made before the watch is started: what WeChat itself has to do is not measured.

What the profile said: a turn costs CPU, not the disk. Of 8.5 ms of CPU for each (the echo: 0.5) the form step
took a fifth, cutting a text that fits anyway a tenth, asking for the nonce and keeping it (statements built anew,
two hops each) a quarter; the commit waited 1.7 ms outside the interpreter. The last three but the commit are mended.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from bench.ratio import line
from bench.wechat_server import ACCOUNT, OPENIDS

from bot.channels.envelope import Envelope
from bot.channels.xml import read_xml
from bot.standins.wechat_callback import Pusher

ROUNDS, TURNS = 5, 320
NUMBERS = itertools.count(24_000_000_000_000_000)


async def measure() -> list[str]:
    """Turns a second of both, in turns, by their medians."""
    async with _server() as (callback, echo):
        people = await asyncio.gather(*(Person.come(callback, openid) for openid in OPENIDS))
        others = await asyncio.gather(*(Wire.open(echo) for _ in OPENIDS))
        ours, bare = [], []
        for _ in range(ROUNDS):
            bare.append(await _rate(others, [[_update("3")] * (TURNS // len(others))] * len(others)))
            ours.append(
                await _rate([person.wire for person in people], [person.steps() for person in people])
            )
        for person in people:
            person.look()
    what = f"a form step by WeChat, {len(OPENIDS)} people at once, signed, encrypted, durable, against a bare aiogram echo"
    return [line("wechat", statistics.median(ours), statistics.median(bare), "turns/s", what)]


async def _rate(wires: Sequence[Wire], requests: Sequence[Sequence[bytes]]) -> float:
    began = time.perf_counter()
    await asyncio.gather(*(wire.ask(each) for wire, each in zip(wires, requests, strict=True)))
    return sum(map(len, requests)) / (time.perf_counter() - began)


@contextlib.asynccontextmanager
async def _server() -> AsyncIterator[tuple[int, int]]:
    with tempfile.TemporaryDirectory() as data:
        command = (sys.executable, "-m", "tests.bench.wechat_server", data)
        server = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
        try:
            assert server.stdout is not None
            ports = json.loads(await server.stdout.readline())
            yield ports[0], ports[1]
        finally:
            server.terminate()
            await server.wait()


class Wire:
    """A connection that stays open. `last` is the body of the last answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.last = b""

    @classmethod
    async def open(cls, port: int) -> Wire:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, requests: Iterable[bytes]) -> None:
        """One request after the other, each when the one before is answered."""
        for request in requests:
            self._writer.write(request)
            head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200"), head
            length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
            self.last = await self._reader.readexactly(int(length))


def _post(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _update(text: str) -> bytes:
    number = next(NUMBERS)
    message = {"message_id": 1, "date": 1_795_000_000, "chat": {"id": 1, "type": "private"}, "text": text}
    return _post("/echo", json.dumps({"update_id": number, "message": message}).encode())


class Person:
    """A helper in the middle of a visit form."""

    def __init__(self, wire: Wire, openid: str) -> None:
        self.wire = wire
        self._openid = openid
        self._pusher = Pusher(ACCOUNT, lambda: datetime.now(UTC))
        self._envelope = Envelope(ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.app_id)

    @classmethod
    async def come(cls, port: int, openid: str) -> Person:
        person = cls(await Wire.open(port), openid)
        await person.wire.ask(map(person._says, ("走访", "1")))
        return person

    def steps(self) -> list[bytes]:
        """A step on, a step back, and so on."""
        return [self._says(text) for _ in range(TURNS // len(OPENIDS) // 2) for text in ("3", "*")]

    def look(self) -> None:
        """What was answered last is a question of the form."""
        fields = read_xml(self.wire.last)
        sealed = (fields["Encrypt"], fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"])
        said = read_xml(self._envelope.open(*sealed).encode())["Content"]
        assert re.match(r"\([1-9]/[1-9]\) ", said), said

    def _says(self, text: str) -> bytes:
        now = int(time.time())
        message = {"FromUserName": self._openid, "CreateTime": now, "MsgType": "text", "Content": text}
        query, body = self._pusher.request({**message, "MsgId": next(NUMBERS)})
        return _post(f"/wechat?{urlencode(query)}", body)

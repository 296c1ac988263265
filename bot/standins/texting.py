"""What the SMS stand-ins share: phones with numbers, callbacks that are repeated, faults to order."""

from __future__ import annotations

import asyncio
import itertools
import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.standins.phone import Heard, first_of_run

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 10))
"""When a callback that was not taken is made again, from one try to the next."""

UNDER_WAY = timedelta(seconds=1)
"""How long after a message was taken its report comes."""

FIRST_NUMBER = 19900900001
BEAT = 0.1
SLOWNESS = 3.0


@dataclass(frozen=True, slots=True)
class Fault:
    """How the next call goes wrong.

    `drop` breaks the connection before the answer, `cut` in the middle of it, `slow` answers after three
    seconds, `html` with a page, `busy` with 429 (come back in 7 s), `broken` with 503. `taken`: what was
    asked for is done, and only then it goes wrong.
    """

    how: Literal["drop", "cut", "slow", "html", "busy", "broken"]
    taken: bool = False


@dataclass(slots=True)
class Push:
    """A callback that is to be made: to `what` ("in", "report"), with the arguments of the request."""

    what: str
    request: Mapping[str, Any]
    due: datetime
    tries: int = 0
    statuses: list[int] = field(default_factory=list)


class SmsPhone:
    """Somebody's phone with a number."""

    def __init__(self, carrier: Carrier, number: str) -> None:
        self.number = number
        self.inbox: list[Heard] = []
        self._carrier = carrier
        self._last: Push | None = None

    async def say(self, text: str) -> list[Heard]:
        self._last = self._carrier.written(self.number, text)
        return await self.again()

    async def press(self, payload: str) -> list[Heard]:
        """An SMS has no buttons: what stands for one is typed."""
        return await self.say(payload)

    async def again(self) -> list[Heard]:
        """The provider hands on once more what was written last."""
        before = len(self.inbox)
        if self._last is not None:
            await self._carrier.hand_on(self._last)
        return self.inbox[before:]

    async def photo(self, content: bytes) -> list[Heard]:
        """An SMS carries no picture: nothing arrives."""
        return []

    async def place(self, latitude: float, longitude: float, label: str = "") -> list[Heard]:
        """An SMS carries no location: nothing arrives."""
        return []


class Carrier(ABC):
    """A provider with people behind it. `callback` gives `https://host/sms/<path_secret>`."""

    def __init__(self, clock: Callable[[], datetime], callback: Callable[[], str]) -> None:
        self.clock = clock
        self.calls = 0
        self.pushed: list[Push] = []
        self.off: set[str] = set()
        self._callback = callback
        self._faults: deque[Fault] = deque()
        self._phones: dict[str, SmsPhone] = {}
        self._names: dict[str, str] = {}
        self._queue: list[Push] = []
        self._numbers = itertools.count(first_of_run())
        self._pushing = asyncio.Lock()

    def phone(self, who: str) -> SmsPhone:
        """The phone of a number, or of somebody who is given one."""
        number = who if re.fullmatch("1[0-9]{10}", who) else self._named(who)
        return self._phones.setdefault(number, SmsPhone(self, number))

    def order(self, *faults: Fault) -> None:
        """Let the next calls go wrong, in this order."""
        self._faults.extend(faults)

    @abstractmethod
    def written(self, number: str, text: str, id_: str = "") -> Push:
        """The callback for a message that somebody has written."""

    @abstractmethod
    def reported(self, number: str, id_: str, reference: str, delivered: bool) -> Push:
        """The callback for what became of a message of ours."""

    @abstractmethod
    async def answer(self, request: web.Request) -> web.StreamResponse:
        """A call of the API."""

    def deliver(self, number: str, text: str, id_: str, reference: str) -> None:
        """Show a message on the phone, if that is on; the report follows."""
        delivered = number not in self.off
        if delivered:
            self.phone(number).inbox.append(Heard(text))
        push = self.reported(number, id_, reference, delivered)
        push.due = self.clock() + UNDER_WAY
        self._queue.append(push)

    async def hand_on(self, push: Push) -> None:
        """Make a callback now; where it is not taken, again later."""
        async with self._pushing:
            await self._push(push)

    async def tick(self) -> None:
        """Make the callbacks whose time has come."""
        async with self._pushing:
            due = [push for push in self._queue if push.due <= self.clock()]
            for push in due:
                self._queue.remove(push)
                await self._push(push)

    def next_number(self) -> int:
        """For the ids that a provider gives."""
        return next(self._numbers)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The API on a free port of the loopback; gives its address."""
        app = web.Application(middlewares=[self._faulty])
        app.router.add_route("*", "/{path:.*}", self.answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        beating = asyncio.create_task(self._beat())
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as self._http:
                await web.TCPSite(runner, "127.0.0.1", 0).start()
                yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            await runner.cleanup()

    def _named(self, who: str) -> str:
        return self._names.setdefault(who, str(FIRST_NUMBER + len(self._names)))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await self.tick()

    async def _push(self, push: Push) -> None:
        """One try; a callback that is never taken is given up after the last."""
        self.pushed.append(push)
        status = 0
        with suppress(aiohttp.ClientError, TimeoutError):
            async with self._http.request(url=f"{self._callback()}/{push.what}", **push.request) as answer:
                status = answer.status
                await answer.read()
        push.statuses.append(status)
        if status != 200 and push.tries < len(RETRIES):
            push.due, push.tries = self.clock() + RETRIES[push.tries], push.tries + 1
            self._queue.append(push)

    @web.middleware
    async def _faulty(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.calls += 1
        fault = self._faults.popleft() if self._faults else None
        if fault is None:
            return await handler(request)
        answer = await handler(request) if fault.taken else None
        return await failed(request, fault, answer)


async def failed(request: web.Request, fault: Fault, answer: web.StreamResponse | None) -> web.StreamResponse:
    """The answer of a provider that is not well."""
    assert request.transport is not None, "somebody asks"
    match fault.how:
        case "drop":
            request.transport.abort()
            return web.Response()
        case "cut":
            cut = web.StreamResponse(headers={"Content-Length": "1000"})
            await cut.prepare(request)
            await cut.write(b'{"Code"')
            request.transport.abort()
            return cut
        case "slow":
            await asyncio.sleep(SLOWNESS)
            return answer or web.Response(status=503)
        case "html":
            return web.Response(text="<html>Welcome</html>", content_type="text/html")
        case "busy":
            return web.Response(status=429, headers={"Retry-After": "7"})
    return web.Response(status=503)


def placed(body: str, values: Sequence[tuple[str, str]], opening: str = "{") -> str:
    """An approved wording with its values."""
    for name, value in values:
        body = body.replace(f"{opening}{name}}}", value)
    return body

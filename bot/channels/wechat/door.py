"""The callback: WeChat's requests at `/wechat`, each answered within five seconds.

check, open -> heard before? -> what is meant -> a turn, or a note in the memory -> XML or `success`
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from aiohttp import web

from bot.channels.base import Capabilities, Incoming
from bot.channels.nonces import Nonces
from bot.channels.passive import Passive
from bot.channels.ports import Ports
from bot.channels.slots import Slot
from bot.channels.text import portions
from bot.channels.wechat.checking import Checking, Letter, NotOurs, Unreadable
from bot.channels.wechat.media import Lost, Media
from bot.channels.wechat.reading import NAME, Accepts, Heard, Left, Told, meaning
from bot.channels.wechat.replying import reply
from bot.channels.words import FAILED, said
from bot.desk import TurnFailed
from handlers.replies import Say

PATH = "/wechat"
SUCCESS = "success"
"""Nothing to say, or not now: WeChat asks no second time."""

REMEMBERED = timedelta(minutes=15)
"""How long a nonce is kept: longer than its timestamp is fresh, from either side."""

KNOWN = timedelta(days=1)
"""How long an event that changes a count is kept: WeChat repeats it within seconds."""


class Door:
    """Takes WeChat's requests in.

    Args:
        answered: is told who was answered, after the answer has left.
    """

    def __init__(
        self,
        checking: Checking,
        ports: Ports,
        media: Media,
        capabilities: Capabilities,
        answered: Callable[[Incoming], Awaitable[None]],
    ) -> None:
        self._checking = checking
        self._ports = ports
        self._media = media
        self._capabilities = capabilities
        self._answered = answered
        self._passive = Passive(ports)
        self._nonces = Nonces(ports.memory, NAME, REMEMBERED, ports.clock)

    def mount(self, app: web.Application) -> None:
        """Add the callback's routes."""
        app.router.add_get(PATH, self.greet)
        app.router.add_post(PATH, self.take)

    async def settled(self) -> None:
        """Returns when no turn and nothing behind one runs any more."""
        await self._passive.settled()

    async def greet(self, request: web.Request) -> web.Response:
        """WeChat looks whether this address is ours."""
        try:
            return web.Response(text=self._checking.greeted(request.query))
        except NotOurs:
            raise web.HTTPForbidden from None

    async def take(self, request: web.Request) -> web.StreamResponse:
        """A message or an event."""
        began, body = time.monotonic(), await request.read()
        try:
            letter = self._checking.opened(request.query, body)
            meant = meaning(letter.fields)
        except NotOurs:
            raise web.HTTPForbidden from None
        except Unreadable:
            raise web.HTTPBadRequest from None
        await self._admit(letter)
        try:
            with self._passive.request():
                if isinstance(meant, Heard):
                    return await self._turn(request, letter, meant, began)
                await self._note(meant)
                return await self._say(request, letter, "")
        finally:
            running = self._passive.running(meant.incoming) if isinstance(meant, Heard) else None
            self._nonces.release(letter.nonce, running)

    async def _admit(self, letter: Letter) -> None:
        try:
            await self._nonces.admit(letter.nonce, letter.digest)
        except NotOurs:
            raise web.HTTPForbidden from None

    async def _turn(
        self, request: web.Request, letter: Letter, heard: Heard, began: float
    ) -> web.StreamResponse:
        """The answer of a turn; where it takes too long, `success`, and it is spoken later."""
        try:
            incoming = await self._media.fetched(heard)
            with self._ports.slots.open(NAME, incoming.address) as slot:
                answer = await self._passive.answer(incoming, time.monotonic() - began)
                return await self._spoken(request, letter, incoming, answer, slot)
        except Lost as lost:
            return await self._say(request, letter, said(lost.why))
        except TurnFailed:
            return await self._say(request, letter, said(FAILED))

    async def _spoken(
        self,
        request: web.Request,
        letter: Letter,
        incoming: Incoming,
        answer: Sequence[Say] | None,
        slot: Slot,
    ) -> web.StreamResponse:
        parts = portions(answer or (), self._capabilities)
        # A picture has to be uploaded first, which is not done while WeChat waits.
        text, rest = (parts[0].text, parts[1:]) if parts and not parts[0].picture else ("", parts)
        riders = [] if rest or answer is None else slot.take()
        text, rode = self._with(text, riders)
        if rest:
            await self._ports.answers.keep(incoming, rest)
        response = await self._say(request, letter, text)
        slot.settle(rode)
        if rest:
            # Behind the first part, which has just left: people read them in order.
            self._passive.behind(self._ports.answers.speak(incoming, rest))
        self._passive.behind(self._after(incoming))
        return response

    def _with(self, text: str, riders: Sequence[Sequence[Say]]) -> tuple[str, int]:
        """The text with as many of the messages that wait as it can carry, and how many these are."""
        rode = 0
        for messages in riders:
            joined = portions([Say(text), *messages] if text else messages, self._capabilities)
            if len(joined) != 1 or joined[0].picture:
                break
            text, rode = joined[0].text, rode + 1
        return text, rode

    async def _say(self, request: web.Request, letter: Letter, text: str) -> web.StreamResponse:
        """Answer with a text, `success` where there is none; returns when it has left."""
        await self._nonces.heard(letter.nonce)
        response = (
            reply(self._checking.envelope, letter.fields, text, self._ports.clock())
            if text
            else web.Response(text=SUCCESS)
        )
        await response.prepare(request)
        await response.write_eof()
        return response

    async def _after(self, incoming: Incoming) -> None:
        """What is done when the answer has left."""
        if incoming.did == "follow":
            await self._ports.woken(NAME, incoming.address)
        await self._answered(incoming)

    async def _note(self, meant: Left | Told | Accepts | None) -> None:
        """Events that are no turns."""
        memory = self._ports.memory
        match meant:
            case Left(address):
                await memory.gone(NAME, address, "unfollowed")
            case Told(reports, blocked):
                for report in reports:
                    await self._ports.report(report)
                if blocked:
                    await memory.gone(NAME, blocked, "refuses our messages")
            case Accepts(address, id_, counts):
                if await memory.first_time(NAME, id_, self._ports.clock() + KNOWN):
                    for template, count in counts:
                        await memory.accepted(NAME, address, template, count)

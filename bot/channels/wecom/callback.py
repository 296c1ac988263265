"""The callback: WeCom asks whether we are who we say (GET), and tells what members do (POST).

not for us, stale, heard before     403, and nothing runs
not what WeCom writes               400
more than 1 MB                      413
nothing that is answered            200, empty
a text that fits                    200, sealed
anything else                       200, empty; the answer as messages of its own
a fault of ours                     500 or 503: WeCom says it again, up to three times; with the last the
                                    member is told
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from hashlib import sha256

from aiohttp import web

from bot.channel_settings import WeComBlock
from bot.channels.base import Incoming, SendError
from bot.channels.envelope import Envelope, NotOurs
from bot.channels.nonces import Nonces
from bot.channels.passive import Passive
from bot.channels.ports import Ports
from bot.channels.text import SIZES
from bot.channels.wecom.api import Api
from bot.channels.wecom.cards import text_of
from bot.channels.wecom.inbound import NAME, Pushed, read
from bot.channels.wecom.media import Media
from bot.channels.wecom.outbox import LONGEST, Outbox
from bot.channels.wecom.tries import Tries
from bot.channels.words import FAILED, LOST_PICTURE, LOST_VOICE, said
from bot.channels.xml import Unreadable, read_xml, render_xml
from bot.desk import TurnFailed
from handlers.replies import Say
from locales import Words

log = logging.getLogger(__name__)

PATH = "/wecom"
SKEW = timedelta(minutes=5)
UNSUBSCRIBED = "the member has left the application"


class Callback:
    """Both routes, and what goes on behind an answer that was given."""

    def __init__(self, block: WeComBlock, ports: Ports, api: Api, outbox: Outbox) -> None:
        self._corp = block.corp_id
        self._envelope = Envelope(
            block.token.get_secret_value(), block.aes_key.get_secret_value(), block.corp_id
        )
        self._ports = ports
        self._outbox = outbox
        self._media = Media(api, ports.photos)
        self._passive = Passive(ports)
        self._tries = Tries()
        self._nonces = Nonces(ports.memory, NAME, 2 * SKEW, ports.clock)
        self._aloud: set[str] = set()

    def mount(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get(PATH, self.verify)
        app.router.add_post(PATH, self.take)

    async def stop(self) -> None:
        """Finish what runs; files still on their way are given up."""
        self._media.stop()
        await self.settled()

    async def settled(self) -> None:
        """Returns when every answer is spoken, or written down for later."""
        await self._passive.settled()

    async def verify(self, request: web.Request) -> web.Response:
        """The word that WeCom sent, decrypted and bare."""
        return web.Response(text=self._opened(request, request.query.get("echostr", "")))

    async def take(self, request: web.Request) -> web.Response:
        """One push."""
        body = await request.read()
        try:
            pushed = read(read_xml(self._opened(request, read_xml(body).get("Encrypt")).encode()))
        except Unreadable:
            raise web.HTTPBadRequest from None
        async with self._once(request, body, pushed):
            try:
                return await self._answered(pushed, request.query["nonce"])
            except SendError as error:
                log.warning("a picture or a recording could not be fetched: %s", error)
                lost = LOST_VOICE if pushed.spoken else LOST_PICTURE
                return self._given_up(request, pushed, lost, web.HTTPServiceUnavailable)
            except TurnFailed:
                return self._given_up(request, pushed, FAILED, web.HTTPInternalServerError)

    def _given_up(
        self, request: web.Request, pushed: Pushed, why: Words, again: type[web.HTTPServerError]
    ) -> web.Response:
        """Let WeCom say it `again`; where it will not any more, the member is told."""
        last = pushed.incoming is not None and self._tries.was_last(pushed.incoming.id)
        if pushed.aloud or not last:
            raise again from None
        return self._sealed(pushed.member, said(why), request.query["nonce"])

    @contextlib.asynccontextmanager
    async def _once(self, request: web.Request, body: bytes, pushed: Pushed) -> AsyncIterator[None]:
        """A nonce is heard once; what failed, or was cut off, may come again as it was."""
        word = f"nonce {request.query['nonce']}"
        try:
            await self._nonces.admit(word, sha256(request.query_string.encode() + b"\n" + body).digest())
        except NotOurs:
            raise web.HTTPForbidden from None
        try:
            yield
            await self._nonces.heard(word)
        finally:
            self._nonces.release(word, self._passive.running(pushed.incoming) if pushed.incoming else None)

    def _opened(self, request: web.Request, sealed: object) -> str:
        """What is inside, where it was sealed for us and just now."""
        signature, timestamp, nonce = (
            request.query.get(name, "") for name in ("msg_signature", "timestamp", "nonce")
        )
        try:
            if not (isinstance(sealed, str) and nonce and self._fresh(timestamp)):
                raise NotOurs
            return self._envelope.open(sealed, signature, timestamp, nonce)
        except NotOurs:
            raise web.HTTPForbidden from None

    def _fresh(self, timestamp: str) -> bool:
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
            return False
        return abs(self._ports.clock().timestamp() - int(timestamp)) <= SKEW.total_seconds()

    async def _answered(self, pushed: Pushed, nonce: str) -> web.Response:
        if pushed.left:
            await self._ports.memory.gone(NAME, pushed.member, UNSUBSCRIBED)
        if pushed.incoming is None:
            return web.Response()
        begun = time.monotonic()
        incoming = await self._media.with_file(pushed, pushed.incoming)
        says = await self._passive.answer(incoming, time.monotonic() - begun)
        self._behind_the_answer(pushed)
        if not says:
            return web.Response()
        if pushed.aloud or (text := one_text(says)) is None:
            await self._speak(incoming, says)
            return web.Response()
        return self._sealed(pushed.member, text, nonce)

    def _behind_the_answer(self, pushed: Pushed) -> None:
        if pushed.card and pushed.incoming:
            task, code = pushed.card
            self._passive.behind(self._outbox.grey(pushed.member, task, code, pushed.incoming.press or ""))
        if pushed.came:
            self._passive.behind(self._wake(pushed.member))

    async def _wake(self, member: str) -> None:
        await self._ports.woken(NAME, member)

    async def _speak(self, incoming: Incoming, said: Sequence[Say]) -> None:
        """As messages of its own, once: a retry that comes meanwhile has been answered by them."""
        if incoming.id in self._aloud:
            return
        self._aloud.add(incoming.id)
        try:
            await self._passive.follow(incoming, said)
        except BaseException:
            self._aloud.discard(incoming.id)
            raise
        asyncio.get_running_loop().call_later(SKEW.total_seconds(), self._aloud.discard, incoming.id)

    def _sealed(self, member: str, text: str, nonce: str) -> web.Response:
        now = str(int(self._ports.clock().timestamp()))
        reply = {
            "ToUserName": member, "FromUserName": self._corp, "CreateTime": int(now), "MsgType": "text", "Content": text,
        }  # fmt: skip
        return web.Response(
            text=self._envelope.seal(render_xml(reply), nonce, now), content_type="application/xml"
        )


def one_text(said: Sequence[Say]) -> str | None:
    """The answer as the one text that a request's answer can be; None where it has choices or is longer."""
    if any(say.options or say.picture for say in said):
        return None
    text = "\n".join(text_of(say) for say in said)
    return text if text.strip() and SIZES["bytes"](text) <= LONGEST else None

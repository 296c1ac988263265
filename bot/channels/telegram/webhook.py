"""Being told of updates: one request each, acknowledged when what it changed is on disk."""

from __future__ import annotations

import asyncio
import hmac
import logging

from aiogram import Bot
from aiogram.types import Update
from aiohttp import web
from pydantic import ValidationError

from bot.channels.base import SendError
from bot.channels.telegram.faults import asked
from bot.channels.telegram.intake import KINDS, Intake, NotTaken

log = logging.getLogger(__name__)

PATH = "/telegram/updates"
"""No secret stands in it: the header below tells who calls."""

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
AT_ONCE = 40
"""Connections that Telegram may open."""

LONGEST_PAUSE = 300.0


class Webhook:
    """The route, and the telling Telegram of it. `pause`: seconds until the second try, then doubled."""

    def __init__(self, bot: Bot, intake: Intake, url: str, secret: str, pause: float = 1.0) -> None:
        self._bot = bot
        self._intake = intake
        self._url = url.rstrip("/") + PATH
        self._secret = secret
        self._pause = pause
        self._telling: asyncio.Task[None] | None = None

    def mount(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post(PATH, self._take)

    def start(self) -> None:
        """Tell Telegram where we are; what waits there is not dropped."""
        self._telling = asyncio.create_task(self._tell())

    async def stop(self) -> None:
        """The webhook stays set: what comes while we are away is kept there and told later."""
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        await self._intake.drained()

    async def _tell(self) -> None:
        pause = self._pause
        while True:
            try:
                await asked(self._set)
                return
            except SendError as error:
                log.warning("Telegram could not be told of the webhook: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _set(self) -> bool:
        return await self._bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=KINDS,
            max_connections=AT_ONCE,
            drop_pending_updates=False,
        )

    async def _take(self, request: web.Request) -> web.Response:
        """403 for whoever does not know the secret, 400 for what is no update, 500 to have it repeated."""
        given = request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode()):
            return web.Response(status=403)
        try:
            update = Update.model_validate_json(await request.read(), context={"bot": self._bot})
        except ValidationError:
            return web.Response(status=400)
        try:
            await self._intake.take(update)
        except NotTaken:
            return web.Response(status=500)
        return web.Response()

"""Calls of WeChat's API: one token for all, refused tokens renewed once, pauses kept."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.channel_settings import WeChatBlock
from bot.channels.base import Later, QuotaUsed
from bot.channels.calls import Answered, Calls
from bot.channels.tokens import Token
from bot.channels.wechat.faults import DAY_USED, STALE, TAKEN, Misset, fault
from storage.values.week import SHANGHAI

log = logging.getLogger(__name__)

Query = Mapping[str, str]
TOKEN = "/cgi-bin/stable_token"  # noqa: S105 - a path
UPLOAD = "/cgi-bin/media/upload"


class Api:
    """The calls of one account.

    Every call raises `SendError` as `faults.fault` says, and what `Calls` makes of the network's faults.
    """

    def __init__(
        self, block: WeChatBlock, http: aiohttp.ClientSession, clock: Callable[[], datetime]
    ) -> None:
        secret = block.app_secret.get_secret_value()
        self._account = {"appid": block.app_id, "secret": secret}
        self._calls = Calls(http, block.api, "WeChat", [secret])
        self._clock = clock
        self._token = Token(self._fetch, clock)
        self._misset: tuple[datetime, Misset] | None = None
        self._used_up: dict[str, datetime] = {}

    async def call(
        self,
        path: str,
        body: object = None,
        *,
        params: Query | None = None,
        method: str = "POST",
        repeatable: bool = False,
    ) -> dict[str, Any]:
        """A call with the token; what WeChat answers.

        Args:
            repeatable: it may be made twice without harm.
        """

        async def once(token: str) -> dict[str, Any]:
            query = {"access_token": token, **(params or {})}
            return await self._calls.json(method, path, params=query, json=body, repeatable=repeatable)

        return await self._with_token(path, once)

    async def upload(self, content: bytes, kind: str) -> str:
        """The MediaId of a picture of a media type such as image/png; WeChat keeps it for three days."""

        async def once(token: str) -> dict[str, Any]:
            form = aiohttp.FormData()
            form.add_field("media", content, filename=f"picture.{kind.partition('/')[2]}", content_type=kind)
            query = {"access_token": token, "type": "image"}
            return await self._calls.json("POST", UPLOAD, params=query, data=form, repeatable=True)

        return str((await self._with_token(UPLOAD, once)).get("media_id", ""))

    async def download(self, media_id: str) -> bytes:
        """The bytes that somebody sent."""
        found = b""

        async def once(token: str) -> dict[str, Any]:
            nonlocal found
            query = {"access_token": token, "media_id": media_id}
            answered = await self._calls.fetch("GET", "/cgi-bin/media/get", params=query, repeatable=True)
            found = answered.body
            return _refusal(answered)

        await self._with_token("/cgi-bin/media/get", once)
        return found

    async def token(self) -> str:
        """A token, for `bangfu doctor`: whether the account lets us in at all."""
        return await self._token.get()

    async def _with_token(
        self, path: str, once: Callable[[str], Awaitable[dict[str, Any]]]
    ) -> dict[str, Any]:
        self._look(path)
        token = await self._token.get()
        said = await once(token)
        if _code(said) in STALE:
            self._token.drop(token)
            said = await once(await self._token.get())
        self._judge(path, _code(said))
        return said

    async def _fetch(self) -> tuple[str, float]:
        """stable_token in its normal mode: every process is given the same one, none is killed."""
        body = {"grant_type": "client_credential", **self._account, "force_refresh": False}
        said = await self._calls.json("POST", TOKEN, json=body, repeatable=True)
        self._judge(TOKEN, _code(said))
        return str(said["access_token"]), float(said["expires_in"])

    def _look(self, path: str) -> None:
        """Is there a pause? Then WeChat is not even asked."""
        now = self._clock()
        if self._misset and now < self._misset[0]:
            raise self._misset[1]
        if path in self._used_up and now < self._used_up[path]:
            raise QuotaUsed("WeChat's calls of this day are used up")

    def _judge(self, path: str, code: int) -> None:
        if code in TAKEN:
            return
        error = fault(code)
        if isinstance(error, Misset):
            log.error("%s", error)
            self._misset = self._clock() + timedelta(seconds=error.after or 0), error
        elif code == DAY_USED:
            log.error("%s: %s", path, error)
            self._used_up[path] = _midnight(self._clock())
        raise error


def _code(said: Mapping[str, Any]) -> int:
    """errcode; an answer without one has nothing to complain about."""
    try:
        return int(said.get("errcode", 0))
    except (TypeError, ValueError):
        raise Later("WeChat answered something that is not its own: look at wechat.api") from None


def _refusal(answered: Answered) -> dict[str, Any]:
    """A medium is bytes; JSON instead is the reason why not."""
    said = answered.json() if answered.type in ("application/json", "text/plain") else None
    return said or {}


def _midnight(now: datetime) -> datetime:
    """When WeChat counts anew."""
    local = now.astimezone(SHANGHAI)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

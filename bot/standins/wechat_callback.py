"""The account as it stands in WeChat's backstage, and how WeChat tells the house what people do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from bot.channels.envelope import Envelope, NotOurs, signed
from bot.channels.xml import Unreadable, read_xml, render_xml
from bot.standins.wechat_rules import LONGEST

Content = dict[str, Any]
TRIES = 3
APOLOGY = "该公众号提供的服务出现故障,请稍后再试"
"""What the person reads when nothing good came back."""


@dataclass(frozen=True, slots=True)
class WeChatAccount:
    """A service account with its server configuration."""

    app_id: str = "wx00000000000demo1"
    app_secret: str = "demo-secret-of-the-account"  # noqa: S105 - opens nothing but this stand-in
    token: str = "demoToken"  # noqa: S105
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    mode: str = "safe"
    name: str = "gh_bangfu_demo"


class Pusher:
    """Pushes, in the account's mode, each in up to three tries; `statuses` of all, 0 where nobody answered.

    `same`: whether WeChat's retries repeat the request byte for byte, or with a new nonce each.
    """

    def __init__(
        self, account: WeChatAccount, clock: Callable[[], datetime], hangs_up: float = 5.0, same: bool = False
    ) -> None:
        self.statuses: list[int] = []
        self.same = same
        self._account = account
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=hangs_up)
        self._envelope = Envelope(account.token, account.aes_key, account.app_id)

    async def push(self, address: str, message: Content) -> str | None:
        """Tell the house something; the text it answered, None where there is none."""
        request = self.request(message)
        async with aiohttp.ClientSession(timeout=self._timeout) as http:
            for _ in range(TRIES):
                status, body = await self._try(http, address, *request)
                self.statuses.append(status)
                if status == 200:
                    return self._said(body)
                request = request if self.same else self.request(message)
        return APOLOGY

    async def _try(
        self, http: aiohttp.ClientSession, address: str, query: dict[str, str], body: bytes
    ) -> tuple[int, bytes]:
        try:
            async with http.post(address, params=query, data=body) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            return 0, b""

    def request(self, message: Content) -> tuple[dict[str, str], bytes]:
        """Query and body of a push, with a nonce of its own."""
        account, at, nonce = self._account, str(int(self._clock().timestamp())), secrets.token_hex(5)
        inside = {"ToUserName": account.name, **message}
        query = {
            "signature": signed(account.token, at, nonce), "timestamp": at, "nonce": nonce,
            "openid": str(message.get("FromUserName", "")),
        }  # fmt: skip
        if account.mode == "plain":
            return query, render_xml(inside).encode()
        encrypted = self._envelope.encrypted(render_xml(inside))
        signature = self._envelope.signature(at, nonce, encrypted)
        outside = {"ToUserName": account.name} if account.mode == "safe" else inside
        sealed = {**outside, "Encrypt": encrypted}
        return {**query, "encrypt_type": "aes", "msg_signature": signature}, render_xml(sealed).encode()

    def _said(self, body: bytes) -> str | None:
        """The text of a passive reply; the apology where it is none that WeChat takes."""
        if body in (b"", b"success"):
            return None
        try:
            fields = self._opened(read_xml(body))
        except (Unreadable, NotOurs, KeyError):
            return APOLOGY
        text = fields.get("Content")
        good = fields.get("MsgType") == "text" and isinstance(text, str) and text
        return str(text) if good and len(str(text).encode()) <= LONGEST else APOLOGY

    def _opened(self, fields: Content) -> Content:
        if self._account.mode == "plain":
            return fields
        parts = (fields["Encrypt"], fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"])
        return read_xml(self._envelope.open(*parts).encode())

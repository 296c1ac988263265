"""The company's account, and how its WeCom tells the house what members do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from bot.channels.envelope import Envelope
from bot.channels.xml import read_xml, render_xml

Content = dict[str, Any]
HANGS_UP = 5.0
TRIES = 3


@dataclass(frozen=True, slots=True)
class WeComAccount:
    """What stands in the admin pages of a company: the application, its callback, its group robots."""

    corp_id: str = "ww-bangfu-demo"
    agent_id: int = 1000002
    secret: str = "demo-secret-of-the-application"  # noqa: S105 - opens nothing but this stand-in
    token: str = "demoToken"  # noqa: S105
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    robots: tuple[str, ...] = ("demo-robot-key",)


class Pusher:
    """Pushes, always encrypted, each in up to three tries; `statuses` of all of them, 0 where nobody answered."""

    def __init__(self, account: WeComAccount, clock: Callable[[], datetime]) -> None:
        self.statuses: list[int] = []
        self._account = account
        self._clock = clock
        self._envelope = Envelope(account.token, account.aes_key, account.corp_id)

    async def push(self, address: str, message: Content) -> Content | None:
        """Tell the house something; what it answered, decrypted."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HANGS_UP)) as http:
            for _ in range(TRIES):
                status, body = await self._try(http, address, message)
                self.statuses.append(status)
                if status == 200:
                    return self._opened(body)
        return None

    async def _try(self, http: aiohttp.ClientSession, address: str, message: Content) -> tuple[int, bytes]:
        query, body = self.sealed(message)
        try:
            async with http.post(address, params=query, data=body) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            return 0, b""

    def sealed(self, message: Content) -> tuple[dict[str, str], bytes]:
        """Query and body of a push, with a nonce of its own."""
        account, now, nonce = self._account, str(int(self._clock().timestamp())), secrets.token_hex(5)
        inside = render_xml({"ToUserName": account.corp_id, **message, "AgentID": account.agent_id})
        encrypted = self._envelope.encrypted(inside)
        signature = self._envelope.signature(now, nonce, encrypted)
        outside = {"ToUserName": account.corp_id, "AgentID": account.agent_id, "Encrypt": encrypted}
        query = {"msg_signature": signature, "timestamp": now, "nonce": nonce}
        return query, render_xml(outside).encode()

    def _opened(self, body: bytes) -> Content | None:
        if not body:
            return None
        seal = read_xml(body)
        parts = (seal["Encrypt"], seal["MsgSignature"], seal["TimeStamp"], seal["Nonce"])
        return read_xml(self._envelope.open(*parts).encode())

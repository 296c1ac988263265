"""One exchange a channel: the stand-in of its provider, and the block of settings that leads to it."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Protocol

from bot.channel_settings import Block, SmsBlock, TelegramBlock, WeChatBlock, WeComBlock
from bot.standins.gateway import GatewayStandIn
from bot.standins.phone import Phone
from bot.standins.telegram import TelegramStandIn
from bot.standins.wechat import WeChatStandIn
from bot.standins.wechat_callback import WeChatAccount
from bot.standins.wecom import WeComStandIn
from bot.standins.wecom_callback import WeComAccount
from bot.templates.catalogue import Catalogue

COUNTY = "/999901/"
"""The demonstration's."""

SIGNATURE = "示范县帮扶"
"""What its SMS begin with."""

Clock = Callable[[], datetime]
Callback = Callable[[], str]
"""Gives the address at which Bangfu listens, once it does."""


class Exchange(Protocol):
    """A provider that is not there, with everything needed to try its channel."""

    def open(self) -> contextlib.AbstractAsyncContextManager[object]:
        """Listen at a free port of 127.0.0.1."""
        ...

    def block(self) -> Block:
        """The settings that lead here."""
        ...

    def phone(self, who: str) -> Phone:
        """Somebody's phone."""
        ...

    def address(self, who: str) -> str:
        """What that phone's messages come from."""
        ...


class Telegram:
    """The Bot API, asked by long polling."""

    def __init__(self, clock: Clock, *_: Callback | Catalogue | None) -> None:
        self._token = f"{secrets.randbelow(10**9)}:{secrets.token_hex(16)}"
        self.standin = TelegramStandIn(self._token, clock)
        self._api = ""

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with self.standin.serving() as self._api:
            yield

    def block(self) -> Block:
        return TelegramBlock.model_validate({"token": self._token, "api": self._api})

    def phone(self, who: str) -> Phone:
        return self.standin.phone(who)

    def address(self, who: str) -> str:
        return str(self.standin.phone(who).number)


class WeChat:
    """A service account that the demonstration's people follow, in safe mode."""

    def __init__(self, clock: Clock, callback: Callback, catalogue: Catalogue | None) -> None:
        self.standin = WeChatStandIn(WeChatAccount(), clock, lambda: f"{callback()}/wechat")
        if catalogue:
            approved = [each for each in catalogue.templates if each.section == "wechat" and each.id]
            self.standin.templates = {each.id: each.wording for each in approved}
        self._api = ""

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with self.standin.serving() as self._api:
            yield

    def block(self) -> Block:
        account = self.standin.account
        names = ("app_id", "app_secret", "token", "aes_key", "mode")
        shared = {name: getattr(account, name) for name in names}
        return WeChatBlock.model_validate({**shared, "api": self._api, "pictures": self._api})

    def phone(self, who: str) -> Phone:
        return self.standin.phone(who)

    def address(self, who: str) -> str:
        return self.standin.openid(who)


class WeCom:
    """A company whose members are the demonstration's people; its group robot says the county's digest."""

    def __init__(self, clock: Clock, callback: Callback, _: Catalogue | None) -> None:
        self.standin = WeComStandIn(WeComAccount(), clock, lambda: f"{callback()}/wecom")
        self._api = ""

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with self.standin.serving() as self._api:
            yield

    def block(self) -> Block:
        account = self.standin.account
        shared = {
            name: getattr(account, name) for name in ("corp_id", "agent_id", "secret", "token", "aes_key")
        }
        return WeComBlock.model_validate({**shared, "api": self._api, "robots": {COUNTY: account.robots[0]}})

    def phone(self, who: str) -> Phone:
        return self.standin.phone(who)

    def address(self, who: str) -> str:
        return who.lower()


class Sms:
    """A plain SMS gateway that takes any text."""

    def __init__(self, clock: Clock, callback: Callback, _: Catalogue | None) -> None:
        self._key, self._secret = secrets.token_hex(16), secrets.token_hex(24)
        self.standin = GatewayStandIn(self._key, clock, lambda: f"{callback()}/sms/{self._secret}")
        self._api = ""

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with self.standin.serving() as self._api:
            yield

    def block(self) -> Block:
        gateway = {
            "url": f"{self._api}/send", "body": '{"to": "{to}", "text": "{text}", "id": "{id}"}', "encoding": "json",
            "headers": {"X-Key": self._key}, "success_path": "status", "success": "ok", "id_path": "id",
            "code_path": "reason", "gone_codes": ["number", "black"], "reports": True,
        }  # fmt: skip
        return SmsBlock.model_validate(
            {
                "signature": SIGNATURE,
                "path_secret": self._secret,
                "gateway": gateway,
                "allow": ["127.0.0.0/8"],
            }
        )

    def phone(self, who: str) -> Phone:
        return self.standin.phone(who)

    def address(self, who: str) -> str:
        return self.standin.phone(who).number


EXCHANGES: Mapping[str, Callable[[Clock, Callback, Catalogue | None], Exchange]] = {
    "wechat": WeChat,
    "wecom": WeCom,
    "sms": Sms,
    "telegram": Telegram,
}
"""Channel -> its exchange. A new one is a class and a line here."""

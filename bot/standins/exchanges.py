"""One exchange a channel: the stand-in of its provider, and the block of settings that leads to it."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Protocol

from bot.channel_settings import Block, TelegramBlock
from bot.standins.phone import Phone
from bot.standins.telegram import TelegramStandIn

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

    def __init__(self, clock: Clock, _: Callback) -> None:
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


EXCHANGES: Mapping[str, Callable[[Clock, Callback], Exchange]] = {"telegram": Telegram}
"""Channel -> its exchange. A new one is a class and a line here."""

"""aiogram's way out, closed: a dialog answers with a reply and never calls Telegram itself."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType


class SilentSession(BaseSession):
    """The session of a channel that is not Telegram: nothing may leave through it."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the name is aiogram's
    ) -> TelegramType:
        raise RuntimeError(f"{type(method).__name__}: answer with a reply; only channels send")

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:  # noqa: ANN401
        raise RuntimeError("pictures come through the channel's own files")
        yield b""

    async def close(self) -> None:
        """Nothing is open."""

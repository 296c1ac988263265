"""Keyboards: how many buttons to a row, and what a button carries (Telegram: at most 64 bytes)."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.base import Memory
from bot.channels.text import numbered
from handlers.replies import Option, Say

MOST_BYTES = 64
MOST_BUTTONS = 100
LINE = 30
"""Columns of a keyboard on a small phone; a Chinese character takes two."""

MARGIN = 4
MARK = "@"
KEPT = timedelta(days=60)
"""How long a button that needed a token can be pressed."""

FORGOTTEN = "a:0:-:-"
"""What a button whose token is forgotten means: one of another conversation."""


class Buttons:
    """Payloads as buttons carry them: themselves, or, where they are too long, a token kept for them."""

    def __init__(self, channel: str, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._channel = channel
        self._memory = memory
        self._clock = clock

    async def keyboard(self, address: str, say: Say) -> InlineKeyboardMarkup | None:
        """The buttons of a message; None where it has none, or more than Telegram shows."""
        if not 0 < len(say.options) + len(say.moves) <= MOST_BUTTONS:
            return None
        rows = [*in_rows(say.options), *in_rows(say.moves)]
        return InlineKeyboardMarkup(
            inline_keyboard=[[await self._button(address, option) for option in row] for row in rows]
        )

    async def payload(self, data: str) -> str:
        """What the button with this data stands for."""
        if not data.startswith(MARK):
            return data
        return await self._memory.card(self._channel, data) or FORGOTTEN

    async def _button(self, address: str, option: Option) -> InlineKeyboardButton:
        return InlineKeyboardButton(
            text=numbered(option), callback_data=await self._data(address, option.press)
        )

    async def _data(self, address: str, payload: str) -> str:
        if len(payload.encode()) <= MOST_BYTES and not payload.startswith(MARK):
            return payload
        token = MARK + secrets.token_urlsafe(18)
        await self._memory.keep_card(self._channel, address, token, payload, self._clock() + KEPT)
        return token


def in_rows(options: Sequence[Option]) -> list[Sequence[Option]]:
    """Three to a row where the labels are short, else two or one."""
    widest = max((columns(numbered(option)) for option in options), default=0)
    many = max(1, min(3, LINE // (widest + MARGIN)))
    return [options[at : at + many] for at in range(0, len(options), many)]


def columns(label: str) -> int:
    """How wide a label is shown."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)

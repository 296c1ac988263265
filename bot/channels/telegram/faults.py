"""What Telegram says no to, as the errors that the sender knows. No text, token or chat gets into them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.channels.base import Later, Refused, SendError, Unclear, Unreachable
from bot.channels.calls import NOT_CONNECTED

T = TypeVar("T")

SHORT = 3
"""Seconds of a 429 that are waited for on the spot; a longer wait is the sender's affair."""

TRIES = 3

NOBODY = ("chat not found", "user not found", "PEER_ID_INVALID", "user is deactivated")
"""What Telegram calls an address at which nobody is."""


async def asked(call: Callable[[], Awaitable[T]]) -> T:
    """What a call of the Bot API gives; made again after a short 429, which it survives unchanged.

    Raises:
        SendError: of every kind but QuotaUsed, which Telegram does not know.
    """
    wait = 0
    for _ in range(TRIES):
        await asyncio.sleep(wait)
        try:
            return await call()
        except TelegramRetryAfter as error:
            wait = error.retry_after
            if wait > SHORT:
                break
        except (AiogramError, aiohttp.ClientError, TimeoutError) as error:
            raise as_send_error(error) from None
    raise Later("Telegram asks for fewer messages (429)", wait)


def as_send_error(error: Exception) -> SendError:
    """The error by its kind."""
    match error:
        case TelegramForbiddenError() | TelegramMigrateToChat():
            return Unreachable("Telegram lets nothing through to this person: blocked, or gone")
        case TelegramBadRequest(message=said) if any(word.lower() in said.lower() for word in NOBODY):
            return Unreachable("Telegram knows nobody at this address")
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Later("Telegram does not know the bot's token: look at [telegram] token")
        case TelegramConflictError():
            return Later("another program asks for this bot's messages: stop it, or use a bot of its own")
        case TelegramServerError():
            return Later("Telegram is out of order")
        case aiohttp.ClientResponseError(status=status) if status < 500:
            return Refused("Telegram does not hand the file over")
        case TelegramEntityTooLarge():
            return Refused("Telegram takes no file as large as this")
        case TelegramNetworkError() | ClientDecodeError() | aiohttp.ClientError() | TimeoutError():
            return _broken(error)
        case _:
            return Refused("Telegram refuses the message")


def _broken(error: Exception) -> SendError:
    if isinstance(error, NOT_CONNECTED) or isinstance(error.__cause__, NOT_CONNECTED):
        return Later("Telegram cannot be reached: look at the network and at [telegram] api")
    if isinstance(error, ClientDecodeError):
        return Unclear("something that is not Telegram answered: look at [telegram] api")
    return Unclear("the connection to Telegram broke or was too slow")

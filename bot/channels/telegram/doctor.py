"""What `bangfu doctor` looks at: does Telegram know the bot, and is it set up the way our settings say?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.channel_settings import TelegramBlock
from bot.channels.base import Refused, SendError
from bot.channels.calls import Calls
from bot.channels.telegram.webhook import PATH
from bot.finding import Finding
from bot.settings import Settings

OFF = 60
"""Seconds that our clock may differ."""

MANY = 100
"""Messages that wait at Telegram before it is worth a line."""


async def look(block: TelegramBlock, settings: Settings, http: aiohttp.ClientSession) -> list[Finding]:
    """Token, webhook, what waits. Nothing is changed."""
    token = block.token.get_secret_value()
    calls = Calls(http, block.api, "Telegram", [token, block.secret.get_secret_value()])
    try:
        me = await calls.json("GET", f"/bot{token}/getMe", repeatable=True)
        info = await calls.json("GET", f"/bot{token}/getWebhookInfo", repeatable=True)
    except Refused:
        return [Finding(False, "telegram: the token is not known; copy it again from BotFather (/mybots)")]
    except SendError as error:
        return [Finding(False, f"telegram: {error}; mainland networks need a proxy or [telegram] api")]
    name = me.get("result", {}).get("username", "")
    there = [*_way(block, settings, info.get("result", {}), calls), *await _clock(block.api, http)]
    return [Finding(True, f"telegram: the bot is @{name}"), *there]


async def _clock(api: str, http: aiohttp.ClientSession) -> list[Finding]:
    """Our clock against Telegram's: messages carry theirs, pressed buttons ours."""
    try:
        async with http.head(api, allow_redirects=False) as answer:
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return []
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    if off > OFF:
        return [
            Finding(False, f"telegram: our clock is {off:.0f} s off; switch on time synchronisation (NTP)")
        ]
    return [Finding(True, "telegram: our clock agrees with theirs")]


def _way(
    block: TelegramBlock, settings: Settings, info: Mapping[str, Any], calls: Calls
) -> Iterator[Finding]:
    if block.mode == "webhook":
        yield _address(settings.public_url, str(info.get("url", "")))
    elif info.get("url"):
        yield Finding(True, "telegram: a webhook is set; it is taken away at the next start (mode polling)")
    if said := str(info.get("last_error_message", "")):
        yield Finding(
            False, f"telegram: its last call to us failed ({calls.quoted(said)}); look at the proxy"
        )
    waiting = int(info.get("pending_update_count", 0))
    if waiting > MANY:
        yield Finding(False, f"telegram: {waiting} messages wait; is the server running?")


def _address(public_url: str, told: str) -> Finding:
    ours = public_url.rstrip("/") + PATH
    if not public_url.startswith("https://") and told != ours:
        return Finding(False, "telegram: a webhook needs public_url with https, or use mode polling")
    if not told:
        return Finding(False, "telegram: no webhook is set; start the server once, it sets its own")
    if told != ours:
        return Finding(False, f"telegram: the webhook leads to another address; a start sets {ours}")
    return Finding(True, f"telegram: the webhook leads to {ours}")

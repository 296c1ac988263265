"""What `bangfu doctor` looks at for WeCom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from bot.channel_settings import WeComBlock
from bot.channels.base import SendError
from bot.channels.wecom.api import Api
from bot.channels.wecom.callback import PATH, SKEW
from bot.finding import Finding
from bot.settings import Settings


async def look(block: WeComBlock, settings: Settings, http: aiohttp.ClientSession) -> list[Finding]:
    """The callback's address, the token with the trusted address, the clock."""
    return [finding async for finding in _findings(block, settings, http)]


async def _findings(
    block: WeComBlock, settings: Settings, http: aiohttp.ClientSession
) -> AsyncIterator[Finding]:
    yield _address(settings)
    yield await _api(Api(block, http, lambda: datetime.now(UTC)))
    yield await _clock(block, http)


def _address(settings: Settings) -> Finding:
    if settings.public_url.startswith("https://"):
        return Finding(True, f"wecom: the callback is {settings.public_url.rstrip('/')}{PATH}")
    return Finding(False, "wecom: WeCom cannot call back: set public_url to the https address of this server")


async def _api(api: Api) -> Finding:
    """The token, and whether calls from this address are let through (the token alone does not tell)."""
    try:
        await api.probe()
    except SendError as error:
        return Finding(False, f"wecom: {error}")
    return Finding(True, "wecom: the application answers, and this server's address is trusted")


async def _clock(block: WeComBlock, http: aiohttp.ClientSession) -> Finding:
    """Our clock beside that of WeCom's servers: callbacks are refused where they differ too much."""
    try:
        async with http.get(block.api) as response:
            theirs = parsedate_to_datetime(response.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return Finding(False, f"wecom: nobody answers at {block.api}: look at the network, and at wecom.api")
    apart = abs(datetime.now(UTC) - theirs)
    if apart > SKEW / 2:
        return Finding(
            False, f"wecom: the clock is {apart.seconds} s off: switch on NTP (timedatectl set-ntp true)"
        )
    return Finding(True, "wecom: the clock is right")

"""What `bangfu doctor` says of the channels that are switched on."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator

import aiohttp

from bot.finding import Finding
from bot.settings import Settings

PATIENCE = aiohttp.ClientTimeout(total=10, connect=5)
NAMES = ("telegram", "wechat", "wecom", "sms")
"""The blocks that a channel is switched on by, each a folder here with a `doctor`."""


async def channel_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at each channel whose block is there; nothing is changed and nobody is written to."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        for name in NAMES:
            block = getattr(settings, name)
            if block is not None:
                doctor = importlib.import_module(f"bot.channels.{name}.doctor")
                for finding in await doctor.look(block, settings, http):
                    yield finding

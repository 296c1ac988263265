"""Nonces of callbacks: each is let in once, and only what was worked through counts as heard.

A request whose nonce was written down at its beginning would be lost where the process is killed: the provider
says it again as it was, and would be turned away. So it is written down before the answer leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Memory
from bot.channels.envelope import NotOurs


class Nonces:
    """Those of one channel. `kept`: longer than a timestamp is fresh, from either side."""

    def __init__(self, memory: Memory, channel: str, kept: timedelta, clock: Callable[[], datetime]) -> None:
        self._memory = memory
        self._channel = channel
        self._kept = kept
        self._clock = clock
        self._open: dict[str, bytes] = {}

    async def admit(self, nonce: str, digest: bytes) -> None:
        """Let a request in; the very same one may come again while the first is worked through, and joins it.

        Args:
            digest: of the whole request.

        Raises:
            NotOurs: the nonce was heard before, or is in use by another request.
        """
        if nonce in self._open:
            if self._open[nonce] != digest:
                raise NotOurs
        elif await self._memory.known(self._channel, nonce):
            raise NotOurs
        else:
            self._open[nonce] = digest

    async def heard(self, nonce: str) -> None:
        """Write it down: the request is worked through, its answer may leave."""
        await self._memory.first_time(self._channel, nonce, self._clock() + self._kept)

    def release(self, nonce: str, running: asyncio.Future[Any] | None) -> None:
        """The request is over; a retry joins what still `running` is, if anything."""
        if running:
            running.add_done_callback(lambda _: self._open.pop(nonce, None))
        else:
            self._open.pop(nonce, None)

"""An access token of a provider: fetched once however many ask, renewed before its time is over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

Fetch = Callable[[], Awaitable[tuple[str, float]]]
"""Asks the provider: the token, and for how many seconds it is good."""

EARLY = timedelta(minutes=5)
"""So long before its end a token is renewed: both providers let the old one be good meanwhile."""


class Token:
    """One token, shared by everybody in this process."""

    def __init__(self, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._value = ""
        self._until = datetime.min.replace(tzinfo=UTC)
        self._running: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """A token that is good for a while.

        Raises:
            SendError: what the provider's call raised; the next caller asks anew.
        """
        if self._value and self._clock() < self._until:
            return self._value
        if self._running is None:
            self._running = asyncio.create_task(self._renewed())
            self._running.add_done_callback(self._done)
        # Whoever asked first may be cancelled; the others still want it.
        return await asyncio.shield(self._running)

    def drop(self, old: str) -> None:
        """The provider refuses `old`; a newer one stays."""
        if self._value == old:
            self._value = ""

    async def _renewed(self) -> str:
        asked = self._clock()
        self._value, seconds = await self._fetch()
        lasts = timedelta(seconds=seconds)
        self._until = asked + max(lasts - EARLY, lasts / 2)
        return self._value

    def _done(self, task: asyncio.Task[str]) -> None:
        self._running = None
        if not task.cancelled():
            task.exception()  # looked at, so that nobody complains where all who asked have gone

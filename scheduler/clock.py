"""The clock: APScheduler ticks, and nothing else. It stores nothing and decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between two beats."""


class Clock:
    """Calls `beat` at once, or after `first` seconds, and then every `every` seconds, never twice at the same time.

    A beat that fails is logged and the next one comes: what it missed is looked back at then.
    """

    def __init__(
        self, beat: Callable[[], Awaitable[object]], every: float = EVERY, first: float = 0.0
    ) -> None:
        self._beat = beat
        self._every = every
        self._first = timedelta(seconds=first)
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.add_job(
            self._once,
            IntervalTrigger(seconds=self._every, timezone=UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC) + self._first,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """No more beats; returns when the one that runs is done, since APScheduler would cancel it."""
        if self._scheduler.running:
            self._scheduler.pause()
            await self._quiet.wait()
            self._scheduler.shutdown(wait=False)

    async def _once(self) -> None:
        self._quiet.clear()
        try:
            await self._beat()
        except Exception:
            log.exception("a beat of the clock failed")
        finally:
            self._quiet.set()

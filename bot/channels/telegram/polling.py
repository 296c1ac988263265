"""Asking for updates. What is not taken is not confirmed: Telegram hands it out again, after a crash too."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

from aiogram import Bot
from aiogram.types import Update

from bot.channels.base import Later, SendError
from bot.channels.telegram.faults import asked
from bot.channels.telegram.intake import KINDS, Intake, NotTaken, whose

log = logging.getLogger(__name__)

LISTEN = 25
"""Seconds that Telegram holds a question open while nothing comes."""

LONGEST_PAUSE = 60.0


class Polling:
    """The loop. `pause`: seconds until the next try after the first failure, doubled up to `LONGEST_PAUSE`;
    `patience`: after how many seconds of failing an update is given up, so that what follows gets through.
    """

    def __init__(self, bot: Bot, intake: Intake, pause: float = 1.0, patience: float = 600.0) -> None:
        self._bot = bot
        self._intake = intake
        self._first_pause = self._pause = pause
        self._patience = patience
        self._offset = 0
        self._taken: set[int] = set()
        self._failing: dict[int, float] = {}
        self._ending = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to ask."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ask no more; what was handed out is finished and confirmed."""
        self._ending.set()
        if self._loop is not None:
            await self._loop

    async def _run(self) -> None:
        while not self._ending.is_set():
            try:
                await asked(lambda: self._bot.delete_webhook(drop_pending_updates=False))
                break
            except SendError as error:
                await self._wait(error)
        while not self._ending.is_set():
            try:
                await self._round(await self._next())
            except SendError as error:
                await self._wait(error)
        await self._confirm()

    async def _next(self) -> Sequence[Update]:
        """The updates that wait, or none when the loop is to end.

        Raises:
            SendError: Telegram did not answer.
        """
        asking = asyncio.create_task(asked(self._ask))
        ending = asyncio.create_task(self._ending.wait())
        try:
            await asyncio.wait({asking, ending}, return_when=asyncio.FIRST_COMPLETED)
            return await asking if asking.done() else ()
        finally:
            ending.cancel()
            asking.cancel()
            await asyncio.gather(ending, asking, return_exceptions=True)

    async def _ask(self) -> list[Update]:
        return await self._bot.get_updates(
            self._offset, timeout=LISTEN, allowed_updates=KINDS, request_timeout=LISTEN + 10
        )

    async def _round(self, updates: Sequence[Update]) -> None:
        """Everybody's updates side by side, each one's in their order; confirmed up to the first not taken.

        Raises:
            Later: some are to be taken again.
        """
        queues: dict[int, list[Update]] = defaultdict(list)
        for update in updates:
            queues[whose(update)].append(update)
        await asyncio.gather(*(self._in_order(queue) for queue in queues.values()))
        numbers = [update.update_id for update in updates]
        left = [number for number in numbers if number not in self._taken]
        self._offset = min(left, default=max((*numbers, self._offset - 1)) + 1)
        if left:
            raise Later("messages of Telegram could not be taken yet")
        self._taken.clear()
        self._failing.clear()
        self._pause = self._first_pause

    async def _in_order(self, queue: Sequence[Update]) -> None:
        for update in queue:
            if update.update_id not in self._taken:
                if not await self._take(update):
                    return
                self._taken.add(update.update_id)

    async def _take(self, update: Update) -> bool:
        try:
            await self._intake.take(update)
        except NotTaken:
            began = self._failing.setdefault(update.update_id, monotonic())
            if monotonic() - began < self._patience:
                return False
            log.error("an update of Telegram was given up; whoever sent it is told")
            await self._intake.give_up(update)
        return True

    async def _wait(self, error: SendError) -> None:
        log.warning("Telegram: %s", error)
        asks = error.after if isinstance(error, Later) and error.after else 0.0
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), max(self._pause, asks))
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _confirm(self) -> None:
        """Tell how far we are, so that nothing answered is handed out again."""
        if self._offset:
            with suppress(SendError):
                await asked(
                    lambda: self._bot.get_updates(self._offset, limit=1, timeout=0, request_timeout=5)
                )

"""What channels remember, kept in the database (`bot.channels.base.Memory`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.channels.base import Grant
from storage.database import Database
from storage.queries import once, windows
from storage.queries.turns import Opens


class Remembered:
    """Over one database: it lasts over restarts and is shared by replicas."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._vault = database.vault
        self._clock = clock

    async def first_time(self, channel: str, word: str, until: datetime) -> bool:
        return await self._database.run(once.first_time, channel, word, until)

    async def forget(self, channel: str, word: str) -> None:
        await self._database.run(once.forget, channel, word)

    async def known(self, channel: str, word: str) -> bool:
        return await self._database.read(once.known, channel, word)

    async def take(self, channel: str, address: str, count: int = 1) -> bool:
        return await self._database.run(windows.take, self._vault, channel, address, count, self._clock())

    async def give_back(self, channel: str, address: str, count: int, taken: datetime) -> None:
        await self._database.run(windows.give_back, self._vault, channel, address, count, taken)

    async def spent(self, channel: str, address: str) -> None:
        await self._database.run(windows.spent, self._vault, channel, address)

    async def granted(self, channel: str, address: str, grant: Grant, now: datetime) -> None:
        opens = Opens(grant.count, now + grant.lasts, grant.quick)
        await self._database.run(windows.granted, self._vault, channel, address, opens, now)

    async def gone(self, channel: str, address: str, reason: str) -> None:
        await self._database.run(windows.gone, self._vault, channel, address, reason, self._clock())

    async def accepted(self, channel: str, address: str, template: str, count: int) -> None:
        await self._database.run(
            windows.accepted, self._vault, channel, address, template, count, self._clock()
        )

    async def take_accepted(self, channel: str, address: str, template: str) -> bool:
        return await self._database.run(windows.take_accepted, self._vault, channel, address, template)

    async def keep_card(self, channel: str, address: str, task: str, code: str, until: datetime) -> None:
        await self._database.run(once.keep_card, self._vault, channel, address, task, code, until)

    async def take_card(self, channel: str, task: str) -> str | None:
        return await self._database.run(once.take_card, self._vault, channel, task, self._clock())

    async def card(self, channel: str, task: str) -> str | None:
        return await self._database.read(once.card, self._vault, channel, task, self._clock())

    async def opt_out(self, channel: str, address: str, word: str) -> None:
        await self._database.run(windows.opt_out, self._vault, channel, address, word, self._clock())

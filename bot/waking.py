"""Whoever comes back hears what could not be said to them meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.assemble import House
from bot.channels.base import Incoming, Receive
from handlers.office import Office
from handlers.replies import Say
from scheduler.errands import Sender
from scheduler.jobs.deliveries import wake
from storage.queries.contacts import contact_at
from storage.queries.notices import waits_for

log = logging.getLogger(__name__)


class Waking:
    """Sends what waits for the person at an address that can be reached again."""

    def __init__(self, house: House, office: Office, sender: Sender) -> None:
        self._house = house
        self._office = office
        self._sender = sender
        self._running: set[asyncio.Task[None]] = set()

    async def __call__(self, channel: str, address: str) -> None:
        house = self._house
        contact = await house.database.read(contact_at, house.vault, channel, address)
        if contact is not None:
            await wake(house.database, self._office, self._sender, contact, house.clock())

    def after(self, receive: Receive) -> Receive:
        """The same door; who has written is there again, and is told beside the answer what waited."""

        async def received(incoming: Incoming) -> Sequence[Say]:
            said = await receive(incoming)
            task = asyncio.create_task(self._look(incoming.channel, incoming.address))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            return said

        return received

    async def _look(self, channel: str, address: str) -> None:
        house = self._house
        try:
            if await house.database.read(waits_for, house.vault, channel, address, house.clock()):
                await self(channel, address)
        except Exception:
            log.exception("what waits for somebody who has written was not sent; the clock tries again")

    async def settled(self) -> None:
        """Returns when nobody is being told anything."""
        await asyncio.gather(*self._running)

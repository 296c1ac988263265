"""All the stand-ins at once, with the standing people of the demonstration at their other ends.

world = World(clock)
async with world.open():
    world.plug(settings)                # the blocks that lead to the stand-ins
    await world.settle(house)           # the people's phones are bound to them
    ... serve with these settings, world.callback = address ...
    await world.phones["wechat"]["cadre"].say("签到")
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import datetime

from bot.assemble import House
from bot.settings import Settings
from bot.standins.exchanges import EXCHANGES, Exchange
from bot.standins.phone import Phone
from bot.templates.catalogue import Catalogue
from storage.demo.cards import standing_people
from storage.queries.contacts import settle_at


class World:
    """The exchanges by channel; each is a provider's stand-in with the settings that lead to it.

    `catalogue`: of the templates that are approved; None where any id is taken for one.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        channels: Collection[str] = tuple(EXCHANGES),
        catalogue: Catalogue | None = None,
    ) -> None:
        self.callback = ""
        self._exchanges: Mapping[str, Exchange] = {
            name: EXCHANGES[name](clock, lambda: self.callback, catalogue) for name in channels
        }

    @property
    def channels(self) -> list[str]:
        """Their names."""
        return list(self._exchanges)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The stand-ins listen, each at a free port of 127.0.0.1."""
        async with contextlib.AsyncExitStack() as stack:
            for exchange in self._exchanges.values():
                await stack.enter_async_context(exchange.open())
            yield

    def plug(self, settings: Settings) -> None:
        """Switch the channels on, with keys made up for this run."""
        for name, exchange in self._exchanges.items():
            setattr(settings, name, exchange.block())

    def phone(self, channel: str, who: str) -> Phone:
        """The phone of a standing person, or of anybody else."""
        return self._exchanges[channel].phone(who)

    def address(self, channel: str, who: str) -> str:
        """Where messages from that phone come from."""
        return self._exchanges[channel].address(who)

    async def settle(self, house: House) -> None:
        """Bind the phone of every standing person on every channel to them, as if they had done it themselves.

        The first channel last: notices go where somebody was last, until they write elsewhere.
        """
        for key, _, person in await house.database.read(standing_people):
            for name in reversed(self.channels):
                address = self.address(name, key)
                await house.database.run(settle_at, house.vault, name, address, person, house.clock())

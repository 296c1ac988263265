"""WeCom as a channel of the house: the callback in, the application's messages out."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.channel_settings import WeComBlock
from bot.channels.base import Capabilities, Receipt
from bot.channels.ports import Ports
from bot.channels.wecom.api import Api
from bot.channels.wecom.callback import Callback
from bot.channels.wecom.inbound import NAME
from bot.channels.wecom.outbox import LONGEST, PER_HOUR, Outbox
from bot.pace import Pace
from handlers.replies import Say


class WeComChannel:
    """One application of one company.

    WeCom knows repeats by their content and for half an hour: an unclear send is repeated safely within that.
    """

    name = NAME

    def __init__(self, block: WeComBlock, ports: Ports) -> None:
        self.capabilities = capabilities(block.cards)
        self.pace = Pace(block.per_second, block.per_minute_each, PER_HOUR)
        api = Api(block, ports.http, ports.clock)
        self._outbox = Outbox(block, ports, api)
        self._callback = Callback(block, ports, api, self._outbox)

    def mount(self, app: web.Application) -> None:
        self._callback.mount(app)

    async def start(self) -> None:
        """Nothing runs by itself: WeCom comes to us."""

    async def stop(self) -> None:
        await self._callback.stop()

    async def settled(self) -> None:
        """Returns when every answer is spoken, or written down for later."""
        await self._callback.settled()

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        return await self._outbox.send(address, messages, reference)


def capabilities(cards: bool) -> Capabilities:
    """What the application can do, with cards or without."""
    return Capabilities(
        buttons=cards, pictures_in=True, pictures_out=True, pushes=True, longest=LONGEST, unit="bytes",
        places_in=True, knows_repeats=True,
    )  # fmt: skip

"""The channel: its parts put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web

from bot.channel_settings import WeChatBlock
from bot.channels.base import Capabilities, Filled, Grant, Receipt
from bot.channels.ports import Ports
from bot.channels.wechat.api import Api
from bot.channels.wechat.checking import Checking
from bot.channels.wechat.door import Door
from bot.channels.wechat.media import Media
from bot.channels.wechat.menus import Menus
from bot.channels.wechat.reading import NAME
from bot.channels.wechat.speaking import Speaking
from bot.pace import Pace
from handlers.replies import Say

QUICK = Grant(3, timedelta(seconds=55), quick=True)
"""Three in a minute, less what a message is under way."""


class WeChatChannel:
    """One official account.

    Raises:
        ValueError: the settings' aes_key is none, and the mode needs one.
    """

    name = NAME
    catalogue = "wechat"
    capabilities = Capabilities(
        buttons=False, pictures_in=True, pictures_out=True, pushes=True, longest=2048, unit="bytes",
        templates=True, places_in=True, reports=True, unreported=frozenset({"text"}), joins=True,
        grants={
            "message": Grant(5, timedelta(hours=48) - timedelta(minutes=1)),
            "menu": QUICK, "follow": QUICK, "scan": QUICK,
        },
    )  # fmt: skip

    def __init__(self, block: WeChatBlock, ports: Ports) -> None:
        self.pace = Pace(per_second=block.per_second)
        self.api = Api(block, ports.http, ports.clock)
        media = Media(self.api, ports.photos)
        self._menus = Menus(self.api, ports, at_start=block.menus)
        self._door = Door(
            Checking(block, ports.clock), ports, media, self.capabilities, self._menus.look_after
        )
        self._speaking = Speaking(self.api, ports, media, self.capabilities)

    def mount(self, app: web.Application) -> None:
        """Add the callback's routes."""
        self._door.mount(app)

    async def start(self) -> None:
        """Begin setting the account's menus."""
        self._menus.start()

    async def stop(self) -> None:
        """Finish what runs."""
        await self.settled()
        await self._menus.stop()

    async def settled(self) -> None:
        """Returns when no turn and nothing behind one runs any more."""
        await self._door.settled()

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        """Customer-service messages, as `Channel.send`."""
        return await self._speaking.send(address, messages, reference)

    async def send_template(self, address: str, filled: Filled, reference: str = "") -> Receipt:
        """An approved template or a subscription message, as `Templated.send_template`."""
        return await self._speaking.send_template(address, filled, reference)

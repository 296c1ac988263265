"""Which channels are on, and their lines plugged in. A channel is a folder and a line here."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime

import aiohttp

from bot.answers import Spoken
from bot.assemble import House
from bot.audience import audience
from bot.channels.base import Channel, Grant, Incoming, Receive, Report
from bot.channels.ports import Line, Ports
from bot.channels.slots import Slots
from bot.memory import Remembered
from bot.settings import Settings
from handlers.replies import Say
from storage.photos import PhotoStore
from storage.queries.digests import Issued, issued_since

PATIENCE = aiohttp.ClientTimeout(total=20, connect=5)
"""How long a provider may take."""

Beat = Callable[[], Awaitable[None]]


class Switchboard:
    """The lines of this process, by name, and what they share."""

    def __init__(self, slots: Slots | None = None) -> None:
        self.channels: dict[str, Channel] = {}
        self.lines: list[Line] = []
        self.slots = slots or Slots()
        self.spoken: Spoken | None = None
        self.robots: Beat | None = None
        self._receive: Receive | None = None

    @property
    def grants(self) -> Mapping[str, Mapping[str, Grant]]:
        return {line.name: line.capabilities.grants for line in self.lines}

    def connect(self, receive: Receive) -> None:
        """The door that every line hands its messages in at."""
        self._receive = receive

    async def receive(self, incoming: Incoming) -> Sequence[Say]:
        """Through the door."""
        assert self._receive is not None, "connect first"
        return await self._receive(incoming)

    async def sweep(self) -> None:
        """Speak what could not be spoken, and what robots have to say."""
        if self.spoken is not None:
            await self.spoken.sweep()
        if self.robots is not None:
            await self.robots()


@contextlib.asynccontextmanager
async def switchboard(
    house: House,
    report: Callable[[Report], Awaitable[None]],
    woken: Callable[[str, str], Awaitable[None]],
    slots: Slots | None = None,
) -> AsyncIterator[Switchboard]:
    """The lines that are switched on; `connect` them, then `start`.

    Args:
        slots: the replies that are being written, where a sender lets messages ride on them.
    """
    board = Switchboard(slots)
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        board.spoken = Spoken(house.database, board.receive, board.channels, house.clock)
        ports = Ports(
            receive=board.receive,
            answers=board.spoken,
            memory=Remembered(house.database, house.clock),
            report=report,
            woken=woken,
            photos=PhotoStore(house.settings.photos_path),
            clock=house.clock,
            http=http,
            public_url=house.settings.public_url,
            slots=board.slots,
            audience=audience(house),
        )
        board.lines = list(_switched_on(house.settings, ports))
        board.robots = _robots(house, ports)
        board.channels.update({line.name: line for line in board.lines})
        yield board


def _switched_on(settings: Settings, ports: Ports) -> Iterator[Line]:
    """The lines whose block is in the settings."""
    if settings.telegram:
        from bot.channels.telegram import TelegramChannel

        yield TelegramChannel(settings.telegram, ports)
    if settings.wechat:
        from bot.channels.wechat import WeChatChannel

        yield WeChatChannel(settings.wechat, ports)
    if settings.wecom:
        from bot.channels.wecom import WeComChannel

        yield WeComChannel(settings.wecom, ports)
    if settings.sms:
        from bot.channels.sms import SmsChannel
        from bot.templates.catalogue import Catalogue

        yield SmsChannel(settings.sms, ports, Catalogue.load(settings.templates_path))


def _robots(house: House, ports: Ports) -> Beat | None:
    """What group robots have to say, where there are any."""
    block = house.settings.wecom
    if block is None or not block.robots:
        return None
    from bot.channels.wecom import Robots

    async def issued(paths: Collection[str], since: datetime) -> Sequence[Issued]:
        return await house.database.read(issued_since, paths, since)

    return Robots(block, ports, issued).speak


@contextlib.asynccontextmanager
async def started(board: Switchboard) -> AsyncIterator[None]:
    """The lines at work."""
    for line in board.lines:
        await line.start()
    try:
        yield
    finally:
        for line in reversed(board.lines):
            await line.stop()

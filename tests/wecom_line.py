"""A house with WeCom switched on, the stand-in at its other end, and hands on the clock."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from databases import Databases, Hands

from bot.assemble import House, open_house
from bot.channel_settings import WeComBlock
from bot.channels.base import Incoming
from bot.channels.wecom import WeComChannel
from bot.desk import TurnFailed
from bot.run import web_server
from bot.standins.wecom import WeComStandIn
from bot.standins.wecom_callback import WeComAccount
from bot.switchboard import Switchboard, started, switchboard
from handlers.replies import Say

ACCOUNT = WeComAccount()
CALLBACK = "/wecom"


@dataclass
class FakeDesk:
    """Stands where the door is: keeps what comes in, answers as it is told to, once for each message."""

    answer: Sequence[Say] = (Say("好"),)
    fails: bool = False
    waits: Callable[[], Awaitable[object]] | None = None
    taken: list[Incoming] = field(default_factory=list)
    stored: dict[str, Sequence[Say]] = field(default_factory=dict)

    async def receive(self, incoming: Incoming) -> Sequence[Say]:
        if incoming.id not in self.stored:
            self.taken.append(incoming)
            if self.waits:
                await self.waits()
            if self.fails:
                raise TurnFailed("nothing was saved")
            self.stored[incoming.id] = self.answer
        return self.stored[incoming.id]


@dataclass
class WeComLine:
    """What a test holds of it."""

    house: House
    board: Switchboard
    channel: WeComChannel
    standin: WeComStandIn
    hands: Hands
    address: str
    http: aiohttp.ClientSession
    woken: list[tuple[str, str]]

    async def get(self, **query: str) -> tuple[int, bytes]:
        """WeCom looks whether the address is ours."""
        async with self.http.get(self.address + CALLBACK, params=query) as answer:
            return answer.status, await answer.read()

    async def post(self, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """A push, as it is written."""
        async with self.http.post(self.address + CALLBACK, params=query, data=io.BytesIO(body)) as answer:
            return answer.status, await answer.read()


def wecom_block(api: str, **more: object) -> WeComBlock:
    """The settings that lead to the stand-in."""
    mine = {key: getattr(ACCOUNT, key) for key in ("corp_id", "agent_id", "secret", "token", "aes_key")}
    return WeComBlock.model_validate({**mine, "api": api, **more})


@asynccontextmanager
async def wecom_line(
    databases: Databases, desk: FakeDesk | None = None, kind: str = "sqlite", **more: object
) -> AsyncIterator[WeComLine]:
    """The line, up; with `desk` nothing of the dialogs runs behind it. `more`: settings of the block."""
    hands, woken = Hands(), list[tuple[str, str]]()
    standin = WeComStandIn(ACCOUNT, hands)

    async def wake(channel: str, address: str) -> None:
        woken.append((channel, address))

    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        settings = databases.settings(kind)
        settings.port, settings.wecom = 0, wecom_block(await enter(standin.serving()), **more)
        house = await enter(open_house(settings, hands, demo=True))
        board = await enter(switchboard(house, _reported, wake))
        address, _ = await enter(web_server(house, await house.office(), None, board))
        if desk:
            board.connect(desk.receive)
        await enter(started(board))
        channel = board.channels["wecom"]
        assert isinstance(channel, WeComChannel)
        standin.callback, standin.finished = lambda: address + CALLBACK, channel.settled
        http = await enter(aiohttp.ClientSession())
        yield WeComLine(house, board, channel, standin, hands, address, http, woken)


async def _reported(_: object) -> None:
    """WeCom reports nothing later."""

"""A house with WeChat switched on, the stand-in at its other end, and hands on the clock."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from databases import Databases, Hands
from sqlalchemy import Connection, select
from wecom_line import FakeDesk

from bot.assemble import House, open_house
from bot.channel_settings import WeChatBlock
from bot.channels.base import Report
from bot.channels.wechat import WeChatChannel
from bot.memory import Remembered
from bot.run import web_server
from bot.standins.wechat import WeChatStandIn
from bot.standins.wechat_callback import WeChatAccount
from bot.switchboard import Switchboard, started, switchboard
from handlers.replies import Say
from storage.sealed import Vault
from storage.tables import Contact

CALLBACK = "/wechat"

__all__ = ["FakeDesk", "WeChatLine", "left", "push", "wechat_block", "wechat_line"]


@dataclass
class WeChatLine:
    """What a test holds of it."""

    house: House
    board: Switchboard
    channel: WeChatChannel
    standin: WeChatStandIn
    hands: Hands
    address: str
    http: aiohttp.ClientSession
    woken: list[tuple[str, str]] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    async def get(self, **query: str) -> tuple[int, str]:
        """WeChat looks whether the address is ours."""
        async with self.http.get(self.address + CALLBACK, params=query) as answer:
            return answer.status, await answer.text()

    async def post(self, query: Mapping[str, str], body: bytes) -> tuple[int, str]:
        """A push, as it is written."""
        async with self.http.post(self.address + CALLBACK, params=query, data=io.BytesIO(body)) as answer:
            return answer.status, await answer.text()

    async def opened(self, who: str) -> None:
        """The window that a message opens: behind a fake desk nobody else does it."""
        grant = self.channel.capabilities.grants["message"]
        memory = Remembered(self.house.database, self.hands)
        await memory.granted("wechat", self.standin.openid(who), grant, self.hands.now)

    async def left(self, who: str) -> tuple[int, int]:
        """What our count still allows."""
        return await self.house.database.read(left, self.house.vault, self.standin.openid(who))


async def push(line: WeChatLine, text: str = "提醒", who: str = "a", reference: str = "") -> None:
    """Say something that nobody has asked for."""
    await line.channel.send(line.standin.openid(who), [Say(text)], reference)


def left(db: Connection, vault: Vault, address: str) -> tuple[int, int]:
    """Messages of the long and the quick window."""
    index = vault.index("address", address)
    asked = select(Contact.window_left, Contact.quick_left).where(Contact.address_index == index)
    long, quick = db.execute(asked).one()
    return long or 0, quick or 0


def wechat_block(account: WeChatAccount, address: str, **more: object) -> WeChatBlock:
    """The settings that lead to the stand-in."""
    names = ("app_id", "app_secret", "token", "aes_key", "mode")
    mine = {name: getattr(account, name) for name in names}
    return WeChatBlock.model_validate({**mine, "api": address, "pictures": address, "menus": False, **more})


@asynccontextmanager
async def wechat_line(
    databases: Databases,
    desk: FakeDesk | None = None,
    kind: str = "sqlite",
    mode: str = "safe",
    **more: object,
) -> AsyncIterator[WeChatLine]:
    """The line, up; with `desk` nothing of the dialogs runs behind it. `more`: settings of the block."""
    hands, woken, reports = Hands(), list[tuple[str, str]](), list[Report]()
    account = WeChatAccount(mode=mode)
    standin = WeChatStandIn(account, hands)

    async def wake(channel: str, address: str) -> None:
        woken.append((channel, address))

    async def report(told: Report) -> None:
        reports.append(told)

    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        settings = databases.settings(kind)
        settings.port, settings.wechat = 0, wechat_block(account, await enter(standin.serving()), **more)
        house = await enter(open_house(settings, hands, demo=True))
        board = await enter(switchboard(house, report, wake))
        address, _ = await enter(web_server(house, await house.office(), None, board))
        if desk:
            board.connect(desk.receive)
        await enter(started(board))
        channel = board.channels["wechat"]
        assert isinstance(channel, WeChatChannel)
        standin.callback, standin.finished = lambda: address + CALLBACK, channel.settled
        http = await enter(aiohttp.ClientSession())
        yield WeChatLine(house, board, channel, standin, hands, address, http, woken, reports)
        await standin.reported()

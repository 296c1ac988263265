"""A house with Telegram switched on, in front of the stand-in."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from aiohttp import web
from databases import Databases, Hands
from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from sqlalchemy import text

from bot.assemble import House, open_house
from bot.channel_settings import TelegramBlock
from bot.channels.base import Receive, Report
from bot.channels.telegram import TelegramChannel
from bot.desk import Desk
from bot.settings import Settings
from bot.standins.telegram import TelegramStandIn
from bot.switchboard import Switchboard, started, switchboard
from bot.web.application import application

TOKEN = "123456:synthetic-token_of-tests"
SECRET = "a-secret-word-of-tests"
Mode = Literal["polling", "webhook"]


@dataclass(frozen=True, slots=True)
class Wired:
    """What a test holds of a running house."""

    house: House
    board: Switchboard
    address: str

    @property
    def channel(self) -> TelegramChannel:
        (line,) = self.board.lines
        assert isinstance(line, TelegramChannel)
        return line

    async def counted(self, table: str) -> int:
        """How many rows a table has."""
        return int(await self.house.database.read(lambda db: db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()))  # noqa: S608, E501  # fmt: skip


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def block(api: str, mode: Mode) -> TelegramBlock:
    """The settings of the channel, pointing at the stand-in."""
    return TelegramBlock(token=SecretStr(TOKEN), mode=mode, secret=SecretStr(SECRET), api=api)


def prepared(databases: Databases, api: str, mode: Mode, kind: str = "sqlite") -> Settings:
    """The settings of a house on a copy of the county; the same may be opened again."""
    settings = databases.settings(kind)
    settings.port = free_port()
    settings.public_url = f"http://127.0.0.1:{settings.port}"
    settings.telegram = block(api, mode)
    return settings


async def _unheard(_: Report) -> None:
    return None


async def _unwoken(_: str, __: str) -> None:
    return None


@contextlib.asynccontextmanager
async def opened(
    settings: Settings, clock: Callable[[], datetime] | None = None, receive: Receive | None = None
) -> AsyncIterator[Wired]:
    """The house, running; `receive` stands in the place of its door."""
    async with open_house(settings, clock or Hands(), demo=True) as house:
        desk = Desk(house.database, await house.office(), house.clock)
        async with switchboard(house, _unheard, _unwoken) as board:
            board.connect(receive or desk.receive)
            parts = [line.mount for line in board.lines]
            runner = web.AppRunner(
                application(parts, healthy=house.is_healthy, registry=CollectorRegistry()), access_log=None
            )
            await runner.setup()
            try:
                await web.TCPSite(runner, settings.host, settings.port).start()
                async with started(board):
                    yield Wired(house, board, settings.public_url)
            finally:
                await runner.cleanup()


@contextlib.asynccontextmanager
async def standing() -> AsyncIterator[tuple[TelegramStandIn, str]]:
    """The stand-in, serving."""
    standin = TelegramStandIn(TOKEN, Hands())
    async with standin.serving() as api:
        yield standin, api

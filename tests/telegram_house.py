"""A house with Telegram switched on, in front of the stand-in."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from aiohttp import web
from databases import Databases, Hands
from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from sqlalchemy import text

from bot.assemble import House, open_house
from bot.channel_settings import TelegramBlock
from bot.channels.base import Incoming, Receive, Report
from bot.channels.telegram import TelegramChannel
from bot.channels.terminal.who import speaker_named
from bot.desk import Desk, TurnFailed
from bot.settings import Settings
from bot.standins.telegram import TelegramStandIn
from bot.switchboard import Switchboard, started, switchboard
from bot.web.application import application
from handlers.replies import Say

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

    async def one(self, sql: str) -> object:
        """The single value that a query gives."""
        return await self.house.database.read(lambda db: db.execute(text(sql)).scalar_one())


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
    settings: Settings,
    clock: Callable[[], datetime] | None = None,
    around: Callable[[Receive], Receive] = lambda door: door,
) -> AsyncIterator[Wired]:
    """The house, running; `around` puts something before its door."""
    async with open_house(settings, clock or Hands(), demo=True) as house:
        desk = Desk(house.database, await house.office(), house.clock)
        async with switchboard(house, _unheard, _unwoken) as board:
            board.connect(around(desk.receive))
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


@dataclass
class Door:
    """Stands where the house's door is: keeps what comes in, and answers or fails as told."""

    answer: Sequence[Say] = (Say("收到"),)
    failing: int = 0
    taken: list[Incoming] = field(default_factory=list)

    def __call__(self, _: Receive) -> Receive:
        return self.receive

    async def receive(self, incoming: Incoming) -> Sequence[Say]:
        self.taken.append(incoming)
        if self.failing:
            self.failing -= 1
            raise TurnFailed("nothing was saved")
        return self.answer


@contextlib.asynccontextmanager
async def standing(clock: Callable[[], datetime] | None = None) -> AsyncIterator[tuple[TelegramStandIn, str]]:
    """The stand-in, serving."""
    standin = TelegramStandIn(TOKEN, clock or Hands())
    async with standin.serving() as api:
        yield standin, api


async def as_person(wired: Wired, address: str, code: str = "cadre") -> None:
    """Bind the contact at an address to a standing person of the demonstration, as the conversation would."""
    speaker = await wired.house.database.run(speaker_named, wired.house.vault, code, True)
    assert speaker.person_id is not None
    first = Incoming(
        "telegram", address, "bound-here", wired.house.clock(), text="菜单", who=speaker.person_id
    )
    await wired.board.receive(first)

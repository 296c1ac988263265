"""A full durable turn against a bare aiogram echo through the same kind of dispatcher."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime
from itertools import count
from pathlib import Path

from aiogram import Bot, Dispatcher, Router
from aiogram.filters import Filter
from aiogram.types import Message, Update
from bench.ratio import line
from databases import Databases, Hands

from bot.assemble import open_house
from bot.channels.base import Incoming
from bot.channels.session import SilentSession
from bot.desk import Desk
from storage.database import prepare_sqlite
from storage.queries.people import by_code
from storage.values.week import SHANGHAI

ROUNDS, TURNS = 7, 200
AT = datetime(2026, 11, 17, 9, 0, tzinfo=SHANGHAI)


async def measure() -> list[str]:
    """Turns a second of both, in turns, by their medians; and what the disk alone would allow."""
    with tempfile.TemporaryDirectory() as folder:
        async with _talker(Path(folder)) as say:
            await say("走访")
            await say("1")
            echo = _echo()
            ours, bare, floor = [], [], []
            for _ in range(ROUNDS):
                bare.append(await _rate(echo, ("3",)))
                ours.append(await _rate(say, ("3", "*")))
                floor.append(_commits(Path(folder) / "floor.db"))
    what = "durable form step on SQLite, synchronous=FULL, against a bare aiogram echo"
    disk = "the same turn, against one row inserted and committed by sqlite3 alone on the same disk"
    return [
        line("turn", statistics.median(ours), statistics.median(bare), "turns/s", what),
        line("turn and disk", statistics.median(ours), statistics.median(floor), "turns/s", disk),
    ]


def _commits(path: Path) -> float:
    """Commits a second of a single row of a turn's size."""
    with closing(sqlite3.connect(path)) as raw:
        prepare_sqlite(raw)
        raw.execute("CREATE TABLE IF NOT EXISTS rows (body)")
        began = time.perf_counter()
        for _ in range(TURNS):
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO rows VALUES (?)", (b"x" * 800,))
            raw.execute("COMMIT")
        return TURNS / (time.perf_counter() - began)


async def _rate(say: Callable[[str], Awaitable[object]], texts: tuple[str, ...]) -> float:
    began = time.perf_counter()
    for _ in range(TURNS // len(texts)):
        for text in texts:
            await say(text)
    return TURNS / (time.perf_counter() - began)


@asynccontextmanager
async def _talker(folder: Path) -> AsyncIterator[Callable[[str], Awaitable[object]]]:
    settings, hands = Databases(folder).settings("sqlite"), Hands(AT)
    async with open_house(settings, hands, demo=True) as house:
        person = await house.database.run(by_code, "G001")
        assert person is not None
        desk, numbers = Desk(house.database, await house.office(), hands), count()

        async def say(text: str) -> object:
            message = Incoming("bench", "cadre", str(next(numbers)), AT, text, who=person.id)
            return await desk.receive(message)

        yield say


class Anything(Filter):
    """Passes every message, as the dialogs' filters do: asynchronously."""

    async def __call__(self, message: Message) -> bool:
        return True


def _echo() -> Callable[[str], Awaitable[object]]:
    router, dispatcher = Router(), Dispatcher(disable_fsm=True)

    @router.message(Anything())
    async def echo(message: Message) -> str | None:
        return message.text

    dispatcher.include_router(router)
    bot, numbers = Bot("900001:echo", session=SilentSession()), count(1)

    async def say(text: str) -> object:
        n = next(numbers)
        message = {"message_id": n, "date": AT, "chat": {"id": 1, "type": "private"}, "text": text}
        update = Update.model_validate({"update_id": n, "message": message}, context={"bot": bot})
        return await dispatcher.feed_update(bot, update)

    return say

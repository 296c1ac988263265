"""10,000 pages open and silent, 200 talking: what a silent one costs, and how long the talking ones wait."""

from __future__ import annotations

import asyncio
import random
import time

import aiohttp
from bench.browsers import Talker, browsers, demo_server, enter
from bench.load import LINES
from bench.ratio import line

IDLE, TALKING, ROUNDS = 10_000, 200, 10
AT_ONCE = 50
"""Pages that come up at the same time."""

PAUSE = 5.0
"""Seconds between two messages of one person: 40 turns a second in all."""


async def measure() -> list[str]:
    """Open them all, let the talking ones talk for a minute."""
    async with demo_server() as server, browsers() as session:
        talking = await _open(session, server.address, TALKING)
        before = server.megabytes()
        idle = await _open(session, server.address, IDLE)
        each = (server.megabytes() - before) * 1024 / IDLE
        took = sorted(await _talk(talking))
        memory = server.megabytes()
        await asyncio.gather(*(page.close() for page in (*talking, *idle)))
    return [
        line("idle socket", each, 32, "KB", f"memory of the server for each of {IDLE} silent pages, against 32 KB"),
        line("sockets p99", took[len(took) * 99 // 100] * 1000, 100, "ms", f"{len(took)} turns of {TALKING} talking beside them, against 100 ms"),
        line("sockets memory", memory, 600, "MB", "resident memory of the server with all of them, against 600 MB"),
    ]  # fmt: skip


async def _open(session: aiohttp.ClientSession, address: str, count: int) -> list[Talker]:
    pages: list[Talker] = []
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        pages += await asyncio.gather(*(enter(session, address, n) for n in numbers))
    return pages


async def _talk(pages: list[Talker]) -> list[float]:
    chance = random.Random(1)

    async def one(page: Talker, delay: float) -> list[float]:
        began, took = time.perf_counter() + delay, []
        for n in range(ROUNDS):
            await asyncio.sleep(max(0.0, began + n * PAUSE - time.perf_counter()))
            took.append(await page.say(chance.choice(LINES)))
        return took

    talks = await asyncio.gather(*(one(page, chance.random() * PAUSE) for page in pages))
    return [seconds for talk in talks for seconds in talk]

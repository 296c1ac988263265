"""40 turns a second from 2,000 people on web chat: the slowest of a hundred, and the server's memory."""

from __future__ import annotations

import asyncio
import random
import time

from bench.browsers import browsers, demo_server, enter
from bench.ratio import line

PEOPLE, RATE, SECONDS = 2000, 40, 60
LINES = ("签到", "我的本周", "菜单", "走访", "0", "资金", "你好")


async def measure() -> list[str]:
    """Talk over plain sockets to a server in a process of its own, at a fixed rate, for a minute."""
    async with demo_server() as server:
        took = await _talk(server.address)
        memory = server.megabytes()
    took.sort()
    return [
        line("load p99", took[len(took) * 99 // 100] * 1000, 100, "ms", f"{len(took)} turns at {RATE}/s from {PEOPLE} people, against 100 ms"),
        line("load p50", took[len(took) // 2] * 1000, 100, "ms", "the same, the median"),
        line("load memory", memory, 300, "MB", "resident memory of the server behind them, against 300 MB"),
    ]  # fmt: skip


async def _talk(address: str) -> list[float]:
    chance = random.Random(1)
    async with browsers() as session:
        sockets = [await enter(session, address, n) for n in range(PEOPLE)]
        began, waiting = time.perf_counter(), []
        for n in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, began + n / RATE - time.perf_counter()))
            socket = sockets[chance.randrange(PEOPLE)]
            waiting.append(asyncio.ensure_future(socket.say(chance.choice(LINES))))
        took = await asyncio.gather(*waiting)
        await asyncio.gather(*(socket.close() for socket in sockets))
    return took

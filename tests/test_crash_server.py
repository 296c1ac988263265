"""The served house: killed at any moment it goes on where it stood; asked to stop it answers first."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest
from acting import VISIT
from databases import Databases
from served import Page, Server, visitor

from bot.settings import Settings

IN_TIME = 10.0
"""Seconds within which a server that was asked to stop is gone."""


@pytest.fixture
def settings(databases: Databases) -> Settings:
    return databases.settings("sqlite").model_copy(update={"port": 0, "messages_a_minute": 10_000})


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[tuple[Server, Page]]:
    server = Server(settings)
    await server.start()
    try:
        async with visitor() as client:
            yield server, Page(server, client)
    finally:
        if server.process is not None and server.process.is_alive():
            server.signal(signal.SIGKILL)
            await server.ended()


def counted(settings: Settings, table: str) -> int:
    with closing(sqlite3.connect(settings.data / "bangfu.db")) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def test_a_server_killed_at_random_moments_keeps_what_it_acknowledged_and_saves_it_once(
    settings: Settings,
) -> None:
    dice = random.Random("kill")
    before = {table: counted(settings, table) for table in ("visits", "follow_ups", "check_ins", "photos")}
    async with served(settings) as (server, page):
        await page.enter("cadre")
        said = []
        for number, text in enumerate((*VISIT, "签到", "待办")):
            turn = asyncio.create_task(page.say(f"visit-{number}", text))
            if number % 2 == 0 or number == len(VISIT) - 1:
                await asyncio.sleep(dice.uniform(0, 0.06))
                server.signal(signal.SIGKILL)
                await server.ended()
                await server.start()
            said.append(await turn)
        again = [await page.say(f"visit-{n}", text) for n, text in enumerate((*VISIT, "签到", "待办"))]
    assert again == said
    assert "已保存走访" in said[len(VISIT) - 1][0]
    assert said[-1][0].count("水管冻住了") == 1
    more = {table: counted(settings, table) - before[table] for table in before}
    assert more == {"visits": 1, "follow_ups": 1, "check_ins": 1, "photos": 0}


@asynccontextmanager
async def held(settings: Settings) -> AsyncIterator[sqlite3.Connection]:
    """Somebody else writes to the file meanwhile, so that every turn has to wait."""
    with closing(sqlite3.connect(settings.data / "bangfu.db", isolation_level=None)) as db:
        db.execute("PRAGMA busy_timeout=5000")
        db.execute("BEGIN IMMEDIATE")
        yield db
        if db.in_transaction:
            db.execute("ROLLBACK")


@pytest.mark.parametrize("way", ["request", "socket"])
async def test_a_turn_under_way_when_the_server_is_told_to_stop_is_answered(
    settings: Settings, way: str
) -> None:
    async with served(settings) as (server, page):
        await page.enter("cadre")
        async with held(settings) as lock:
            turn = asyncio.create_task(_asked(server, page, way))
            await asyncio.sleep(0.4)
            began = time.monotonic()
            server.signal(signal.SIGTERM)
            await asyncio.sleep(0.4)
            assert not turn.done()
            lock.execute("ROLLBACK")
            assert "已签到" in await turn
        assert await server.ended() == 0
        assert time.monotonic() - began < IN_TIME
        assert await page.once("late", "菜单") is None


async def _asked(server: Server, page: Page, way: str) -> str:
    if way == "request":
        return "\n".join(await page.once("under-way", "签到") or ())
    client = page._client
    async with client.ws_connect(
        f"{server.address}/chat/socket", headers={"Origin": server.address}
    ) as socket:
        await socket.receive_json()
        await socket.send_json({"id": "under-way", "text": "签到"})
        answer = await socket.receive_json()
        closing_frame = await socket.receive()
        assert closing_frame.type is aiohttp.WSMsgType.CLOSE
        return str(answer["messages"][0]["text"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_server_with_nothing_to_do_stops_at_once(settings: Settings, number: signal.Signals) -> None:
    async with served(settings) as (server, page):
        await page.enter("cadre")
        began = time.monotonic()
        server.signal(number)
        assert await server.ended() == 0
        assert time.monotonic() - began < IN_TIME


def test_run_and_demo_say_their_address_and_stop_with_exit_code_0(tmp_path: Path) -> None:
    env = {**os.environ, "BANGFU_DATA": str(tmp_path), "BANGFU_PORT": "0"}
    commands = {"run": ("run",), "demo": ("demo", "--port", "0")}
    started = {
        name: subprocess.Popen(
            [sys.executable, "-m", "bot", *words], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name, words in commands.items()
    }  # fmt: skip
    for process in started.values():
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
    for name, process in started.items():
        _, errors = process.communicate(timeout=IN_TIME)
        assert process.returncode == 0, (name, errors)
        assert "Traceback" not in errors

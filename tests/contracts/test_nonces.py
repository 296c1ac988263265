"""A nonce is good once, but not before what came with it was worked through."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from databases import Databases, open_copy

from bot.assemble import system_clock
from bot.channels.envelope import NotOurs
from bot.channels.nonces import Nonces
from bot.memory import Remembered


async def test_what_was_cut_off_is_let_in_by_the_next_process(databases: Databases) -> None:
    async with open_copy(databases) as house:

        def process() -> Nonces:
            return Nonces(
                Remembered(house.database, system_clock), "wecom", timedelta(minutes=10), system_clock
            )

        await process().admit("n", b"one")
        second = process()
        await second.admit("n", b"one")
        await second.heard("n")
        second.release("n", None)
        for each in (second, process()):
            with pytest.raises(NotOurs):
                await each.admit("n", b"one")


async def test_only_the_very_same_request_joins_one_that_is_open(databases: Databases) -> None:
    async with open_copy(databases) as house:
        nonces = Nonces(
            Remembered(house.database, system_clock), "wecom", timedelta(minutes=10), system_clock
        )
        running = asyncio.get_running_loop().create_future()
        await nonces.admit("n", b"one")
        await nonces.heard("n")
        nonces.release("n", running)
        await nonces.admit("n", b"one")
        with pytest.raises(NotOurs):
            await nonces.admit("n", b"another")
        running.set_result(None)
        await asyncio.sleep(0)
        with pytest.raises(NotOurs):
            await nonces.admit("n", b"one")

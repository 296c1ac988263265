"""A provider's token: fetched once for all who ask, renewed in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from databases import Hands

from bot.channels.base import Later
from bot.channels.tokens import Token


class Provider:
    """Gives t1, t2, ... when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False
        self.open = asyncio.Event()
        self.open.set()

    async def fetch(self) -> tuple[str, float]:
        self.asked += 1
        await self.open.wait()
        if self.fails:
            raise Later("busy")
        return f"t{self.asked}", 7200


async def test_a_hundred_who_ask_at_once_make_one_call() -> None:
    provider = Provider()
    token = Token(provider.fetch, Hands())
    assert set(await asyncio.gather(*(token.get() for _ in range(100)))) == {"t1"}
    assert provider.asked == 1


async def test_it_is_renewed_five_minutes_before_its_end() -> None:
    provider, hands = Provider(), Hands()
    token = Token(provider.fetch, hands)
    await token.get()
    hands.now += timedelta(seconds=7200 - 301)
    assert await token.get() == "t1"
    hands.now += timedelta(seconds=1)
    assert await token.get() == "t2"


async def test_a_refused_token_is_dropped_but_not_the_newer_one() -> None:
    provider = Provider()
    token = Token(provider.fetch, Hands())
    token.drop(await token.get())
    assert await token.get() == "t2"
    token.drop("t1")
    assert await token.get() == "t2"


async def test_a_failure_is_told_to_all_and_the_next_one_asks_anew() -> None:
    provider = Provider()
    provider.fails = True
    token = Token(provider.fetch, Hands())
    told = await asyncio.gather(*(token.get() for _ in range(5)), return_exceptions=True)
    assert [type(each) for each in told] == [Later] * 5
    assert provider.asked == 1
    provider.fails = False
    assert await token.get() == "t2"


async def test_the_first_who_asked_may_be_cancelled() -> None:
    provider = Provider()
    provider.open.clear()
    token = Token(provider.fetch, Hands())
    first, second = asyncio.create_task(token.get()), asyncio.create_task(token.get())
    await asyncio.sleep(0)
    first.cancel()
    provider.open.set()
    assert await second == "t1"
    with pytest.raises(asyncio.CancelledError):
        await first

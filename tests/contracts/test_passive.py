"""Answers inside the request: in time, joined by retries, or written down and spoken later."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import aiohttp
import pytest
from databases import NOW, Hands

from bot.channels.base import Incoming, Memory
from bot.channels.passive import Passive
from bot.channels.ports import Ports
from bot.desk import TurnFailed
from handlers.replies import Say
from storage.photos import PhotoStore

MESSAGE = Incoming("wechat", "o-cadre-1", "77", NOW, "签到")


class House:
    """A desk that answers when it is let, and answers of its own that are written down."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.fails = False
        self.disk_fails = False
        self.turns = 0
        self.told: list[tuple[str, Any]] = []

    async def receive(self, incoming: Incoming) -> Sequence[Say]:
        self.turns += 1
        await self.open.wait()
        if self.fails:
            raise TurnFailed
        return [Say("已签到")]

    async def answer(self, incoming: Incoming) -> None:
        raise AssertionError("a passive channel answers in the request")

    async def keep(self, incoming: Incoming, rest: Sequence[Say] | None = None) -> None:
        if self.disk_fails:
            raise OSError
        self.told.append(("keep", incoming.id))

    async def speak(self, incoming: Incoming, rest: Sequence[Say] | None = None) -> None:
        self.told.append(("speak", rest if rest is None else [say.text for say in rest]))

    async def nothing(self, *_: object) -> None:
        raise AssertionError("not for this channel")

    def ports(self, folder: Path) -> Ports:
        return Ports(
            self.receive, self, cast(Memory, None), self.nothing, self.nothing,
            PhotoStore(folder), Hands(), cast(aiohttp.ClientSession, None),
        )  # fmt: skip


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def passive(house: House, tmp_path: Path) -> Passive:
    return Passive(house.ports(tmp_path), patience=0.05)


async def test_an_answer_in_time_is_the_answer_to_the_request(house: House, passive: Passive) -> None:
    house.open.set()
    assert await passive.answer(MESSAGE) == [Say("已签到")]
    assert house.told == []


async def test_a_retry_joins_the_turn_that_runs(house: House, passive: Passive) -> None:
    both = asyncio.gather(passive.answer(MESSAGE), passive.answer(MESSAGE))
    await asyncio.sleep(0.01)
    house.open.set()
    assert await both == [[Say("已签到")]] * 2
    assert house.turns == 1


async def test_a_late_answer_is_written_down_before_success_and_spoken_once(
    house: House, passive: Passive
) -> None:
    assert await passive.answer(MESSAGE) is None
    assert house.told == [("keep", "77")]
    assert await passive.answer(MESSAGE) is None
    house.open.set()
    await passive.settled()
    assert house.told == [("keep", "77"), ("speak", None)]
    assert house.turns == 1


async def test_what_cannot_be_written_down_is_not_acknowledged(house: House, passive: Passive) -> None:
    house.disk_fails = True
    with pytest.raises(OSError):  # noqa: PT011 - that very one
        await passive.answer(MESSAGE)
    house.disk_fails = False
    assert await passive.answer(MESSAGE) is None
    house.open.set()
    await passive.settled()
    assert house.told == [("keep", "77"), ("speak", None)]


async def test_a_failed_turn_is_told_to_all_who_wait(house: House, passive: Passive) -> None:
    house.fails = True
    house.open.set()
    for told in await asyncio.gather(
        passive.answer(MESSAGE), passive.answer(MESSAGE), return_exceptions=True
    ):
        assert isinstance(told, TurnFailed)
    house.fails = False
    assert await passive.answer(MESSAGE) == [Say("已签到")]


async def test_the_rest_of_an_answer_is_written_down_then_spoken(house: House, passive: Passive) -> None:
    await passive.follow(MESSAGE, [Say("第二段")])
    assert house.told[0] == ("keep", "77")
    await passive.settled()
    assert house.told[1] == ("speak", ["第二段"])

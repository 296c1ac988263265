"""Answers that are messages of their own: spoken once, in their order, whatever breaks off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hamlet import at, opened

from bot.answers import KEPT, RUNNING, Spoken
from bot.channels.base import Capabilities, Incoming, Later, Receipt, Refused, SendError
from bot.desk import TurnFailed
from handlers.replies import Say
from storage.database import Database
from storage.queries import late

MORNING = at("2026-11-16 08:30")
PLAIN = Capabilities(buttons=False, pictures_in=False, pictures_out=False, pushes=True, longest=500)


@dataclass
class Line:
    """A house with one channel: what it heard, under which references; errors to be raised, one a message."""

    database: Database
    now: datetime = MORNING
    name: str = "line"
    capabilities: Capabilities = PLAIN
    heard: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    errors: list[BaseException | None] = field(default_factory=list)
    fails: bool = False
    gate: asyncio.Event | None = None
    turns: int = 0

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        self.references.append(reference)
        if self.gate:
            await self.gate.wait()
        error = self.errors.pop(0) if self.errors else None
        if error:
            raise error
        self.heard += [say.text for say in messages]
        return Receipt()

    async def receive(self, incoming: Incoming) -> Sequence[Say]:
        if self.fails:
            raise TurnFailed
        self.turns += 1
        return [Say(f"{incoming.id}{part}") for part in incoming.text]

    def spoken(self) -> Spoken:
        """The parts of one process."""
        return Spoken(self.database, self.receive, {self.name: self}, lambda: self.now)

    def message(self, id_: str, parts: str = "a") -> Incoming:
        return Incoming(self.name, "somebody", id_, self.now, parts)

    async def left(self) -> int:
        return await self.database.read(late.waiting)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def line(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Line]:
    async with opened(request.param, tmp_path) as (_, database):
        yield Line(database)


async def test_an_answer_is_spoken_and_its_retry_is_silent(line: Line) -> None:
    house = line.spoken()
    await house.answer(line.message("m", "ab"))
    await house.answer(line.message("m", "ab"))
    assert line.heard == ["ma", "mb"]
    assert line.references == ["m-0", "m-1"]


async def test_a_retry_joins_the_answer_that_is_being_spoken(line: Line) -> None:
    house, line.gate = line.spoken(), asyncio.Event()
    both = [asyncio.create_task(house.answer(line.message("m"))) for _ in range(2)]
    await asyncio.sleep(0.05)
    line.gate.set()
    await asyncio.gather(*both)
    assert (line.heard, line.turns) == (["ma"], 1)


async def test_who_asked_may_hang_up_and_the_answer_goes_on(line: Line) -> None:
    house, line.gate = line.spoken(), asyncio.Event()
    asking = asyncio.create_task(house.answer(line.message("m")))
    await asyncio.sleep(0.05)
    asking.cancel()
    line.gate.set()
    await house.answer(line.message("m"))
    assert line.heard == ["ma"]


async def test_a_turn_that_failed_is_told_to_the_provider_and_nothing_is_kept(line: Line) -> None:
    line.fails = True
    with pytest.raises(TurnFailed):
        await line.spoken().answer(line.message("m"))
    assert await line.left() == 0
    line.fails = False
    await line.spoken().answer(line.message("m"))
    assert line.heard == ["ma"]


async def test_what_is_not_taken_goes_on_where_it_stood(line: Line) -> None:
    house, line.errors = line.spoken(), [None, Later("busy")]
    await house.answer(line.message("m", "abc"))
    await house.sweep()
    assert line.heard == ["ma"], "not before the pause is over"
    line.now += timedelta(minutes=1)
    await house.sweep()
    assert line.heard == ["ma", "mb", "mc"]
    assert await line.left() == 0


async def test_answers_keep_the_order_of_the_messages(line: Line) -> None:
    house, line.errors = line.spoken(), [Later("busy"), Later("busy")]
    await house.answer(line.message("m1"))
    await house.answer(line.message("m2"))
    assert (line.heard, await line.left()) == ([], 2)
    await house.answer(line.message("m3"))
    assert line.heard == ["m1a", "m2a", "m3a"], "the person has written again"


async def test_what_comes_behind_waits_in_the_sweep_too(line: Line) -> None:
    house, line.errors = line.spoken(), [Later("busy")] * 3
    await house.answer(line.message("m1"))
    await house.answer(line.message("m2"))
    line.now += timedelta(minutes=5)
    await house.sweep()
    assert line.heard == []
    line.now += timedelta(minutes=30)
    await house.sweep()
    assert line.heard == ["m1a", "m2a"]


@pytest.mark.parametrize(("error", "rest"), [(Refused("no such thing"), ["mb"]), (SendError("gone"), [])])
async def test_a_message_that_will_never_be_taken_does_not_hold_up_what_follows(
    line: Line, error: SendError, rest: list[str]
) -> None:
    line.errors = [error]
    await line.spoken().answer(line.message("m", "ab"))
    assert (line.heard, await line.left()) == (rest, 0)


async def test_a_process_that_dies_after_keeping_leaves_it_to_the_sweep_of_another(line: Line) -> None:
    await line.spoken().keep(line.message("m", "ab"))
    await line.spoken().sweep()
    assert line.heard == [], "its turn may still run"
    line.now += RUNNING
    await line.spoken().sweep()
    assert line.heard == ["ma", "mb"]


async def test_whoever_comes_late_finds_it_spoken_by_another(line: Line) -> None:
    slow, other = line.spoken(), line.spoken()
    await slow.keep(line.message("m"))
    line.now += RUNNING
    await other.sweep()
    await slow.speak(line.message("m"))
    await slow.keep(line.message("m"))
    assert (line.heard, await line.left()) == (["ma"], 0)


async def test_the_rest_of_a_cut_answer_is_kept_as_it_is(line: Line) -> None:
    house, rest = line.spoken(), [Say("the second half")]
    await house.keep(line.message("m"), rest)
    line.errors = [Later("busy")]
    await house.speak(line.message("m"), rest)
    line.now += timedelta(minutes=1)
    await line.spoken().sweep()
    assert line.heard == ["the second half"]


async def test_a_crash_between_two_messages_of_a_kept_answer_repeats_at_most_one(line: Line) -> None:
    class Killed(BaseException):
        """The machine stops."""

    await line.spoken().keep(line.message("m", "abc"))
    line.now += RUNNING
    line.errors = [None, Killed()]
    with pytest.raises(Killed):
        await line.spoken().sweep()
    line.now += timedelta(minutes=6)
    await line.spoken().sweep()
    assert line.heard == ["ma", "mb", "mc"]


async def test_two_replicas_speak_what_is_due_once(line: Line) -> None:
    for number in range(6):
        await line.spoken().keep(Incoming(line.name, f"person-{number}", f"m{number}", line.now, "a"))
    line.now += RUNNING
    await asyncio.gather(*(line.spoken().sweep() for _ in range(3)))
    assert sorted(line.heard) == [f"m{number}a" for number in range(6)]


async def test_an_answer_that_is_too_old_is_let_go(line: Line) -> None:
    line.errors = [Later("busy")]
    await line.spoken().answer(line.message("m"))
    line.now += KEPT + timedelta(minutes=1)
    await line.spoken().sweep()
    assert (line.heard, await line.left()) == ([], 0)

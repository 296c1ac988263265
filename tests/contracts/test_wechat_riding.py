"""What waits for a person rides on the answer to their own message, where it fits and where that leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from databases import NOW, Databases
from sqlalchemy import Connection, select
from wechat_line import FakeDesk, WeChatLine, wechat_line

from bot.pace import Pacer
from bot.sender import SendPlanner
from bot.standins.phone import Heard
from handlers.replies import Say
from scheduler.jobs.deliveries import deliver
from storage.queries.contacts import settle_at
from storage.queries.notices import NewNotice, add_notices
from storage.tables import Attempt, Notice, Person

WHO = "cadre-1"
SAID: Mapping[str, Any] = {"who": "某", "place": "石关村"}
REMINDER = "石关村"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def line(databases: Databases, desk: FakeDesk) -> AsyncIterator[WeChatLine]:
    async with wechat_line(databases, desk) as each:
        person = await each.house.database.read(one_person)
        await each.house.database.run(
            settle_at, each.house.vault, "wechat", each.standin.openid(WHO), person, NOW
        )
        await each.house.database.run(waits, person)
        yield each


def one_person(db: Connection) -> int:
    return db.execute(select(Person.id).where(Person.code == "G001")).scalar_one()


def waits(db: Connection, person: int) -> None:
    notice = NewNotice("emergency:test", "emergency", person, dict(SAID), NOW, NOW + timedelta(hours=6), True)
    add_notices(db, [notice], NOW)


def story(db: Connection) -> tuple[str, list[tuple[str, str]]]:
    """The state of the notice, and way and outcome of each attempt."""
    state = db.execute(select(Notice.state).where(Notice.key == "emergency:test")).scalar_one()
    tried = db.execute(
        select(Attempt.way, Attempt.outcome)
        .join(Notice, Notice.id == Attempt.notice_id)
        .where(Notice.key == "emergency:test")
        .order_by(Attempt.id)
    )
    return state, [(way, outcome) for way, outcome in tried]


async def beat(line: WeChatLine) -> None:
    """Send what is due."""
    planner = SendPlanner({"wechat": line.channel}, slots=line.board.slots, pacer=Pacer)
    async for _ in deliver(line.house.database, await line.house.office(), planner, line.hands.now):
        pass


def riding(line: WeChatLine) -> bool:
    """Whether something waits for the answer that is being written."""
    return any(slot._riders for slot in line.board.slots._open["wechat", line.standin.openid(WHO)])


async def asked_during_a_beat(line: WeChatLine, desk: FakeDesk) -> list[Heard]:
    """The person writes, and while the turn runs the clock beats."""
    sending: list[asyncio.Task[None]] = []

    async def beats() -> None:
        sending.append(asyncio.create_task(beat(line)))
        async with asyncio.timeout(5):
            while not riding(line):
                await asyncio.sleep(0.01)

    desk.waits = beats
    heard = await line.standin.phone(WHO).say("签到")
    await asyncio.gather(*sending)
    return heard


async def test_what_waits_rides_on_the_answer_and_is_not_sent_again(line: WeChatLine, desk: FakeDesk) -> None:
    (heard,) = await asked_during_a_beat(line, desk)
    assert heard.text.startswith("好\n\n")
    assert REMINDER in heard.text
    assert await line.house.database.read(story) == ("sent", [("passive", "sent")])
    await beat(line)
    assert line.standin.calls == [], "nothing was pushed, and no quota used"
    assert len(line.standin.phone(WHO).inbox) == 1


async def test_what_does_not_fit_goes_another_way_after_the_answer(line: WeChatLine, desk: FakeDesk) -> None:
    desk.answer = [Say("好" * 670)]
    await line.opened(WHO)
    await asked_during_a_beat(line, desk)
    first, second = line.standin.phone(WHO).inbox
    assert (first.text, REMINDER in second.text) == ("好" * 670, True)
    assert await line.house.database.read(story) == ("sent", [("text", "sent")])


async def test_what_was_to_ride_on_an_answer_that_failed_is_pushed(line: WeChatLine, desk: FakeDesk) -> None:
    desk.fails = True
    await line.opened(WHO)
    await asked_during_a_beat(line, desk)
    pushed = [heard.text for heard in line.standin.phone(WHO).inbox if REMINDER in heard.text]
    assert len(pushed) == 1
    assert await line.house.database.read(story) == ("sent", [("text", "sent")])

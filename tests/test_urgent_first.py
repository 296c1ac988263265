"""What is urgent waits for nobody: neither for hundreds of reminders being said, nor for the next beat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from databases import Databases
from hamlet import Post, at, opened, person
from outbox import VILLAGE
from sqlalchemy import Connection, select

from bot.assemble import open_house, system_clock
from bot.run import running
from scheduler.errands import Fate, Outcome
from scheduler.jobs.deliveries import deliver
from scheduler.judging import Errand
from scheduler.tick import hurry
from storage.database import Database
from storage.queries.notices import NewNotice, add_notices
from storage.tables import Notice, Person

NOW = at("2026-11-18 09:00")
MANY, LAST = 40, 999
"""People who hear of a decision, and the one who is called for help: the last by number."""


def waiting(db: Connection) -> None:
    """Many ordinary notices, in the order of their people."""
    for number in range(1, MANY + 1):
        person(db, number, f"甲{number}")
    person(db, LAST, "邹玉梅")
    add_notices(db, [notice(n, "decided", urgent=False) for n in (*range(1, MANY + 1), LAST)], NOW)


def notice(to: int, kind: str, *, urgent: bool) -> NewNotice:
    said = {"place": "石关村", "who": "张*"} if urgent else {"kind": "leave", "granted": True}
    return NewNotice(f"{kind}:{to}", kind, to, said, NOW, NOW + timedelta(hours=6), urgent)


def called(db: Connection) -> None:
    """A call for help."""
    add_notices(db, [notice(LAST, "emergency", urgent=True)], NOW)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(request.param, tmp_path) as (_, database):
        await database.run(waiting)
        yield database


async def test_of_many_people_in_one_claim_the_one_called_for_help_is_told_first(database: Database) -> None:
    await database.run(called)
    post = Post()
    assert len([each async for each in deliver(database, VILLAGE, post, NOW)]) == MANY + 2
    kinds = [errand.notices[0].kind for errand in post.errands]
    assert kinds[0] == "emergency"
    assert kinds.count("decided") == MANY + 1


async def test_a_call_for_help_is_sent_while_a_slow_channel_is_still_being_told_the_rest(
    database: Database,
) -> None:
    slow, quick = Stuck(), Post()
    rest = asyncio.create_task(_delivered(database, slow))
    await asyncio.wait_for(slow.asked.wait(), 10)
    await database.run(called)
    said = await asyncio.wait_for(hurry(database, VILLAGE, quick, NOW), 10)
    assert [(each.kind, each.name) for each in said] == [("emergency", "邹玉梅")]
    assert await hurry(database, VILLAGE, quick, NOW) == [], "it is said once"
    slow.free.set()
    assert await rest == MANY + 1, "the rest is said, and the call not again"
    assert await database.read(unsent) == []


async def _delivered(database: Database, post: Stuck) -> int:
    return len([each async for each in deliver(database, VILLAGE, post, NOW)])


def unsent(db: Connection) -> list[str]:
    return list(db.execute(select(Notice.key).where(Notice.state != "sent")).scalars())


class Stuck:
    """A channel that takes nothing until it is freed."""

    def __init__(self) -> None:
        self.asked, self.free = asyncio.Event(), asyncio.Event()

    async def send(self, errand: Errand) -> Outcome:
        """Wait, then take it."""
        self.asked.set()
        await self.free.wait()
        return Outcome(Fate.SENT, "webchat")


async def test_the_server_looks_at_what_is_urgent_between_two_beats(databases: Databases) -> None:
    settings = databases.settings("sqlite").model_copy(update={"port": 0})
    async with running(settings, demo=True), open_house(settings, demo=True) as house, asyncio.timeout(25):
        await house.database.run(calls)
        while await house.database.read(unheard):
            await asyncio.sleep(0.2)


def calls(db: Connection) -> None:
    now, officer = system_clock(), db.execute(select(Person.id).limit(1)).scalar_one()
    said = {"place": "石关村", "who": "张*"}
    new = NewNotice("emergency:1", "emergency", officer, said, now, now + timedelta(hours=6), urgent=True)
    add_notices(db, [new], now)


def unheard(db: Connection) -> bool:
    found = db.execute(select(Notice.state).where(Notice.key == "emergency:1", Notice.tries == 0))
    return found.scalar_one_or_none() == "waiting"

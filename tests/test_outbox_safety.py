"""Nothing in the outbox is lost or marked sent untold: busy providers, bugs, crashes, nobody there, claims that run out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from hamlet import VAULT, Post, at, contact, lines, opened, states
from outbox import BUSY, VILLAGE, told, two_helpers, with_setting
from sqlalchemy import Connection, select

from scheduler.errands import Fate, Outcome
from scheduler.jobs.deliveries import ENOUGH, LEASE, _claimed, deliver, wake
from scheduler.judging import Errand
from scheduler.tick import tick, write_due
from storage.database import Database
from storage.queries import notices
from storage.queries.attempts import Tried
from storage.queries.claims import claim
from storage.tables import Attempt, Notice

NOBODY = Outcome(
    Fate.TO_PHONE, reason="sms: no such number", tried=(Tried("sms", "unreachable", "no such number"),)
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(two_helpers)
        yield database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Database]]:
    async with opened(request.param, tmp_path) as (url, database):
        await database.run(two_helpers)
        yield url, database


async def test_a_busy_provider_is_tried_again_with_growing_pauses(database: Database) -> None:
    await database.run(told, until="2026-11-20 00:00")
    post = Post(lambda errand: BUSY)
    tried = []
    now = at("2026-11-19 16:00")
    while now < at("2026-11-19 18:00"):
        before = len(post.errands)
        await tick(database, with_setting("reminder.tight_at", time(3)), post, now)
        if len(post.errands) > before:
            tried.append(f"{now:%H:%M}")
        now += timedelta(seconds=30)
    assert tried == ["16:00", "16:01", "16:03", "16:07", "16:15", "16:30", "17:00", "17:30"]
    assert await database.read(attempts) == [("webchat", "later", "busy")] * len(tried)


def attempts(conn: Connection) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in conn.execute(select(Attempt.channel, Attempt.outcome, Attempt.reason))]  # type: ignore[misc]


async def test_a_sender_that_breaks_loses_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(errand: Errand) -> Outcome:
        raise ValueError("a bug")

    post = Post(broken)
    await database.run(told)
    assert [each async for each in deliver(database, VILLAGE, post, at("2026-11-19 16:00"))] == []
    assert "the sender failed" in caplog.text
    post.answer = lambda errand: Outcome(Fate.SENT, "webchat")
    again = [each async for each in deliver(database, VILLAGE, post, at("2026-11-19 16:01"))]
    assert lines(again) == [("11-19 16:01", "N05", "张三")]


class Crash(BaseException):
    """The machine stops here."""


async def test_a_crash_after_sending_repeats_at_most_the_message_in_hand(database: Database) -> None:
    heard: list[str] = []

    def one_then_crash(errand: Errand) -> Outcome:
        heard.append(errand.to.name)
        if len(heard) == 2:
            raise Crash
        return Outcome(Fate.SENT, "webchat")

    post, now = Post(one_then_crash), at("2026-11-16 08:30")
    await write_due(database, VILLAGE, now)
    with pytest.raises(Crash):
        _ = [each async for each in deliver(database, VILLAGE, post, now, lanes=1)]
    post.answer = lambda errand: heard.append(errand.to.name) or Outcome(Fate.SENT, "webchat")  # type: ignore[func-returns-value]
    assert await tick(database, VILLAGE, post, now + timedelta(minutes=1)) == [], "the lease still holds"
    await tick(database, VILLAGE, post, now + LEASE)
    assert heard == ["张三", "李四", "李四"]


async def test_who_cannot_be_reached_stands_on_the_call_list_with_the_reason(database: Database) -> None:
    await database.run(told)
    found = [
        each async for each in deliver(database, VILLAGE, Post(lambda errand: NOBODY), at("2026-11-19 16:00"))
    ]
    assert [(each.channel, each.fate) for each in found] == [("phone", Fate.TO_PHONE)]
    assert await database.read(states) == [("N05:1:test", "to_phone", "sms: no such number")]
    assert await database.read(attempts) == [("sms", "unreachable", "no such number")]


async def test_a_page_that_is_opened_gets_what_waits_for_it(database: Database) -> None:
    post = Post(lambda errand: Outcome(Fate.LATER, reason="no page"))
    await tick(database, VILLAGE, post, at("2026-11-18 17:00"))
    page = await database.run(contact, 1, "terminal")
    post.answer = lambda errand: Outcome(Fate.SENT, "webchat")
    found = await wake(database, VILLAGE, post, page, at("2026-11-18 17:00"))
    assert lines(found) == [("11-18 17:00", "N04", "张三")]
    assert await wake(database, VILLAGE, post, page, at("2026-11-18 17:05")) == []


async def test_who_comes_back_need_not_be_phoned(database: Database) -> None:
    post = Post(lambda errand: NOBODY)
    await tick(database, VILLAGE, post, at("2026-11-18 17:00"))
    page = await database.run(contact, 1, "terminal")
    post.answer = lambda errand: Outcome(Fate.SENT, "webchat")
    assert lines(await wake(database, VILLAGE, post, page, at("2026-11-18 18:00"))) == [
        ("11-18 18:00", "N04", "张三")
    ]
    assert await wake(database, VILLAGE, post, page + 100, at("2026-11-18 18:00")) == [], "a stranger's page"


async def test_an_unbound_page_gets_nothing(database: Database) -> None:
    assert await wake(database, VILLAGE, Post(), 12_345, at("2026-11-18 17:00")) == []


async def test_what_is_written_twice_stands_once(either: tuple[str, Database]) -> None:
    _, database = either
    for _ in range(2):
        await database.run(told)
    assert await database.read(states) == [("N05:1:test", "waiting", "")]


async def test_a_claim_is_nobody_elses_until_its_lease_ends(either: tuple[str, Database]) -> None:
    url, database = either
    await database.run(told)
    now = at("2026-11-19 16:00")
    async with Database(url, VAULT) as other:
        claims = await asyncio.gather(*(each.run(claim, now, 10, LEASE) for each in (database, other) * 4))
        assert sorted(map(len, claims)) == [0] * 7 + [1]
        assert await other.run(claim, now + LEASE - timedelta(seconds=1), 10, LEASE) == []
        assert len(await other.run(claim, now + LEASE, 10, LEASE)) == 1


async def test_what_is_not_begun_when_the_claim_is_nearly_over_is_claimed_anew(database: Database) -> None:
    await database.run(told)
    begun = at("2026-11-19 16:00")
    late = begun + LEASE - ENOUGH
    moments = iter([begun])
    found = [each async for each in _claimed(database, VILLAGE, lambda: next(moments, late), None)]
    assert [len(errands) for errands in found] == [1]
    leases = await database.read(lambda conn: conn.execute(select(Notice.lease_until)).scalars().all())
    assert leases == [late + LEASE], "nobody else takes what is being sent"


async def test_what_is_given_back_is_no_message_yet(database: Database) -> None:
    await database.run(told)
    begun = at("2026-11-19 16:00")
    (row,) = await database.run(claim, begun, 10, LEASE)
    await database.run(notices.release, [row.id], as_new=True)
    (again,) = await database.run(claim, begun, 10, LEASE)
    assert again.together is None

"""The call list: who has it, what stands on it, and what came of a call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hamlet import (
    LUTANG,
    SHIGUAN,
    TOWNSHIP,
    Post,
    Village,
    assign,
    at,
    household,
    office,
    opened,
    person,
    states,
)  # fmt: skip
from sqlalchemy import Connection, select

from scheduler.errands import Fate, Outcome
from scheduler.jobs.calls import tell_callers
from scheduler.jobs.deliveries import deliver
from storage.database import Database
from storage.queries.call_list import CallLine, callers, calls, not_reached, phoned
from storage.queries.notices import NewNotice, add_notices
from storage.queries.reach import Reach
from storage.tables import Attempt

NOW = at("2026-11-19 16:00")
VILLAGE = Village()
OF_SHIGUAN = Reach(paths=("/9999/999901/999901011/",))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(request.param, tmp_path) as (_, database):
        await database.run(furnish)
        nobody = Post(lambda errand: Outcome(Fate.TO_PHONE, reason="sms: no such number"))
        async for _ in deliver(database, VILLAGE, nobody, NOW):
            pass
        yield database


def furnish(conn: Connection) -> None:
    """A cadre and a household's head of 石关, a cadre of 路塘: nobody can be reached."""
    for id_, name, village in ((1, "张三", SHIGUAN), (2, "李四", LUTANG)):
        person(conn, id_, name, channel=None)
        assign(conn, id_, village)
    household(conn, 1, SHIGUAN, "李大山", helper=1)
    for id_, name in ((5, "信息员"), (6, "村干部"), (7, "镇干部")):
        person(conn, id_, name)
    office(conn, 5, "info_officer", SHIGUAN)
    office(conn, 6, "village_officer", SHIGUAN)
    office(conn, 7, "township_clerk", TOWNSHIP)
    add_notices(conn, [notice(who) for who in (1, 2, 10_001)], NOW)


def notice(who: int) -> NewNotice:
    return NewNotice(f"new_account:{who}", "new_account", who, {}, NOW, NOW + timedelta(hours=6))


async def test_the_list_of_a_place_names_its_people_and_what_the_call_is_about(database: Database) -> None:
    path, kinds = "/9999/999901/999901011/", ("new_account",)
    assert await database.read(calls, OF_SHIGUAN, NOW) == [
        CallLine(1, "P1", "张三", path, None, kinds, 0),
        CallLine(10_001, "P10001", "李大山", path, 2, kinds, 0),
    ]
    assert await database.read(calls, OF_SHIGUAN, NOW + timedelta(hours=6)) == [], (
        "nobody phones about what is over"
    )


async def test_the_information_officer_has_it_else_the_clerk_of_the_township(database: Database) -> None:
    assert await database.read(callers, NOW) == {5, 7}


async def test_who_was_told_by_phone_is_off_the_list(database: Database) -> None:
    assert await database.run(phoned, 1, 5, NOW) == 1
    assert [line.name for line in await database.read(calls, OF_SHIGUAN, NOW)] == ["李大山"]
    kept = {key: state for key, state, _ in await database.read(states)}
    assert kept["new_account:1"] == "phoned"


async def test_who_did_not_take_the_call_stays_with_the_count(database: Database) -> None:
    for _ in range(2):
        await database.run(not_reached, 1, NOW)
    assert [line.in_vain for line in await database.read(calls, OF_SHIGUAN, NOW)] == [2, 0]
    tried = await database.read(lambda conn: conn.execute(select(Attempt.outcome, Attempt.reason)).all())
    assert [tuple(row) for row in tried] == [("unreachable", "nobody took the call")] * 2


async def test_whoever_has_a_list_is_told_once_a_day_while_somebody_stands_on_it(database: Database) -> None:
    post = Post()
    for moment in (NOW, NOW + timedelta(minutes=30)):
        await tell_callers(database, VILLAGE, moment)
        async for _ in deliver(database, VILLAGE, post, moment):
            pass
    assert sorted(name for name, _ in post.texts) == ["信息员", "镇干部"]
    assert post.texts[0][1] == "有人收不到消息,需要打电话通知。名单回 待电话"


async def test_the_word_is_not_sent_when_the_list_has_become_empty(database: Database) -> None:
    await tell_callers(database, VILLAGE, NOW)
    for who in (1, 2, 10_001):
        await database.run(phoned, who, 5, NOW)
    post = Post()
    async for _ in deliver(database, VILLAGE, post, NOW):
        pass
    assert post.texts == []

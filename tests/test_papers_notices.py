"""Public notices: who hears when one ends, until its result is there; who reads which (N13, D35)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import databases
import pytest
from hamlet import COUNTY, LUTANG, SHIGUAN, TOWNSHIP, Post, at, excuse, lines, opened
from matters_scene import NAMES, VILLAGE, furnish
from papers_scene import post
from sqlalchemy import Connection, update

from scheduler.preview import replayed
from scheduler.tick import tick
from storage.database import Database
from storage.queries.public_notices import add_result, of_area, open_on, to_answer, withdraw_result
from storage.queries.reach import Reach
from storage.tables import Role

OFFICER, CLERK = 6, 3
"""吴信 is of the village, 钱进 is the clerk."""


def furnished(conn: Connection) -> None:
    """The usual village; 吴信 is the officer 村文书. One notice, from 15 to 21 November (a Saturday)."""
    furnish(conn)
    conn.execute(update(Role).where(Role.person_id == OFFICER).values(kind="village_officer"))
    post(conn, 1, SHIGUAN, "2026-11-14", "2026-11-21")


async def said(database: Database) -> list[tuple[str, str, list[object]]]:
    """(moment, name, first thing) of the N13 of November."""
    found = await database.read(
        lambda db: list(replayed(db, VILLAGE, ("N13",), date(2026, 11, 1), date(2026, 11, 30)))
    )
    return [
        (f"{each.not_before:%m-%d %H:%M}", NAMES[each.person_id - 1], each.parameters["items"][0])
        for each in found
    ]


@pytest.mark.parametrize("kind", list(databases.kinds()))
async def test_village_and_clerk_hear_before_the_end_and_once_after_it_until_the_result_is_there(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnished)
        running = ["低保复核", "2026-11-21", 0, False]
        over = ["低保复核", "2026-11-21", 0, True]
        assert await said(database) == [
            ("11-19 09:00", "钱进", [*running, "石关村"]),
            ("11-19 09:00", "吴信", [*running, ""]),
            ("11-23 09:00", "钱进", [*over, "石关村"]),
            ("11-23 09:00", "吴信", [*over, ""]),
        ], "the last day is a Saturday: it is said on Monday, together with its being over"
        await database.run(add_result, 1, OFFICER, 0, None, date(2026, 11, 22), at("2026-11-22 10:00"))
        assert [moment for moment, _, _ in await said(database)] == ["11-19 09:00"] * 2


async def test_a_result_that_came_since_the_reminder_was_written_stops_it(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnished)
        await database.run(excuse, CLERK, "2026-11-23", "2026-11-23", "sick")
        post_ = Post()
        await tick(database, VILLAGE, post_, at("2026-11-19 08:59"))
        sent = await tick(database, VILLAGE, post_, at("2026-11-19 09:00"))
        assert [name for _, kind, name in lines(sent) if kind == "N13"] == ["钱进", "吴信"]
        assert ("吴信", "低保复核公示11月21日结束,无异议。到期后回 公示结果") in post_.texts
        assert ("钱进", "石关村低保复核公示11月21日结束,无异议。到期后回 公示结果") in post_.texts
        await database.run(add_result, 1, OFFICER, 2, None, date(2026, 11, 22), at("2026-11-22 10:00"))
        later = await tick(database, VILLAGE, post_, at("2026-11-23 09:00"))
    assert [each for each in lines(later) if each[1] == "N13"] == []


async def test_whoever_is_on_leave_hears_nothing_of_it(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnished)
        await database.run(excuse, CLERK, "2026-11-23", "2026-11-23", "sick")
        sent = await tick(database, VILLAGE, Post(), at("2026-11-23 09:00"))
    assert [name for _, kind, name in lines(sent) if kind == "N13"] == ["吴信"]


@pytest.mark.parametrize("kind", list(databases.kinds()))
async def test_one_result_a_notice_and_a_result_taken_back_makes_room(kind: str, tmp_path: Path) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnished)
        now, day = at("2026-11-22 10:00"), date(2026, 11, 22)
        first = await database.run(add_result, 1, OFFICER, 3, None, day, now)
        assert first is not None
        assert await database.run(add_result, 1, CLERK, 0, None, day, now) is None
        area = Reach(paths=("/9999/",))
        assert await database.read(to_answer, area, day, now) == []
        await database.run(withdraw_result, first, now)
        assert [each.id for each in await database.read(to_answer, area, day, now)] == [1]
        again = await database.run(add_result, 1, CLERK, 0, None, day, now)
        assert again != first


@pytest.mark.parametrize("kind", list(databases.kinds()))
async def test_a_village_reads_its_own_notices_and_those_above_it_and_no_neighbours(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnished)
        await database.run(post, 2, LUTANG, "2026-11-14", "2026-11-21", "通村路")
        await database.run(post, 3, TOWNSHIP, "2026-11-18", "2026-11-30", "资金")
        await database.run(post, 4, COUNTY, "2026-11-20", "2026-11-30", "考核")
        now, day = at("2026-11-19 10:00"), date(2026, 11, 19)
        mine = await database.read(open_on, Reach(paths=("/9999/999901/999901011/",)), day, now)
        assert [each.id for each in mine] == [1, 3], "the county's is not posted yet"
        assert (mine[0].day_of(day), mine[0].days) == (5, 7), "day 1 is the day after posting (M4)"
        whole = await database.read(open_on, Reach(paths=("/9999/",)), day, now)
        assert [each.id for each in whole] == [1, 2, 3]
        assert [each.id for each in await database.read(of_area, "/9999/999901/", day, now)] == [1, 2, 3]
        assert await database.read(open_on, Reach(), day, now) == []

"""A month of a small township in fast-forward: who hears what, once, whatever happens to the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hamlet import (
    LUTANG,
    SHIGUAN,
    TOWNSHIP,
    UNIT,
    Post,
    Village,
    assign,
    at,
    come,
    excuse,
    household,
    lines,
    office,
    opened,
    person,
    states,
    visit,
)  # fmt: skip
from sqlalchemy import Connection

from scheduler.jobs.deliveries import Delivered
from scheduler.replay import Printer, format_line, run_until
from scheduler.tick import tick
from storage.database import Database

START, END = at("2026-11-02 00:00"), at("2026-11-30 23:59")
VILLAGE = Village()

EXPECTED = {
    "张三": [  # two days every week, one household visited on the 12th, another on the 24th
        ("11-02 08:30", "N01"), ("11-09 08:30", "N01"), ("11-16 08:30", "N01"), ("11-20 09:00", "N09"),
        ("11-23 08:30", "N01"), ("11-30 08:30", "N01"),
    ],
    "李四": [  # no day in week 47, no visit
        ("11-02 08:30", "N01"), ("11-09 08:30", "N01"), ("11-16 08:30", "N01"), ("11-18 17:00", "N04"),
        ("11-19 16:00", "N05"), ("11-20 09:00", "N09"), ("11-22 20:00", "N07"), ("11-23 08:30", "N01"),
        ("11-25 09:00", "N09"), ("11-30 08:30", "N01"),
    ],
    "王芳": [  # leads the team
        ("11-02 08:30", "N01"), ("11-09 08:30", "N01"), ("11-16 08:30", "N01"), ("11-19 16:00", "N05-team"),
        ("11-23 08:30", "N01"), ("11-23 09:00", "N08"), ("11-30 08:30", "N01"),
    ],
    "赵敏": [  # on leave in week 47
        ("11-02 08:30", "N01"), ("11-09 08:30", "N01"), ("11-23 08:30", "N01"), ("11-30 08:30", "N01"),
    ],
    "钱进": [("11-23 09:00", "N08")],
    "孙华": [("11-23 09:00", "N08")],
}  # fmt: skip


def furnish(conn: Connection) -> None:
    for id_, name in enumerate(EXPECTED, 1):
        person(conn, id_, name, unit=UNIT if name in ("李四", "孙华") else None)
    assign(conn, 1, SHIGUAN)
    assign(conn, 2, SHIGUAN)
    assign(conn, 3, SHIGUAN, "team_leader")
    assign(conn, 4, LUTANG, "team_member")
    office(conn, 5, "township_leader", TOWNSHIP)
    office(conn, 6, "unit_contact", None, UNIT)
    for monday in ("2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"):
        first, second = monday, f"{monday[:-2]}{int(monday[-2:]) + 1:02d}"
        come(conn, 1, SHIGUAN, first, second)
        come(conn, 3, SHIGUAN, first, second)
        if monday != "2026-11-16":
            come(conn, 2, SHIGUAN, first, second)
            come(conn, 4, LUTANG, first, second)
    excuse(conn, 4, "2026-11-16", "2026-11-20")
    household(conn, 1, SHIGUAN, "李大山", helper=1)
    household(conn, 2, SHIGUAN, "王小河", helper=1, group=5)
    household(conn, 3, SHIGUAN, "陈平", helper=2)
    visit(conn, 1, 1, SHIGUAN, "2026-11-12")
    visit(conn, 2, 1, SHIGUAN, "2026-11-24")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Database]]:
    async with opened(request.param, tmp_path) as (url, database):
        await database.run(furnish)
        yield url, database


async def replay(database: Database, start: str, end: str) -> list[Delivered]:
    return [found async for found in run_until(database, VILLAGE, at(start), at(end), Printer())]


def by_person(found: list[Delivered]) -> dict[str, list[tuple[str, str]]]:
    """Name -> (moment, kind) of the reminders, without the digests."""
    heard: dict[str, list[tuple[str, str]]] = {name: [] for name in EXPECTED}
    for moment, kind, name in lines(found):
        if not kind.startswith("digest"):
            heard[name].append((moment, kind))
    return heard


async def test_a_month_gives_everybody_exactly_these_reminders(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        found = [each async for each in run_until(database, VILLAGE, START, END, Printer())]
        again = await replay(database, "2026-11-16 00:00", "2026-11-23 23:59")
    assert again == [], "what was said once is not said again"
    assert by_person(found) == EXPECTED
    digests = [(moment, name) for moment, kind, name in lines(found) if kind == "digest"]
    assert [moment for moment, name in digests if name == "钱进"] == [
        f"11-{day:02d} 18:30"
        for day in range(2, 31)
        if VILLAGE.calendar.works(at(f"2026-11-{day:02d} 00:00").date())
    ]
    assert {name for _, name in digests} == {"王芳", "钱进", "孙华"}
    assert [moment for moment, name in digests if name == "孙华"] == ["11-19 18:30"], (
        "a unit's day only with news"
    )
    weekly = [(moment, name) for moment, kind, name in lines(found) if kind == "digest_week"]
    mondays = [f"11-{day:02d} 09:00" for day in (2, 9, 16, 23, 30)]
    assert {name: [m for m, who in weekly if who == name] for name in ("王芳", "钱进", "孙华")} == {
        "王芳": mondays, "钱进": mondays, "孙华": mondays,
    }  # fmt: skip
    monthly = [(moment, name) for moment, kind, name in lines(found) if kind == "digest_month"]
    assert monthly == [("11-02 09:00", name) for name in ("王芳", "钱进", "孙华")]


async def test_what_is_printed_is_a_line_a_notice_on_either_database(place: tuple[str, Database]) -> None:
    _, database = place
    printed = [format_line(each) for each in await replay(database, "2026-11-16 08:30", "2026-11-23 09:00")]
    wanted = [line for line in printed if " digest" not in line]
    assert wanted == [
        "2026-11-16 08:30 N01 张三 webchat 本周(11.16-11.22)应驻村2天。到村后回 签到",
        "2026-11-16 08:30 N01 李四 webchat 本周(11.16-11.22)应驻村2天。到村后回 签到",
        "2026-11-16 08:30 N01 王芳 webchat 本周(11.16-11.22)应驻村2天。到村后回 签到",
        "2026-11-18 17:00 N04 李四 webchat 本周还未驻村,还需2天,剩3个工作日(周三、周四、周五)。到村后回 签到",
        "2026-11-19 16:00 N05 李四 webchat 本周还需2天,只剩周四、周五。到村后回 签到;有特殊情况请回 请假",
        "2026-11-19 16:00 N05-team 王芳 webchat 本周驻村时间紧的有1人:李四(石关村,还需2天)。请问问是否需要帮忙",
        "2026-11-20 09:00 N09 张三 webchat 本月还有1户未走访:王*(5组)。走访后回 走访",
        "2026-11-20 09:00 N09 李四 webchat 本月还有1户未走访:陈*(2组)。走访后回 走访",
        "2026-11-22 20:00 N07 李四 webchat 本周驻村0天,差2天。有请假、开会未报的,回 请假 补报",
        "2026-11-23 08:30 N01 张三 webchat 本周(11.23-11.29)应驻村2天。到村后回 签到",
        "2026-11-23 08:30 N01 李四 webchat 本周(11.23-11.29)应驻村2天。到村后回 签到",
        "2026-11-23 08:30 N01 王芳 webchat 本周(11.23-11.29)应驻村2天。到村后回 签到",
        "2026-11-23 08:30 N01 赵敏 webchat 本周(11.23-11.29)应驻村2天。到村后回 签到",
        "2026-11-23 09:00 N08 王芳 webchat 第47周(11.16-11.22)驻村未达标1人 / "
        "石关村 2/3人达标,未达标:李四0/2天 / 回 日报 看今天的数",
        "2026-11-23 09:00 N08 钱进 webchat 第47周(11.16-11.22)驻村未达标1人 / "
        "石关村 2/3人达标,未达标:李四0/2天 / 回 日报 看今天的数",
        "2026-11-23 09:00 N08 孙华 webchat 第47周(11.16-11.22)驻村未达标1人 / "
        "石关村 0/1人达标,未达标:李四0/2天 / 回 日报 看今天的数",
    ]
    assert all("\n" not in line for line in printed)


async def test_two_replicas_that_tick_at_the_same_moments_say_everything_once(
    place: tuple[str, Database],
) -> None:
    url, database = place
    post = Post()
    async with Database(url, VILLAGE.vault) as other:
        for moment in (
            "11-16 08:30",
            "11-16 08:31",
            "11-18 17:00",
            "11-19 16:00",
            "11-23 09:00",
            "11-23 18:30",
        ):
            now = at(f"2026-{moment}")
            await asyncio.gather(*(tick(each, VILLAGE, post, now) for each in (database, other, database)))
    heard = [(errand.to.name, notice.key) for errand in post.errands for notice in errand.notices]
    assert len(heard) == len(set(heard))
    kinds = sorted(key.split(":")[0] for _, key in heard)
    assert kinds == ["N01"] * 7 + ["N04", "N05", "N05-team"] + ["N08"] * 3 + ["digest"] * 9


async def test_a_restart_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (url, database):
        await database.run(furnish)
        first = await replay(database, "2026-11-09 00:00", "2026-11-19 12:34")
    async with Database(url, VILLAGE.vault) as database:
        second = await replay(database, "2026-11-19 12:40", "2026-11-23 23:59")
    kept = [(m, k) for m, k in EXPECTED["李四"] if "11-09" <= m < "11-24"]
    assert by_person(first + second)["李四"] == kept


async def test_after_an_outage_only_what_is_still_worth_saying_is_said(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await replay(database, "2026-11-16 00:00", "2026-11-18 12:00")
        late = await tick(database, VILLAGE, Post(), at("2026-11-19 10:00"))
        assert [kind for _, kind, _ in lines(late)] == ["digest", "digest"], (
            "Wednesday's reminder stays unsaid"
        )
        hours = await tick(database, VILLAGE, Post(), at("2026-11-19 21:30"))
        assert lines(hours) == [], "what fell while the server was down waits for the morning"
        morning = await tick(database, VILLAGE, Post(), at("2026-11-20 07:30"))
        assert [kind for _, kind, _ in lines(morning)] == ["digest"] * 3
        keys = {key: (state, reason) for key, state, reason in await database.read(states)}
    assert "N04:2:2026-W47" not in keys
    assert keys["N05:2:2026-W47"] == ("dropped", "too late after quiet hours")


async def test_a_first_tick_looks_back_over_the_morning(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        found = await tick(database, VILLAGE, Post(), at("2026-11-16 12:00"))
    said = lines(found)
    assert [line for line in said if line[1] == "N01"] == [
        ("11-16 12:00", "N01", name) for name in ("张三", "李四", "王芳")
    ]
    assert {kind for _, kind, _ in said} == {"N01", "digest_week"}
    assert found[0].text.startswith("本周(11.16-11.22)应驻村2天,已驻1天,还需1天"), "as it stands at noon"

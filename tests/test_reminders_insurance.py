"""Health insurance of the coming year (N16): who is told of it, in which numbers, and when it stops."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from databases import kinds
from hamlet import Post, at, lines, opened
from seasons_scene import CHILD, HEAD, HELPER, LI, OFFICE, WANG, furnish, insured, said, told
from sqlalchemy import Connection

from scheduler.replay import run_until
from scheduler.timetable import Timetable

BOTH = ("N16", "N16-home")
SEASON = ("2026-11-01", "2026-12-31")


def two_unpaid(conn: Connection) -> None:
    """李's head has paid in December, the child has not, of 王 nothing is known."""
    furnish(conn)
    insured(conn, HEAD, "paid", "2026-12-01", known_on="2026-12-10")
    insured(conn, CHILD, "unpaid")
    insured(conn, 10_000 + WANG, "unknown")


@pytest.mark.parametrize("kind", list(kinds()))
async def test_the_helper_hears_of_households_and_a_household_of_its_own_number(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(two_unpaid)
        assert await told(database, *SEASON, *BOTH) == [
            ("11-25 09:00", "N16", HELPER, [["李", 2, 2, "2026-12-31"]]),
            ("11-25 09:00", "N16-home", HEAD, [[2, "2026-12-31"]]),
            ("12-15 09:00", "N16", HELPER, [["李", 2, 1, "2026-12-31"]]),
            ("12-15 09:00", "N16-home", HEAD, [[1, "2026-12-31"]]),
        ]


async def test_a_helpers_word_stops_it_until_a_newer_list_says_otherwise(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(two_unpaid)
        await database.run(said, "CB", LI, "2026-11-24")
        assert [moment for moment, *_ in await told(database, *SEASON, *BOTH)] == [
            "12-15 09:00",
            "12-15 09:00",
        ] * 0
        await database.run(insured, CHILD, "unpaid", None, "2026-12-10")
        asked = await told(database, *SEASON, *BOTH)
        assert [(moment, person) for moment, _, person, _ in asked] == [
            ("12-15 09:00", HELPER), ("12-15 09:00", HEAD),
        ]  # fmt: skip
        await database.run(insured, CHILD, "paid", "2026-12-12", "2026-12-14")
        assert await told(database, "2026-12-01", "2026-12-31", *BOTH) == []


async def test_nobody_is_asked_for_what_is_unknown_or_exempt(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(insured, HEAD, "exempt")
        await database.run(insured, CHILD, "unknown")
        assert await told(database, *SEASON, *BOTH) == []


async def test_what_is_paid_between_the_hour_and_the_sending_is_not_asked_for(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(two_unpaid)
        post = Post()
        sent = [
            d async for d in run_until(database, OFFICE, at("2026-11-25 08:59"), at("2026-11-25 18:00"), post)
        ]
        assert [line for line in lines(sent) if line[1] in BOTH] == [
            ("11-25 09:00", "N16", "张三"), ("11-25 09:00", "N16-home", "李大山"),
        ]  # fmt: skip
        home = next(text for name, text in post.texts if name == "李大山")
    assert home == "医保缴费到12月底,您家还有2人未缴。要帮助回 我的帮扶人"
    assert "李小山" not in "".join(text for _, text in post.texts)


def test_a_day_of_the_year_that_does_not_work_comes_on_the_next_workday() -> None:
    table = Timetable(OFFICE.calendar, OFFICE.parameters)
    days = [date(2025, 12, day) for day in range(10, 20)] + [date(2023, 11, day) for day in range(24, 30)]
    assert [f"{day}" for day in days if table.insurance_day("/", day)] == ["2025-12-15", "2023-11-27"]

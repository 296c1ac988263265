"""Say once, fill many: one visit told in a chat stands in every ledger that concerns it, and leaves them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from acting import VISIT, WORKDAY, Scene, scene
from databases import Databases, kinds
from ledgers import Rows, tables

from storage.ledgers.plans import LEDGERS

TODAY = WORKDAY.date()
TEXT, WISH = "水管冻住了", "盼修蓄水池"
PLACE = "石关村"

Book = Mapping[str, Mapping[str, Rows]]


async def book(stage: Scene) -> Book:
    """Every ledger of the village, table by table."""
    return {one.key: await tables(stage, one.key, area=PLACE) for one in LEDGERS}


async def tell_a_visit(stage: Scene) -> None:
    """The cadre logs the visit word by word; a minute goes by."""
    cadre = await stage.actor("cadre")
    for word in VISIT:
        await cadre.say(word)
    stage.hands.now += timedelta(minutes=1)


def new(before: Book, after: Book, ledger: str, table: str) -> Rows:
    """The rows that were not there, or were other; running numbers apart."""
    known = [unnumbered(row) for row in before[ledger][table]]
    return [row for row in map(unnumbered, after[ledger][table]) if row not in known]


def unnumbered(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if not (key == "number" and isinstance(value, int))}


def only(rows: Rows) -> dict[str, Any]:
    assert len(rows) == 1, rows
    return rows[0]


@pytest.mark.parametrize("kind", list(kinds()))
async def test_one_visit_stands_in_every_ledger_that_concerns_it(databases: Databases, kind: str) -> None:
    async with scene(databases, kind) as stage:
        before = await book(stage)
        await tell_a_visit(stage)
        after = await book(stage)

    visit = only(new(before, after, "visits", "visits"))
    code, number = visit["code"], visit["number"]
    assert (visit["day"], visit["helper"], visit["village"]) == (TODAY, "陈天佑", PLACE)
    assert (visit["manner"], visit["met"], visit["matters"]) == ("入户", "户主", "饮水")
    assert TEXT in visit["said"]
    assert WISH in visit["said"]

    problem = only(new(before, after, "problems", "problems"))
    assert (problem["code"], problem["visit"], problem["matter"], problem["text"]) == (
        code,
        number,
        "饮水",
        TEXT,
    )
    assert (problem["urgent"], problem["due"], problem["state"]) == ("是", TODAY + timedelta(days=2), "在办")

    entry = only(new(before, after, "diary", "diary"))
    assert (entry["day"], entry["weekday"], entry["name"], entry["number"]) == (TODAY, "二", "陈天佑", number)
    assert TEXT in entry["text"]

    work = only(new(before, after, "work", "work"))
    assert (work["days"], work["dates"], work["visits"], work["found"]) == (1, "11.17", 1, 1)
    assert "走访" in work["items"]

    attendance = only(new(before, after, "attendance", "attendance"))
    assert (attendance["name"], attendance["d17"], attendance["days"]) == ("陈天佑", "访", 1)
    assert attendance["w4"].startswith("1/2 ")

    for ledger in ("card", "village"):
        home = only(new(before, after, ledger, "homes"))
        was = next(row for row in before[ledger]["homes"] if row["code"] == code)
        assert (home["code"], home["visited_on"]) == (code, TODAY)
        assert (home["visits"], home["open"]) == (was["visits"] + 1, was["open"] + 1)
    assert only(new(before, after, "card", "visits")) == visit
    assert only(new(before, after, "card", "problems")) == problem

    _assert_sums_have_grown(before, after)
    for ledger in ("income", "pairing"):
        assert after[ledger] == before[ledger], "what a visit does not concern stays as it was"


def _assert_sums_have_grown(before: Book, after: Book) -> None:
    was, now = before["register"]["register"][-1], after["register"]["register"][-1]
    assert (now["visited"], now["visits"], now["open"]) == (
        was["visited"] + 1,
        was["visits"] + 1,
        was["open"] + 1,
    )
    was, now = before["week"]["places"][-1], after["week"]["places"][-1]
    assert (now["visited"], now["visits"], now["opened"]) == (
        was["visited"] + 1,
        was["visits"] + 1,
        was["opened"] + 1,
    )
    person = next(row for row in after["week"]["people"] if row["name"] == "陈天佑")
    assert (person["done"], person["dates"]) == (1, "11.17")


async def test_a_visit_taken_back_is_gone_from_all_of_them(databases: Databases) -> None:
    async with scene(databases) as stage:
        before = await book(stage)
        await tell_a_visit(stage)
        cadre = await stage.actor("cadre")
        await cadre.say("撤回")
        after = await book(stage)
    left = {key: new(before, after, key, table) for key in after for table in after[key]}
    assert not {key: rows for key, rows in left.items() if rows}


async def test_a_day_that_was_said_is_in_the_diary_with_its_words_and_marked_by_its_evidence(
    databases: Databases,
) -> None:
    async with scene(databases) as stage:
        before = await book(stage)
        await (await stage.actor("cadre")).say("签到")
        after = await book(stage)
    entry = only(new(before, after, "diary", "diary"))
    assert (entry["what"], entry["day"], entry["number"][:2]) == ("驻村", date(2026, 11, 17), "QD")
    row = only(new(before, after, "attendance", "attendance"))
    assert (row["d17"], row["e0"]) == ("述", 1)

"""N22: a call for help is somebody's: taken by the first who answers, climbing while nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta

from acting import WORKDAY, Scene, scene
from databases import Databases

from scheduler.jobs.deliveries import Delivered
from scheduler.replay import Printer, run_until

START = WORKDAY.replace(hour=10, minute=0)


async def later(stage: Scene, minutes: int) -> list[Delivered]:
    """What the clock does in so many minutes."""
    start: datetime = stage.hands.now
    stage.hands.now = start + timedelta(minutes=minutes)
    run = run_until(stage.house.database, stage.office, start, stage.hands.now, Printer())
    return [each async for each in run if each.kind in ("emergency", "decided")]


async def test_the_first_who_answers_has_it_and_the_caller_hears_of_it(databases: Databases) -> None:
    async with scene(databases, now=START) as stage:
        household, officer = await stage.actor("household"), await stage.actor("officer")
        assert "120" in await household.hears("房子塌方了")
        called = await later(stage, 1)
        assert {each.name for each in called} >= {"丁树林", "邹玉梅"}, "the officer and the clerk at once"
        assert all("(" in each.text and "求助" in each.text for each in called), "masked, with its group"
        assert "由您去办" in await officer.hears("收到")
        clerk = await stage.actor("T01")
        assert "没有等您接收的求助" in await clerk.hears("收到")
        assert any("已有人接收" in each.text for each in await later(stage, 1))
        assert [each for each in await later(stage, 90) if each.kind == "emergency"] == [], "nothing climbs"


async def test_what_nobody_takes_climbs_twice_and_then_stands_first_on_the_call_list(
    databases: Databases,
) -> None:
    async with scene(databases, now=START) as stage:
        household, officer = await stage.actor("household"), await stage.actor("officer")
        await household.hears("着火了")
        first = await later(stage, 29)
        second = await later(stage, 2)
        third = await later(stage, 30)
        people = [{each.name for each in found} for found in (first, second, third)]
        assert people[0]
        assert people[1]
        assert people[2]
        assert not people[0] & people[1]
        assert not people[1] & people[2]
        assert {"熊大勇", "熊晓燕"} <= people[1], "leaders of township and team"
        assert people[2] == {"刘冬梅", "侯金水"}, "the county office"
        await later(stage, 31)
        listed = (await officer.hears("待电话")).splitlines()
        assert "求助" in listed[1]
        assert "由您去办" in await (await stage.actor("X01")).hears("收到"), "it can still be taken"


async def test_who_calls_twice_in_a_while_is_one_call(databases: Databases) -> None:
    async with scene(databases, now=START) as stage:
        household = await stage.actor("household")
        await household.hears("着火了")
        stage.hands.now += timedelta(minutes=3)
        await household.hears("着火了 快来")
        called = await later(stage, 5)
        assert len(called) == len({each.name for each in called})

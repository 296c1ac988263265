"""Samples: where and how many, a list drawn by lot, sent after a yes; and what somebody found who went to look."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from acting import scene
from databases import Databases, kinds
from hypothesis import given
from hypothesis import strategies as st
from onsite_scene import TUESDAY, last_check_in
from sqlalchemy import Connection, func, insert, select

from handlers.rules.lots import lots
from handlers.spot_check.talk import read
from storage.tables import Assignment, CheckIn, Leave, Request, SpotDraw


def _asked(db: Connection) -> int:
    return db.execute(
        select(func.count(Request.subject_id.distinct())).where(Request.kind == "spot")
    ).scalar_one()


def _draws(db: Connection) -> list[Any]:
    columns = SpotDraw.seed, SpotDraw.pool, SpotDraw.wanted, SpotDraw.drawn, SpotDraw.state
    return list(db.execute(select(*columns).order_by(SpotDraw.id)))


def _everybody_comes(db: Connection) -> dict[int, int]:
    """All who are assigned check in now, in their first village; person -> act."""
    day = TUESDAY.date()
    lasts = Assignment.ends.is_(None) | (Assignment.ends >= day)
    people = db.execute(
        select(Assignment.person_id, func.min(Assignment.village_id))
        .where(Assignment.starts <= day, lasts)
        .group_by(Assignment.person_id)
        .order_by(Assignment.person_id)
    )
    rows = [
        {
            "person_id": person, "village_id": village, "day": day, "came_at": TUESDAY, "work_items": [],
            "source": "said", "evidence": "e0", "status": "accepted", "saved_at": TUESDAY,
        }
        for person, village in people
    ]  # fmt: skip
    return {
        row["person_id"]: db.execute(insert(CheckIn).values(row).returning(CheckIn.id)).scalar_one()
        for row in rows
    }


def _on_leave(db: Connection, people: list[int]) -> None:
    day = TUESDAY.date()
    values = {"kind": "sick", "starts": day, "ends": day, "status": "effective", "saved_at": TUESDAY}
    for person in people:
        db.execute(insert(Leave).values(person_id=person, **values))


@pytest.mark.parametrize("kind", list(kinds()))
async def test_nothing_is_sent_before_a_yes_and_the_list_is_written_down_before_it_is_read(
    databases: Databases, kind: str
) -> None:
    async with scene(databases, kind, now=TUESDAY) as stage:
        await stage.house.database.run(_everybody_comes)
        leader = await stage.actor("leader")
        proposal = await leader.hears("抽查")
        assert "抽查哪里、几人?" in proposal
        assert "石关村 3人(可抽" in proposal
        back = await leader.hears("抽查 石关村 3")
        assert "将抽查石关村:" in back
        assert back.count("(石关村)") == 3
        assert "1发送" in back
        [(seed, pool, wanted, drawn, state)] = await stage.house.database.read(_draws)
        assert (wanted, len(drawn), state) == (3, 3, "shown")
        assert lots(seed, [(act, weight) for act, weight in pool], wanted) == tuple(drawn)
        assert await stage.house.database.read(_asked) == 0
        assert await leader.hears("抽查 石关村3人") == back, "asking again draws nothing anew"
        assert f"种子{seed}" in await leader.hears("1")
        assert await stage.house.database.read(_asked) == 3
        record = await leader.hears("抽查记录")
        assert "石关村" in record
        assert "已发送" in record
        assert "按种子重抽一致" in record


async def test_lists_that_were_looked_at_and_not_sent_are_few_and_stay_in_the_records(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await stage.house.database.run(_everybody_comes)
        leader, office = await stage.actor("leader"), await stage.actor("county")
        first = await leader.hears("抽查 石关村 2")
        second = await leader.hears("2")
        assert "已重新抽取" in second
        assert first.split("(从")[0] not in second
        await leader.hears("2")
        assert "不再另抽" in await leader.hears("2"), "a fourth list"
        assert "没有发送,谁也没有被问" in await leader.hears("2")
        assert "不再另抽" in await leader.hears("抽查 路塘村 1")
        record = await office.hears("抽查记录")
        assert record.count("没有发送,换了人") == 2
        assert await stage.house.database.read(_asked) == 0


async def test_who_is_on_leave_confirmed_or_drawn_this_week_is_not_drawn(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        acts = await stage.house.database.run(_everybody_comes)
        away = list(acts)[:40]
        await stage.house.database.run(_on_leave, away)
        leader = await stage.actor("leader")
        await leader.hears("抽查 10人")
        await leader.hears("1")
        await leader.hears("抽查 10")
        sent, second = await stage.house.database.read(_draws)
        assert not {act for act, _ in sent[1]} & {acts[person] for person in away}
        assert not {act for act, _ in second[1]} & set(sent[3])
        assert len(second[1]) == len(sent[1]) - 10


async def test_a_unit_draws_from_its_own_people_and_nobody_beyond_their_reach(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await stage.house.database.run(_everybody_comes)
        leader, officer, cadre = [await stage.actor(who) for who in ("leader", "officer", "cadre")]
        assert "城管局" in await leader.hears("抽查 城管局 2")
        neutral = "没有查到您可查看的记录"
        assert await officer.hears("抽查") == neutral
        assert await cadre.hears("抽查 石关村 1") == neutral
        assert await leader.hears("抽查 天上村 2") == neutral
        assert "抽查" in await leader.hears("菜单")


async def test_an_old_button_of_a_list_tells_what_became_of_it(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await stage.house.database.run(_everybody_comes)
        leader, other = await stage.actor("leader"), await stage.actor("county")
        await leader.hears("抽查 石关村 1")
        send, drop = leader.button("1"), leader.button("3")
        await leader.hears(press=send)
        assert "已发送" in await leader.hears(press=drop)
        assert "没有查到" in await other.hears(press=drop), "a list of somebody else"
        assert await stage.house.database.read(_asked) == 1


async def test_who_looks_writes_down_who_was_not_there_and_the_cadre_reads_it_and_objects(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre, leader, county = [await stage.actor(who) for who in ("cadre", "leader", "county")]
        await cadre.hears("签到")
        assert "核实哪位?" in await county.hears("现场核实 石关村")
        await county.hears("陈天佑")
        assert "什么原因不在" in await county.hears("2")
        await county.hears("4")
        assert "可以申诉;不扣任何天数" in await county.hears("1")
        assert "本周已1天" in await cadre.hears("本周"), "nobody loses a day by it"
        why = await cadre.hears("为什么")
        assert "现场核实" in why
        assert "没人说得清" in why
        assert "现场核实时没有见到" in await leader.hears("待核")
        assert "乡镇" in await cadre.hears("申诉 今天 我在张家修水管,半小时后回来")
        listed = await leader.hears("待我确认")
        key = next(line[0] for line in listed.splitlines() if "申诉:陈天佑" in line)
        await leader.hears(key)
        await leader.hears("1")
        assert await stage.house.database.read(last_check_in) == ("said", "e4", "accepted")


async def test_who_was_met_is_confirmed_in_the_village(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre, leader = await stage.actor("cadre"), await stage.actor("leader")
        await cadre.hears("签到")
        await leader.hears("现场核实 石关村")
        await leader.hears("陈天佑")
        await leader.hears("1")
        assert "在村" in await leader.hears("1")
        assert await stage.house.database.read(last_check_in) == ("said", "e4", "accepted")
        assert "没有查到" in await cadre.hears("现场核实 石关村")


@pytest.mark.parametrize(
    ("said", "names", "wanted"),
    [
        ("", [], None), ("3", [], 3), ("10人", [], 10), ("三人", [], 3), ("石关村 3", ["石关村"], 3),
        ("石关村3人", ["石关村"], 3), ("石关村 三个人", ["石关村"], 3), ("城管局", ["城管局"], None),
        ("999901011", ["999901011"], None), ("999901011 2", ["999901011"], 2),
        ("石关村,城管局 2人", ["石关村", "城管局"], 2), ("八一村", ["八一村"], None),
    ],
)  # fmt: skip
def test_a_place_and_a_number_are_read_as_people_type_them(
    said: str, names: list[str], wanted: int | None
) -> None:
    assert read(said) == (names, wanted)


POOLS = st.dictionaries(st.integers(1, 10**6), st.sampled_from((1, 3)), min_size=1, max_size=40)


@given(st.integers(0, 10**6), POOLS, st.integers(1, 10), st.randoms())
def test_a_seed_gives_the_same_names_whatever_the_order_of_the_pool(
    seed: int, pool: dict[int, int], wanted: int, shuffled: Random
) -> None:
    order = list(pool.items())
    shuffled.shuffle(order)
    found = lots(seed, order, wanted)
    assert found == lots(seed, list(pool.items()), wanted)
    assert len(found) == len(set(found)) == min(wanted, len(pool))
    assert set(found) <= set(pool)
    assert lots(seed, order, 1) == found[:1], "more names leave those before as they are"


def test_everybody_is_as_likely_to_come_out_as_their_weight_says() -> None:
    pool = [(1, 3), (2, 1), (3, 1), (4, 1)]
    first = Counter(lots(seed, pool, 1)[0] for seed in range(6000))
    assert 0.47 < first[1] / 6000 < 0.53
    assert all(0.14 < first[number] / 6000 < 0.19 for number in (2, 3, 4))

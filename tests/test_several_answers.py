"""Several of a list answered in one message (D54): what was meant, what is done, what is left and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from acting import Actor, Scene, scene
from databases import Databases, kinds
from onsite_scene import TUESDAY
from sqlalchemy import Connection, insert, select

from handlers.understand.picked import Picked, read_picked
from storage.queries.people import by_code
from storage.tables import CheckIn, Leave, Request


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1-5同意", Picked((1, 2, 3, 4, 5), yes=True)),
        ("1,3同意", Picked((1, 3), yes=True)),
        ("1、3 同意", Picked((1, 3), yes=True)),
        ("1到3批准", Picked((1, 2, 3), yes=True)),
        ("同意1,3", Picked((1, 3), yes=True)),
        ("全部同意", Picked(None, yes=True)),
        ("同意全部", Picked(None, yes=True)),
        ("都同意", Picked(None, yes=True)),
        ("2不同意 人手不够", Picked((2,), yes=False, why="人手不够")),
        ("1-2驳回,本周检查", Picked((1, 2), yes=False, why="本周检查")),
        ("2-1,1同意", Picked((1, 2), yes=True)),
    ],
)
def test_several_of_a_list_are_read_as_people_type_them(said: str, meant: Picked) -> None:
    assert read_picked(said) == meant


@pytest.mark.parametrize(
    "said", ["同意", "不同意", "同意 我的意见", "走访 3户", "3", "12月1日同意", "我同意", "同意2026"]
)
def test_what_names_no_numbers_of_a_list_is_none(said: str) -> None:
    assert read_picked(said) is None


def _asked_of_leader(db: Connection) -> None:
    """Two leaves, one check-in afterwards and one objection wait for the township's leader."""
    leader, day = by_code(db, "T02"), TUESDAY.date()
    people = [by_code(db, f"G00{n}") for n in range(1, 5)]
    assert leader is not None
    ids = [person.id for person in people if person is not None]
    leave = {"kind": "personal", "starts": day, "ends": day, "status": "waiting", "saved_at": TUESDAY}
    leaves = [
        db.execute(insert(Leave).values(person_id=n, **leave).returning(Leave.id)).scalar_one()
        for n in ids[:2]
    ]
    village = db.execute(select(CheckIn.village_id).limit(1)).scalar_one()
    came = {
        "village_id": village, "day": day - timedelta(days=1), "came_at": TUESDAY, "work_items": [], "source": "retro",
        "evidence": "e0", "status": "pending", "saved_at": TUESDAY,
    }  # fmt: skip
    acts = [
        db.execute(insert(CheckIn).values(person_id=n, **came).returning(CheckIn.id)).scalar_one()
        for n in ids[2:]
    ]
    for kind, subject, about in zip(
        ("leave", "leave", "retro", "dispute"), (*leaves, *acts), ids, strict=True
    ):
        db.execute(
            insert(Request).values(
                kind=kind, subject_id=subject, about_id=about, asked_id=leader.id, day=day, place="石关村",
                state="waiting", asked_at=TUESDAY, expires=TUESDAY + timedelta(days=2),
            )
        )  # fmt: skip


def _states(db: Connection) -> list[tuple[str, str]]:
    return [
        (kind, state) for kind, state in db.execute(select(Request.kind, Request.state).order_by(Request.id))
    ]


def _leaves(db: Connection) -> list[str]:
    return list(
        db.execute(
            select(Leave.status).where(Leave.starts == date(2026, 11, 17)).order_by(Leave.id)
        ).scalars()
    )


async def _leader(stage: Scene) -> Actor:
    await stage.house.database.run(_asked_of_leader)
    return await stage.actor("leader")


@pytest.mark.parametrize("kind", list(kinds()))
async def test_all_are_agreed_but_for_what_is_looked_at_one_by_one(databases: Databases, kind: str) -> None:
    async with scene(databases, kind, now=TUESDAY) as stage:
        leader = await _leader(stage)
        assert "1-3同意" in await leader.hears("待我确认")
        said = await leader.hears("全部同意")
        assert said.startswith("已同意3项:1请假:陈天佑 11月17日;2请假:")
        assert "没有处理1项(这类要逐项看):4申诉:" in said
        assert said.splitlines()[-1] == "1另1件"
        states = await stage.house.database.read(_states)
        assert states == [("leave", "yes"), ("leave", "yes"), ("retro", "yes"), ("dispute", "waiting")]
        assert (await stage.house.database.read(_leaves))[-2:] == ["effective", "effective"]


async def test_a_number_that_was_not_on_the_list_does_nothing(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        leader = await _leader(stage)
        await leader.hears("待我确认")
        said = await leader.hears("1,9同意")
        assert "已同意1项:1请假" in said
        assert "不在名单上):9" in said
        assert [state for _, state in await stage.house.database.read(_states)] == ["yes", *["waiting"] * 3]


async def test_a_refusal_of_several_needs_its_reason_and_one_takes_it_from_the_line(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        leader = await _leader(stage)
        await leader.hears("待我确认")
        assert "没有处理2项" in await leader.hears("1-2不同意")
        await leader.hears("待我确认")
        assert "已记下:请假" in await leader.hears("2不同意 本周人手不够")
        await leader.hears("待我确认")
        assert "未同意2项" in await leader.hears("1-2驳回 先说明去向")
        states = [state for _, state in await stage.house.database.read(_states)]
        assert states == ["no", "no", "no", "waiting"]


async def test_without_a_list_on_the_screen_the_list_is_shown_and_nothing_is_done(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        leader = await _leader(stage)
        for said in ("全部同意", "1-3同意"):
            await leader.hears("日报")
            assert "1请假:陈天佑" in await leader.hears(said)
        assert {state for _, state in await stage.house.database.read(_states)} == {"waiting"}


async def test_numbers_mean_what_the_list_showed_even_if_something_was_settled_since(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        leader = await _leader(stage)
        shown = await leader.hears("待我确认")
        number = leader.button("1").split()[-1]
        await leader.hears(f"同意 {number}")
        await leader.hears("待我确认")
        assert "1请假:陈天佑" in shown
        assert (await leader.hears("1-2同意")).count(":1") == 1

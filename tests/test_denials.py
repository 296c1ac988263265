"""A household says that nobody came (X08): which visit it may say it of, that it stands once, that nothing changes by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from acting import scene
from databases import Databases, kinds
from hamlet import LUTANG, SHIGUAN, at, household, person, places, visit
from onsite_scene import TUESDAY
from sqlalchemy import Connection, select, update
from sync_databases import VAULT, connected

from handlers.digests.blocks import quality_line
from handlers.digests.facts import Quality
from locales import translator
from storage.queries.flags import NewFlag, counted, is_raised, looked, raise_flags
from storage.queries.visits import LastVisit, last_visit
from storage.tables import CheckIn, Flag, Household, Notice, Request, Visit

SINCE, CUTOFF = at("2026-11-19 18:00"), at("2026-11-20 18:00")


def furnish(db: Connection) -> None:
    places(db)
    person(db, 1, "张三")
    for home, day in ((1, "2026-11-03"), (1, "2026-11-10"), (2, "2026-11-12")):
        if day != "2026-11-10":
            household(db, home, SHIGUAN, "李大山", helper=1)
        visit(db, home, 1, SHIGUAN, day)


def denied(number: int) -> NewFlag:
    return NewFlag(
        f"denied:{number}", "denied", 1, SHIGUAN, CUTOFF.date(), {"receipt": f"ZF261120-{number:04d}"}
    )


@pytest.mark.parametrize("kind", list(kinds()))
def test_the_last_visit_is_the_latest_that_stands(kind: str, tmp_path: Path) -> None:
    with connected(kind, tmp_path) as db:
        furnish(db)
        last = last_visit(db, 1)
        assert last is not None
        assert (last.helper_id, last.village_id, last.day) == (1, SHIGUAN, at("2026-11-10 09:00").date())
        db.execute(update(Visit).where(Visit.id == last.id).values(status="withdrawn"))
        before = last_visit(db, 1)
        assert before is not None
        assert before.day == at("2026-11-03 09:00").date()
        assert last_visit(db, 77) is None


@pytest.mark.parametrize("kind", list(kinds()))
def test_a_digest_counts_what_households_denied_since_the_one_before_it_looked_at_or_not(
    kind: str, tmp_path: Path
) -> None:
    with connected(kind, tmp_path) as db:
        furnish(db)
        raise_flags(db, [denied(1)], SINCE)
        raise_flags(db, [denied(2), denied(3)], CUTOFF)
        raise_flags(db, [denied(2), denied(4)], CUTOFF + timedelta(minutes=1))
        assert is_raised(db, "denied:2")
        assert not is_raised(db, "denied:5")
        assert counted(db, (SHIGUAN,), SINCE, CUTOFF) == (3, 2)
        assert counted(db, (LUTANG,), SINCE, CUTOFF) == (0, 0)
        number = db.execute(select(Flag.id).where(Flag.key == "denied:2")).scalar_one()
        looked(db, VAULT, number, 1, "", CUTOFF)
        assert counted(db, (SHIGUAN,), SINCE, CUTOFF) == (2, 2), "looked at, it was said all the same"
        assert counted(db, (SHIGUAN,), CUTOFF, CUTOFF + timedelta(days=1)) == (3, 1), "the next digest"


def test_the_line_of_records_says_what_is_passed_on() -> None:
    quality = Quality(5, 0, 0, corrected=2, denied=1)
    assert quality_line(translator("zh_Hans"), quality) == "补录5 更正2条 户主否认走访1(已转核查)"
    assert quality_line(translator("en"), quality).endswith("households deny a visit 1 (passed on)")
    assert "否认" not in quality_line(translator("zh_Hans"), replace(quality, denied=0))


async def test_what_a_household_says_leaves_every_visit_and_check_in_as_it_was(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        before = await stage.house.database.read(records)
        home = await stage.actor("household")
        await home.hears("没来过")
        assert await home.hears("1") == "已记下,乡镇会核实;不影响您家的补助。"
        assert await stage.house.database.read(records) == before
        flag = await stage.house.database.read(the_flag)
        assert set(flag.facts) == {"visit", "receipt"}, "nobody of the household is named"
        assert flag.key == f"denied:{flag.facts['visit']}"
        assert "最近走访:10月30日" in await home.hears("我的帮扶人")


async def test_who_went_there_may_answer_and_whoever_looks_reads_both_texts(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        home, helper, leader = [await stage.actor(who) for who in ("household", "G003", "leader")]
        await home.hears("没来过")
        await home.hears("是")
        assert "易正荣 10月30日:农户说没人来过" in await helper.hears("待核")
        assert "依据:走访ZF261030-" in await helper.hears("1")
        assert "已记下" in await helper.hears("答复 1 下午去的,老人在家")
        await leader.hears("待核")
        said = await leader.hears("1")
        assert "农户说没人来过" in said
        assert "本人说明:下午去的,老人在家" in said
        assert "已记下" in await leader.hears("看过 1 问过老人,是去过")
        assert "已核实:问过老人,是去过" in await helper.hears("核实单 1")
        assert "这次已经记下了" in await home.hears("没来过")
        assert "户主否认走访1(已转核查)\n" in await leader.hears("日报"), "said, though looked at already"


async def test_a_call_or_a_locked_door_cannot_be_denied_and_a_visit_since_is_asked_about_anew(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        home = await stage.actor("household")
        for values in ({"manner": "phone"}, {"manner": "home", "met": "nobody"}):
            await stage.house.database.run(change_last, values)
            assert "没来过" not in await home.hears("我的帮扶人")
            said = await home.hears("没来过")
            assert said == "最近没有登记到您家见面的走访。没人来的,请告诉村委会或乡镇。"
        await stage.house.database.run(change_last, {"manner": "home", "met": "head"})
        assert "10月30日" in await home.hears("没来过")
        await stage.house.database.run(come_again)
        assert "您说11月15日没有人到您家走访,是吗" in await home.hears("1")
        assert "已记下" in await home.hears("1")


def records(db: Connection) -> list[Any]:
    return [db.execute(select(*table.__table__.c).order_by(table.id)).all() for table in (Visit, CheckIn)]


def the_flag(db: Connection) -> Any:  # noqa: ANN401 - a row
    return db.execute(select(Flag.key, Flag.facts).where(Flag.pattern == "denied")).one()


def change_last(db: Connection, values: dict[str, str]) -> None:
    """Of the household of the demonstration that asks: its visit of 30 October."""
    db.execute(update(Visit).where(Visit.id == the_last(db).id).values(**values))


def come_again(db: Connection) -> None:
    last = the_last(db)
    visit(db, home_of(db), last.helper_id, last.village_id, "2026-11-15")


def the_last(db: Connection) -> LastVisit:
    last = last_visit(db, home_of(db))
    assert last is not None
    return last


def home_of(db: Connection) -> int:
    return db.execute(select(Household.id).where(Household.code == "SG001")).scalar_one()


async def test_the_township_hears_at_once_and_takes_it_on(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        home, leader, helper = [await stage.actor(who) for who in ("household", "leader", "G003")]
        await home.hears("没来过")
        await home.hears("1")
        asked = await stage.house.database.read(asked_of_township)
        assert {kind for kind, _ in asked} == {"denied"}
        assert len(await stage.house.database.read(told_now)) == len(asked)
        listed = await leader.hears("待我确认")
        assert "农户说没人来过的走访:易正荣 10月30日" in listed
        key = next(line[0] for line in listed.splitlines() if "易正荣" in line)
        shown = await leader.hears(key)
        assert "请向双方了解,不作结论" in shown
        assert "高" not in shown, "the household is not named"
        assert "您去了解" in await leader.hears("1")
        assert {state for _, state in await stage.house.database.read(asked_of_township)} <= {"yes", "closed"}
        assert "没有" in await helper.hears("待我确认")


def asked_of_township(db: Connection) -> list[tuple[str, str]]:
    return [(kind, state) for kind, state in db.execute(select(Request.kind, Request.state))]


def told_now(db: Connection) -> list[str]:
    return list(db.execute(select(Notice.key).where(Notice.kind == "request")).scalars())

"""The diary (D16): one entry stands in every ledger that concerns it, and makes its own day one on site, no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from acting import WORKDAY, Actor, Scene, scene
from databases import Databases, kinds
from ledgers import tables
from sqlalchemy import Connection, select

from storage.tables import CheckIn, DiaryEntry

PLACE, TODAY = "石关村", WORKDAY.date()
LINE = "日记 座谈会 12人 大家想修三组的路 问题:路灯坏了"
LEDGERS = ("diary", "work", "attendance", "village")


async def note(actor: Actor, line: str = LINE) -> str:
    """One line and 1 to save it."""
    await actor.hears(line)
    said = await actor.hears("1")
    actor.stage.hands.now += timedelta(minutes=1)
    return said


async def rows(stage: Scene) -> dict[str, list[dict[str, object]]]:
    """The cadre's rows in each ledger that an entry concerns."""
    found = {key: await tables(stage, key, area=PLACE) for key in LEDGERS}
    return {
        f"{key}/{table}": [row for row in all_rows if row.get("name") == "陈天佑"]
        for key, of in found.items()
        for table, all_rows in of.items()
        if table in ("diary", "work", "attendance")
    }


def days(db: Connection) -> list[tuple[str, str]]:
    """Source and state of the days that the entry's person has said or made today."""
    mine = select(DiaryEntry.person_id)
    acts = select(CheckIn.source, CheckIn.status).where(CheckIn.day == TODAY, CheckIn.person_id.in_(mine))
    return [(row.source, row.status) for row in db.execute(acts.order_by(CheckIn.id))]


@pytest.mark.parametrize("kind", list(kinds()))
async def test_one_entry_stands_in_every_ledger_that_concerns_it(databases: Databases, kind: str) -> None:
    async with scene(databases, kind) as stage:
        cadre = await stage.actor("cadre")
        said = await note(cadre)
        found = await rows(stage)
        await cadre.say("撤回")
        after = await rows(stage)
    assert "编号 RJ261117-" in said
    for ledger in ("diary/diary", "village/diary"):
        entry = next(row for row in found[ledger] if row["day"] == TODAY)
        assert (entry["what"], entry["text"], entry["matters"]) == (
            "座谈会",
            "12人;大家想修三组的路",
            "路灯坏了",
        )
        assert str(entry["number"]) in said
        assert not [row for row in after[ledger] if row["day"] == TODAY], "taken back, it is gone"
    work, was = found["work/work"][0], after["work/work"][0]
    assert (work["entries"], was["entries"]) == (1, 0)
    assert "座谈会" in str(work["items"])
    assert "11.17" in str(work["dates"])
    assert "11.17" not in str(was["dates"])
    marked = found["attendance/attendance"][0]
    assert (marked["d17"], marked["e0"]) == ("记", 1)
    assert after["attendance/attendance"][0].get("d17") is None


async def test_an_entry_for_an_earlier_day_makes_no_day_on_site(databases: Databases) -> None:
    """There a witness is asked for: 补签."""
    async with scene(databases) as stage:
        cadre = await stage.actor("cadre")
        said = await note(cadre, "日记 调研 昨天 看了三组的蓄水池 问题:没有")
        assert "回 补签" in said
        assert "应驻2天,已驻0天" in await cadre.hears("我的本周")


async def test_a_day_stays_one_as_long_as_any_work_of_it_stands(databases: Databases) -> None:
    async with scene(databases) as stage:
        cadre = await stage.actor("cadre")
        await note(cadre)
        for word in ("走访", "2", "0", "0", "1"):
            last = await cadre.hears(word)
        visit = last.split("编号 ")[1][:13]
        assert await stage.house.database.read(days) == [("diary", "accepted")]
        await cadre.hears("撤回 " + next(iter(await entries_of(stage))))
        assert await stage.house.database.read(days) == [("visit", "accepted")]
        await cadre.hears(f"撤回 {visit}")
        assert await stage.house.database.read(days) == [("visit", "withdrawn")]


async def entries_of(stage: Scene) -> list[str]:
    """The receipts of the entries there are."""
    found = await stage.house.database.read(lambda db: list(db.execute(select(DiaryEntry.id)).scalars()))
    return [f"RJ{TODAY:%y%m%d}-{number:04}" for number in found]


async def test_a_check_in_taken_back_leaves_the_day_that_the_diary_made(databases: Databases) -> None:
    async with scene(databases) as stage:
        cadre = await stage.actor("cadre")
        await note(cadre)
        await cadre.say("签到 开会")
        assert await stage.house.database.read(days) == [("said", "accepted")]
        await cadre.say("撤回")
        assert await stage.house.database.read(days) == [("diary", "accepted")]


async def test_an_entry_put_right_to_another_day_takes_its_day_on_site_along(databases: Databases) -> None:
    async with scene(databases) as stage:
        cadre = await stage.actor("cadre")
        await note(cadre)
        for word in (f"更正 {next(iter(await entries_of(stage)))}", "2", "改3", "昨天", "1", "1", "1"):
            last = await cadre.hears(word)
        assert await stage.house.database.read(days) == [("diary", "withdrawn")], last


async def test_the_problem_of_another_persons_entry_cannot_be_taken_up(databases: Databases) -> None:
    async with scene(databases) as stage:
        await note(await stage.actor("cadre"))
        number = int((await entries_of(stage))[0].rpartition("-")[2])
        other = await stage.actor("member")
        assert await other.hears(f"记到户 {number}") == "没有查到您可查看的记录"


@pytest.mark.parametrize(
    ("line", "met", "day", "text"),
    [
        ("日记 座谈会 12人 大家想修路", "12", "11月17日", "大家想修路"),
        ("日记 昨天 宣讲 三十户代表 讲了医保 也讲了养老", "30", "11月16日", "讲了医保 也讲了养老"),
        ("日记 开会 大家想修路 12人 都愿意出工", "没有", "11月17日", "大家想修路 12人 都愿意出工"),
        ("日记 座谈 二十人 11月15日 说了修路的事", "20", "11月15日", "说了修路的事"),
    ],
)
async def test_facts_come_first_in_a_line_and_words_stay_as_they_were_said(
    databases: Databases, line: str, met: str, day: str, text: str
) -> None:
    async with scene(databases) as stage:
        cadre = await stage.actor("cadre")
        await cadre.say(line)
        said = await cadre.hears("0")
    assert f"人数: {met}\n" in said
    assert f"日期: {day}" in said
    assert f"记录: {text}\n" in said


async def test_what_was_solved_stands_in_the_diary_and_the_work_ledger_also_of_a_day_that_a_visit_made(
    databases: Databases,
) -> None:
    async with scene(databases) as stage:
        cadre = await stage.actor("cadre")
        for word in ("走访", "2", "0", "0", "1"):
            await cadre.say(word)
        stage.hands.now += timedelta(hours=2)
        assert "今天解决:协调水管配件" in await cadre.hears("签退 协调水管配件")
        await cadre.say("签到 巡河")
        found = await rows(stage)
        assert "今天解决" not in await cadre.hears("签退 没有")
    said = [str(row["text"]) for row in found["diary/diary"] if row["day"] == TODAY]
    assert any("协调水管配件;巡河" in text for text in said), said
    assert "协调水管配件" in str(found["work/work"][0]["done"])

"""A correction that needs somebody's agreement: asked by a notice, answered by its numbers, told to who asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from acting import Actor, Scene, scene
from databases import Databases
from sqlalchemy import Connection, select

from bot.channels.base import Capabilities, Receipt
from bot.sender import SendPlanner
from handlers.digests.read import facts_of
from handlers.replies import Say
from scheduler.tick import nightly, tick
from storage.queries import areas
from storage.tables import Correction, FollowUp, Notice, Visit
from storage.values.week import SHANGHAI

FIRST_DAY = datetime(2026, 11, 17, 9, 42, tzinfo=SHANGHAI)
NEXT_DAY = FIRST_DAY + timedelta(days=1)


class Notebook:
    """A channel that writes down what it is told to say, and to whom."""

    name = "terminal"
    capabilities = Capabilities(
        buttons=True, pictures_in=False, pictures_out=False, pushes=True, longest=4000
    )

    def __init__(self) -> None:
        self.said: list[Say] = []

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        self.said += messages
        return Receipt()


@asynccontextmanager
async def visited(databases: Databases) -> AsyncIterator[tuple[Scene, Actor, Actor]]:
    """A visit with a problem of the day before, its cadre and the team leader of the village."""
    async with scene(databases, now=FIRST_DAY) as county:
        cadre, leader = await county.actor("cadre"), await county.actor("G004")
        await leader.say("你好")
        for text in ("走访 李家 饮水 冬季缺水 不急 0", "1"):
            await cadre.say(text)
        county.hands.now = NEXT_DAY
        yield county, cadre, leader


async def ask_to_drop_the_problem(cadre: Actor) -> str:
    """The problem was none; the reason is a mistake."""
    for text in ("更正", "1", "2", "改5", "0", "1"):
        await cadre.say(text)
    return await cadre.hears("1")


def rows(db: Connection, *columns: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any columns
    return [tuple(row) for row in db.execute(select(*columns))]


async def test_the_pushed_numbers_agree_and_everything_follows(databases: Databases) -> None:
    async with visited(databases) as (county, cadre, leader):
        assert "请熊晓燕在3天内答复" in await ask_to_drop_the_problem(cadre)
        assert "饮水:冬季缺水" in await cadre.hears("待办")
        notebook = Notebook()
        await tick(county.house.database, county.office, SendPlanner({"terminal": notebook}), NEXT_DAY)
        pushed = next(say.text for say in notebook.said if "申请更正" in say.text)
        assert "冬季缺水" not in pushed  # what was written stays out of a message nobody asked for
        assert "问题、饮水、急" in pushed
        assert "饮水: 冬季缺水 → 没有" in await leader.hears("3")
        assert "已生效" in await leader.hears("1")
        assert "没有待办事项" in await cadre.hears("待办")
        later = NEXT_DAY + timedelta(minutes=5)
        await tick(county.house.database, county.office, SendPlanner({"terminal": notebook}), later)
        assert any("已同意并生效" in say.text for say in notebook.said)


async def test_an_answer_is_given_once_and_an_old_number_says_what_became(databases: Databases) -> None:
    async with visited(databases) as (_, cadre, leader):
        await ask_to_drop_the_problem(cadre)
        assert "为什么不同意" in await leader.hears("不同意更正 1")
        assert "保持原样" in await leader.hears("问过村里,确实缺水")
        assert "没有同意" in await leader.hears("同意更正 1")
        assert "问过村里" in await cadre.hears("看更正 1")
        assert "饮水:冬季缺水" in await cadre.hears("待办")


async def test_nobody_but_the_team_leader_may_look_or_answer(databases: Databases) -> None:
    async with visited(databases) as (county, cadre, _):
        await ask_to_drop_the_problem(cadre)
        for who in ("member", "household", "leader", "county", "officer", "G003", "cadre"):
            other = await county.actor(who)
            assert await other.hears("同意更正 1") == "没有查到您可查看的记录"
        assert "没有查到您可查看的记录" in await (await county.actor("member")).hears("更正 ZF261117-1003")
        stranger = await county.actor("stranger:1")
        assert "绑定" in await stranger.hears("同意更正 1")


async def test_what_nobody_answers_in_time_is_closed_and_told(databases: Databases) -> None:
    async with visited(databases) as (county, cadre, leader):
        await ask_to_drop_the_problem(cadre)
        await nightly(county.house.database, county.office, NEXT_DAY)
        county.hands.now = NEXT_DAY + timedelta(days=4)
        assert "没人按时答复" in await leader.hears("同意更正 1")
        await nightly(county.house.database, county.office, county.hands.now)
        states = await county.house.database.read(rows, Correction.state)
        assert states == [("expired",)]
        kinds = await county.house.database.read(rows, Notice.kind)
        assert ("correction_answer",) in kinds


async def test_the_next_digest_says_it_and_the_issued_one_stays(databases: Databases) -> None:
    async with visited(databases) as (county, cadre, leader):
        await ask_to_drop_the_problem(cadre)
        await leader.say("同意更正 1")
        evening = NEXT_DAY.replace(hour=18, minute=30)

        def figures(db: Connection) -> Any:  # noqa: ANN401 - the facts' own blocks
            village = areas.area_named(db, "石关村")[0]
            return facts_of(db, village, evening.date(), evening, county.office).quality

        quality = await county.house.database.read(figures)
        assert quality is not None
        assert quality.corrected == 1
        county.hands.now = evening
        officer = await county.actor("officer")
        assert "更正1条" in await officer.hears("日报 石关村")
        assert "ZF261117-1003 更正:填错" in await officer.hears("日报 更正 石关村")
        auditor = await county.actor("auditor")
        assert "更正" in await auditor.hears("日报 更正 石关村")


async def test_a_withdrawn_visit_keeps_its_answers_and_the_reason(databases: Databases) -> None:
    async with visited(databases) as (county, cadre, leader):
        for text in ("更正 ZF261117-1003", "1", "2", "1"):
            await cadre.say(text)
        await leader.say("同意更正 1")
        kept = await county.house.database.read(rows, Correction.change, Correction.reason, Correction.state)
        assert kept == [("withdraw", "duplicate", "done")]
        assert ("withdrawn",) in await county.house.database.read(rows, Visit.status)
        assert ("withdrawn",) in await county.house.database.read(rows, FollowUp.status)
        assert "已驻0天" in await cadre.hears("我的本周")


async def test_the_household_hears_that_its_record_was_changed(databases: Databases) -> None:
    async with scene(databases, now=FIRST_DAY) as county:
        cadre, home = await county.actor("cadre"), await county.actor("household")
        await home.say("你好")
        for text in ("走访 李家 没问题", "1", "更正", "1", "2", "改5", "5", "缺水", "1", "1", "1"):
            await cadre.say(text)
        kinds = await county.house.database.read(rows, Notice.kind)
        assert ("record_changed",) in kinds


async def test_a_closed_year_and_an_old_record_say_so(databases: Databases) -> None:
    async with visited(databases) as (county, cadre, _):
        county.hands.now = FIRST_DAY + timedelta(days=8)
        assert "已过7天" in await cadre.hears("更正 ZF261117-1003")
        county.hands.now = FIRST_DAY + timedelta(days=60)
        assert "2026年已结账" in await cadre.hears("更正 ZF261117-1003")


async def test_corrections_are_answered_one_by_one_by_their_number_on_the_list(databases: Databases) -> None:
    async with visited(databases) as (_, cadre, leader):
        await ask_to_drop_the_problem(cadre)
        await leader.hears("待审批")
        assert "更正会改动记录,请逐条看。这次没有处理。" in await leader.hears("全部同意")
        assert "不写原因回0" not in await leader.hears("1不同意 问题还在")
        assert "没有" in await leader.hears("待审批") or "不同意" in leader.last[-1].text

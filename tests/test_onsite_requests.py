"""Leave that somebody has to agree to, check-ins made afterwards, objections: asked, answered once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from acting import Scene, scene
from databases import Databases, kinds
from onsite_scene import TUESDAY, last_check_in, rule
from sqlalchemy import Connection, delete, select, update

from scheduler.replay import Printer, run_until
from storage.tables import Assignment, Leave, Notice, Person, Region, Request, Role


def asked(db: Connection) -> list[tuple[str, str, str]]:
    """(kind, code of whoever is asked, state) of every question."""
    rows = db.execute(
        select(Request.kind, Person.code, Request.state)
        .join(Person, Person.id == Request.asked_id)
        .order_by(Request.id)
    )
    return [(kind, code, state) for kind, code, state in rows]


def told(db: Connection) -> list[tuple[str, str]]:
    """(kind, code) of the notices that were written."""
    rows = db.execute(
        select(Notice.kind, Person.code)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.kind.in_(("request", "decided")))
        .order_by(Notice.id)
    )
    return [(kind, code) for kind, code in rows]


def last_leave(db: Connection) -> str:
    return db.execute(select(Leave.status).order_by(Leave.id.desc()).limit(1)).scalar_one()


async def ask_for_leave(stage: Scene) -> str:
    cadre = await stage.actor("cadre")
    await cadre.hears("请假 事假 今天 周五")
    await cadre.hears("家里有事")
    return await cadre.hears("1")


async def test_leave_is_in_effect_at_once_where_nobody_has_to_agree(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        said = await ask_for_leave(stage)
        assert said.startswith("已登记事假:11月17日(周二)至11月20日(周五),4个工作日\n本周应驻村核减为1天")
        assert await stage.house.database.read(asked) == []


LEADERS = ("team_leader", "first_secretary")


def without_offices(db: Connection) -> None:
    """As an import writes it that has the leaders in the column 职责 alone."""
    db.execute(delete(Role).where(Role.kind.in_(LEADERS)))


def without_duties(db: Connection) -> None:
    """The leaders hold an office; all assignments are alike."""
    db.execute(update(Assignment).values(duty="帮扶责任人"))


def leaders(db: Connection) -> set[str]:
    """The codes of those who lead the team of 石关村, by office."""
    rows = db.execute(
        select(Person.code)
        .join(Role, Role.person_id == Person.id)
        .join(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(LEADERS), Region.name == "石关村")
    )
    return set(rows.scalars())


@pytest.mark.parametrize("kind", [*kinds()])
@pytest.mark.parametrize("written", [without_offices, without_duties])
async def test_the_leaders_of_the_team_are_asked_however_the_register_has_them(
    databases: Databases, kind: str, written: Callable[[Connection], None]
) -> None:
    async with scene(databases, kind, now=TUESDAY) as stage:
        await rule(stage, leave__approval="team_leader")
        known = await stage.house.database.read(leaders)
        await stage.house.database.run(written)
        said = await ask_for_leave(stage)
        assert "已提交事假" in said
        assert "没有登记" not in said
        asked_ones = {code for what, code, _ in await stage.house.database.read(asked) if what == "leave"}
        assert asked_ones == known - {"G001"}


async def test_where_no_leader_is_known_the_township_is_asked_and_the_cadre_told(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="team_leader")
        await stage.house.database.run(without_offices)
        await stage.house.database.run(without_duties)
        said = await ask_for_leave(stage)
        assert "没有登记本村队长或第一书记,已转请乡镇批准" in said
        assert ("leave", "T02", "waiting") in await stage.house.database.read(asked)


async def test_where_nobody_at_all_is_known_leave_is_in_effect_and_says_so(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        await stage.house.database.run(lambda db: db.execute(delete(Role)) and None)
        said = await ask_for_leave(stage)
        assert "没有登记可以批准的人,已直接生效,请告知乡镇" in said
        assert await stage.house.database.read(last_leave) == "effective"


@pytest.mark.parametrize("kind", [*kinds()])
async def test_leave_waits_for_the_township_and_both_hear_of_each_other(
    databases: Databases, kind: str
) -> None:
    async with scene(databases, kind, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        said = await ask_for_leave(stage)
        assert "已提交事假" in said
        assert "批准前应驻天数不变" in said
        assert "还需2天" in said
        questions = await stage.house.database.read(asked)
        assert ("leave", "T02", "waiting") in questions
        leader = await stage.actor("leader")
        assert "请假:陈天佑 11月17日" in await leader.hears("待我确认")
        shown = await leader.hears("1")
        assert (
            "请事假:11月17日(周二)至11月20日(周五),4个工作日。同意吗?\n说明:家里有事\n1同意 2不同意" in shown
        )
        assert "已记下:请假 陈天佑 11月17日" in await leader.hears("1")
        assert await stage.house.database.read(last_leave) == "effective"
        assert await stage.house.database.read(told) == [
            ("request", "T01"),
            ("request", "T02"),
            ("request", "T03"),
            ("decided", "G001"),
        ]
        cadre = await stage.actor("cadre")
        assert "应驻1天" in await cadre.hears("本周")


async def test_a_refusal_has_a_reason_and_the_cadre_reads_it(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        await ask_for_leave(stage)
        leader, cadre = await stage.actor("leader"), await stage.actor("cadre")
        await leader.hears("待我确认")
        shown = await leader.hears("1")
        assert "说明:家里有事" in shown
        assert "请把原因写在一起" in await leader.hears("2")
        await leader.hears("待我确认")
        await leader.hears("1")
        press = leader.button("2").removeprefix("go:")
        assert "已记下" in await leader.hears(f"{press} 本周人手不够")
        assert await stage.house.database.read(last_leave) == "refused"
        assert ("decided", "G001") in await stage.house.database.read(told)
        stage.hands.now += timedelta(minutes=5)
        assert "原因:本周人手不够" in await cadre.hears(f"审批单 {press.split()[-1]}")
        assert "应驻2天" in await cadre.hears("本周")


async def test_what_was_answered_is_not_answered_again(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        await ask_for_leave(stage)
        leader = await stage.actor("leader")
        await leader.hears("待我确认")
        await leader.hears("1")
        press = leader.button("1").removeprefix("go:")
        assert "已记下" in await leader.hears(press)
        assert await stage.house.database.read(last_leave) == "effective"
        assert "已经有人答复" in await leader.hears(press)
        states = {state for kind, _, state in await stage.house.database.read(asked) if kind == "leave"}
        assert states <= {"yes", "closed"}


async def test_a_question_is_nobody_else_s_to_answer_or_to_read(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        await ask_for_leave(stage)
        leader, other = await stage.actor("leader"), await stage.actor("officer")
        await leader.hears("待我确认")
        await leader.hears("1")
        number = leader.button("1").split()[-1]
        assert await other.hears(f"审批单 {number}") == "没有查到您可查看的记录"
        await other.hears(f"同意 {number}")
        assert await stage.house.database.read(last_leave) == "waiting"
        cadre = await stage.actor("cadre")
        assert "同意" not in await cadre.hears(f"同意 {number}")
        assert await stage.house.database.read(last_leave) == "waiting"


async def test_leave_that_waits_can_be_taken_back(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        await ask_for_leave(stage)
        cadre = await stage.actor("cadre")
        assert await cadre.hears("销假") == "已撤回等待批准的请假"
        assert await stage.house.database.read(last_leave) == "refused"
        assert {state for _, _, state in await stage.house.database.read(asked)} == {"closed"}


async def test_leave_that_waits_is_taken_back_like_any_record_too(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        await ask_for_leave(stage)
        cadre, leader = await stage.actor("cadre"), await stage.actor("leader")
        await leader.hears("待我确认")
        await leader.hears("1")
        agrees = leader.button("1").removeprefix("go:")
        assert "已撤回请假 QJ261117-" in await cadre.hears("撤回")
        assert {state for _, _, state in await stage.house.database.read(asked)} == {"closed"}
        await leader.hears(agrees)
        assert await stage.house.database.read(last_leave) == "refused", "nobody can agree to it any more"
        assert "没有可以撤回" in await cadre.hears("撤回")


async def retro(stage: Scene, *answers: str) -> str:
    cadre = await stage.actor("cadre")
    said = ""
    for answer in ("补签 昨天", *answers):
        said = await cadre.hears(answer)
    return said


@pytest.mark.parametrize(("answer", "status", "line"), [
    ("1", ("retro", "e4", "accepted"), "本周已1天"), ("2", ("retro", "e0", "withdrawn"), "本周还未驻村"),
])  # fmt: skip
async def test_a_day_said_afterwards_counts_when_the_witness_says_so(
    databases: Databases, answer: str, status: tuple[str, str, str], line: str
) -> None:
    async with scene(databases, now=TUESDAY + timedelta(days=1)) as stage:
        said = await retro(stage, "忘了", "1", "1")
        assert "已补签:11月17日(周二) 石关村,等待证明\n已请1人证明\n" in said
        assert "另有1天待核" in said
        kind, code, state = (await stage.house.database.read(asked))[-1]
        assert (kind, state) == ("retro", "waiting")
        witness = await stage.actor(code)
        await witness.hears("待我确认")
        assert "属实吗" in await witness.hears("1")
        await witness.hears(answer)
        assert await stage.house.database.read(last_check_in) == status
        cadre = await stage.actor("cadre")
        assert line in await cadre.hears("本周")


async def test_the_same_day_is_not_said_twice_nor_a_day_of_leave(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre = await stage.actor("cadre")
        await cadre.hears("签到")
        stage.hands.now += timedelta(days=1)
        assert "11月17日在该村已有签到" in await retro(stage, "忘了", "1", "1")
        assert "只能补最近几天的" in await cadre.hears("今天")


async def test_the_question_is_pushed_and_its_number_answers_it(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, leave__approval="township")
        await ask_for_leave(stage)
        told_ = [
            each
            async for each in run_until(
                stage.house.database, stage.office, TUESDAY, TUESDAY + timedelta(hours=1), Printer()
            )
            if each.kind == "request"
        ]
        assert "同意吗?" in told_[0].text


async def test_an_objection_is_decided_by_the_township_with_a_reason(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre, leader = await stage.actor("cadre"), await stage.actor("leader")
        assert "请把日期和情况写在一起" in await cadre.hears("申诉")
        assert "已转乡镇" in await cadre.hears("申诉 11月16日 当天在村里修水管,没有信号")
        assert "正在核实" in await cadre.hears("申诉 11月16日 再说一遍")
        await leader.hears("待我确认")
        assert "修水管" in await leader.hears("1")
        press = leader.button("1").removeprefix("go:")
        await leader.hears(f"{press} 村里有人证明")
        assert "本周已1天" in await cadre.hears("本周")
        assert "申诉 11月16日:是(村里有人证明)" in await cadre.hears("为什么")
        assert "已经计入" in await cadre.hears("申诉 11月16日 还要说")

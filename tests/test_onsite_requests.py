"""Leave that somebody has to agree to, check-ins made afterwards, what the village has seen: asked, answered once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from acting import Scene, scene
from databases import Databases, kinds
from sqlalchemy import Connection, select

from bot.desk import Desk
from scheduler.replay import Printer, run_until
from storage.queries.parameters import put
from storage.tables import CheckIn, Leave, Notice, Person, Request
from storage.values.week import SHANGHAI

ALWAYS = date(2020, 1, 1)
TUESDAY = datetime(2026, 11, 17, 9, tzinfo=SHANGHAI)


async def rule(stage: Scene, **values: Any) -> None:  # noqa: ANN401
    """Parameters for everywhere, `leave__approval="township"` for leave.approval; the house reads them."""
    for name, value in values.items():
        await stage.house.database.run(put, name.replace("__", "."), None, ALWAYS, None, value, "test")
    stage.office = await stage.house.office()
    stage.desk = Desk(stage.house.database, stage.office, stage.hands)


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


def last_check_in(db: Connection) -> tuple[str, str, str]:
    """(source, evidence, status) of the last act."""
    row = db.execute(
        select(CheckIn.source, CheckIn.evidence, CheckIn.status).order_by(CheckIn.id.desc()).limit(1)
    ).one()
    return row[0], row[1], row[2]


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


async def test_an_officer_confirms_who_came_today_and_only_once(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre, officer = await stage.actor("cadre"), await stage.actor("officer")
        await cadre.hears("签到")
        listed = await officer.hears("待我确认")
        assert "在村确认:陈天佑 11月17日" in listed
        key = next(line.split("在村确认")[0] for line in listed.splitlines() if "陈天佑" in line)
        assert "您看到他在村里吗?" in await officer.hears(key)
        await officer.hears("1")
        assert await stage.house.database.read(last_check_in) == ("said", "e4", "accepted")
        assert "陈天佑" not in await officer.hears("待我确认")


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


async def test_a_code_of_the_day_is_asked_shown_to_the_village_and_taken_as_evidence(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, onsite__code=True, onsite__evidence_accepted=["e1", "e4"])
        cadre, officer = await stage.actor("cadre"), await stage.actor("officer")
        code = (await officer.hears("今日口令")).split("今日口令")[1][:4]
        wrong = f"{(int(code) + 1) % 10000:04d}"
        assert "村委会今日口令(4位)?没有回0" in await cadre.hears("签到")
        assert "口令不对" in await cadre.hears(wrong)
        assert "口令正确" in await cadre.hears(code)
        assert await stage.house.database.read(last_check_in) == ("said", "e1", "accepted")


async def test_without_the_code_the_village_is_asked_and_its_yes_counts(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        await rule(stage, onsite__code=True, onsite__evidence_accepted=["e1", "e4"])
        cadre, officer = await stage.actor("cadre"), await stage.actor("officer")
        await cadre.hears("签到")
        said = await cadre.hears("0")
        assert "已请村干部确认" in said
        assert "另有1天待核" in said
        shown = await officer.hears("待我确认")
        assert "在村确认:陈天佑" in shown
        await officer.hears(next(line[0] for line in shown.splitlines() if "陈天佑" in line))
        await officer.hears("1")
        assert await stage.house.database.read(last_check_in) == ("said", "e4", "accepted")
        assert "本周已1天" in await cadre.hears("本周")


async def test_a_code_noted_without_signal_is_entered_later_with_its_time(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY.replace(hour=21)) as stage:
        cadre, officer = await stage.actor("cadre"), await stage.actor("officer")
        code = (await officer.hears("今日口令")).split("今日口令")[1][:4]
        said = await cadre.hears(f"签到 {code} 9点")
        assert "已签到:11月17日(周二) 09:00 石关村" in said
        assert "口令正确" in said


async def test_a_confirmed_night_makes_the_next_day_one_on_site(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY.replace(hour=17)) as stage:
        cadre, officer = await stage.actor("cadre"), await stage.actor("officer")
        await cadre.hears("签到")
        stage.hands.now += timedelta(hours=1)
        assert "确认后明天也算一天" in await cadre.hears("签退 住村")
        listed = await officer.hears("待我确认")
        key = next(line[0] for line in listed.splitlines() if "住村:" in line or "住村" in line)
        await officer.hears(key)
        await officer.hears("1")
        stage.hands.now += timedelta(days=1)
        assert "应驻2天,已驻2天" in await cadre.hears("本周")


async def test_a_sample_is_small_asks_the_village_and_a_no_is_only_looked_at(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre, leader, officer = [await stage.actor(who) for who in ("cadre", "leader", "officer")]
        await cadre.hears("签到")
        drawn = await leader.hears("抽查 10")
        assert "已请村干部确认" in drawn
        assert "陈天佑(石关村)" in drawn
        listed = await officer.hears("待我确认")
        key = next(line[0] for line in listed.splitlines() if "抽查:陈天佑" in line)
        await officer.hears(key)
        await officer.hears("2")
        assert "本周已1天" in await cadre.hears("本周"), "nobody loses a day by it"
        assert "有待人工核实:村干部说没看到;没有扣任何天数" in await cadre.hears("为什么")
        assert "陈天佑 11月17日:村干部说没看到" in await leader.hears("待核")
        await leader.hears("1")
        assert "已记下" in await leader.hears("1")
        assert "已核实:没问题" in await cadre.hears("为什么")
        assert await officer.hears("抽查") == "没有查到您可查看的记录"


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


async def test_every_count_can_be_explained_to_the_person_and_to_those_who_may_see_it(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre, leader, other = [await stage.actor(who) for who in ("cadre", "leader", "household")]
        await cadre.hears("签到")
        why = await cadre.hears("为什么")
        assert "11月17日(周二) 石关村 09:00 签到,本人说明:计入(QD261117-" in why
        await cadre.hears("上周")
        assert "第46周" in await cadre.hears("为什么")
        await cadre.hears("户 SG001")
        assert "以来的走访" in await cadre.hears("为什么")
        await leader.hears("日报")
        assert "本人说明" in await leader.hears("为什么")
        assert "陈天佑 第47周" in await leader.hears("为什么 陈天佑")
        assert "有待人工核实" not in await leader.hears("为什么 陈天佑")
        assert "陈天佑" not in await other.hears("为什么 陈天佑")
        assert await cadre.hears("为什么 何正") == "没有查到您可查看的记录"


async def test_the_officers_hear_the_code_in_the_morning_where_it_is_asked(databases: Databases) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        dawn = TUESDAY.replace(hour=7, minute=55)
        for asks in (False, True):
            await rule(stage, onsite__code=asks)
            start = dawn if asks else dawn - timedelta(days=1)
            run = run_until(
                stage.house.database, stage.office, start, start + timedelta(minutes=20), Printer()
            )
            heard = [each.text async for each in run if each.kind == "day_code"]
            assert bool(heard) is asks
        officer = await stage.actor("officer")
        code = (await officer.hears("今日口令")).split("今日口令")[1][:4]
        assert any(f"石关村今日口令:{code}" in text for text in heard)

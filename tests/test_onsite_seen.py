"""What the village has seen: the code of the day, officers who confirm, nights, samples, and why a day counts."""

from __future__ import annotations

from datetime import timedelta

from acting import scene
from databases import Databases
from onsite_scene import TUESDAY, last_check_in, rule
from sqlalchemy import Connection, select

from scheduler.replay import Printer, run_until
from storage.queries.flags import NewFlag, raise_flags
from storage.queries.people import by_code
from storage.tables import CheckIn


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
        assert "陈天佑(石关村)" in await leader.hears("抽查 10")
        assert "已请村里核实" in await leader.hears("1")
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


async def test_who_is_looked_at_reads_the_figures_and_may_answer_before_it_is_closed_with_a_note(
    databases: Databases,
) -> None:
    async with scene(databases, now=TUESDAY) as stage:
        cadre, leader, officer = [await stage.actor(who) for who in ("cadre", "leader", "officer")]
        await cadre.hears("签到")
        await stage.house.database.run(_many_at_once)
        assert "有待人工核实:短时间内登记了很多走访(20分钟内12次走访)" in await cadre.hears("为什么")
        assert "关于您的记录" in await cadre.hears("待核")
        assert "依据:20分钟内12次走访" in await cadre.hears("1")
        assert "例如:答复 1" in await cadre.hears("答复 1")
        assert "已记下" in await cadre.hears("答复 1 前几天没信号,晚上一起补的")
        assert "没有查到" in await officer.hears("答复 1 不是我的")
        assert "待核实线索1" in await leader.hears("日报")
        await leader.hears("待核")
        assert "本人说明:前几天没信号,晚上一起补的" in await leader.hears("1")
        assert "已记下" in await leader.hears("看过 1 山里没有信号")
        assert "已核实:山里没有信号" in await cadre.hears("为什么")
        assert "已经核实过了" in await cadre.hears("答复 1 再说一次")
        assert "待核实线索" not in await leader.hears("日报")


def _many_at_once(db: Connection) -> None:
    who = by_code(db, "G001")
    assert who is not None
    village = db.execute(select(CheckIn.village_id).where(CheckIn.person_id == who.id).limit(1)).scalar_one()
    facts = {"count": 12, "minutes": 20}
    raise_flags(
        db,
        [NewFlag("k", "many_at_once", who.id, village, TUESDAY.date(), facts)],
        TUESDAY - timedelta(hours=1),
    )


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

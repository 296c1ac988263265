"""Reminders in weeks that are not like others, and the words of each kind in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hamlet import LUTANG, SHIGUAN, Post, Village, assign, at, come, excuse, household, lines, opened, person
from sqlalchemy import Connection

from handlers.notices import KINDS, say, together
from handlers.replies import Say
from locales import LANGUAGES, translator
from scheduler.due import BUILD
from scheduler.replay import run_until
from scheduler.tick import tick
from scheduler.timetable import RULES

VILLAGE = Village()


def one_helper(conn: Connection) -> None:
    person(conn, 1, "张三")
    assign(conn, 1, SHIGUAN)


async def heard(folder: Path, start: str, end: str, *came: str) -> list[tuple[str, str]]:
    """(moment, kind) of what a helper hears who came on these days."""
    async with opened("sqlite", folder) as (_, database):
        await database.run(one_helper)
        await database.run(come, 1, SHIGUAN, *came)
        found = [each async for each in run_until(database, VILLAGE, at(start), at(end), Post())]
    return [(moment, kind) for moment, kind, _ in lines(found)]


async def test_the_week_of_the_spring_festival_is_silent(tmp_path: Path) -> None:
    assert await heard(tmp_path, "2026-02-16 00:00", "2026-02-23 23:59") == []


async def test_a_week_with_a_moved_saturday_has_six_workdays(tmp_path: Path) -> None:
    found = await heard(tmp_path, "2026-02-09 00:00", "2026-02-15 23:59", "2026-02-09")
    assert found == [("02-09 08:30", "N01"), ("02-14 16:00", "N05"), ("02-15 20:00", "N07")]


async def test_when_only_sunday_is_worked_everything_is_said_on_sunday(tmp_path: Path) -> None:
    found = await heard(tmp_path, "2024-02-12 00:00", "2024-02-18 23:59")
    assert found == [("02-18 08:30", "N01"), ("02-18 16:00", "N05"), ("02-18 20:00", "N07")]


async def test_two_workdays_are_tight_from_the_first(tmp_path: Path) -> None:
    found = await heard(tmp_path, "2025-09-29 00:00", "2025-10-05 23:59")
    assert found == [
        ("09-29 08:30", "N01"), ("09-29 16:00", "N05"), ("09-29 17:00", "N04"), ("10-05 20:00", "N07"),
    ]  # fmt: skip


async def test_who_comes_on_both_of_two_days_hears_no_more(tmp_path: Path) -> None:
    found = await heard(tmp_path, "2025-09-29 00:00", "2025-10-05 23:59", "2025-09-29", "2025-09-30")
    assert found == [("09-29 08:30", "N01")], "on Monday, on site, one more is wanted and one is left"


async def test_leave_that_excuses_the_whole_week_silences_it(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(one_helper)
        await database.run(household, 1, SHIGUAN, "李大山", 1)
        await database.run(excuse, 1, "2026-11-16", "2026-11-20", "training")
        found = [
            each
            async for each in run_until(
                database, VILLAGE, at("2026-11-16 00:00"), at("2026-11-22 23:59"), Post()
            )
        ]
    assert found == [], "not even the households: whoever is away is left in peace"


async def test_days_in_a_village_one_is_not_assigned_to_do_not_stop_a_reminder(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(one_helper)
        await database.run(come, 1, LUTANG, "2026-11-16", "2026-11-17")
        found = await tick(database, VILLAGE, Post(), at("2026-11-18 17:00"))
    assert lines(found) == [("11-18 17:00", "N04", "张三")]


async def test_a_year_without_its_holidays_is_marked(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(one_helper)
        found = await tick(database, VILLAGE, Post(), at("2027-03-01 08:30"))
    assert [each.text for each in found] == [
        "本周(3.1-3.7)应驻村2天。(本年节假日未导入,暂按周一至周五计。)到村后回 签到"
    ]


SAID = {
    "N01": {"monday": "2026-11-16", "required": 2, "done": 1, "need": 1, "certain": True},
    "N04": {"need": 2, "left": ["2026-11-18", "2026-11-19"]},
    "N05": {"need": 1, "left": []},
    "N05-team": {"lines": [["张三", "石关村", 1]] * 22},
    "N07": {"done": 1, "need": 1},
    "N08": {"monday": "2026-11-16", "groups": [
        {"place": "石关村", "met": 33, "asked": 35, "people": [["张三", 0, 2, 0], ["李四", 0, 1, 3]]},
    ]},
    "N09": {"households": [["李", 2], ["王", 5]]},
    "N02": {"items": [["石关村"]]},
    "N03": {"items": [["石关村"], ["路塘村"]]},
    "N06": {"items": [["石关村"]]},
    "N08-2": {"items": [["张三", "石关村"]], "weeks": 2, "of": 2},
    "N08-3": {"items": [["张三", "石关村"]], "weeks": 3, "of": 4},
    "N10": {"items": [["李", 2, "2026-11-20"]]},
    "N12": {"items": [["李", 2, "2026-11-20"]]},
    "N12-2": {"items": [["张三", "石关村", "2026-11-20"]]},
    "N12-3": {"items": [["张三", "石关村", "2026-11-20"]]},
    "N14": {"items": [["李", 2], ["王", 5]]},
    "N16": {"items": [["李", 2, 1, "2026-12-31"], ["王", 5, 2, "2026-12-31"]]},
    "N16-home": {"items": [[1, "2026-12-20"]]},
    "N12-step": {"items": [["庆云村", "危房改造", "鉴定", "2026-11-20"]]},
    "N12-step-2": {"items": [["庆云村", "危房改造", "鉴定", "2026-11-20"]]},
    "N17": {"items": [["李", 2, "初中寄宿", "生活补助"]]},
    "N17-home": {"items": [["初中寄宿", "生活补助"], ["高中", "生活补助"], ["高中", "生活补助"]]},
    "N18": {"items": [["示范办事处", 12, 454], ["铁厂乡", 3, 30]]},
    "N18-own": {"items": [["李", 2], ["王", 5]]},
    "N19": {"items": [[2026, True]]},
    "N20": {"items": [[2027]]},
    "N21": {"items": [["石关村", "2026-12-20"]]},
    "N21-list": {"items": [["张三", "石关村", "2026-12-20"]]},
    "N24": {"items": [["低保"]]},
    "N11": {"items": [["修水窖", "2026-11-26", "", 0], ["养鸡", "2026-11-27", "李", 2]]},
    "N13": {"items": [["低保复核公示", "2026-11-21", 0, False, "石关村"]]},
    "N15": {"items": [["家政培训", "2026-11-21T09:00:00+08:00", "村委会", 7, ""]]},
    "N23": {"items": [["2026-10-01", ["张三", "李四"]], ["2026-10-02", ["王五"]]]},
    "N23-ask": {"items": [["2026-10-01", "2026-10-07"]]},
    "N12-task": {"items": [["on_site", "熊大勇", "2026-11-22"]]},
    "N12-task-2": {"items": [["on_site", "郭开平", "2026-11-22"]]},
    "N12-task-3": {"items": [["on_site", "郭开平", "2026-11-22"]]},
    "draft": {"items": [["visit"]]},
}  # fmt: skip

CHINESE = {
    "N01": "本周(11.16-11.22)应驻村2天,已驻1天,还需1天。到村后回 签到",
    "N04": "本周还未驻村,还需2天,剩2个工作日(周三、周四)。到村后回 签到",
    "N05": "本周还需1天,工作日已过,周末驻村也算。到村后回 签到;有特殊情况请回 请假",
    "N05-team": "本周驻村时间紧的有22人:" + "张三(石关村,还需1天)、" * 20 + "另2人。请问问是否需要帮忙",
    "N07": "本周驻村1天,差1天。有请假、开会未报的,回 请假 补报",
    "N08": "第47周(11.16-11.22)驻村未达标2人\n石关村 33/35人达标,未达标:张三0/2天、李四0/1天(请假3天)\n"
    "回 日报 看今天的数",
    "N09": "本月还有2户未走访:李*(2组)、王*(5组)。走访后回 走访",
    "N02": "今天在石关村已签到未签退。离开时回 签退",
    "N03": "今天计划驻村:石关村、路塘村。到村后回 签到",
    "N06": "今天在石关村走访,还没有记录。走访后回 走访",
    "N08-2": "连续2周驻村不足1人:张三(石关村)。请谈一谈,了解有什么困难",
    "N08-3": "近4周有3周驻村不足1人:张三(石关村)。请谈一谈,了解有什么困难",
    "N10": "计划走访:李*(2组)11月20日。走访后回 走访",
    "N12": "走访待办(到期日):李*(2组)11月20日。办好后回 走访 登记",
    "N12-2": "走访待办超期1件:张三(石关村,11月20日到期)。请问问是否需要帮忙",
    "N12-3": "走访待办超期1件:张三(石关村,11月20日到期)。请问问是否需要帮忙",
    "N14": "还有2户没有绑定账号:李*(2组)、王*(5组)。上门时请帮助办理",
    "N16": "医保缴费到12月底,还有2户3人未缴:李*(2组)1人、王*(5组)2人。缴了的回 参保 户主 已缴",
    "N16-home": "医保缴费到12月20日,您家还有1人未缴。要帮助回 我的帮扶人",
    "N12-step": "申请环节(到期日):庆云村危房改造鉴定11月20日。办好后请更新申请台账",
    "N12-step-2": "申请环节超期1件:庆云村危房改造鉴定11月20日。请问问是否需要帮忙",
    "N17": "开学了,可能可以申请资助:李*(2组)初中寄宿。请问问办了没有",
    "N17-home": "开学了,家里孩子初中寄宿可申请生活补助、高中可申请生活补助。怎么办回 申请",
    "N18": "今年还没有复核的户:示范办事处12/454户、铁厂乡3/30户",
    "N18-own": "今年还有2户没有复核:李*(2组)、王*(5组)。复核了回 复核 户主",
    "N19": "2026年为全面审计年。方案报了回 审计方案 已报",
    "N20": "2027年节假日未导入,请导入放假通知",
    "N21": "您的驻村任期将到期:石关村12月20日。请按时办理交接",
    "N21-list": "驻村任期将到期1人:张三(石关村,12月20日)。请安排交接",
    "N24": "上月已发放:低保。查看回 我的补助",
    "N11": "措施“修水窖”11月26日到期;“养鸡”李*(2组)11月27日到期。回 措施 更新",
    "N13": "石关村低保复核公示11月21日结束,无异议。到期后回 公示结果",
    "N15": "明天09:00村委会家政培训",
    "N23": "节假日值班:10月1日(周四)张三、李四;10月2日(周五)王五。电话回 值班",
    "N23-ask": "10月1日至10月7日放假,还没有值班表。请回 值班 10月1日 姓名,一天一行",
    "N12-task": "督办到期提醒:驻村(熊大勇,11月22日到期)。回 督办 办理",
    "N12-task-2": "督办超期1件:驻村(郭开平,11月22日到期)。请问问是否需要帮忙",
    "N12-task-3": "您的批示超期1件:驻村(郭开平,11月22日到期)。回 批示 查看",
    "draft": "有1份表没填完。接着填回 继续,看一看回 草稿",
}


@pytest.mark.parametrize("kind", SAID)
def test_each_kind_says_what_is_wanted_and_what_to_answer(kind: str) -> None:
    assert say(translator("zh_Hans"), kind, SAID[kind]).text == CHINESE[kind]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SAID)
def test_each_kind_is_said_in_each_language_without_a_place_left_open(kind: str, language: str) -> None:
    text = say(translator(language), kind, SAID[kind]).text
    assert "{" not in text
    assert text.endswith(tuple(CHINESE[kind][-2:] for kind in SAID) if language == "zh_Hans" else (".",))


def test_every_kind_of_reminder_has_its_words() -> None:
    assert set(SAID) == set(BUILD) == set(RULES)
    assert set(BUILD) < set(KINDS)


def test_a_digest_stays_a_message_of_its_own() -> None:
    said = [("N01", Say("first")), ("digest", Say("figures")), ("N09", Say("second"))]
    assert [message.text for message in together(said)] == ["first\nsecond", "figures"]
    assert together([("digest", Say("figures"))]) == (Say("figures"),)

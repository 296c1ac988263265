"""Short questions of leaders (D50): what they count and how numbers lead on, in a small township."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import databases
import pytest
from questions_scene import NEUTRAL, ask, filled, told
from sqlalchemy import event, func, select
from township import (
    CITY_BUREAU,
    COUNTY,
    CUTOFF,
    DAY,
    LUTANG,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    at,
    township,
)

from storage.tables import QueryEntry


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as empty:
        yield filled(empty)


async def test_the_on_site_week_of_an_area_with_every_ratio_s_numbers_and_the_cut_off(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    said, asking = await ask(made, leader, "驻村", now=at(DAY, 10, 5))
    assert said.text.splitlines() == [
        "示范办事处 驻村 11月19日(周四) 截至10:05",
        "在册8人,核减1(病假1),应驻7人",
        "满2天3/7人(42.9%),上周同日1/8人(12.5%);1天1人;0天3人",
        "今日到村3人:石关2 路塘1;待核1",
        "⚠连续2周未达标6人:县城管局4 县水务局2",
    ]
    assert [option.label for option in said.options] == ["石关村(2/4)", "路塘村(1/3)", "明细"]
    assert asking.menu["2"] == "驻村情况 999901012 2026-11-19"
    assert asking.menu["为什么"] == "为什么 地 999901 2026-11-19"


async def test_numbers_lead_from_the_area_to_the_place_to_its_people_and_back(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    _, asking = await ask(made, leader, "驻村")
    said, asking = await ask(made, leader, asking.menu["1"])
    assert said.text.startswith("石关村 驻村")
    assert [option.label for option in said.options] == ["明细", "返回"]
    back = asking.menu["2"]
    said, asking = await ask(made, leader, asking.menu["1"])
    assert [option.label for option in said.options] == [
        "李二(县城管局) 1/2天",
        "王三(县城管局) 0/2天",
        "赵四(县城管局) 免",
        "张一(县城管局) 2/2天",
        "吴七(县城管局) 2/2天",
        "返回",
    ]
    assert asking.menu["1"] == "查人 李二"
    assert (await told(made, leader, back))[0].startswith("示范办事处 驻村")


async def test_groups_under_five_are_counted_and_not_compared(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    lines = await told(made, leader, "驻村 石关村")
    assert lines[2:4] == ["满2天2/4人;1天1人;0天1人", "不足5,只列数,不作比较"]
    assert "%" not in "".join(lines)
    assert "驻村:不足5,只列数,不作比较" in await told(made, leader, "对比 石关村")
    assert "⚠" not in "".join(option.label for option in (await ask(made, leader, "驻村"))[0].options)


async def test_a_unit_is_asked_about_over_the_area_within_reach(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    lines = await told(made, leader, "驻村 城管局")
    assert lines[0] == "示范办事处 县城管局 驻村 11月19日(周四) 截至18:00"
    assert lines[1] == "在册6人,核减1(病假1),应驻5人"
    assert (await told(made, leader, "驻村 水务局 路塘村"))[0].startswith("路塘村 县水务局 驻村")
    assert await told(made, leader, "驻村 食品公司") == [NEUTRAL]


async def test_the_problems_of_an_area_a_department_and_those_overdue(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    said, _ = await ask(made, leader, "问题")
    assert said.text.splitlines()[1:] == ["结转2+新增0-办结0=在办2", "⚠逾期1"]
    assert said.options[0].label == "石关村(2件,逾期1)"
    assert (await told(made, leader, "问题 逾期"))[1:] == ["石关饮水(县水务局) 11月18日到期 ⚠逾期1天"]
    assert (await told(made, leader, "问题 水务局"))[1] == "结转2+新增0-办结0=在办2"
    assert (await told(made, leader, "问题 路塘村"))[1:] == ["没有在办问题"]
    assert "钱" not in (await ask(made, leader, "问题 明细"))[0].text


async def test_visits_name_households_masked_and_only_in_a_village(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert (await told(made, leader, "走访"))[1] == "本月2/7户(28.6%),上月同日0/7户(0.0%)"
    assert (await told(made, leader, "走访 石关村 明细"))[1:3] == [
        "石关村 本月未走访4户",
        "钱*(3组) 还没走访过",
    ]
    county = made.office("county_leader", COUNTY)
    assert (await told(made, county, "走访 石关村 明细"))[1:] == ["石关村 本月未走访4户"]


async def test_this_week_is_held_against_the_last_one_by_the_same_weekday(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert await told(made, leader, "对比 上周") == [
        "示范办事处 对比 11月19日(周四) 截至18:00",
        "11月16日-11月19日对比11月9日-11月12日",
        "满2天:3/7人(42.9%),上周同期1/8人(12.5%)",
        "到村人天:7,上周同期3",
        "走访:1/7户(14.3%),上周同期1/7户(14.3%)",
        "新增问题:2,上周同期0",
        "办结问题:0,上周同期0",
    ]


async def test_a_month_is_held_against_the_last_one_up_to_the_same_day_with_its_money(made: Township) -> None:
    made.fund(SHIGUAN, "spent", 30, day=DAY - timedelta(days=40))
    leader = made.office("township_leader", TOWNSHIP)
    lines = await told(made, leader, "对比 上月")
    assert lines[1] == "11月1日-11月19日对比10月1日-10月19日"
    assert lines[-1] == "财政资金支出:30万元/60万元(50.0%),上月同期30万元/60万元(50.0%)"


async def test_a_village_at_a_glance(made: Township) -> None:
    made.cadre("石一", SHIGUAN, duty="first_secretary")
    leader = made.office("township_leader", TOWNSHIP)
    said, asking = await ask(made, leader, "村 石关村")
    assert said.text.splitlines() == [
        "石关村 概况 11月19日(周四) 截至18:00",
        "在册6户6人,监测户0;帮扶责任人1人",
        "第一书记:石一",
        "驻村:在册6人,核减1(病假1),应驻5人;满2天2/5人(40.0%),上周同日1/6人(16.7%);1天1人;0天2人",
        "走访:本月2/6户(33.3%),上月同日0/6户(0.0%)",
        "问题:在办2,⚠逾期1",
        "资金:财政到位60万元,支出0元(0.0%);在建1",
    ]
    assert asking.menu["5"] == "查村 999901"


async def test_a_person_is_told_by_the_week_and_the_month_and_leave_only_as_exempt(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert (await told(made, leader, "人 张一"))[:3] == [
        "张一 县城管局 石关村 11月19日(周四) 截至18:00",
        "本周:应驻2天,已驻2天(周一、周二);已达标",
        "本月驻村4天",
    ]
    lines = await told(made, leader, "人 赵四")
    assert lines[1] == "本周:免"
    assert "病" not in "".join(lines)
    _, asking = await ask(made, leader, "人 张一")
    assert asking.menu["为什么"].startswith("为什么 人 P")


async def test_two_cadres_of_a_name_are_told_apart_by_unit_and_village(made: Township) -> None:
    made.cadre("张一", LUTANG, unit=WATER_OFFICE)
    said, asking = await ask(made, made.office("township_leader", TOWNSHIP), "人 张一")
    assert [option.label for option in said.options] == ["张一(县城管局 石关村)", "张一(县水务局 路塘村)"]
    assert asking.menu["2"].startswith("查人 P")


async def test_bangfu_ranks_nobody_and_says_what_it_shows_instead(made: Township) -> None:
    said, asking = await ask(made, made.office("township_leader", TOWNSHIP), "排名 驻村")
    assert "不给人和地方排名" in said.text
    assert asking.menu == {} or "1" in asking.menu
    assert [option.press for option in said.options] == ["go:驻村情况", "go:走访进度", "go:对比 上周"]


@pytest.mark.parametrize("line", ["驻村 石关村 路塘村 城管局", "问题 <script>", "人", "人 张一 李二"])
async def test_what_is_no_question_is_answered_with_three_examples(made: Township, line: str) -> None:
    said, asking = await ask(made, made.office("township_leader", TOWNSHIP), line)
    assert said.text == "没听懂。您可以发:"
    assert list(asking.menu.values()) == ["驻村情况", "问题督办 逾期", "对比 上周"]


async def test_a_day_that_has_not_come_or_is_long_past_is_told_kindly(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert await told(made, leader, "驻村 2026-12-01") == ["还没到这一天"]
    assert await told(made, leader, "驻村 2026-01-01") == ["只能查近90天的数据"]
    assert (await told(made, leader, "驻村 昨天"))[0] == "示范办事处 驻村 11月18日(周三) 截至18:00"
    assert (await told(made, leader, "驻村 上周"))[0] == "示范办事处 驻村 11月15日(周日) 截至18:00"


async def test_several_places_in_one_line_are_asked_about(made: Township) -> None:
    _, asking = await ask(made, made.office("township_leader", TOWNSHIP), "驻村 石关村、路塘村")
    assert asking.menu == {"1": "驻村情况 999901011 2026-11-19", "2": "驻村情况 999901012 2026-11-19"}


async def test_a_name_that_several_of_one_s_areas_bear_is_asked_about(made: Township) -> None:
    person = made.cadre("石一", SHIGUAN, duty="team_leader")
    made.assign(person, LUTANG, duty="team_leader")
    said, asking = await ask(made, person, "问题")
    assert [option.label for option in said.options] == ["石关村", "路塘村"]
    assert asking.menu["2"] == "问题督办 999901012 2026-11-19"


LINES = (
    "驻村",
    "走访",
    "问题",
    "问题 逾期",
    "对比 上周",
    "对比 上月",
    "村 石关村",
    "单位 城管局",
    "驻村 石关村 明细",
    "人 张一",
)

LIST = 9
"""Choices of a page; beside them 更多, 明细 and 返回."""


async def test_no_answer_is_longer_than_fifteen_lines(made: Township) -> None:
    for n in range(30):
        made.cadre(f"众{n:02}", SHIGUAN)
        home = made.household(SHIGUAN, f"户{n:02}")
        seen = made.visit(home, SHIGUAN, made.cadre("访", SHIGUAN), DAY - timedelta(days=90))
        made.problem(seen, home, SHIGUAN, made.cadre("主", SHIGUAN), DAY - timedelta(days=30))
    leader = made.office("township_leader", TOWNSHIP)
    for line in (*LINES, "走访 石关村 明细", "问题 明细", "驻村 明细"):
        said, asking = await ask(made, leader, line)
        assert len(said.text.splitlines()) + len(said.options) <= 15, line
        assert len([key for key in asking.menu if key.isdigit()]) <= LIST + 3
    said, asking = await ask(made, leader, "驻村 石关村 明细")
    assert "更多" in [option.label for option in said.options]
    again, _ = await ask(made, leader, asking.menu["10"])
    assert again.options[0].label != said.options[0].label


@pytest.mark.parametrize("kind", list(databases.kinds()))
async def test_the_statements_of_a_question_do_not_grow_with_the_area(tmp_path: Path, kind: str) -> None:
    with township(tmp_path, kind) as empty:
        made = filled(empty)
        leader = made.office("county_office", COUNTY)

        async def statements(line: str) -> int:
            seen: list[str] = []

            def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
                seen.append(statement)

            event.listen(made.db, "before_cursor_execute", note)
            await told(made, leader, line)
            event.remove(made.db, "before_cursor_execute", note)
            return len(seen)

        few = {line: await statements(line) for line in LINES}
        for n in range(20):
            made.came(made.cadre(f"众{n}", LUTANG, unit=CITY_BUREAU if n % 2 else WATER_OFFICE), LUTANG, DAY)
            made.household(LUTANG, f"户{n}")
        assert {line: await statements(line) for line in LINES} == few
        assert max(few.values()) <= 32


async def test_in_english_the_answers_are_english(made: Township) -> None:
    lines = await told(made, made.office("township_leader", TOWNSHIP), "on site 石关村", language="en")
    assert lines[0] == "石关村, On site, 11/19(Thu) as of 18:00"
    assert not made.db.execute(
        select(func.count()).select_from(QueryEntry).where(QueryEntry.refused)
    ).scalar_one()
    assert CUTOFF.hour == 18

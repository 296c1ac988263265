"""Asking for a digest: whose it is, of which day, and the way to its details."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from township import (
    COUNTY,
    CUTOFF,
    DAY,
    FAR,
    LUTANG,
    MONDAY,
    SHIGUAN,
    TOWNSHIP,
    Township,
    at,
    township,
    turn,
)  # fmt: skip

from handlers.digest import talk
from handlers.digest.asked import Asked, read
from handlers.digests.collect import collect
from handlers.digests.facts import to_json
from handlers.replies import Say
from handlers.turn import Turn
from locales import Words
from storage.queries import digests
from storage.values.digest import Stretch, Subject

TODAYS = (Subject("area", TOWNSHIP), Stretch("day", DAY))

NEUTRAL = "没有查到您可查看的记录"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    """Two villages with a cadre each, one household visited, one not, one problem overdue."""
    with township(tmp_path) as made:
        idle = made.cadre("李二", SHIGUAN)
        made.came(made.cadre("孙五", LUTANG), LUTANG, MONDAY, DAY)
        home = made.household(SHIGUAN, "钱大", group=3)
        made.household(SHIGUAN, "陈三", group=5)
        made.visit(home, SHIGUAN, idle, MONDAY - timedelta(days=90))
        visit = made.visit(home, SHIGUAN, idle, MONDAY - timedelta(days=7))
        made.problem(visit, home, SHIGUAN, idle, MONDAY - timedelta(days=7), due=DAY - timedelta(days=5))
        made.fund(SHIGUAN, "received", 60, industry=True)
        yield made


async def ask(asking: Turn) -> Say:
    said = await talk.digest(asking)
    assert isinstance(said, Say)
    return said


async def test_a_leader_hears_of_the_own_area_and_numbers_lead_on(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    asking = turn(made, leader, "digest")
    said = await ask(asking)
    assert said.text.startswith("【示范办事处 帮扶日报】2026-11-19 周四 第47周 截至18:00\n")
    assert [(o.key, o.label) for o in said.options] == [
        ("1", "驻村"),
        ("2", "走访"),
        ("3", "问题"),
        ("4", "资金"),
    ]
    assert asking.menu["2"] == "日报 走访 999901 2026-11-19"


@pytest.mark.parametrize(
    ("kind", "region", "title"),
    [
        ("team_leader", SHIGUAN, "石关村"),
        ("first_secretary", SHIGUAN, "石关村"),
        ("village_officer", SHIGUAN, "石关村"),
        ("township_clerk", TOWNSHIP, "示范办事处"),
        ("county_leader", COUNTY, "示范县"),
        ("county_office", COUNTY, "示范县"),
        ("auditor", COUNTY, "示范县"),
    ],
)
async def test_every_level_has_its_digest(made: Township, kind: str, region: int, title: str) -> None:
    said = await ask(turn(made, made.office(kind, region), "digest"))
    assert said.text.startswith(f"【{title} 帮扶日报】")


async def test_a_cadre_is_led_to_the_own_week_and_others_are_refused(made: Township) -> None:
    cadre = turn(made, made.cadre("王三", SHIGUAN), "digest")
    said = await ask(cadre)
    assert cadre.menu == {"1": "我的本周"}
    assert "示范办事处" not in said.text
    assert (await ask(turn(made, made.office("donor", None, unit=3), "digest"))).text == NEUTRAL
    assert "绑定" in (await ask(turn(made, None, "digest"))).text


async def test_two_areas_of_the_same_level_are_asked_about(made: Township) -> None:
    person = made.cadre("石一", SHIGUAN, duty="team_leader")
    made.assign(person, LUTANG, duty="team_leader")
    asking = turn(made, person, "digest")
    said = await ask(asking)
    assert [option.label for option in said.options] == ["石关村", "路塘村"]
    assert (await ask(turn(made, person, "digest", "路塘"))).text.startswith("【路塘村 帮扶日报】")


async def test_a_place_outside_the_area_and_one_that_is_not_there_get_the_same_words(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert (await ask(turn(made, leader, "digest", "远村"))).text == NEUTRAL
    assert (await ask(turn(made, leader, "digest", "无名村"))).text == NEUTRAL
    assert (await ask(turn(made, leader, "digest", "示范县"))).text == NEUTRAL


async def test_before_the_cut_off_the_figures_are_of_this_moment(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    said = await ask(turn(made, leader, "digest", now=at(DAY, 10, 7)))
    assert said.text.splitlines()[0].endswith("截至10:07")


async def test_an_issued_digest_is_read_as_it_was(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    before = (await ask(turn(made, leader, "digest"))).text
    office = turn(made, leader, "digest").office
    facts = collect(
        made.db,
        area_id=TOWNSHIP,
        day=DAY,
        cutoff=CUTOFF,
        calendar=office.calendar,
        parameters=office.parameters,
    )
    digests.store(made.db, *TODAYS, cutoff=CUTOFF, facts=to_json(facts), now=CUTOFF)
    made.came(made.cadre("郑八", LUTANG), LUTANG, MONDAY, DAY)
    later = at(DAY + timedelta(days=1), 9)
    assert (await ask(turn(made, leader, "digest", "昨天", now=later))).text == before


async def test_on_site_details_name_cadres_to_those_who_may_see_them(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    told = await ask(turn(made, leader, "digest", "驻村"))
    assert told.text.splitlines() == ["示范办事处 本周还没到村1人", "县城管局1人:李二"]
    county = made.office("county_leader", COUNTY)
    told = await ask(turn(made, county, "digest", "驻村 示范办事处"))
    assert told.text.splitlines() == ["示范办事处 本周还没到村1人", "县城管局1人"]


def numbered(menu: Mapping[str, str]) -> dict[str, str]:
    """What the numbers of a list lead to; words such as 为什么 stand beside them."""
    return {key: line for key, line in menu.items() if key.isdigit()}


async def test_county_details_go_by_township_and_a_number_goes_on(made: Township) -> None:
    county = made.office("county_office", COUNTY)
    asking = turn(made, county, "digest", "驻村")
    told = await ask(asking)
    assert told.text.splitlines() == ["示范县 本周还没到村1人", "示范办事处1人"]
    assert numbered(asking.menu) == {"1": "日报 驻村 999901 2026-11-19"}


async def test_households_not_visited_are_shown_in_a_village_and_masked(made: Township) -> None:
    clerk = made.office("township_clerk", TOWNSHIP)
    asking = turn(made, clerk, "digest", "走访")
    told = await ask(asking)
    assert "石关 1/2(50.0%) ⚠超60天未走访1户" in told.text
    assert asking.menu["1"] == "日报 走访 999901011 2026-11-19"
    told = await ask(turn(made, clerk, "digest", asking.menu["1"].removeprefix("日报 ")))
    assert told.text.splitlines() == ["石关村 本月未走访1户", "陈*(5组) 还没走访过"]
    county = await ask(turn(made, made.office("county_leader", COUNTY), "digest", "走访 石关村"))
    assert county.text == "石关村 本月未走访1户"


async def test_problem_details_tell_who_by_when_and_no_household(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    told = await ask(turn(made, leader, "digest", "问题"))
    assert told.text.splitlines() == [
        "示范办事处 在办问题1,逾期1",
        "石关饮水(县城管局) 11月14日到期 ⚠逾期5天",
    ]
    assert "钱" not in told.text


async def test_money_details_lead_to_the_funds_of_a_place(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    asking = turn(made, leader, "digest", "资金")
    told = await ask(asking)
    assert "石关 到位60万元 支出0元(0.0%) 产业100.0% 到户0.0%⚠" in told.text
    assert numbered(asking.menu) == {"1": "资金 999901011 2026"}


async def test_the_future_and_what_is_too_long_ago_are_told_kindly(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert (await ask(turn(made, leader, "digest", "2026-12-01"))).text == "还没到这一天"
    assert (await ask(turn(made, leader, "digest", "2026-05-01"))).text == "只能查90天内的日报"


async def test_in_english_the_digest_is_in_english(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    said = await ask(turn(made, leader, "digest", language="en"))
    assert said.text.startswith("[示范办事处 support digest] 2026-11-19 Thu week 47 as of 18:00")


@pytest.mark.parametrize(
    ("rest", "asked"),
    [
        ("", Asked(DAY)),
        ("11月18日", Asked(DAY - timedelta(days=1))),
        ("昨天", Asked(DAY - timedelta(days=1))),
        ("走访 石关村", Asked(DAY, "2", "石关村")),
        ("驻村 999901 2026-11-18", Asked(DAY - timedelta(days=1), "1", "999901")),
        ("全部", Asked(DAY, whole=True)),
        ("周庄村", Asked(DAY, place="周庄村")),
    ],
)
def test_a_request_is_read(rest: str, asked: Asked) -> None:
    assert read(rest, DAY) == asked


def test_a_day_that_does_not_exist_is_refused_with_the_reason() -> None:
    assert isinstance(read("11月31日", DAY), Words)
    assert isinstance(read("2026-11-31", DAY), Words)


async def test_a_place_far_away_is_no_part_of_the_township(made: Township) -> None:
    made.household(FAR, "远大")
    clerk = made.office("township_clerk", TOWNSHIP)
    assert "远" not in (await ask(turn(made, clerk, "digest", "走访"))).text

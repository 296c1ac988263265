"""为什么 after a figure of an area or a unit: the records and the rule behind it, to whom the figure is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
from questions_scene import NEUTRAL, ask, filled, told
from township import DAY, FAR, SHIGUAN, TOWNSHIP, WATER_OFFICE, Township, at, township


@pytest.fixture(params=list(databases.kinds()))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path, request.param) as empty:
        yield filled(empty)


async def explained(made: Township, person: int, line: str) -> list[str]:
    """What 为什么 answers right after a question."""
    _, asking = await ask(made, person, line)
    return await told(made, person, asking.menu["为什么"])


async def test_days_on_site_are_explained_for_an_area_and_for_a_unit_in_it(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    area = await explained(made, leader, "驻村")
    assert area[:2] == ["示范办事处 第47周(11.16-11.22)", "规定每周驻村2天"]
    assert "本人说明7条,计入" in area
    unit = await explained(made, leader, "驻村 水务局")
    assert unit[0] == "示范办事处 县水务局 第47周(11.16-11.22)"
    assert unit[2:-1] == ["本人说明1条,待核"]


async def test_visits_are_explained_with_those_taken_back_and_written_in_bulk(made: Township) -> None:
    helper = made.cadre("郑九", SHIGUAN, unit=WATER_OFFICE)
    home = made.household(SHIGUAN, "孙九", helper=helper)
    made.visit(home, SHIGUAN, helper, DAY, bulk=True)
    made.visit(home, SHIGUAN, helper, DAY, withdrawn=at(DAY))
    leader = made.office("township_leader", TOWNSHIP)
    lines = await explained(made, leader, "走访 石关村")
    assert lines == [
        "石关村 走访 11月1日-11月19日",
        "当月有人走访过就算,撤回的不算",
        "计入3次,涉及3户",
        "撤回1次,不计",
        "其中补录0次,集中补录1次",
    ]
    assert (await explained(made, leader, "走访 水务局"))[2] == "计入3次,涉及3户"


async def test_problems_are_explained_by_matter_and_their_due_dates(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert await explained(made, leader, "问题") == [
        "示范办事处 11月19日在办问题",
        "问题来自走访,7天内办,紧急的2天内办",
        "上学1件",
        "饮水1件 ⚠逾期1",
    ]


async def test_what_is_not_open_is_not_explained(made: Township) -> None:
    made.cadre("远一", FAR)
    leader = made.office("township_leader", TOWNSHIP)
    contact = made.office("unit_contact", None, unit=WATER_OFFICE)
    for person, line in (
        (leader, "为什么 地 999902011 2026-11-19"),
        (leader, "为什么 单位 无此局 999901"),
        (leader, "为什么 单位"),
        (contact, "为什么 地 999901 2026-11-19"),
        (contact, "为什么 单位 U1 999901 2026-11-19"),
        (made.office("supervisor", SHIGUAN), "为什么 地 999901011 2026-11-19 走访"),
    ):
        assert await told(made, person, line) == [NEUTRAL], line
    assert (await told(made, contact, "为什么 单位 U2 999901"))[0].startswith("示范办事处 县水务局")

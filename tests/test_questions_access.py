"""Whom short questions answer (domain.md 1.2, cell by cell), whom they name, what they refuse and note down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from questions_scene import NEUTRAL, ask, filled, told
from sqlalchemy import select
from township import (
    CITY_BUREAU,
    COUNTY,
    FAR,
    MONDAY,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    township,
)

from storage.tables import QueryEntry


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as empty:
        yield filled(empty)


async def test_a_unit_s_own_contact_asks_about_its_people_only_wherever_they_are(made: Township) -> None:
    contact = made.office("unit_contact", None, unit=WATER_OFFICE)
    lines = await told(made, contact, "驻村")
    assert lines[:2] == ["示范县 县水务局 驻村 11月19日(周四) 截至18:00", "在册2人,应驻2人"]
    assert (await told(made, contact, "驻村 路塘村"))[0].startswith("路塘村 县水务局")
    assert await told(made, contact, "驻村 城管局") == [NEUTRAL]
    assert await told(made, contact, "村 石关村") == [NEUTRAL]


async def test_members_of_households_are_never_found_as_people(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert await told(made, leader, "人 钱1") == await told(made, leader, "人 无此人") == [NEUTRAL]


@pytest.mark.parametrize(
    "line", ["驻村 {}", "走访 {}", "问题 {}", "对比 {}", "村 {}", "单位 {}", "驻村 {} 明细", "人 {}"]
)
async def test_what_is_out_of_reach_and_what_is_not_there_get_the_same_words(
    made: Township, line: str
) -> None:
    made.cadre("远一", FAR, unit=3)
    made.household(FAR, "远大")
    leader = made.office("township_leader", TOWNSHIP)
    for name in ("远村", "示范县", "远山乡", "无名村", "食品公司", "无此局", "远一", "999902011"):
        assert await told(made, leader, line.format(name)) == [NEUTRAL], name


async def test_every_question_is_logged_with_what_it_was_about_and_whether_it_was_refused(
    made: Township,
) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    await told(made, leader, "驻村 石关村")
    await told(made, leader, "驻村 远村")
    await told(made, leader, "人 张一")
    await told(made, leader, "问题 路塘村")
    rows = made.db.execute(select(QueryEntry.scope, QueryEntry.refused).where(QueryEntry.kind == "ask")).all()
    assert [(scope, refused) for scope, refused in rows][:2] == [
        ("驻村情况 999901011", False),
        ("驻村情况", True),
    ]
    assert [(scope, refused) for scope, refused in rows][-1] == ("问题督办 999901012", False)
    assert len(rows) == 4


GRANTED = {
    "team_leader": (SHIGUAN, None, "on visits problems village person"),
    "first_secretary": (SHIGUAN, None, "on visits problems village person"),
    "village_officer": (SHIGUAN, None, "on visits problems village person"),
    "supervisor": (SHIGUAN, None, "on village person"),
    "township_clerk": (TOWNSHIP, None, "on visits problems village person"),
    "township_leader": (TOWNSHIP, None, "on visits problems village person"),
    "county_office": (COUNTY, None, "on visits problems village person"),
    "county_leader": (COUNTY, None, "on visits problems village"),
    "auditor": (COUNTY, None, "on visits problems village person"),
    "inspector": (COUNTY, None, "on visits problems village person"),
    "unit_contact": (None, CITY_BUREAU, "on visits problems person"),
    "unit_leader": (None, CITY_BUREAU, "on visits problems person"),
    "department": (None, WATER_OFFICE, ""),
    "donor": (None, CITY_BUREAU, ""),
    "info_officer": (SHIGUAN, None, "village"),
    "helper": (SHIGUAN, None, "village"),
    "team_member": (SHIGUAN, None, "village"),
}
"""Role -> where it is held, and what is answered. The last three have no words for questions of their own: see
tests/test_questions_words.py; what a line would tell them is what the table opens to them anyway."""
ASKED = {
    "on": "驻村 石关村",
    "visits": "走访 石关村",
    "problems": "问题 石关村",
    "village": "村 石关村",
    "person": "人 张一",
}


@pytest.mark.parametrize("role", GRANTED)
async def test_cell_by_cell_a_question_is_answered_to_whom_the_table_opens_it(
    made: Township, role: str
) -> None:
    region, unit, granted = GRANTED[role]
    person = made.office(role, region, unit=unit)
    helped = made.household(SHIGUAN, "钱九", helper=made.cadre("钱助", SHIGUAN))
    made.problem(
        made.visit(helped, SHIGUAN, person, MONDAY), helped, SHIGUAN, made.cadre("吴九", SHIGUAN), MONDAY
    )
    answered = [name for name, line in ASKED.items() if await told(made, person, line) != [NEUTRAL]]
    assert answered == granted.split()


async def test_a_glance_shows_each_line_only_as_far_as_it_is_open(made: Township) -> None:
    made.cadre("石一", SHIGUAN, duty="first_secretary")
    supervisor = await told(made, made.office("supervisor", SHIGUAN), "村 石关村")
    assert [line.split(":")[0] for line in supervisor[1:]] == ["驻村", "资金"]
    county = "\n".join(await told(made, made.office("county_leader", COUNTY), "村 石关村"))
    assert "石一" not in county
    assert "驻村:" in county


async def test_names_of_cadres_are_listed_only_where_people_are_open(made: Township) -> None:
    for role, where, named in (("county_leader", COUNTY, False), ("supervisor", SHIGUAN, True)):
        said, _ = await ask(made, made.office(role, where), "驻村 石关村 明细")
        shown = said.text + "".join(option.label for option in said.options)
        assert ("王三" in shown) is named, role


async def test_a_stranger_is_asked_to_bind(made: Township) -> None:
    assert "绑定" in "".join(await told(made, None, "驻村 石关村"))

"""The role table of D40, cell by cell: who is told what of the money of a village."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from township import (
    CITY_BUREAU,
    COUNTY,
    FOOD_COMPANY,
    LUTANG,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    township,
    turn,
)  # fmt: skip

from handlers.funds import talk
from handlers.replies import Say
from handlers.turn import Turn

NEUTRAL = "没有查到您可查看的记录"
UNPUBLISHED = "该项目未公示,暂不提供"
ALL, PUBLIC, OWN, MATTER = "到位100万元", "到位90万元", "到位6万元", "到位20万元"


@dataclass
class Village:
    """石关村 with money published and not, projects in every state, payments, and people of every role."""

    made: Township
    household: int
    people: dict[str, int]


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    with township(tmp_path) as made:
        people = {
            "helper": made.cadre("张三", SHIGUAN),
            "member": made.cadre("路明", SHIGUAN, duty="team_member"),
            "secretary": made.office("first_secretary", SHIGUAN, unit=CITY_BUREAU),
            "officer": made.office("village_officer", SHIGUAN),
            "supervisor": made.office("supervisor", SHIGUAN),
            "clerk": made.office("township_clerk", TOWNSHIP),
            "county": made.office("county_office", COUNTY),
            "auditor": made.office("auditor", COUNTY),
            "department": made.office("department", None, unit=WATER_OFFICE),
            "unit": made.office("unit_contact", None, unit=CITY_BUREAU),
            "donor": made.office("donor", None, unit=FOOD_COMPANY),
            "leader": made.office("township_leader", TOWNSHIP),
            "county leader": made.office("county_leader", COUNTY),
        }
        household = made.household(SHIGUAN, "钱大", group=2, helper=people["helper"])
        other = made.household(SHIGUAN, "陈三", group=5)
        potatoes = made.project("马铃薯500亩", SHIGUAN)
        water = made.project("集中供水", SHIGUAN, published=None, matter="water")
        made.project("活动室", SHIGUAN, state="planned", published=None, approved=15 * 10**6)
        made.fund(SHIGUAN, "received", 58, industry=True, direct=True)
        made.fund(SHIGUAN, "received", 20, project=water)
        made.fund(SHIGUAN, "received", 10, published=False)
        made.fund(SHIGUAN, "received", 6, source="social", unit=FOOD_COMPANY)
        made.fund(SHIGUAN, "received", 6, source="unit", unit=CITY_BUREAU)
        made.fund(SHIGUAN, "spent", 0.15, project=potatoes, household=household)
        made.fund(SHIGUAN, "spent", 0.25, project=potatoes, household=other, day=date(2026, 5, 2))
        made.fund(SHIGUAN, "spent", 3, source="social", unit=FOOD_COMPANY, household=other)
        made.fund(LUTANG, "received", 77)
        yield Village(made, household, people)


def speaking(village: Village, role: str, rest: str) -> Turn:
    if role == "household":
        return turn(village.made, None, "funds", rest, household=village.household)
    return turn(village.made, village.people.get(role), "funds", rest)


async def told(village: Village, role: str, rest: str) -> str:
    said = await talk.funds(speaking(village, role, rest))
    assert isinstance(said, Say)
    return said.text


@pytest.mark.parametrize(
    ("role", "sum_told"),
    [
        ("stranger", PUBLIC), ("household", PUBLIC), ("helper", ALL), ("member", ALL), ("secretary", ALL),
        ("officer", ALL), ("supervisor", ALL), ("clerk", ALL), ("county", ALL), ("auditor", ALL),
        ("department", MATTER), ("unit", OWN), ("donor", OWN), ("leader", ALL), ("county leader", ALL),
    ],
)  # fmt: skip
async def test_village_totals(village: Village, role: str, sum_told: str) -> None:
    assert sum_told in await told(village, role, "石关村")


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("stranger", False), ("household", True), ("helper", True), ("member", True), ("secretary", True),
        ("officer", True), ("supervisor", True), ("clerk", True), ("county", True), ("auditor", True),
        ("department", False), ("unit", False), ("leader", True), ("county leader", True),
    ],
)  # fmt: skip
async def test_project_detail_when_published(village: Village, role: str, sees: bool) -> None:
    said = await told(village, role, "马铃薯")
    assert said.startswith("马铃薯500亩:批复24万元") if sees else said == NEUTRAL


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        ("stranger", NEUTRAL), ("household", UNPUBLISHED), ("helper", UNPUBLISHED), ("member", UNPUBLISHED),
        ("secretary", "集中供水:"), ("officer", "集中供水:"), ("supervisor", "集中供水:"), ("clerk", "集中供水:"),
        ("county", "集中供水:"), ("auditor", "集中供水:"), ("department", "集中供水:"), ("unit", NEUTRAL),
        ("donor", NEUTRAL), ("leader", "集中供水:"), ("county leader", "集中供水:"),
    ],
)  # fmt: skip
async def test_project_that_began_without_a_notice(village: Village, role: str, answer: str) -> None:
    assert (await told(village, role, "集中供水")).startswith(answer)


@pytest.mark.parametrize(
    ("role", "answer", "totals"),
    [
        ("stranger", NEUTRAL, False), ("household", UNPUBLISHED, False), ("helper", UNPUBLISHED, False),
        ("member", UNPUBLISHED, False), ("secretary", "活动室:批复15万元", True), ("officer", "活动室:", True),
        ("supervisor", UNPUBLISHED, False), ("clerk", "活动室:", True), ("county", "活动室:", True),
        ("auditor", "活动室:", True), ("department", NEUTRAL, False), ("unit", NEUTRAL, False),
        ("donor", NEUTRAL, False), ("leader", UNPUBLISHED, True), ("county leader", UNPUBLISHED, True),
    ],
)  # fmt: skip
async def test_unpublished_plan(village: Village, role: str, answer: str, totals: bool) -> None:
    assert (await told(village, role, "活动室")).startswith(answer)
    assert ("未公示计划2个" in await told(village, role, "石关村")) is totals


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        ("stranger", NEUTRAL), ("household", NEUTRAL), ("helper", NEUTRAL), ("member", NEUTRAL),
        ("secretary", "石关村2026年到户3笔"), ("officer", "石关村2026年到户3笔"), ("supervisor", NEUTRAL),
        ("clerk", "石关村2026年到户3笔"), ("county", "石关村2026年到户3笔"), ("auditor", "石关村2026年到户3笔"),
        ("department", NEUTRAL), ("unit", "石关村2026年无到户记录"), ("donor", "石关村2026年到户1笔"),
        ("leader", NEUTRAL), ("county leader", NEUTRAL),
    ],
)  # fmt: skip
async def test_single_payments_to_households_of_a_village(village: Village, role: str, answer: str) -> None:
    said = await told(village, role, "石关村 明细")
    assert said.startswith(answer)
    assert "陈三" not in said
    assert "钱大" not in said


async def test_payments_to_ones_own_household_and_to_those_one_helps(village: Village) -> None:
    assert (
        await told(village, "household", "本户")
        == "本户2026年到户1笔,共1500元\n4-01 钱*(2组) 1500元 马铃薯500亩"
    )
    assert (await told(village, "helper", "结对户")).startswith("结对户2026年到户1笔,共1500元")
    assert await told(village, "member", "结对户") == "结对户2026年无到户记录"
    for role, rest in (
        ("helper", "本户"),
        ("household", "结对户"),
        ("officer", "本户"),
        ("stranger", "本户"),
    ):
        assert await told(village, role, rest) == NEUTRAL


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        ("stranger", NEUTRAL), ("household", NEUTRAL), ("helper", NEUTRAL), ("member", NEUTRAL),
        ("secretary", "石关村2026年收支单据8笔"), ("officer", "石关村2026年收支单据8笔"),
        ("supervisor", "石关村2026年收支单据8笔"), ("clerk", "石关村2026年收支单据8笔"),
        ("county", "石关村2026年收支单据8笔"), ("auditor", "石关村2026年收支单据8笔"),
        ("department", "石关村2026年收支单据1笔"), ("unit", "石关村2026年收支单据1笔"),
        ("donor", "石关村2026年收支单据2笔"), ("leader", NEUTRAL), ("county leader", NEUTRAL),
    ],
)  # fmt: skip
async def test_vouchers(village: Village, role: str, answer: str) -> None:
    assert (await told(village, role, "石关村 单据")).startswith(answer)


@pytest.mark.parametrize(
    "role",
    ["household", "helper", "member", "secretary", "officer", "supervisor", "unit", "donor", "department"],
)
async def test_another_village_and_one_that_is_not_there_get_the_same_words(
    village: Village, role: str
) -> None:
    assert await told(village, role, "路塘村") == await told(village, role, "无名村") == NEUTRAL

"""Asking for a week, a month, a unit, a department: what is read, and who may have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from township import (
    CITY_BUREAU,
    COUNTY,
    DAY,
    MONDAY,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    township,
    turn,
)
from township_filled import work

from handlers.digest import talk
from handlers.digest.asked import read
from handlers.replies import Say
from handlers.turn import Turn
from locales import Words

NEUTRAL = "没有查到您可查看的记录"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as empty:
        made = work(empty)
        helper = made.cadre("高一", SHIGUAN)
        home = made.household(SHIGUAN, "李大", helper=helper)
        made.problem(made.visit(home, SHIGUAN, helper, MONDAY), home, SHIGUAN, helper, MONDAY)
        yield made


async def ask(asking: Turn, span: str = "week") -> str:
    said = await {"day": talk.digest, "week": talk.weekly, "month": talk.monthly}[span](asking)
    assert isinstance(said, Say)
    return said.text


@pytest.mark.parametrize(
    ("span", "rest", "stretch"),
    [
        ("week", "", "2026-W46"), ("week", "上周", "2026-W46"), ("week", "本周", "2026-W47"),
        ("week", "第45周", "2026-W45"), ("week", "2026-W44", "2026-W44"), ("week", "w43", "2026-W43"),
        ("week", "11月4日", "2026-W45"), ("week", "last", "2026-W46"),
        ("month", "", "2026-10"), ("month", "本月", "2026-11"), ("month", "9月", "2026-09"),
        ("month", "2026年10月", "2026-10"), ("month", "2026-09", "2026-09"), ("day", "昨天", "2026-11-18"),
    ],
)  # fmt: skip
def test_a_week_or_month_is_read_as_it_is_said(span: str, rest: str, stretch: str) -> None:
    asked = read(rest, DAY, span)
    assert not isinstance(asked, Words)
    assert str(asked.stretch) == stretch


def test_a_place_beside_a_week_stays_a_place() -> None:
    asked = read("石关村 第46周 简", DAY, "week")
    assert not isinstance(asked, Words)
    assert (asked.place, asked.short) == ("石关村", True)


@pytest.mark.parametrize(
    ("span", "rest"), [("week", "第49周"), ("week", "第20周"), ("month", "12月"), ("month", "1月")]
)
def test_what_is_to_come_or_long_past_is_refused(span: str, rest: str) -> None:
    assert isinstance(read(rest, DAY, span), Words)


async def test_a_unit_and_a_department_hear_of_their_own(made: Township) -> None:
    unit = made.office("unit_contact", None, unit=CITY_BUREAU)
    matter = made.office("department", None, unit=WATER_OFFICE)
    assert (await ask(turn(made, unit, "digest_week", "本周"))).startswith("【县城管局 帮扶周报】第47周")
    assert (await ask(turn(made, matter, "digest_week", "本周"))).startswith("【县水务局(饮水) 帮扶周报】")
    assert (await ask(turn(made, matter, "digest"), "day")).startswith("【县水务局(饮水) 帮扶日报】")


@pytest.mark.parametrize("named", ["县水务局", "示范食品公司", "没有这个局", "石关村", "示范县"])
async def test_what_is_another_units_and_what_is_not_there_get_the_same_words(
    made: Township, named: str
) -> None:
    unit = made.office("unit_contact", None, unit=CITY_BUREAU)
    assert await ask(turn(made, unit, "digest_week", named)) == NEUTRAL


async def test_a_township_hears_of_its_places_and_not_of_the_countys_units(made: Township) -> None:
    leader = made.office("township_leader", TOWNSHIP)
    assert (await ask(turn(made, leader, "digest_week", "石关村"))).startswith("【石关村 帮扶周报】第46周")
    assert await ask(turn(made, leader, "digest_week", "县城管局")) == NEUTRAL
    assert (await ask(turn(made, leader, "digest_month"), "month")).startswith(
        "【示范办事处 帮扶月报】2026年10月"
    )


async def test_the_county_may_ask_for_the_units_of_its_region(made: Township) -> None:
    from sqlalchemy import update

    from storage.tables import Unit

    county = made.office("county_leader", COUNTY)
    assert await ask(turn(made, county, "digest_week", "县城管局")) == NEUTRAL
    made.db.execute(update(Unit).values(region_id=COUNTY))
    assert (await ask(turn(made, county, "digest_week", "县城管局"))).startswith("【县城管局 帮扶周报】")


async def test_whoever_has_no_area_is_told_kindly(made: Township) -> None:
    assert "我的本周" not in await ask(turn(made, made.office("donor", None, unit=3), "digest_week"))
    assert await ask(turn(made, made.office("donor", None, unit=3), "digest_month"), "month") == NEUTRAL

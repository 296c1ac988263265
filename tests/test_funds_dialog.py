"""Asking about money: the arithmetic, the ways to ask, the ways on, and what is noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from township import COUNTY, FOOD_COMPANY, LUTANG, SHIGUAN, TOWNSHIP, Township, township, turn

from handlers.funds import talk
from handlers.funds.asked import Asked, read
from handlers.replies import Say, commands_offered
from handlers.turn import Turn
from storage.tables import QueryEntry

NEUTRAL = "没有查到您可查看的记录"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    """石关村 with the sums of D40's example; 路塘村 so that both have the fund oracle's (domain.md 3.5)."""
    with township(tmp_path) as made:
        potatoes = made.project("马铃薯种植500亩", SHIGUAN, progress=80)
        made.project("辣椒育苗500亩", SHIGUAN)
        made.fund(SHIGUAN, "received", 29.4, industry=True, direct=True)
        made.fund(SHIGUAN, "received", 13.8, industry=True)
        made.fund(SHIGUAN, "received", 16.8)
        made.fund(SHIGUAN, "received", 20, source="paired")
        made.fund(SHIGUAN, "received", 6.5, source="social", unit=FOOD_COMPANY)
        made.fund(SHIGUAN, "spent", 18, project=potatoes, day=date(2026, 11, 19))
        made.fund(SHIGUAN, "spent", 33.9)
        made.fund(LUTANG, "received", 117.6, industry=True, direct=True)
        made.fund(LUTANG, "received", 55.2, industry=True)
        made.fund(LUTANG, "received", 67.2)
        for year in (2024, 2025):
            made.fund(SHIGUAN, "received", 50, day=date(year, 3, 1))
        yield made


async def ask(asking: Turn) -> Say:
    said = await talk.funds(asking)
    assert isinstance(said, Say)
    asking.menu = {**commands_offered([said]), **asking.menu}
    return said


def officer(made: Township, rest: str = "") -> Turn:
    return turn(made, made.office("village_officer", SHIGUAN), "funds", rest)


def leader(made: Township, rest: str = "") -> Turn:
    return turn(made, made.office("township_leader", TOWNSHIP), "funds", rest)


async def test_a_village_is_told_as_in_the_example(made: Township) -> None:
    asking = officer(made)
    said = await ask(asking)
    assert said.text == (
        "石关村2026年:到位86.5万元(财政60 对口20 社会6.5),支出51.9万元(60.0%);产业43.2万元,占财政72.0%;"
        "直接到户29.4万元,占产业68.1%(要求70%)⚠。项目2个,回序号看明细;数据截至11-19"
    )
    assert [option.label for option in said.options] == ["马铃薯种植500亩", "辣椒育苗500亩"]
    detail = await ask(officer(made, asking.menu["1"].removeprefix("资金 ")))
    assert detail.text == (
        "马铃薯种植500亩:批复24万元 已付18万元(75%) 进度80% 事前公示3-02至3-12 受益62户 负责人陈*"
    )


async def test_the_oracle_passes_one_ratio_and_fails_the_other(made: Township) -> None:
    said = (await ask(leader(made, "财政"))).text
    assert said.startswith("示范办事处2026年财政资金:到位300万元,")
    assert "产业216万元,占财政72.0%;直接到户147万元,占产业68.1%(要求70%)⚠" in said


@given(st.integers(0, 20_000_000_000))
def test_a_share_is_marked_by_whole_fen_and_not_by_what_it_reads(direct: int) -> None:
    from handlers.funds.said import _ratios
    from handlers.rules.ratios import fund_ratios
    from locales import translator

    whole = 10**10
    told = "".join(_ratios(translator("zh_Hans"), fund_ratios(whole, whole, direct)))
    assert ("⚠" in told) == (direct < 7 * 10**9)


async def test_a_township_leads_on_by_village(made: Township) -> None:
    asking = leader(made)
    said = await ask(asking)
    assert "分2处,回序号看明细" in said.text
    assert (asking.menu["1"], asking.menu["2"]) == ("资金 999901011", "资金 999901012")


async def test_an_earlier_year_is_told_and_an_unknown_one_says_which_are_known(made: Township) -> None:
    assert (await ask(officer(made, "去年"))).text.startswith("石关村2025年:到位50万元,")
    assert (await ask(officer(made, "石关村2024年"))).text.startswith("石关村2024年:到位50万元,")
    assert (await ask(officer(made, "2019"))).text == "只有2024-2026年数据"


async def test_a_source_is_told_by_itself(made: Township) -> None:
    assert (await ask(officer(made, "对口资金"))).text.startswith(
        "石关村2026年对口资金:到位20万元,支出0元(0.0%)。"
    )
    assert (await ask(officer(made, "单位"))).text == "没有资金数据"


async def test_the_money_of_a_donor_is_only_its_own(made: Township) -> None:
    donor = made.office("donor", None, unit=FOOD_COMPANY)
    said = await ask(turn(made, donor, "funds"))
    assert said.text.startswith("示范食品公司2026年:到位6.5万元,支出0元(0.0%)")


async def test_several_projects_of_a_name_are_asked_about(made: Township) -> None:
    asking = officer(made, "500亩")
    said = await ask(asking)
    assert [option.label for option in said.options] == ["石关村 马铃薯种植500亩", "石关村 辣椒育苗500亩"]
    assert all(line.startswith("资金 X") for line in asking.menu.values())


async def test_more_than_nine_are_shown_nine_at_a_time(made: Township) -> None:
    for number in range(10):
        made.project(f"小项目{number}", SHIGUAN)
    asking = officer(made)
    said = await ask(asking)
    assert [option.key for option in said.options] == [*"123456789", "更多"]
    onward = await ask(officer(made, asking.menu["更多"].removeprefix("资金 ")))
    assert [option.label for option in onward.options] == ["小项目7", "小项目8", "小项目9"]


async def test_two_villages_of_ones_own_are_asked_about(made: Township) -> None:
    person = made.cadre("路明", SHIGUAN, duty="team_member")
    made.assign(person, LUTANG, duty="team_member")
    asking = turn(made, person, "funds")
    said = await ask(asking)
    assert [option.label for option in said.options] == ["石关村", "路塘村"]
    assert asking.menu["2"] == "资金 999901012"


async def test_the_notices_of_a_village_are_listed(made: Township) -> None:
    said = await ask(officer(made, "石关村 公示"))
    assert said.text.splitlines() == [
        "石关村项目公示:",
        "马铃薯种植500亩 事前公示3-02至3-12",
        "辣椒育苗500亩 事前公示3-02至3-12",
    ]


async def test_a_stranger_is_told_how_to_ask(made: Township) -> None:
    assert "资金 村名" in (await ask(turn(made, None, "funds"))).text
    assert (await ask(turn(made, None, "funds", "石关村"))).text.startswith(
        "石关村2026年(已公示):到位86.5万元"
    )
    assert (await ask(turn(made, None, "funds", "示范办事处"))).text == NEUTRAL


async def test_every_question_is_noted_and_long_numbers_are_not_kept(made: Township) -> None:
    await ask(officer(made))
    await ask(officer(made, "19900001111"))
    notes = made.db.execute(
        select(QueryEntry.kind, QueryEntry.scope, QueryEntry.size, QueryEntry.refused).order_by(QueryEntry.id)
    ).all()
    assert [tuple(note) for note in notes] == [
        ("funds", "石关村 totals", 3, False),
        ("funds", "########### totals", 0, True),
    ]


async def test_money_that_moves_later_is_not_known_yet(made: Township) -> None:
    made.fund(SHIGUAN, "received", 500, day=date(2026, 12, 1))
    assert "到位86.5万元" in (await ask(officer(made))).text


async def test_in_english_the_sums_are_told_in_english(made: Township) -> None:
    county = made.office("county_office", COUNTY)
    said = await ask(turn(made, county, "funds", "石关村", language="en"))
    assert said.text.startswith(
        "石关村 2026:received CNY 86.5 x10,000(fiscal60 paired-region aid20 donated6.5)"
    )


@pytest.mark.parametrize(
    ("rest", "asked"),
    [
        ("", Asked()),
        ("石关村 2026", Asked(word="石关村", year=2026)),
        ("石关村2026年", Asked(word="石关村", year=2026)),
        ("财政资金", Asked(source="fiscal")),
        ("马铃薯500亩", Asked(word="马铃薯500亩")),
        ("石关村 单据 去年", Asked(word="石关村", year=2025, what="vouchers")),
        ("本户", Asked(own="household", what="payments")),
        ("999901011 2026", Asked(word="999901011", year=2026)),
        ("石关村 第2页", Asked(word="石关村", page=2)),
    ],
)
def test_a_question_is_read(rest: str, asked: Asked) -> None:
    assert read(rest, 2026) == asked


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_question(rest: str) -> None:
    assert isinstance(read(rest, 2026), Asked)


async def test_why_names_the_bookings_behind_the_sums_and_they_add_up(made: Township) -> None:
    asking = officer(made)
    await ask(asking)
    behind = await ask(officer(made, asking.menu["为什么"].removeprefix("资金 ")))
    assert behind.text.splitlines() == [
        "石关村2026年资金的依据:",
        "财政到位3笔 60万元(4-01)",
        "财政支出2笔 51.9万元(4-01至11-19)",
        "对口到位1笔 20万元(4-01)",
        "社会到位1笔 6.5万元(4-01)",
        "产业:财政到位中标为产业的2笔,要求不低于财政资金的70%;直接到户:其中1笔,要求不低于产业资金的70%",
        "数字由财政所报来,截至11-19;本系统不记账",
        "逐笔看,回 资金 石关村 单据",
    ]


async def test_why_after_money_tells_nobody_more_than_the_sums_did(made: Township) -> None:
    stranger_to_it = turn(made, made.office("village_officer", LUTANG), "funds", "石关村 依据")
    assert (await ask(stranger_to_it)).text == NEUTRAL

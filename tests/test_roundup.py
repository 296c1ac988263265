"""Digests of weeks and months, of areas, helping units and departments: from records to figures to text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from roundups import (
    DECEMBER,
    NEXT_MONDAY,
    NOVEMBER,
    THIS,
    TOWN,
    WATER,
    WHOLE,
    T,
    filled,
    lines,
    roundup,
)
from sqlalchemy import update
from township import (
    COUNTY,
    FAR,
    LUTANG,
    MONDAY,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    at,
    calendar,
    township,
)
from township_filled import TUESDAY, WEEK, work

from handlers.digests.compose import compose
from handlers.digests.facts import Share, to_json
from handlers.digests.figures import figures, kept
from handlers.digests.roundup.facts import Change, Roundup
from storage.parameters import Parameters
from storage.queries import digests
from storage.tables import CheckIn, Region
from storage.values.digest import Stretch, Subject


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as made:
        yield made


def test_a_townships_week_is_told_final_with_those_excused_and_their_reasons(empty: Township) -> None:
    assert lines(roundup(filled(empty))) == [
        "【示范办事处 帮扶周报】第47周(11.16-11.22) 截至11月23日09:00",
        "驻村 在册8人,核减1(病假1),应驻7人",
        " 满2天3人(42.9%,上周25.0%);1天1人;0天3人",
        " 达标:石关2/5 路塘(不足5人)",
        " ⚠连续2周未达标5人",
        " 近4周达标率:0.0% 0.0% 25.0% 42.9%",
        "走访 本周3次3户(上周1户);本月3/5户(60.0%)",
        " 石关2/4 路塘1/1",
        " ⚠超60天未走访1户:石关1",
        "问题 结转3+新增2-办结2=在办3;半数在7天内办结",
        " ⚠逾期3;⚠新增急1",
        " 新增按类:看病1 住房1",
        "资金 今年财政到位300万元,支出192万元(64.0%,上月同日60.7%)",
        " 产业216万元(72.0%);直接到户147万元,占产业68.1%⚠低于70%,差4.2万元",
        " ⚠公示未满先付款1笔",
        "脱贫 累计2/8人(25.0%),在档6人",
        "回 1驻村 2走访 3问题 4资金 看明细",
    ]


def test_a_month_counts_weeks_of_people_and_compares_with_the_month_before(empty: Township) -> None:
    made = filled(empty)
    november = roundup(made, TOWN, NOVEMBER, DECEMBER)
    seen = november.attendance
    assert seen is not None
    assert seen.always is not None
    assert len(seen.series) == 5
    assert sum(week.part for week in seen.series) == seen.met.part
    assert sum(week.whole for week in seen.series) == seen.met.whole
    assert "本月" in compose(T, november)
    assert lines(november)[0] == "【示范办事处 帮扶月报】2026年11月 截至12月1日09:00"
    walks = november.walks
    assert walks is not None
    assert (walks.month, walks.before) == (Share("", 3, 5), 1)


def test_a_unit_hears_of_its_own_people_their_households_follow_ups_and_money(empty: Township) -> None:
    made = work(empty)
    helper = made.cadre("高一", SHIGUAN, unit=WATER_OFFICE)
    home, other = (made.household(SHIGUAN, head, helper=helper) for head in ("李大", "王小"))
    made.household(LUTANG, "陈平", helper=made.cadre("孟二", LUTANG))
    visit = made.visit(home, SHIGUAN, helper, TUESDAY)
    made.problem(visit, home, SHIGUAN, helper, TUESDAY, due=MONDAY + timedelta(days=9))
    made.visit(other, SHIGUAN, helper, MONDAY - timedelta(days=40))
    made.fund(SHIGUAN, "received", 2, source="unit", unit=WATER_OFFICE)
    made.fund(SHIGUAN, "spent", 1, source="unit", unit=WATER_OFFICE, day=TUESDAY)
    found = roundup(made, Subject("unit", WATER_OFFICE))
    assert lines(found) == [
        "【县水务局 帮扶周报】第47周(11.16-11.22) 截至11月23日09:00",
        "驻村 在册2人,应驻2人",
        " 满2天0人;0天2人",
        " 达标:石关(不足5人) 路塘(不足5人)",
        " ⚠连续2周未达标2人",
        "走访 本周1次1户;结对户本月已走访1/2,未走访1户",
        "问题 结转0+新增1-办结0=在办1",
        " 7天内到期1",
        "资金 今年到位2万元,支出1万元;本周支出1万元",
        "回 日报设置 可改种类和时间",
    ]
    assert "李" not in compose(T, found)


def test_a_department_hears_of_the_follow_ups_of_its_matter_by_township(empty: Township) -> None:
    made = empty
    made.db.execute(update(Region).where(Region.id == COUNTY).values(name="示范县"))
    helper = made.cadre("张一", SHIGUAN)
    for village, matter, opened, closed in (
        (SHIGUAN, "water", MONDAY - timedelta(days=20), None),
        (FAR, "water", MONDAY - timedelta(days=20), None),
        (FAR, "water", MONDAY - timedelta(days=6), TUESDAY),
        (SHIGUAN, "water", TUESDAY, None),
        (SHIGUAN, "school", TUESDAY, None),
    ):
        home = made.household(village, "李大")
        visit = made.visit(home, village, helper, opened)
        made.problem(visit, home, village, helper, opened, matter=matter, closed=closed)
    assert lines(roundup(made, WATER)) == [
        "【县水务局(饮水) 帮扶周报】第47周(11.16-11.22) 截至11月23日09:00",
        "问题 结转3+新增1-办结1=在办3;半数在7天内办结",
        " ⚠逾期2:示范县2;7天内到期1",
        "回 日报设置 可改种类和时间",
    ]


def test_the_other_level_above_is_divided_into_counties(empty: Township) -> None:
    made = work(empty)
    made._add(
        Region,
        id=90,
        code="99",
        name="示范市",
        level="city",
        path="/99/",
        parent_id=None,
        tags=[],
        profile={},
    )
    made.db.execute(update(Region).values(path="/99" + Region.path).where(Region.id != 90))
    city = figures(
        made.db, Subject("area", 90), Stretch("day", TUESDAY), cutoff=at(TUESDAY, 18),
        calendar=calendar(), parameters=Parameters(),
    )  # fmt: skip
    assert not isinstance(city, Roundup)
    assert city.on_site is not None
    assert [place.name for place in city.on_site.places] == ["示范县"]
    leader = made.office("county_leader", 90)
    assert (leader, 90, "city") in digests.subscribers(made.db, TUESDAY)
    week = roundup(made, Subject("area", 90))
    assert week.attendance is not None
    assert [place.name for place in week.attendance.places] == ["示范县"]


def test_what_was_issued_stays_and_the_next_one_says_what_corrections_changed(empty: Township) -> None:
    made = work(empty)
    issued = roundup(made)
    digests.store(made.db, TOWN, THIS, cutoff=NEXT_MONDAY, facts=to_json(issued), now=NEXT_MONDAY)
    late = made.cadre("郑八", LUTANG)
    made.came(late, LUTANG, MONDAY, TUESDAY, saved=at(MONDAY + WEEK, 15))
    again = digests.issued(made.db, TOWN, THIS)
    assert again is not None
    assert compose(T, kept(again)) == compose(T, issued)
    after = roundup(made, TOWN, THIS.next, at(MONDAY + 2 * WEEK, 9))
    assert after.changes is not None
    assert after.changes.items == (Change("met", Share("", 3, 6), Share("", 4, 7)),)
    assert "更正 第47周(11.16-11.22)发出后有更正:已达标3/6→4/7(原报不改)" in lines(after)


def test_a_day_taken_back_changes_the_figures_of_its_week(empty: Township) -> None:
    made = work(empty)
    digests.store(made.db, TOWN, THIS, cutoff=NEXT_MONDAY, facts=to_json(roundup(made)), now=NEXT_MONDAY)
    back = at(MONDAY + WEEK, 15)
    made.db.execute(
        update(CheckIn).where(CheckIn.day == MONDAY).values(status="withdrawn", withdrawn_at=back)
    )
    after = roundup(made, TOWN, THIS.next, at(MONDAY + 2 * WEEK, 9))
    assert after.changes is not None
    assert after.changes.items == (Change("met", Share("", 3, 6), Share("", 1, 6)),)


def test_units_of_fewer_than_five_people_are_not_compared(empty: Township) -> None:
    made = empty
    for n in range(5):
        made.came(made.cadre(f"好{n}", SHIGUAN), SHIGUAN, MONDAY, TUESDAY)
        made.cadre(f"差{n}", LUTANG, unit=WATER_OFFICE)
    made.cadre("独一", SHIGUAN, unit=3)
    seen = roundup(made).attendance
    assert seen is not None
    assert (seen.units, seen.small) == ((Share("县水务局", 0, 5),), 1)
    assert " ⚠要帮一把的单位:县水务局0/5;不足5人的单位1个不比" in lines(roundup(made))


def test_a_county_hears_which_posts_are_missing(empty: Township) -> None:
    made = empty
    made.household(SHIGUAN, "李大")
    made.household(SHIGUAN, "王二", helper=made.cadre("张一", SHIGUAN, duty="first_secretary"))
    made.office("info_officer", SHIGUAN)
    made.office("township_clerk", TOWNSHIP)
    told = compose(T, roundup(made, WHOLE))
    assert "人员 缺帮扶责任人户1,缺工作队村2,缺第一书记村2,缺信息员村2,缺专干乡镇1" in told.splitlines()
    assert "人员" not in compose(T, roundup(made, TOWN))

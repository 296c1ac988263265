"""Digests of weeks and months, of areas, helping units and departments: from records to figures to text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, update
from township import (
    CITY_BUREAU,
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
from township_filled import TUESDAY, WEEK, fund_all, visit_all, work

from handlers.digests.compose import compose, compose_short
from handlers.digests.facts import Share, Tally, to_json
from handlers.digests.figures import figures, kept
from handlers.digests.roundup.facts import Change, Roundup
from locales import translator
from storage.parameters import Parameters
from storage.queries import digests
from storage.tables import CheckIn, Household, Region
from storage.values.digest import Stretch, Subject

T = translator("zh_Hans")
THIS = Stretch("week", MONDAY)
NEXT_MONDAY = at(MONDAY + WEEK, 9)
NOVEMBER = Stretch("month", date(2026, 11, 1))
DECEMBER = at(date(2026, 12, 1), 9)
VILLAGE, TOWN, WHOLE = (Subject("area", id_) for id_ in (SHIGUAN, TOWNSHIP, COUNTY))
BUREAU, WATER = Subject("unit", CITY_BUREAU), Subject("department", WATER_OFFICE)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as made:
        yield made


def filled(made: Township) -> Township:
    return fund_all(visit_all(work(made)))


def roundup(
    made: Township, of: Subject = TOWN, stretch: Stretch = THIS, cutoff: datetime = NEXT_MONDAY
) -> Roundup:
    found = figures(made.db, of, stretch, cutoff=cutoff, calendar=calendar(), parameters=Parameters())
    assert isinstance(found, Roundup)
    return found


def lines(of: Roundup) -> list[str]:
    return compose(T, of).splitlines()


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


@pytest.mark.postgresql
def test_both_databases_give_the_same_round_ups(empty: Township, tmp_path: Path) -> None:
    def all_of(made: Township) -> list[Roundup]:
        filled(made)
        made.db.execute(update(Household).where(Household.state == "exited").values(exited_on=TUESDAY))
        return [
            roundup(made, of, stretch, cutoff)
            for of in (VILLAGE, TOWN, WHOLE, BUREAU, WATER)
            for stretch, cutoff in ((THIS, NEXT_MONDAY), (NOVEMBER, DECEMBER))
        ]

    with township(tmp_path, "postgresql") as other:
        assert all_of(other) == all_of(empty)


@pytest.mark.parametrize("of", [TOWN, BUREAU, WATER], ids=lambda of: of.kind)
def test_the_number_of_statements_does_not_grow_with_the_area_or_unit(empty: Township, of: Subject) -> None:
    made = filled(empty)

    def statements() -> int:
        ran: list[str] = []

        def note(*args: object) -> None:
            ran.append(str(args[2]))

        event.listen(made.db, "before_cursor_execute", note)
        roundup(made, of)
        event.remove(made.db, "before_cursor_execute", note)
        return len(ran)

    few = statements()
    for n in range(40):
        helper = made.cadre(f"许{n}", LUTANG)
        made.came(helper, LUTANG, MONDAY)
        made.visit(made.household(LUTANG, f"何{n}", helper=helper), LUTANG, helper, MONDAY)
    assert statements() == few <= 26


@pytest.mark.parametrize("of", [VILLAGE, TOWN, WHOLE, BUREAU, WATER], ids=lambda of: f"{of.kind}{of.id}")
@pytest.mark.parametrize(
    ("stretch", "cutoff"), [(THIS, NEXT_MONDAY), (NOVEMBER, DECEMBER)], ids=["week", "month"]
)
def test_figures_come_back_as_they_were_in_both_languages_and_short(
    empty: Township, of: Subject, stretch: Stretch, cutoff: datetime
) -> None:
    found = roundup(filled(empty), of, stretch, cutoff)
    again = kept(to_json(found))
    assert again == found
    for t in (T, translator("en")):
        assert compose(t, again) == compose(t, found)
        assert len(compose(t, found).encode()) <= 2048
    assert len(compose_short(T, found)) <= 2 * 67


def test_a_county_of_eighty_townships_fits_one_message_and_names_only_those_behind(empty: Township) -> None:
    made = empty
    for n in range(80):
        path = f"/9999/9997{n:02d}/"
        made._add(
            Region,
            id=1000 + n,
            code=f"9997{n:02d}",
            name=f"很长名字的第{n}自治乡",
            level="township",
            path=path,
            tags=[],
            profile={},
        )
        made._add(
            Region,
            id=2000 + n,
            code=f"9997{n:02d}001",
            name=f"第{n}村",
            level="village",
            path=f"{path}9997{n:02d}001/",
            tags=[],
            profile={},
        )
        for _ in range(5):
            person = made.cadre("许一", 2000 + n)
            if n % 2:
                made.came(person, 2000 + n, MONDAY, TUESDAY)
    told = compose(T, roundup(made, WHOLE))
    assert len(told.encode()) <= 2048
    assert " 达标:⚠偏低:很长名字的第0自治乡0/5 很长名字的第2自治乡0/5" in told
    assert " 第1" not in told


def test_a_stretch_without_anything_is_empty(empty: Township) -> None:
    assert roundup(empty, WATER).is_empty
    assert roundup(empty, BUREAU).is_empty


def test_the_unit_tells_of_its_day_only_what_is_new(empty: Township) -> None:
    made = empty
    helper = made.cadre("张一", SHIGUAN)
    home = made.household(SHIGUAN, "李大", helper=helper)
    visit = made.visit(home, SHIGUAN, helper, MONDAY - timedelta(days=9))
    made.problem(visit, home, SHIGUAN, helper, MONDAY - timedelta(days=9), due=MONDAY)
    from handlers.digests.compose import is_exceptional

    days = [Stretch("day", MONDAY + timedelta(days=n)) for n in range(3)]
    pressing = [is_exceptional(roundup(made, BUREAU, day, at(day.first, 18))) for day in days]
    assert pressing == [False, True, False], "overdue since yesterday is said today and not again tomorrow"


def test_kinds_of_problems_are_counts_of_matters(empty: Township) -> None:
    tickets = roundup(visit_all(empty)).tickets
    assert tickets is not None
    assert tickets.kinds == (Tally("health", 1), Tally("housing", 1))

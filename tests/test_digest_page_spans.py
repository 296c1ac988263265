"""The pages of weeks and months, of areas, units and departments: what stands on them, and who may open them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from roundups import (
    BUREAU,
    DECEMBER,
    NEXT_MONDAY,
    NOVEMBER,
    THIS,
    TOWN,
    VILLAGE,
    WATER,
    WHOLE,
    filled,
    roundup,
)
from sqlalchemy import select, update
from test_digest_page import FIGURE, Reader
from township import CITY_BUREAU, COUNTY, LUTANG, MONDAY, TOWNSHIP, WATER_OFFICE, Township, township, turn

from bot.web.digest import as_html
from handlers.digest import talk
from handlers.digest.paper import opened
from handlers.digests.compose import compose
from handlers.digests.facts import Share, Tally, to_json
from handlers.digests.figures import kept
from handlers.digests.page import page
from handlers.digests.page.model import Block, Table
from handlers.digests.roundup.facts import Attendance, Roundup, Walks
from handlers.notices.digest import issued
from handlers.replies import Say
from handlers.turn import Turn
from locales import LANGUAGES, translator
from storage.queries import digests
from storage.queries.links import LinkRow, Target
from storage.tables import Link, Role
from storage.values.digest import Stretch, Subject

T = translator("zh_Hans")
SITE = "https://bangfu.example"
WEEKS = tuple(Share("", part, 20) for part in (16, 17, 18, 15))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as empty:
        yield filled(empty)


def attendance(**set_: object) -> Attendance:
    seen = Attendance(
        listed=22, exempt=(Tally("sick", 1), Tally("training", 1)), met=Share("", 15, 20), full=2, eased=0,
        short=((1, 3), (0, 2)), always=None, before=Share("", 18, 20),
        places=(Share("石关村", 9, 9), Share("路塘村", 4, 8), Share("远村", 2, 3)), few=("远村",),
        units=(Share("县城管局", 3, 7),), small=2, repeated=1, repeated_weeks=2, series=WEEKS,
    )  # fmt: skip
    return replace(seen, **set_)  # type: ignore[arg-type]


def of_week(**set_: object) -> Roundup:
    facts = Roundup("area", "示范办事处", "township", "week", THIS.first, THIS.last, NEXT_MONDAY)
    return replace(facts, **{"attendance": attendance(), **set_})  # type: ignore[arg-type]


def block(facts: Roundup, name: str) -> Block:
    return next(each for each in page(T, facts).blocks if each.name == name)


def table(facts: Roundup, name: str, caption: str) -> Table:
    return next(each for each in block(facts, name).drawn.tables if each.caption == caption)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_message_stands_on_the_page_whatever_it_is_of(
    made: Township, language: str
) -> None:
    t = translator(language)
    for of in (VILLAGE, TOWN, WHOLE, BUREAU, WATER):
        for stretch, cutoff in ((THIS, NEXT_MONDAY), (NOVEMBER, DECEMBER)):
            facts = roundup(made, of, stretch, cutoff)
            found, said = page(t, facts), compose(t, facts, None).splitlines()[:-1]
            above = repr((found.title, found.time, found.alerts, found.blocks, found.calm))
            assert not set(FIGURE.findall(" ".join(said))) - set(FIGURE.findall(above))
            assert list(found.lines) == said
            read = Reader(as_html(facts, language))
            assert (read.open, read.wrong) == ([], [])
            assert read.refers <= set(read.ids)


def test_places_of_few_people_have_their_count_and_no_rate_and_nobody_is_ranked() -> None:
    found = table(of_week(), "attendance", "分地区")
    assert found.rows == (
        ("石关村", "9/9", "100.0%"), ("路塘村", "4/8", "50.0%\N{NO-BREAK SPACE}⚠"), ("远村", "2/3", "-"),
    )  # fmt: skip
    assert found.notes == ("⚠ 低于整体5个百分点以上,需要帮助", "- 不足5人(户),不作比较")


def test_few_people_have_no_rate_in_a_month_however_many_their_weeks() -> None:
    month = attendance(
        full=0, short=(), always=Share("", 3, 4), places=(Share("石关村", 16, 16), Share("远村", 2, 16)), few=("远村",)
    )  # fmt: skip
    facts = of_week(span="month", first=date(2026, 11, 1), last=date(2026, 11, 30), attendance=month)
    assert table(facts, "attendance", "分地区").rows[1] == ("远村", "2/16", "-")
    assert not any("远村" in told for alert in page(T, facts).alerts for told in alert.told)


def test_the_week_stands_beside_the_one_before_with_the_excused_by_kind() -> None:
    assert table(of_week(), "attendance", "整体").rows == (
        ("满2天", "15/20", "75.0%"), ("1天", "3/20", "15.0%"), ("0天", "2/20", "10.0%"), ("上周", "18/20", "90.0%"),
    )  # fmt: skip
    assert table(of_week(), "attendance", "核减(不要求驻村)").rows == (("病假", "1"), ("培训", "1"))


def test_the_trend_names_the_weeks_that_it_is_of() -> None:
    (chart,) = block(of_week(), "attendance").drawn.charts
    assert [(point.label, point.numbers) for point in chart.points] == [
        ("44周", "16/20"), ("45周", "17/20"), ("46周", "18/20"), ("47周", "15/20"),
    ]  # fmt: skip


def test_a_months_trend_is_of_the_weeks_that_end_in_it(made: Township) -> None:
    facts = roundup(made, TOWN, NOVEMBER, DECEMBER)
    assert facts.attendance
    many = replace(facts, attendance=attendance(series=(*WEEKS, Share("", 20, 20))))
    (chart,) = block(many, "attendance").drawn.charts
    assert [point.name.partition("(")[0] for point in chart.points] == [
        f"第{n}周" for n in (44, 45, 46, 47, 48)
    ]


def test_fewer_than_five_people_have_no_rate_anywhere_and_are_not_called_calm() -> None:
    few = attendance(
        listed=3, exempt=(), met=Share("", 2, 3), before=None, places=(), few=(), units=(), small=0, repeated=0,
        short=((1, 1), (0, 0)),
    )  # fmt: skip
    facts = of_week(subject="unit", area="县城管局", level="", attendance=few)
    found = block(facts, "attendance").drawn
    assert found.charts == []
    assert {row[2] for each in found.tables for row in each.rows} == {"-"}
    assert page(T, facts).alerts[0].told == ("满2天2人;1天1人",)


def test_what_is_wrong_stands_first_with_the_units_that_need_help_and_no_other() -> None:
    assert page(T, of_week()).alerts[0].told == (
        "要帮一把的单位:县城管局3/7", "连续2周未达标1人", "低于整体5个百分点以上1个:路塘4/8(50.0%)",
    )  # fmt: skip
    units = table(of_week(), "attendance", "要帮一把的单位")
    assert (units.rows, units.notes) == (
        (("县城管局", "3/7", "42.9%\N{NO-BREAK SPACE}⚠"),), ("不足5人的单位2个不比",),
    )  # fmt: skip


def test_households_visited_stand_by_place_with_those_left_for_long() -> None:
    places = (Share("石关村", 9, 10), Share("路塘村", 4, 10), Share("远村", 1, 2))
    seen = Walks(20, 14, 12, Share("", 14, 22), places, 60, (Tally("路塘村", 3),))
    facts = of_week(attendance=None, walks=seen)
    (found,) = block(facts, "walks").drawn.tables
    assert found.rows == (
        ("石关村", "9/10", "90.0%", "0"), ("路塘村", "4/10", "40.0%\N{NO-BREAK SPACE}⚠", "3"), ("远村", "1/2", "-", "0"),
    )  # fmt: skip


@pytest.mark.parametrize("of", [TOWN, BUREAU, WATER], ids=lambda of: of.kind)
def test_the_page_of_an_issued_week_stays_byte_for_byte_whatever_happens_later(
    made: Township, of: Subject
) -> None:
    facts = roundup(made, of)
    before = as_html(facts, "zh_Hans").encode()
    digests.store(made.db, of, THIS, cutoff=NEXT_MONDAY, facts=to_json(facts), now=NEXT_MONDAY)
    helper = made.cadre("郑八", LUTANG)
    home = made.household(LUTANG, "何九", helper=helper)
    seen = made.visit(home, LUTANG, helper, MONDAY)
    made.problem(seen, home, LUTANG, helper, MONDAY, matter="water")
    stored = digests.issued(made.db, of, THIS)
    assert stored is not None
    assert as_html(kept(stored), "zh_Hans").encode() == before
    assert as_html(roundup(made, of), "zh_Hans").encode() != before


async def say(asking: Turn, site: str = SITE) -> Say:
    asking.office.site = site
    span = {"digest": talk.digest, "digest_week": talk.weekly, "digest_month": talk.monthly}
    said = await span[asking.intent.name](asking)
    assert isinstance(said, Say)
    return said


def link_of(made: Township) -> LinkRow:
    row = made.db.execute(select(Link).order_by(Link.id.desc())).mappings().first()
    assert row
    opens = Target(row["kind"], row["target"], row["region_id"], row["period"])
    return LinkRow(row["id"], row["person_id"], opens, row["issued_at"], None)


WHO = {
    "area": ("township_leader", TOWNSHIP, None),
    "unit": ("unit_contact", None, CITY_BUREAU),
    "department": ("department", None, WATER_OFFICE),
}


@pytest.mark.parametrize("kind", WHO)
@pytest.mark.parametrize(
    ("command", "period"),
    [("digest_week", "2026-W46"), ("digest_month", "2026-10"), ("digest", "2026-11-19")],
)
async def test_the_number_after_the_text_leads_to_the_page_of_just_that(
    made: Township, kind: str, command: str, period: str
) -> None:
    role, region, unit = WHO[kind]
    who = made.office(role, region, unit=unit)
    first = turn(made, who, command)
    last = (await say(first)).options[-1]
    assert last.label == "网页"
    word, _, rest = first.menu[last.key].partition(" ")
    assert first.menu["网页"] == first.menu[last.key]
    answer = await say(
        turn(made, who, {"日报": "digest", "周报": "digest_week", "月报": "digest_month"}[word], rest)
    )
    assert re.search(rf"{SITE}/digest\?key=[a-z]+", answer.text)
    link = link_of(made)
    assert link.opens.period == period
    facts = opened(made.db, first.office, link, first.now)
    assert facts
    assert facts.stretch == Stretch.parse(period)
    assert getattr(facts, "subject", "area") == kind


@pytest.mark.parametrize("kind", WHO)
async def test_whose_role_has_ended_finds_nothing_behind_the_link(made: Township, kind: str) -> None:
    role, region, unit = WHO[kind]
    who = made.office(role, region, unit=unit)
    asking = turn(made, who, "digest_week", "网页 上周")
    assert "周报网页" in (await say(asking)).text
    assert opened(made.db, asking.office, link_of(made), asking.now)
    ended = asking.now.date() - timedelta(days=1)
    made.db.execute(update(Role).where(Role.person_id == who).values(ends=ended))
    assert opened(made.db, asking.office, link_of(made), asking.now) is None


async def test_a_link_to_another_units_page_opens_nothing(made: Township) -> None:
    who = made.office("unit_contact", None, unit=CITY_BUREAU)
    asking = turn(made, who, "digest_week", "网页")
    await say(asking)
    link = link_of(made)
    for name in (f"unit:{WATER_OFFICE}", f"department:{CITY_BUREAU}", "unit:999"):
        other = replace(link, opens=replace(link.opens, name=name))
        assert opened(made.db, asking.office, other, asking.now) is None
    region = replace(link, opens=Target("digest", "area", COUNTY, "2026-W46"))
    assert opened(made.db, asking.office, region, asking.now) is None


async def test_without_a_server_no_page_is_offered(made: Township) -> None:
    who = made.office("unit_contact", None, unit=CITY_BUREAU)
    assert (await say(turn(made, who, "digest_week"), site="")).options == ()
    assert "聊天服务器" in (await say(turn(made, who, "digest_week", "网页"), site="")).text


@pytest.mark.parametrize(
    ("of", "line"),
    [
        (TOWN, "go:周报 网页 示范办事处 2026-W47"),
        (BUREAU, "go:周报 网页 unit:县城管局 2026-W47"),
        (WATER, "go:周报 网页 department:县水务局 2026-W47"),
    ],
)
def test_a_digest_that_is_sent_has_the_page_as_its_last_move(made: Township, of: Subject, line: str) -> None:
    last = issued(T, {"facts": roundup(made, of)}).moves[-1]
    assert (last.key, last.press) == ("网页", line)

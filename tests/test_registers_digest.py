"""Applications, entitlements not enjoyed and needs in the digest: from records, as known on the day (domain.md 8.2 to 8.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import kinds
from digest_examples import county, township, village
from hamlet import COUNTY, SHIGUAN, TOWNSHIP, at, household, opened, person, with_parameters
from seasons_scene import OFFICE
from sqlalchemy import Connection, insert, update

from handlers.digests.collect import collect
from handlers.digests.compose import compose, is_exceptional
from handlers.digests.facts import DigestFacts, from_json, to_json
from handlers.digests.registers import Applications, Ending, GapKind, Gaps, Needs, Step
from locales import translator
from storage.database import Database
from storage.parameters import Parameters, Setting
from storage.tables import Application, Gap, Grant, Need

T = translator("zh_Hans")
DAY = date(2026, 11, 19)


def lines(facts: DigestFacts) -> list[str]:
    """The text, after a way through the table it is frozen in."""
    return compose(T, from_json(to_json(facts))).splitlines()


def test_the_township_reads_as_the_worked_example() -> None:
    facts = township()
    assert facts.problems
    found = Applications(
        23, 5, (Ending(date(2026, 11, 20), 2),), 1, (Step("庆云村", "危房", "鉴定", -2),), 0, ()
    )
    gaps = Gaps(8, (GapKind("教育", 5), GapKind("医保资助", 3)))
    said = lines(replace(
        facts, applications=replace(found, gaps=gaps), problems=replace(facts.problems, needs=Needs(3, 2, 12, 9)),
    ))  # fmt: skip
    at_ = said.index("三、问题 结转19+新增4-办结6=在办17")
    assert said[at_ + 2 : at_ + 6] == [
        " 需求新增3,对接2,待认领9",
        "四、风险 新增2:蔬菜大病自付3.2万1户,石关务工收入降四成1户;限22日前核实",
        "五、申请 在办23,公示中5(20日到期2);⚠超时1:庆云危房鉴定",
        " 应享未享8户:教育5 医保资助3",
    ]
    assert sum(kind.count for kind in gaps.kinds) == gaps.households


def test_the_county_reads_as_the_worked_example() -> None:
    gaps = Gaps(146, (GapKind("教育", 61), GapKind("医保", 52), GapKind("住房", 33)))
    said = lines(replace(county(), applications=Applications(640, 88, (), 0, (), 3, (), 971, 1000, gaps)))
    at_ = said.index("申请 在办640,公示中88,异议3;识别规模已用97.1%")
    assert said[at_ + 1] == "应享未享146户:教育61 医保52 住房33"
    assert said[at_ - 1].startswith("问题 ")


def test_a_village_reads_steps_with_the_days_left_and_its_needs() -> None:
    facts = village()
    assert facts.problems
    each = (
        Step("石关村", "危房改造", "鉴定", 3),
        Step("石关村", "低保", "乡镇审核", -2),
        Step("石关村", "低保", "评议", None),
    )
    found = Applications(
        3, 1, (Ending(date(2026, 11, 20), 1),), 1, each[1:2], 1, each, gaps=Gaps(1, (GapKind("教育", 2),))
    )
    said = lines(
        replace(facts, applications=found, problems=replace(facts.problems, needs=Needs(0, 0, 2, 1)))
    )
    assert "问题 在办5,明日到期1:3组路灯;需求2" in said
    assert (
        "申请 在办3:危房改造鉴定剩3天 低保乡镇审核⚠2天 低保评议;公示中1(20日到期1);异议1;应享未享1户2项:教育2"
        in said
    )


def test_noughts_are_left_out_and_what_stands_alone_keeps_its_head() -> None:
    calm = DigestFacts("石关村", "township", DAY, at("2026-11-19 18:00"))
    gaps = Applications(0, 0, (), 0, (), 0, (), gaps=Gaps(1, (GapKind("教育", 1),)))
    assert lines(replace(calm, applications=gaps))[2] == "五、申请 应享未享1户:教育1"
    facts = township()
    assert facts.problems
    alone = replace(facts.problems, carried=0, new=0, closed=0, needs=Needs(0, 1, 4, 2))
    assert "三、问题 需求对接1,待认领2" in lines(replace(facts, problems=alone))


def test_a_step_that_is_overdue_is_an_exception() -> None:
    calm = DigestFacts("石关村", "village", DAY, at("2026-11-19 18:00"))
    late = Applications(1, 0, (), 1, (Step("石关村", "低保", "评议", -1),), 0, ())
    assert is_exceptional(replace(calm, applications=late))
    assert not is_exceptional(replace(calm, applications=replace(late, overdue_count=0)))


def day(ahead: int) -> date:
    return DAY + timedelta(days=ahead)


def apply(conn: Connection, code: str, **more: Any) -> None:  # noqa: ANN401 - columns of the table
    base = {
        "code": code,
        "household_id": 1,
        "kind": "危房改造",
        "step": "鉴定",
        "holder": "township",
        "next_step": "",
    }
    row = {**base, "objections": 0, "opened_on": day(-20), "outcome": "", **more}
    conn.execute(insert(Application).values(**row))


def records(conn: Connection) -> None:
    """Applications open, overdue, on notice, decided, to come; gaps open, closed and granted; needs old and new."""
    person(conn, 1, "张三")
    household(conn, 1, SHIGUAN, "李大山", helper=1)
    apply(conn, "A", step_due=day(-1), objections=2)
    apply(conn, "B", published_from=day(-4), published_to=day(2), step_due=day(9))
    apply(conn, "C", published_from=day(-4), published_to=day(5), closed_on=day(1), outcome="agreed")
    apply(conn, "D", closed_on=day(0), outcome="refused", step_due=day(-9))
    apply(conn, "E", opened_on=day(1))
    gap = {"household_id": 1, "since": day(-30)}
    for code, kind, closed in (
        ("A", "教育补助", None),
        ("B", "住房", day(-1)),
        ("C", "医保资助", None),
        ("D", "住房", None),
    ):
        conn.execute(insert(Gap).values(code=code, kind=kind, closed_on=closed, **gap))
    grant = {
        "code": "G",
        "household_id": 1,
        "kind": "医保资助",
        "year": 2026,
        "amount_fen": 1,
        "card_tail": "",
    }
    conn.execute(insert(Grant).values(**grant, paid_on=day(-2), personal=False, note=""))
    for code, opened_on, matched, closed in (
        ("A", day(0), None, None), ("B", day(-9), day(0), None), ("C", day(-9), day(-5), day(0)), ("D", day(-9), day(-8), day(-7)),
    ):  # fmt: skip
        row = {"code": code, "kind": "助学", "village_id": SHIGUAN, "public": False}
        conn.execute(insert(Need).values(**row, opened_on=opened_on, matched_on=matched, closed_on=closed))


async def facts_of(
    database: Database, area: int, on: date = DAY, parameters: Parameters = OFFICE.parameters
) -> DigestFacts:
    office = with_parameters(OFFICE, parameters)
    return await database.read(
        collect,
        area_id=area,
        day=on,
        cutoff=at(f"{on} 18:00"),
        calendar=office.calendar,
        parameters=office.parameters,
    )


@pytest.mark.parametrize("kind", list(kinds()))
async def test_the_figures_are_those_of_the_day_whatever_was_imported_later(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(records)
        facts = await facts_of(database, SHIGUAN)
        assert facts.applications == Applications(
            3, 2, (Ending(day(2), 1),), 1, (Step("石关村", "危房改造", "鉴定", -1),), 2,
            (Step("石关村", "危房改造", "鉴定", -1), Step("石关村", "危房改造", "鉴定", 9), Step("石关村", "危房改造", "鉴定", None)),
            gaps=Gaps(1, (GapKind("住房", 1), GapKind("教育补助", 1))),
        )  # fmt: skip
        assert facts.problems
        assert facts.problems.needs == Needs(new=1, matched=1, open=2, waiting=1)
        await database.run(
            lambda db: db.execute(update(Application).where(Application.code != "D").values(closed_on=day(3)))
        )
        assert (await facts_of(database, SHIGUAN)).applications == facts.applications, (
            "closed later: not on that day"
        )
        gone = (await facts_of(database, TOWNSHIP, day(4))).applications
        assert gone
        assert gone.open == 0


async def test_the_share_of_the_limit_is_told_to_the_county_where_there_is_one(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(records)
        assert (await facts_of(database, COUNTY)).applications.quota is None  # type: ignore[union-attr]
        limit = Parameters([Setting("identify.quota", "/9999/", date(2026, 1, 1), None, 4)])
        facts = await facts_of(database, COUNTY, parameters=limit)
        assert any(
            line.endswith(";识别规模已用25.0%") for line in lines(facts) if line.startswith("申请 在办3")
        )

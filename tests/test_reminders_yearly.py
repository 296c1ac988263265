"""School, the yearly re-check, the audit, and steps of applications (N17, N18, N19, N12): when, to whom, until what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from databases import kinds
from hamlet import COUNTY, LUTANG, SHIGUAN, TOWNSHIP, UNIT, at, household, office, opened, person
from seasons_scene import CHILD, CLERK, HEAD, HELPER, LI, OFFICE, furnish, said, told
from sqlalchemy import Connection, insert, update

from scheduler.timetable import Timetable
from storage.queries.matters_yearly import is_full
from storage.queries.statements import NewStatement, add_statement
from storage.tables import Application, Grant, Household, Member

AUTUMN, YEAR_END, NEW_YEAR = (
    ("2026-08-30", "2026-09-10"),
    ("2026-11-01", "2026-11-16"),
    ("2026-01-01", "2026-03-05"),
)


def apply(conn: Connection, kind: str, opened_on: str, **more: object) -> None:
    base = {
        "code": f"{kind}{opened_on}",
        "household_id": LI,
        "kind": kind,
        "step": "鉴定",
        "holder": "township",
    }
    row = {
        **base,
        "next_step": "",
        "objections": 0,
        "outcome": "",
        "opened_on": date.fromisoformat(opened_on),
        **more,
    }
    conn.execute(insert(Application).values(**row))


def pupils(conn: Connection) -> None:
    """李's child boards at a junior school; the household has the minimum allowance."""
    furnish(conn)
    conn.execute(update(Household).values(category="低保户"))


@pytest.mark.parametrize("kind", list(kinds()))
async def test_aid_for_pupils_is_named_by_stage_when_school_begins(kind: str, tmp_path: Path) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(pupils)
        assert await told(database, *AUTUMN, "N17", "N17-home") == [
            ("09-01 09:00", "N17", HELPER, [["李", 2, "初中寄宿", "生活补助"]]),
            ("09-01 09:00", "N17-home", HEAD, [["初中寄宿", "生活补助"]]),
        ]


async def test_nothing_is_said_of_a_stage_that_is_unknown_or_of_day_pupils_or_of_other_households(
    tmp_path: Path,
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(pupils)
        for stage in ("", "初中", "非在校", "本科"):
            await database.run(lambda db, stage=stage: db.execute(update(Member).values(school=stage)))
            assert await told(database, *AUTUMN, "N17", "N17-home") == []
        await database.run(
            lambda db: db.execute(update(Member).where(Member.person_id == CHILD).values(school="高中"))
        )
        await database.run(lambda db: db.execute(update(Household).values(category="一般农户")))
        assert await told(database, *AUTUMN, "N17", "N17-home") == []


@pytest.mark.parametrize(
    ("opened_on", "asks"), [("2026-08-20", 0), ("2026-09-01", 0), ("2026-06-01", 2), ("2026-09-02", 2)]
)
async def test_whoever_has_applied_this_school_year_is_not_told(
    opened_on: str, asks: int, tmp_path: Path
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(pupils)
        await database.run(apply, "教育补助", opened_on)
        assert len(await told(database, *AUTUMN, "N17", "N17-home")) == asks


async def test_whoever_was_granted_it_in_autumn_is_not_told_in_spring(tmp_path: Path) -> None:
    grant = {
        "code": "G",
        "household_id": LI,
        "kind": "教育补助",
        "year": 2025,
        "amount_fen": 1,
        "card_tail": "",
    }
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(pupils)
        spring = ("2026-02-28", "2026-03-05")
        assert [each[0] for each in await told(database, *spring, "N17-home")] == ["03-02 09:00"], (
            "1 March is a Sunday"
        )
        await database.run(
            lambda db: db.execute(
                insert(Grant).values(**grant, paid_on=date(2025, 9, 20), personal=False, note="")
            )
        )
        assert await told(database, *spring, "N17-home") == []


@pytest.mark.parametrize("kind", list(kinds()))
async def test_the_county_hears_weekly_how_many_were_not_looked_at_again(kind: str, tmp_path: Path) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(furnish)
        assert await told(database, *YEAR_END, "N18") == [
            (f"11-{day:02d} 09:00", "N18", CLERK, [["示范办事处", 2, 2]]) for day in (2, 9, 16)
        ]
        await database.run(said, "FH", LI, "2026-11-05", "done", 2026)
        await database.run(
            lambda db: db.execute(
                update(Household).where(Household.id == 2).values(rechecked_on=date(2026, 11, 10))
            )
        )
        found = await told(database, *YEAR_END, "N18", "N18-own")
        assert [(moment, kind, items) for moment, kind, _, items in found] == [
            ("11-02 09:00", "N18", [["示范办事处", 2, 2]]), ("11-02 09:00", "N18-own", [["李", 2], ["王", 5]]),
            ("11-09 09:00", "N18", [["示范办事处", 1, 2]]), ("11-09 09:00", "N18-own", [["王", 5]]),
        ]  # fmt: skip
        again = await told(database, "2027-11-01", "2027-11-02", "N18")
        assert [items for *_, items in again] == [[["示范办事处", 2, 2]]], "a new year asks anew"


def auditors(conn: Connection) -> None:
    furnish(conn)
    person(conn, 6, "吴敏")
    office(conn, 6, "auditor", COUNTY)


async def test_the_year_of_the_audit_is_told_on_its_first_workday_and_monthly_until_the_plan_is_there(
    tmp_path: Path,
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(auditors)
        found = await told(database, *NEW_YEAR, "N19")
        assert found[:2] == [
            ("01-04 09:00", "N19", CLERK, [[2026, True]]),
            ("01-04 09:00", "N19", 6, [[2026, True]]),
        ]
        assert [moment for moment, *_ in found[::2]] == ["01-04 09:00", "02-02 09:00", "03-02 09:00"]
        await database.run(plan_is_there, "done")
        assert [moment for moment, *_ in await told(database, *NEW_YEAR, "N19")] == ["01-04 09:00"] * 2
        await database.run(plan_is_there, "open")
        assert len(await told(database, *NEW_YEAR, "N19")) == 6, "taken back: it is asked for again"


def plan_is_there(conn: Connection, state: str) -> None:
    new = NewStatement("SJ", CLERK, None, COUNTY, 2026, state, date(2026, 1, 4), None, None)
    add_statement(conn, new, at("2026-01-04 15:00"))


@pytest.mark.parametrize(
    ("year", "rule", "full"),
    [
        (2026, "even", True),
        (2027, "even", False),
        (2027, "odd", True),
        (2027, "all", True),
        (2026, "none", False),
    ],
)
def test_even_years_are_audited_in_full_unless_the_office_says_otherwise(
    year: int, rule: str, full: bool
) -> None:
    assert is_full(year, rule) is full


def test_weeks_of_the_year_end_and_of_the_new_year() -> None:
    table = Timetable(OFFICE.calendar, OFFICE.parameters)
    days = [date(2024, 10, 28 + n) if n < 4 else date(2024, 11, n - 3) for n in range(15)]
    assert [f"{day:%m-%d}" for day in days if table.recheck_week("/", day)] == ["11-01", "11-04", "11-11"]


def officials(conn: Connection) -> None:
    """The offices that take steps, and those above them."""
    furnish(conn)
    for id_, kind, region, unit in (
        (11, "village_officer", SHIGUAN, None), (12, "village_officer", LUTANG, None), (13, "township_clerk", TOWNSHIP, None),
        (14, "township_leader", TOWNSHIP, None), (15, "department", None, UNIT), (16, "county_leader", COUNTY, None),
    ):  # fmt: skip
        person(conn, id_, f"{kind}{id_}")
        office(conn, id_, kind, region, unit)


@pytest.mark.parametrize(
    ("holder", "own", "above", "last"),
    [
        ("village", 11, 13, CLERK),
        ("township", 13, 14, CLERK),
        ("department", 15, CLERK, CLERK),
        ("county", CLERK, 16, 16),
    ],
)
async def test_a_step_climbs_from_who_has_to_take_it_to_the_offices_above(
    holder: str, own: int, above: int, last: int, tmp_path: Path
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(officials)
        due = {"holder": holder, "unit_id": UNIT, "step_due": date(2026, 11, 11)}
        await database.run(lambda db: apply(db, "危房改造", "2026-11-02", **due))
        found = await told(database, "2026-11-01", "2026-11-30", "N12-step", "N12-step-2")
        assert [(moment[:5], person_) for moment, _, person_, _ in found] == [
            ("11-10", own), ("11-11", own), ("11-12", own), ("11-16", above), ("11-18", last),
        ]  # fmt: skip
        assert found[0][3] == [["石关村", "危房改造", "鉴定", "2026-11-11"]]
        await database.run(lambda db: db.execute(update(Application).values(closed_on=date(2026, 11, 11))))
        assert len(await told(database, "2026-11-01", "2026-11-30", "N12-step", "N12-step-2")) == 1, (
            "decided: it stops"
        )


async def test_a_household_elsewhere_is_not_counted_in_the_township(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(household, 3, LUTANG, "陈有田", HELPER)
        assert (await told(database, "2026-11-02", "2026-11-02", "N18"))[0][3] == [["示范办事处", 3, 3]]

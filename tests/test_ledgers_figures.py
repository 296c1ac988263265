"""The ledgers say what the digest and 我的本周 say: they are counted by the same functions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from acting import Scene, scene
from databases import Databases, kinds
from ledgers import rows
from sqlalchemy import Connection

from handlers.digests.facts import DigestFacts
from handlers.digests.read import facts_of
from storage.queries import areas
from storage.values.week import SHANGHAI, Week

BEFORE_CUTOFF = datetime(2026, 11, 19, 16, 30, tzinfo=SHANGHAI)
TOWNSHIP = "示范办事处"


async def digest(stage: Scene, place: str) -> DigestFacts:
    """The figures of a digest that is asked for now."""

    def read(db: Connection) -> DigestFacts:
        now = stage.hands()
        return facts_of(db, areas.area_named(db, place)[0], now.date(), now, stage.office)

    return await stage.house.database.read(read)


@pytest.mark.parametrize("kind", list(kinds()))
@pytest.mark.parametrize("place", [TOWNSHIP, "石关村", "示范县"])
async def test_the_register_and_the_week_report_have_the_figures_of_the_digest(
    databases: Databases, kind: str, place: str
) -> None:
    async with scene(databases, kind, BEFORE_CUTOFF) as stage:
        facts = await digest(stage, place)
        register = await rows(stage, "register", area=place)
        week = await rows(stage, "week", "places", area=place)
        people = await rows(stage, "week", "people", area=place)
    assert facts.on_site
    assert facts.visits
    assert facts.problems
    assert facts.exits
    shown = {share.name: (share.part, share.whole) for share in facts.on_site.places}
    for found in (register, week):
        assert {row["place"]: (row["met"], row["due"]) for row in found[:-1] if row["due"]} == shown
        assert (found[-1]["met"], found[-1]["due"]) == (facts.on_site.met, facts.on_site.required)
        assert found[-1]["overdue"] == facts.problems.overdue_count
        assert found[-1]["open"] == facts.problems.carried + facts.problems.new - facts.problems.closed
    total = register[-1]
    assert (total["visited"], total["households"]) == (facts.visits.month.part, facts.visits.month.whole)
    assert (total["exited"], total["persons"]) == (facts.exits.out, facts.exits.all)
    assert len(people) == facts.on_site.listed
    assert sum(row["state"] == "已达标" for row in people) == facts.on_site.met


@pytest.mark.parametrize("kind", list(kinds()))
async def test_the_attendance_counts_the_weeks_as_the_digest_series_does(
    databases: Databases, kind: str
) -> None:
    async with scene(databases, kind, BEFORE_CUTOFF) as stage:
        facts = await digest(stage, TOWNSHIP)
        found = await rows(stage, "attendance", area=TOWNSHIP, period="2026-11")
    assert facts.on_site
    weeks = [Week(2026, n) for n in range(44, 48)]
    for column, share in zip(("w2", "w3", "w4"), (*facts.on_site.series[2:], None), strict=True):
        standing = [row[column].split()[-1] for row in found if column in row]
        met = standing.count("已达标")
        assert met == (share.part if share else facts.on_site.met), weeks
    assert len(found) == facts.on_site.listed


async def test_one_persons_attendance_is_what_the_area_has_and_what_my_week_says(
    databases: Databases,
) -> None:
    async with scene(databases, now=BEFORE_CUTOFF) as stage:
        cadre = await stage.actor("cadre")
        await cadre.say("签到")
        stage.hands.now += timedelta(minutes=1)
        said = await cadre.hears("我的本周")
        alone = await rows(stage, "attendance", person="G001", reader="G001")
        area = await rows(stage, "attendance", area=TOWNSHIP)
    row = next(each for each in area if each["code"] == "G001")
    assert alone == [row]
    counted = re.search(r"应(?:驻)?\D*(\d+).*?(\d+)", said)
    assert counted, said
    assert row["w4"].split()[0] == f"{counted[2]}/{counted[1]}"


async def test_everybody_of_an_area_alone_is_as_in_the_area(databases: Databases) -> None:
    async with scene(databases, now=BEFORE_CUTOFF) as stage:
        area = await rows(stage, "attendance", area="石关村", period="2026-10")
        for row in area[::5]:
            alone = await rows(stage, "attendance", person=row["code"], area="石关村", period="2026-10")
            assert alone == [row]


async def test_the_days_of_the_work_ledger_are_those_of_the_attendance(databases: Databases) -> None:
    async with scene(databases, now=BEFORE_CUTOFF) as stage:
        attendance = await rows(stage, "attendance", area=TOWNSHIP)
        work = await rows(stage, "work", area=TOWNSHIP)
    by_person: dict[str, set[str]] = {}
    for row in work:
        by_person.setdefault(row["code"], set()).update(filter(None, row["dates"].split("、")))
    assert {row["code"]: row["days"] for row in attendance} == {
        code: len(days) for code, days in by_person.items()
    }


async def test_the_income_sheet_invents_nothing(databases: Databases) -> None:
    async with scene(databases) as stage:
        found = await rows(stage, "income", area="石关村")
    empty = {"wages", "business", "property", "transfers", "costs", "net", "each", "before", "growth"}
    assert found
    assert not [row for row in found if any(row.get(key) for key in empty)]

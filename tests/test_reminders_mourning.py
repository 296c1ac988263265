"""A household in which somebody has died is left in peace, and so is a cadre on leave for it (X51)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from databases import kinds
from digest_examples import county, township, village
from hamlet import SHIGUAN, Post, at, excuse, lines, opened, visit
from matters_scene import next_visit, paid
from seasons_scene import CHILD, HEAD, HELPER, LI, OFFICE, furnish, insured, said, told
from sqlalchemy import Connection, update

from handlers.digests.collect import collect
from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts, Visits
from locales import translator
from scheduler.preview import replayed
from scheduler.replay import run_until
from storage.database import Database
from storage.queries.notices import NewNotice, add_notices
from storage.queries.preferences import Wish, keep_wish
from storage.tables import Leave

ABOUT_LI = ("N10", "N16-home", "N24")
NOVEMBER = ("2026-11-01", "2026-11-30")


def everything(conn: Connection) -> None:
    """李's household is due for a visit, insurance and a grant."""
    furnish(conn)
    visit(conn, LI, HELPER, SHIGUAN, "2026-10-10")
    next_visit(conn, "2026-11-25")
    insured(conn, CHILD, "unpaid")
    paid(conn, "2026-10-10")
    keep_wish(conn, HEAD, Wish(wanted=frozenset({"grants"})), at("2026-10-01 08:00"))


async def named(database: Database) -> list[object]:
    """The households that the helper is asked to visit on the 20th (N09)."""
    day = date(2026, 11, 20)
    found = await database.read(lambda db: list(replayed(db, OFFICE, ("N09",), day, day)))
    return [home for notice in found for home in notice.parameters["households"]]


async def heard(database: Database, first: str, last: str) -> list[tuple[str, str, str]]:
    """(moment, kind, name) of what leaves the house."""
    post = Post()
    return lines(
        [d async for d in run_until(database, OFFICE, at(f"{first} 00:00"), at(f"{last} 23:59"), post)]
    )


@pytest.mark.parametrize("kind", list(kinds()))
async def test_nothing_goes_to_a_household_in_mourning_and_no_visit_to_it_is_asked_for(
    kind: str, tmp_path: Path
) -> None:
    async with opened(kind, tmp_path) as (_, database):
        await database.run(everything)
        assert [each[1] for each in await told(database, *NOVEMBER, *ABOUT_LI)] == [
            "N24",
            "N10",
            "N10",
            "N16-home",
        ]
        assert await named(database) == [["李", 2], ["王", 5]]
        await database.run(said, "HK", LI, "2026-10-31", "mourning", 0, "2026-11-29")
        assert await told(database, *NOVEMBER, *ABOUT_LI) == []
        assert await named(database) == [["王", 5]]


async def test_it_ends_with_its_day_or_when_it_is_said_to_be_over(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(everything)
        await database.run(said, "HK", LI, "2026-10-31", "mourning", 0, "2026-11-24")
        assert [each[1] for each in await told(database, *NOVEMBER, *ABOUT_LI)] == ["N10", "N16-home"]
        await database.run(said, "HK", LI, "2026-11-19", "over", 0)
        assert await named(database) == [["李", 2], ["王", 5]]


async def test_a_changed_record_is_not_told_to_a_family_in_mourning_but_a_new_account_is(
    tmp_path: Path,
) -> None:
    notices = [
        NewNotice(kind, kind, HEAD, says, at("2026-11-25 10:00"), at("2026-11-25 20:00"))
        for kind, says in (("record_changed", {"day": "2026-11-20"}), ("new_account", {}))
    ]
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(said, "HK", LI, "2026-11-20", "mourning", 0, "2026-12-20")
        await database.run(add_notices, notices, at("2026-11-25 10:00"))
        told_now = await heard(database, "2026-11-25", "2026-11-25")
        assert [line for line in told_now if line[2] == "李大山"] == [
            ("11-25 10:00", "new_account", "李大山")
        ]


@pytest.mark.parametrize("status", ["effective", "waiting"])
async def test_leave_for_a_death_in_the_family_silences_reminders_also_while_it_waits(
    status: str, tmp_path: Path
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(everything)
        await database.run(excuse, HELPER, "2026-11-16", "2026-11-30", "mourning")
        await database.run(lambda db: db.execute(update(Leave).values(status=status)))
        assert [line for line in await heard(database, "2026-11-16", "2026-11-26") if line[2] == "张三"] == []


async def test_a_digest_counts_it_as_left_in_peace_and_not_as_neglected(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(visit, LI, HELPER, SHIGUAN, "2026-05-01")
        seen = await visits_of(database)
        assert ([each.count for each in seen.neglected], seen.paused, seen.month.whole) == ([2], 0, 2)
        await database.run(said, "HK", LI, "2026-11-10", "mourning", 0, "2026-12-10")
        seen = await visits_of(database)
        assert ([each.count for each in seen.neglected], seen.paused, seen.month.whole) == ([1], 1, 2)
        await database.run(visit, LI, HELPER, SHIGUAN, "2026-11-12")
        assert (await visits_of(database)).paused == 0, "visited all the same: there is nothing to wait for"


async def visits_of(database: Database) -> Visits:
    """The block of visits in the village's digest of 19 November."""
    facts: DigestFacts = await database.read(
        collect, area_id=SHIGUAN, day=date(2026, 11, 19), cutoff=at("2026-11-19 18:00"), calendar=OFFICE.calendar,
        parameters=OFFICE.parameters,
    )  # fmt: skip
    assert facts.visits
    return facts.visits


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (township(), "二、走访 今日27户;本月331/454户(72.9%,上月同日70.5%);暂缓2户"),
        (village(), "走访 今日8户,本月88/118户;未走访28户,监测户先走:李*(3组);暂缓2户"),
        (county(), "走访 本月16290/22530户(72.3%);超60天未走访112户;暂缓2户"),
    ],
    ids=["township", "village", "county"],
)
def test_the_line_of_visits_names_those_left_in_peace(facts: DigestFacts, line: str) -> None:
    assert facts.visits
    said_so = compose(translator("zh_Hans"), replace(facts, visits=replace(facts.visits, paused=2)))
    assert line in said_so.splitlines()

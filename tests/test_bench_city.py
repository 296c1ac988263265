"""The generated city of the benches holds together at a small size, and everything measured on it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bench.city import generate
from bench.city_plan import City, Plan, Size
from bench.city_runs import RUNS_OF
from databases import kinds
from sqlalchemy import Connection, func, select
from sync_databases import VAULT, connected

from storage.database import Database
from storage.tables import (
    Assignment,
    Base,
    CheckIn,
    Contact,
    FollowUp,
    Household,
    Member,
    Pairing,
    Person,
    Region,
    Visit,
)
from storage.values.week import SHANGHAI

TINY = Plan(
    city=Size(14, 800, 90), county=Size(8, 400, 45), township=Size(2, 90, 12), counties=3, townships=3, weeks=12,
    check_ins=6,
)  # fmt: skip


@pytest.fixture(params=kinds())
def conn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    with connected(request.param, tmp_path) as connection:
        generate(connection, VAULT, TINY)
        yield connection


def _count(conn: Connection, *tables: type[Base]) -> list[int]:
    return [conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def test_it_has_the_people_villages_and_helpers_asked_for(conn: Connection) -> None:
    assert _count(conn, Member, Assignment, Contact, Person) == [800, 90, 90, 890]
    levels = conn.execute(select(Region.level, func.count()).group_by(Region.level)).all()
    assert {row[0]: row[1] for row in levels} == {"city": 1, "county": 3, "township": 5, "village": 14}
    homes, pairings = _count(conn, Household, Pairing)
    assert homes == pairings > 200


def test_its_work_is_read_back_as_the_register_reads_it(conn: Connection) -> None:
    row = conn.execute(select(CheckIn).order_by(CheckIn.came_at.desc())).first()
    assert row is not None
    assert (row.work_items, row.came_at.tzinfo, row.came_at.date()) == (["visit"], SHANGHAI, row.day)
    for table, weeks in ((CheckIn, TINY.check_ins), (Visit, TINY.weeks)):
        first, last = conn.execute(select(func.min(table.day), func.max(table.saved_at))).one()
        assert last <= TINY.now
        assert 7 * (weeks - 1) <= (TINY.now.date() - first).days < 7 * weeks
    assert _count(conn, FollowUp) > [0]
    assert conn.execute(select(Visit.as_helper, Visit.late).distinct()).all() == [(True, False)]


def test_three_of_ten_are_behind_on_the_last_friday(conn: Connection) -> None:
    monday = TINY.now.date() - timedelta(days=4)
    came = select(CheckIn.person_id).where(CheckIn.day >= monday).group_by(CheckIn.person_id)
    twice = len(conn.execute(came.having(func.count() >= 2)).all())
    assert 0.15 < 1 - twice / 90 < 0.45


def test_the_first_county_is_the_same_alone(conn: Connection, tmp_path: Path) -> None:
    with ExitStack() as stack:
        alone = stack.enter_context(connected("sqlite", tmp_path))
        generate(alone, VAULT, TINY.only_first())
        assert _work_of(alone) == _work_of(conn)


def _work_of(conn: Connection) -> list[Any]:
    inside = Region.path.startswith("/9999/999901/")
    acts = (
        select(CheckIn.person_id, CheckIn.came_at).join(Region, Region.id == CheckIn.village_id).where(inside)
    )
    seen = (
        select(Visit.household_id, Visit.saved_at).join(Region, Region.id == Visit.village_id).where(inside)
    )
    return [sorted(tuple(row) for row in conn.execute(rows)) for rows in (acts, seen)]


def test_the_city_of_the_office_is_as_large_as_the_field_says() -> None:
    plan = Plan()
    sizes = [size for county in plan.sizes() for size in county]
    assert sum(size.persons for size in sizes) == 688_909
    assert sum(size.villages for size in sizes) == 479
    assert sum(size.helpers for size in sizes) == 69_900
    assert plan.name != replace(plan, seed=2).name


async def test_everything_measured_on_it_runs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/city.db"
    async with Database(url, VAULT) as database:
        await database.run(_make)
        found = {name: await run(database, TINY.now.replace(hour=16)) for name, run in RUNS_OF.items()}
    assert found["city"].rows == 90
    assert found["reminders"].rows == found["delivery"].rows > 10
    assert found["city file"].rows == found["city rows"].rows == 90


def _make(conn: Connection) -> City:
    Base.metadata.create_all(conn)
    return generate(conn, VAULT, TINY)

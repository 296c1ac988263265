"""The generated county of the benches holds together at a small size, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from bench.county import generate
from sqlalchemy import Connection, func, insert, select
from sync_databases import VAULT, connected

from storage.tables import (
    Assignment,
    CheckIn,
    FollowUp,
    Household,
    Member,
    Pairing,
    Person,
    Region,
    Unit,
    Visit,
)
from storage.values.id_number import IdNumber
from storage.values.week import SHANGHAI

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def conn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    with connected(request.param, tmp_path) as connection:
        generate(connection, VAULT, persons=900, villages=20, helpers=90, weeks=5, now=NOW)
        yield connection


def test_it_has_the_persons_villages_and_helpers_asked_for(conn: Connection) -> None:
    def count(table: type) -> int:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()

    assert (count(Member), count(Assignment), count(Person)) == (900, 90, 990)
    assert conn.execute(select(func.count()).where(Region.level == "village")).scalar_one() == 20
    assert count(Pairing) == count(Household) > 250
    card = conn.execute(select(Person.id_sealed).limit(1)).scalar_one()
    assert card is not None
    assert IdNumber(VAULT.open(card)).number.startswith("9999")


def test_its_year_of_work_is_read_back_as_the_register_reads_it(conn: Connection) -> None:
    row = conn.execute(select(CheckIn).order_by(CheckIn.came_at.desc())).first()
    assert row is not None
    assert (row.work_items, row.came_at.tzinfo, row.came_at.date()) == (["visit"], SHANGHAI, row.day)
    first, last = conn.execute(select(func.min(CheckIn.day), func.max(CheckIn.day))).one()
    assert date(2026, 10, 19) <= first < last <= NOW.date()
    assert conn.execute(select(func.max(Visit.saved_at))).scalar_one() <= NOW
    pairs = {tuple(pair) for pair in conn.execute(select(CheckIn.person_id, CheckIn.day))}
    assert {tuple(pair) for pair in conn.execute(select(Visit.helper_id, Visit.day))} <= pairs
    assert conn.execute(select(func.count()).select_from(FollowUp)).scalar_one() > 0


def test_rows_can_be_added_after_it(conn: Connection) -> None:
    row = {"code": "NEW", "name": "新单位", "level": "", "matter": ""}
    number = conn.execute(insert(Unit).values(row).returning(Unit.id)).scalar_one()
    assert number == conn.execute(select(func.max(Unit.id))).scalar_one()

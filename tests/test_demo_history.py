"""The history behind the demonstration: plausible, never after its moment, and empty for those who are played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, LargeBinary, func, select
from sync_databases import VAULT, connected

from storage.calendar import Calendar, seed_rows
from storage.database import DatabaseProblem
from storage.demo import is_demo
from storage.demo.build import build, ensure_demo
from storage.demo.standing import CADRE_HOUSEHOLDS, STANDING
from storage.queries.codes import list_codes
from storage.queries.importing import commit
from storage.sealed import Vault
from storage.tables import Base, CheckIn, FollowUp, Household, Leave, Member, Person, Region, Visit
from storage.values.week import SHANGHAI
from storage.workbook import check

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI)
MOMENTS = [
    NOW,
    datetime(2026, 11, 16, 7, 30, tzinfo=SHANGHAI),
    datetime(2027, 1, 4, 12, 0, tzinfo=SHANGHAI),
    datetime(2026, 2, 18, 9, 0, tzinfo=SHANGHAI),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with connected("sqlite", tmp_path_factory.mktemp("made")) as connection:
        build(connection, VAULT, NOW)
        yield connection


@pytest.fixture(scope="module", params=MOMENTS, ids=str)
def at_any_time(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Connection, datetime]]:
    with connected("sqlite", tmp_path_factory.mktemp("any")) as connection:
        build(connection, VAULT, request.param)
        yield connection, request.param


def people(conn: Connection, *codes: str) -> list[int]:
    return list(conn.execute(select(Person.id).where(Person.code.in_(codes))).scalars())


def dump(conn: Connection) -> dict[str, Any]:
    """Every table without its sealed bytes."""
    return {
        table.name: conn.execute(
            select(*(c for c in table.c if not isinstance(c.type, LargeBinary))).order_by(*table.primary_key)
        ).all()
        for table in Base.metadata.sorted_tables
    }


def test_the_same_moment_gives_the_same_rows_and_the_same_codes(made: Connection, tmp_path: Path) -> None:
    with connected("sqlite", tmp_path) as second:
        build(second, VAULT, NOW)
        assert dump(second) == dump(made)
        assert list_codes(second, VAULT) == list_codes(made, VAULT)


def test_codes_do_not_depend_on_the_keys(made: Connection, tmp_path: Path) -> None:
    other = Vault({1: bytes(32)}, b"another index key, of 32 bytes..")
    with connected("sqlite", tmp_path) as second:
        build(second, other, NOW)
        assert list_codes(second, other) == list_codes(made, VAULT)


def test_nothing_lies_after_the_moment(at_any_time: tuple[Connection, datetime]) -> None:
    conn, now = at_any_time
    for column in (CheckIn.came_at, CheckIn.left_at, CheckIn.saved_at, Visit.saved_at, Leave.saved_at):
        last = conn.execute(select(func.max(column))).scalar_one()
        assert last is None or last <= now
    for day in (CheckIn.day, Visit.day, FollowUp.opened_on, FollowUp.closed_on):
        latest = conn.execute(select(func.max(day))).scalar_one()
        assert latest is not None
        assert latest <= now.date()


def test_people_come_on_workdays_only(at_any_time: tuple[Connection, datetime]) -> None:
    conn, _ = at_any_time
    calendar = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
    assert all(calendar.works(day) for day in conn.execute(select(CheckIn.day).distinct()).scalars())


def test_those_who_are_played_begin_with_empty_weeks_and_their_households_unvisited(
    at_any_time: tuple[Connection, datetime],
) -> None:
    conn, now = at_any_time
    standing = people(conn, *STANDING.values())
    assert conn.execute(select(func.count()).where(CheckIn.person_id.in_(standing))).scalar_one() == 0
    assert conn.execute(select(func.count()).where(Leave.person_id.in_(standing))).scalar_one() == 0
    last = conn.execute(
        select(Household.code, func.max(Visit.day))
        .join(Visit, Visit.household_id == Household.id)
        .where(Household.code.in_(CADRE_HOUSEHOLDS))
        .group_by(Household.code)
    ).all()
    first = now.date().replace(day=1)
    assert {code for code, _ in last} == set(CADRE_HOUSEHOLDS)
    assert all((first - timedelta(days=31)) <= day < first for _, day in last)


def test_seven_households_of_ten_are_visited_by_the_nineteenth(made: Connection) -> None:
    villages = select(Region.id).where(Region.code.startswith("999901101"))
    seen = select(func.count(Visit.household_id.distinct())).where(
        Visit.day >= date(2026, 11, 1), Visit.village_id.in_(villages)
    )
    assert 0.65 < made.execute(seen).scalar_one() / 454 < 0.78


def test_the_week_has_some_who_are_done_some_who_are_not_and_some_away(made: Connection) -> None:
    days = (
        select(CheckIn.person_id, func.count(CheckIn.day.distinct()).label("days"))
        .where(CheckIn.day >= date(2026, 11, 16), CheckIn.status == "accepted")
        .group_by(CheckIn.person_id)
        .subquery()
    )
    counts = Counter(min(count, 2) for count in made.execute(select(days.c.days)).scalars())
    assert counts[2] > counts[1] > 20
    assert sum(counts.values()) < 176 - 10
    away = made.execute(
        select(Leave.kind).where(Leave.starts == date(2026, 11, 16)).order_by(Leave.kind)
    ).scalars()
    assert list(away) == ["sick", "sick", "training"]
    assert made.execute(select(func.count()).where(CheckIn.status == "pending")).scalar_one() == 1


def test_a_visit_in_place_makes_an_on_site_day(made: Connection) -> None:
    days = {tuple(row) for row in made.execute(select(CheckIn.person_id, CheckIn.day))}
    visits = made.execute(select(Visit.helper_id, Visit.day).where(Visit.manner != "phone"))
    assert {tuple(row) for row in visits} <= days


def test_problems_are_mostly_seen_to_and_two_are_overdue(made: Connection) -> None:
    villages = select(Region.id).where(Region.code.startswith("999901101"))
    rows = made.execute(
        select(FollowUp.status, FollowUp.due, FollowUp.matter).where(FollowUp.village_id.in_(villages))
    ).all()
    still_open = [row for row in rows if row.status == "open"]
    assert 10 <= len(still_open) <= 25
    assert sorted((row.matter, row.due) for row in still_open if row.due < NOW.date()) == [
        ("other", date(2026, 11, 17)), ("water", date(2026, 11, 14)),
    ]  # fmt: skip
    assert len(rows) > 2 * len(still_open)


def test_the_county_is_made_once_and_only_in_a_database_of_its_own(tmp_path: Path) -> None:
    from small_county import sheets_of, small

    with connected("sqlite", tmp_path) as conn:
        assert not is_demo(conn)
        ensure_demo(conn, VAULT, NOW)
        assert is_demo(conn)
        members = conn.execute(select(func.count()).select_from(Member)).scalar_one()
        ensure_demo(conn, VAULT, NOW + timedelta(days=3))
        assert conn.execute(select(func.count()).select_from(Member)).scalar_one() == members == 1757
    with connected("sqlite", tmp_path) as conn:
        register = check(sheets_of(small())).register
        assert register is not None
        commit(conn, VAULT, register, NOW)
        with pytest.raises(DatabaseProblem, match="a register already"):
            ensure_demo(conn, VAULT, NOW)


@pytest.mark.postgresql
def test_it_is_made_on_postgresql_too(tmp_path: Path, made: Connection) -> None:
    with connected("postgresql", tmp_path) as conn:
        build(conn, VAULT, NOW)
        for table in (CheckIn, Visit, FollowUp, Member):
            count = select(func.count()).select_from(table)
            assert conn.execute(count).scalar_one() == made.execute(count).scalar_one()

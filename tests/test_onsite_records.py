"""From the records in the database to weeks: one person's, and a whole area's, which must agree."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, insert, text, update

from handlers.rules.onsite import OnsiteRule, Status, WeekStanding
from handlers.rules.weeks import area_standings, own_standing
from storage.calendar import Calendar, seed_rows
from storage.queries.standing import duties_in, duty_of
from storage.tables import Assignment, Base, CheckIn, Leave, Person, Region
from storage.values.week import SHANGHAI, Week

CALENDAR = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
MONDAY = date(2026, 11, 16)
WEEK = Week.of(MONDAY)
MON, TUE, WED, THU, FRI, SAT, SUN = WEEK
FRIDAY_MORNING = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
COUNTY, TOWNSHIP, OTHER_TOWNSHIP = "/9999/", "/9999/999901/", "/9999/999902/"
SHIGUAN, LUTANG, QINGYUN = 11, 12, 21
PLACES = {
    1: COUNTY, 2: TOWNSHIP, 3: OTHER_TOWNSHIP,
    SHIGUAN: f"{TOWNSHIP}999901011/", LUTANG: f"{TOWNSHIP}999901012/", QINGYUN: f"{OTHER_TOWNSHIP}999902021/",
}  # fmt: skip
ALWAYS = date(2020, 1, 1)
LAST_FEW = [Week.of(MONDAY - timedelta(weeks=n)) for n in range(4)]


def postgresql() -> Iterator[Engine]:
    engine = create_engine(
        os.environ.get("BANGFU_TEST_POSTGRESQL", "postgresql+psycopg://127.0.0.1:5432/test")
    )
    schema = f"onsite_{os.getpid()}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = create_engine(engine.url, connect_args={"options": f"-csearch_path={schema}"})
    yield own
    own.dispose()
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


def sqlite(folder: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{folder}/onsite.db")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of its own with the places above and forty people, 1 to 40."""
    folder = tmp_path_factory.mktemp("onsite")
    for own in sqlite(folder) if request.param == "sqlite" else postgresql():
        Base.metadata.create_all(own)
        with own.begin() as connection:
            places = [
                {"id": n, "code": path, "name": path, "level": "", "path": path, "tags": [], "profile": {}}
                for n, path in PLACES.items()
            ]
            connection.execute(insert(Region), places)
            people = [{"id": n, "code": f"G{n}", "name": "张三", "sex": "", "rank": ""} for n in range(1, 41)]
            connection.execute(insert(Person), people)
        yield own


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is taken back afterwards."""
    with engine.connect() as connection:
        yield connection


def assign(
    conn: Connection,
    person: int,
    village: int,
    starts: date = ALWAYS,
    ends: date | None = None,
    share: int = 100,
) -> None:
    row = {"person_id": person, "village_id": village, "duty": "helper", "share": share}
    conn.execute(insert(Assignment).values(**row, starts=starts, ends=ends))


def come(conn: Connection, person: int, village: int, *days: date, status: str = "accepted") -> None:
    for day in days:
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
        row = {"person_id": person, "village_id": village, "day": day, "came_at": moment, "saved_at": moment}
        conn.execute(
            insert(CheckIn).values(**row, work_items=[], source="said", evidence="e0", status=status)
        )


def excuse(
    conn: Connection, person: int, kind: str, starts: date, ends: date, status: str = "effective"
) -> None:
    row = {"person_id": person, "kind": kind, "starts": starts, "ends": ends, "status": status}
    conn.execute(insert(Leave).values(**row, saved_at=FRIDAY_MORNING))


def own(conn: Connection, person: int, week: Week = WEEK, rule: OnsiteRule | None = None) -> WeekStanding:
    duty = duty_of(conn, person, week.monday, week.sunday)
    return own_standing(duty, week, CALENDAR, settings=rule or OnsiteRule(), at=FRIDAY_MORNING)


def everybody(
    conn: Connection, path: str, week: Week = WEEK, rule: OnsiteRule | None = None
) -> dict[int, WeekStanding]:
    area = duties_in(conn, path, LAST_FEW)
    return area_standings(area, week, CALENDAR, rule_of=lambda _: rule or OnsiteRule(), at=FRIDAY_MORNING)


def test_a_person_s_week_holds_accepted_and_waiting_days_and_leave(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN)
    come(conn, 1, SHIGUAN, TUE)
    come(conn, 1, SHIGUAN, THU, status="pending")
    come(conn, 1, SHIGUAN, WED, status="withdrawn")
    excuse(conn, 1, "sick", date(2026, 11, 13), MON)
    excuse(conn, 1, "sick", FRI, FRI, status="withdrawn")
    found = own(conn, 1)
    assert (found.days, found.pending_days, found.absent) == ((TUE,), (THU,), (MON,))
    assert (found.need, found.workdays_left, found.status) == (1, (FRI,), Status.TIGHT)
    assert everybody(conn, COUNTY) == {1: found}


def test_a_withdrawn_check_in_is_no_day_any_more(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN)
    come(conn, 1, SHIGUAN, TUE)
    assert own(conn, 1).days == (TUE,)
    conn.execute(update(CheckIn).values(status="withdrawn", withdrawn_at=FRIDAY_MORNING))
    assert own(conn, 1).days == everybody(conn, COUNTY)[1].days == ()


def test_a_check_in_counts_only_where_the_person_is_assigned_on_that_day(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN, ends=WED)
    assign(conn, 1, QINGYUN, starts=THU)
    come(conn, 1, SHIGUAN, TUE, FRI)
    come(conn, 1, QINGYUN, WED, THU)
    come(conn, 1, LUTANG, MON)
    assert own(conn, 1).days == everybody(conn, COUNTY)[1].days == (TUE, THU)


def test_two_villages_on_one_day_are_one_day(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN)
    assign(conn, 1, QINGYUN)
    come(conn, 1, SHIGUAN, TUE)
    come(conn, 1, QINGYUN, TUE)
    assert own(conn, 1).days == everybody(conn, COUNTY)[1].days == (TUE,)


def test_an_area_s_people_keep_the_days_they_were_in_villages_elsewhere(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN)
    assign(conn, 1, QINGYUN)
    assign(conn, 2, QINGYUN)
    come(conn, 1, QINGYUN, TUE)
    assert {person: found.days for person, found in everybody(conn, TOWNSHIP).items()} == {1: (TUE,)}
    assert set(everybody(conn, OTHER_TOWNSHIP)) == {1, 2}
    assert everybody(conn, PLACES[LUTANG]) == {}


def test_people_whose_assignment_ended_before_the_week_are_not_in_it(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN, ends=MON - timedelta(days=1))
    assert everybody(conn, COUNTY) == {}
    assert set(everybody(conn, COUNTY, LAST_FEW[1])) == {1}
    assert own(conn, 1).status is Status.EXEMPT


def test_official_trips_excuse_or_count_as_the_region_says(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN)
    excuse(conn, 1, "training", MON, SUN)
    excuse(conn, 1, "sick", THU, FRI)
    counted = OnsiteRule(trip_counts=True)
    assert own(conn, 1).status is everybody(conn, COUNTY)[1].status is Status.EXEMPT
    assert own(conn, 1, rule=counted).days == (MON, TUE, WED, THU, FRI)
    assert own(conn, 1, rule=counted).absent == (THU, FRI)
    assert everybody(conn, COUNTY, rule=counted)[1] == own(conn, 1, rule=counted)


def test_each_person_is_judged_by_the_rule_of_the_main_assignment(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN, share=40)
    assign(conn, 1, QINGYUN, share=60)
    assign(conn, 2, SHIGUAN)
    area = duties_in(conn, COUNTY, [WEEK])
    strict, usual = OnsiteRule(required_days=3), OnsiteRule()
    found = area_standings(
        area,
        WEEK,
        CALENDAR,
        at=None,
        rule_of=lambda path: strict if path.startswith(OTHER_TOWNSHIP) else usual,
    )
    assert area.homes == {1: PLACES[QINGYUN], 2: PLACES[SHIGUAN]}
    assert {person: week.required for person, week in found.items()} == {1: 3, 2: 2}


def test_who_has_moved_is_at_home_in_the_new_village(conn: Connection) -> None:
    assign(conn, 1, SHIGUAN, ends=WED)
    assign(conn, 1, QINGYUN, starts=THU, share=40)
    assert duties_in(conn, COUNTY, LAST_FEW).homes == {1: PLACES[QINGYUN]}
    assert duties_in(conn, COUNTY, LAST_FEW[1:]).homes == {1: PLACES[SHIGUAN]}


def test_no_weeks_are_an_empty_answer(conn: Connection) -> None:
    assert duties_in(conn, COUNTY, []).weeks == {}


@pytest.mark.parametrize("seed", range(3))
def test_the_area_s_way_and_the_person_s_way_agree_on_everybody(conn: Connection, seed: int) -> None:
    chance = random.Random(seed)
    start = LAST_FEW[-1].monday
    for person in range(1, 41):
        some_history(conn, chance, person, start)
    for path in (COUNTY, TOWNSHIP, PLACES[LUTANG]):
        for week in LAST_FEW:
            for rule in (OnsiteRule(), OnsiteRule(trip_counts=True)):
                found = everybody(conn, path, week, rule)
                assert found == {person: own(conn, person, week, rule) for person in found}
    assert len(everybody(conn, COUNTY)) > 20


def some_history(conn: Connection, chance: random.Random, person: int, start: date) -> None:
    days = [start + timedelta(days=n) for n in range(28)]
    for village in chance.sample((SHIGUAN, LUTANG, QINGYUN), chance.randint(0, 2)):
        first, last = sorted(chance.sample(days, 2))
        assign(conn, person, village, chance.choice((ALWAYS, first)), chance.choice((None, None, last)))
    for village in (SHIGUAN, LUTANG, QINGYUN):
        for day in chance.sample(days, 8):
            come(
                conn,
                person,
                village,
                day,
                status=chance.choice(("accepted", "accepted", "pending", "withdrawn")),
            )
    for _ in range(chance.randint(0, 3)):
        first, last = sorted(chance.sample(days, 2))
        excuse(conn, person, chance.choice(("sick", "training")), first, min(last, first + timedelta(days=4)))

"""A whole county with a year of work, written straight into the tables: what the benches measure on.

67,000 persons in 100 villages, 6,800 helpers (domain.md 6.4). Nobody in it exists. The same arguments
give the same rows apart from the sealed bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from bench.bulk import load
from bench.county_rows import (
    Row,
    check_in_row,
    follow_up_row,
    fund_row,
    grant_row,
    home_row,
    leave_row,
    member_row,
    person_row,
    project_row,
    region_row,
    unit_row,
    visit_row,
)  # fmt: skip
from sqlalchemy import Connection, text

from storage.calendar import Calendar, seed_rows
from storage.demo.people_made import Numbers
from storage.queries.upsert import insert_bulk, table_of
from storage.sealed import Vault
from storage.tables import (
    Assignment,
    Base,
    CheckIn,
    FollowUp,
    Fund,
    Grant,
    Household,
    Leave,
    Member,
    Pairing,
    Person,
    Project,
    Region,
    Role,
    Unit,
    Visit,
)
from storage.values.week import SHANGHAI, Week

TOWNSHIPS = 20
UNITS = 60
SIZES, OFTEN = (1, 2, 3, 4, 5, 6), (15, 27, 26, 20, 9, 3)
DAYS, DAYS_OFTEN = (0, 1, 2, 3, 4), (4, 6, 52, 29, 9)
VISITED = 0.95
AWAY = 0.02
FOUND = 0.04


@dataclass(slots=True)
class County:
    """Ids of what was made: helper -> village, household -> (village, helper)."""

    rng: Random
    now: datetime
    villages: list[int] = field(default_factory=list)
    helpers: dict[int, int] = field(default_factory=dict)
    households: dict[int, tuple[int, int]] = field(default_factory=dict)


def generate(
    conn: Connection,
    vault: Vault,
    *,
    persons: int = 67_000,
    villages: int = 100,
    helpers: int = 6_800,
    weeks: int = 52,
    seed: int = 1,
    now: datetime,
) -> None:
    """Write the county into an empty database, in the caller's transaction.

    Args:
        weeks: how far back check-ins and visits go; the week of `now` is the last, and nothing is after `now`.
    """
    county = County(Random(seed), now)
    _regions(conn, county, villages)
    _people(conn, vault, county, persons, helpers)
    write_money(conn, county.villages, county.households, now.date())
    indexes = [index for model in (CheckIn, Visit) for index in table_of(model).indexes]
    # A million rows into sorted trees, one by one, would take three times as long.
    for index in indexes:
        index.drop(conn)
    days = _presence(conn, county, weeks)
    _visits(conn, county, days, weeks)
    for index in indexes:
        index.create(conn)
    set_sequences(conn)


def _regions(conn: Connection, county: County, villages: int) -> None:
    rows: list[Row] = [region_row(1, "9999", "示范县", "county", None, "/9999/")]
    for at in range(TOWNSHIPS):
        code = f"9999{at + 1:03d}"
        rows.append(region_row(at + 2, code, f"第{at + 1}乡", "township", 1, f"/9999/{code}/"))
    for at in range(villages):
        above = rows[1 + at * TOWNSHIPS // villages]
        code = f"{above['code']}{at + 1:03d}"
        number = TOWNSHIPS + 2 + at
        rows.append(
            region_row(number, code, f"第{at + 1}村", "village", above["id"], f"{above['path']}{code}/")
        )
        county.villages.append(number)
    insert_bulk(conn, Region, rows)
    units = [unit_row(at + 1) for at in range(UNITS)]
    insert_bulk(conn, Unit, units)


def _people(conn: Connection, vault: Vault, county: County, persons: int, helpers: int) -> None:
    """Helpers evenly over the villages, households of one to six until there are enough persons."""
    rng, numbers = county.rng, Numbers()
    since = county.now.date() - timedelta(days=900)
    people, assignments, roles = [], [], []
    for at in range(helpers):
        number, village = at + 1, county.villages[at % len(county.villages)]
        county.helpers[number] = village
        people.append(
            person_row(rng, vault, numbers, number, f"G{number:05d}", 40, numbers.phone(), at % UNITS + 1)
        )
        span = {"person_id": number, "starts": since, "ends": None}
        assignments.append({**span, "village_id": village, "duty": "帮扶责任人", "share": 100})
        roles.append({**span, "kind": "helper", "region_id": village, "unit_id": at % UNITS + 1})
    homes, members, pairings = _homes(county, vault, numbers, people, persons, since)
    for model, rows in (
        (Person, people),
        (Assignment, assignments),
        (Role, roles),
        (Household, homes),
        (Member, members),
        (Pairing, pairings),
    ):
        insert_bulk(conn, model, rows)


def _homes(
    county: County, vault: Vault, numbers: Numbers, people: list[Row], persons: int, since: date
) -> tuple[list[Row], list[Row], list[Row]]:
    rng = county.rng
    of_village: dict[int, list[int]] = defaultdict(list)
    for helper, village in county.helpers.items():
        of_village[village].append(helper)
    homes, members, pairings = [], [], []
    left, number = persons, 0
    while left > 0:
        number += 1
        village = county.villages[number % len(county.villages)]
        helper = of_village[village][number // len(county.villages) % len(of_village[village])]
        county.households[number] = (village, helper)
        homes.append(home_row(rng, number, village, county.now.year))
        pairings.append(
            {"household_id": number, "helper_id": helper, "primary": True, "starts": since, "ends": None}
        )
        size = min(rng.choices(SIZES, OFTEN)[0], left)
        for at in range(size):
            age = rng.randint(30, 80) if at == 0 else rng.randint(2, 60)
            people.append(
                person_row(rng, vault, numbers, len(people) + 1, f"H{number:05d}-{at + 1}", age, None, None)
            )
            members.append(member_row(number, len(people), at == 0))
        left -= size
    return homes, members, pairings


def write_money(conn: Connection, villages: Iterable[int], households: Iterable[int], today: date) -> None:
    """Three projects a village, fiscal money in and out, two grants a household."""
    year = today.year
    start = date(year, 1, 1)
    day = start + (today - start) / 2
    projects: list[Row] = []
    funds: list[Row] = []
    for village in villages:
        for state in ("building", "finished", "planned"):
            projects.append(project_row(len(projects) + 1, village, state, start))
        for step, amount, industry, direct in (
            ("received", 40_000_000, True, True),
            ("received", 21_000_000, True, False),
            ("received", 25_000_000, False, False),
            ("spent", 54_000_000, False, False),
        ):
            funds.append(fund_row(len(funds) + 1, village, year, day, step, amount, industry, direct))
    insert_bulk(conn, Project, projects)
    insert_bulk(conn, Fund, funds)
    kinds = (("低保", 32_000), ("医保资助", 38_000))
    given = enumerate(((home, *kind) for home in households for kind in kinds), start=1)
    load(conn, Grant, (grant_row(n, home, kind, fen, year, day) for n, (home, kind, fen) in given))


def _presence(conn: Connection, county: County, weeks: int) -> dict[int, dict[date, list[datetime]]]:
    """Check-ins week by week; helper -> first day of the month -> when he or she came."""
    calendar = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
    came: dict[int, dict[date, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    last = Week.of(county.now.date()).monday
    for back in range(weeks - 1, -1, -1):
        week = Week.of(last - timedelta(weeks=back))
        load(conn, CheckIn, _check_ins(county, week, calendar.workdays(week), came))
        insert_bulk(conn, Leave, [leave_row(county.rng, helper, week) for helper in _away(county)])
    return came


def _check_ins(
    county: County, week: Week, workdays: Sequence[date], came: dict[int, dict[date, list[datetime]]]
) -> Iterator[Row]:
    rng = county.rng
    morning = {day: datetime.combine(day, time(8), SHANGHAI) for day in workdays}
    for helper, village in county.helpers.items():
        wish = rng.choices(DAYS, DAYS_OFTEN)[0]
        for day in rng.sample(workdays, min(wish, len(workdays))):
            moment = morning[day] + timedelta(minutes=rng.randrange(100))
            if moment <= county.now:
                came[helper][day.replace(day=1)].append(moment)
                yield check_in_row(helper, village, day, moment)


def _away(county: County) -> list[int]:
    return county.rng.sample(list(county.helpers), int(AWAY * len(county.helpers)))


def _visits(
    conn: Connection, county: County, came: dict[int, dict[date, list[datetime]]], weeks: int
) -> None:
    """A visit a month to most households, on a day of their helper's; problems found lately."""
    month = county.now.date().replace(day=1)
    first = (county.now - timedelta(weeks=weeks)).date().replace(day=1)
    number = 0
    while month >= first:
        rows = list(_visits_of(county, month, came, number))
        load(conn, Visit, rows)
        if (county.now.date() - month).days < 70:
            insert_bulk(
                conn,
                FollowUp,
                [
                    follow_up_row(county.rng, county.now.date(), row)
                    for row in rows
                    if county.rng.random() < FOUND
                ],
            )
        number += len(rows)
        month = (month - timedelta(days=1)).replace(day=1)


def _visits_of(
    county: County, month: date, came: dict[int, dict[date, list[datetime]]], number: int
) -> Iterator[Row]:
    elapsed = min((county.now.date() - month).days / 26, 1.0)
    for household, (village, helper) in county.households.items():
        days = came[helper][month]
        if days and county.rng.random() < VISITED * elapsed:
            number += 1
            moment = min(
                county.rng.choice(days) + timedelta(minutes=county.rng.randrange(30, 400)), county.now
            )
            yield visit_row(number, household, village, helper, moment)


def set_sequences(conn: Connection) -> None:
    """Ids were given by hand: PostgreSQL must count on from there."""
    if conn.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.c:
            name = f"pg_get_serial_sequence('{table.name}', 'id')"
            conn.execute(text(f"SELECT setval({name}, (SELECT COALESCE(MAX(id), 1) FROM {table.name}))"))

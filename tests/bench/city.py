"""The city of domain.md 6.4: several counties with years of work, streamed into an empty database.

688,909 persons in 479 villages, 69,900 helpers, fourteen million visits. Nobody in it exists. The first
county is of the size of 石柱, and its first township of that of F01; every county draws from random
numbers of its own, so that the first one has the same records in the city and alone.
"""

from __future__ import annotations

from bench.city_people import write_people
from bench.city_plan import City, Plan, Village
from bench.city_work import write_work
from bench.county import UNITS, set_sequences, write_money
from bench.county_rows import Row, region_row, unit_row
from sqlalchemy import Connection

from storage.queries.upsert import insert_bulk, table_of
from storage.sealed import Vault
from storage.tables import CheckIn, FollowUp, Region, Unit, Visit


def generate(conn: Connection, vault: Vault, plan: Plan) -> City:
    """Write the city into an empty database, in the caller's transaction."""
    city = City(plan)
    _regions(conn, city)
    write_people(conn, vault, city)
    villages = [village.id for village in city.villages()]
    write_money(conn, villages, range(1, len(city.homes) + 1), plan.now.date())
    # Many millions of rows into sorted trees, one by one, would take three times as long.
    indexes = [index for model in (CheckIn, Visit, FollowUp) for index in table_of(model).indexes]
    for index in indexes:
        index.drop(conn)
    write_work(conn, city)
    for index in indexes:
        index.create(conn)
    set_sequences(conn)
    return city


def _regions(conn: Connection, city: City) -> None:
    """The city, then each county with its townships and villages; helpers are numbered as they come."""
    rows: list[Row] = [region_row(1, "9999", "示范市", "city", None, "/9999/")]
    helper = 1

    def add(above: Row, name: str, level: str, code: str) -> Row:
        path = f"{above['path']}{code}/"
        rows.append(region_row(len(rows) + 1, code, name, level, above["id"], path))
        return rows[-1]

    for at, sizes in enumerate(city.plan.sizes(), start=1):
        county = add(rows[0], f"示范{at}县", "county", f"9999{at:02d}")
        city.counties.append([])
        for n, size in enumerate(sizes, start=1):
            township = add(county, f"示范{at}县第{n}乡", "township", f"{county['code']}{n:03d}")
            for m, own in enumerate(size.shares(size.villages), start=1):
                village = add(township, f"{at}县{n}乡第{m}村", "village", f"{township['code']}{m:03d}")
                helpers = range(helper, helper := helper + own.helpers)
                city.counties[-1].append(Village(village["id"], own.persons, helpers))
    insert_bulk(conn, Region, rows)
    insert_bulk(conn, Unit, [unit_row(at + 1) for at in range(UNITS)])

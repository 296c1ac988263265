"""The people of the city of the benches: helpers with an office and a contact, households with their members.

What is sealed is the same for all but where a measure opens it: the number and the address of a helper.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from random import Random

from bench.bulk import load
from bench.city_plan import City
from bench.county import OFTEN, SIZES, UNITS
from bench.county_rows import Row, home_row, member_row
from sqlalchemy import Connection

from storage.demo.people_made import FEMALE, MALE, SURNAMES
from storage.sealed import Vault
from storage.tables import Assignment, Contact, Household, Member, Pairing, Person, Role

SINCE = date(2021, 11, 1)
CHANNEL = "webchat"
DUTIES = ("team_leader", "first_secretary")
"""The first two helpers of each village; the others are helpers."""


def write_people(conn: Connection, vault: Vault, city: City) -> None:
    """Everybody, and what binds them."""
    _divide(city)
    load(conn, Person, _helpers(vault, city))
    load(conn, Person, _members_of_homes(vault, city))
    load(conn, Contact, _contacts(vault, city))
    load(conn, Assignment, _assignments(city))
    load(conn, Role, _roles(city))
    load(conn, Household, _homes(city))
    load(conn, Member, _members(city))
    load(conn, Pairing, _pairings(city))


def _divide(city: City) -> None:
    """Households of one to six until a village has its persons."""
    for at, county in enumerate(city.counties):
        rng = Random(f"homes {city.plan.seed} {at}")
        for village in county:
            first, left = len(city.homes) + 1, village.persons
            while left > 0:
                city.homes.append(min(rng.choices(SIZES, OFTEN)[0], left))
                left -= city.homes[-1]
            village.households = range(first, len(city.homes) + 1)


def _person(rng: Random, number: int, code: str, phone: tuple[bytes, bytes] | None, card: bytes) -> Row:
    male = rng.random() < 0.5
    sealed, index = phone or (None, None)
    return {
        "id": number,
        "code": code,
        "name": rng.choice(SURNAMES) + rng.choice(MALE if male else FEMALE),
        "sex": "男" if male else "女",
        "birth": date(rng.randrange(1940, 2020), rng.randrange(1, 13), 15),
        "phone_sealed": sealed,
        "phone_index": index,
        "id_sealed": card,
        "id_index": number.to_bytes(16),
        "id_last4_index": (number % 10_000).to_bytes(16),
        "unit_id": number % UNITS + 1 if phone else None,
        "rank": "一般干部" if phone else "",
        "language": None,
    }


def _helpers(vault: Vault, city: City) -> Iterator[Row]:
    rng, card = Random(f"helpers {city.plan.seed}"), vault.seal("999901197001010000")
    for village in city.villages():
        for person in village.helpers:
            number = f"199{person:08d}"
            phone = vault.seal(number), vault.index("phone", number)
            yield _person(rng, person, f"G{person:06d}", phone, card)


def _members_of_homes(vault: Vault, city: City) -> Iterator[Row]:
    rng, card = Random(f"members {city.plan.seed}"), vault.seal("999901197001010000")
    for person, (home, at) in _living(city):
        yield _person(rng, person, f"H{home:06d}-{at + 1}", None, card)


def _living(city: City) -> Iterator[tuple[int, tuple[int, int]]]:
    """Person -> (household, which of its members), in the order of ids; they come after the helpers."""
    places = ((home, at) for home, size in enumerate(city.homes, start=1) for at in range(size))
    return zip(count(city.counties[-1][-1].helpers.stop), places)


def _contacts(vault: Vault, city: City) -> Iterator[Row]:
    """A page in the browser for every helper, used this week."""
    used: datetime = city.plan.now
    for village in city.villages():
        for person in village.helpers:
            address = f"helper-{person}"
            yield {
                "id": person, "channel": CHANNEL, "address_index": vault.index("address", address),
                "address_sealed": vault.seal(address), "person_id": person, "household_id": None, "language": None,
                "tries": 0, "created_at": used, "last_in": used,
            }  # fmt: skip


def _assignments(city: City) -> Iterator[Row]:
    for village in city.villages():
        for at, person in enumerate(village.helpers):
            duty = DUTIES[at] if at < len(DUTIES) else "helper"
            yield {
                "person_id": person, "village_id": village.id, "duty": duty, "share": 100, "starts": SINCE, "ends": None,
            }  # fmt: skip


def _roles(city: City) -> Iterator[Row]:
    for village in city.villages():
        for at, person in enumerate(village.helpers):
            kind = DUTIES[at] if at < len(DUTIES) else "helper"
            yield {
                "person_id": person, "kind": kind, "region_id": village.id, "unit_id": person % UNITS + 1,
                "starts": SINCE, "ends": None,
            }  # fmt: skip


def _homes(city: City) -> Iterator[Row]:
    for at, county in enumerate(city.counties):
        rng = Random(f"states {city.plan.seed} {at}")
        for village in county:
            for home in village.households:
                row = home_row(rng, home, village.id, city.plan.now.year)
                yield {**row, "code": f"H{home:06d}", "marks": ()}


def _members(city: City) -> Iterator[Row]:
    return (member_row(home, person, at == 0) for person, (home, at) in _living(city))


def _pairings(city: City) -> Iterator[Row]:
    for village in city.villages():
        for home in village.households:
            helper = village.helper_of(home)
            yield {"household_id": home, "helper_id": helper, "primary": True, "starts": SINCE, "ends": None}

"""To whom and where a notice goes: names, contacts, and whether somebody is a cadre."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, literal, or_, select, union_all

from storage.sealed import Vault
from storage.tables import Assignment, Contact, Household, Member, Pairing, Person, Region, Role


@dataclass(frozen=True, slots=True)
class Address:
    """A contact of a person on one channel. `language` is its own choice, None the account's."""

    contact_id: int
    channel: str
    address: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with the ways to reach them, the one used last first.

    `path`: of the region whose parameters hold for them (caps, quiet hours); `/` without one.
    `cadre`: holds an assignment or an office, or helps a household, on the day.
    """

    person_id: int
    name: str
    language: str | None
    path: str
    cadre: bool
    addresses: tuple[Address, ...]


def recipients(db: Connection, vault: Vault, people: Collection[int], day: date) -> dict[int, Recipient]:
    """The people of these ids as recipients."""
    places, addresses = _places(db, people, day), _addresses(db, vault, people)
    rows = db.execute(select(Person.id, Person.name, Person.language).where(Person.id.in_(people)))
    return {
        id_: Recipient(id_, name, language, *places.get(id_, ("/", False)), tuple(addresses[id_]))
        for id_, name, language in rows
    }


def _addresses(db: Connection, vault: Vault, people: Collection[int]) -> defaultdict[int, list[Address]]:
    rows = db.execute(
        select(Contact.person_id, Contact.id, Contact.channel, Contact.address_sealed, Contact.language)
        .where(Contact.person_id.in_(people))
        .order_by(Contact.last_in.desc(), Contact.id.desc())
    )
    found: defaultdict[int, list[Address]] = defaultdict(list)
    for person, id_, channel, sealed, language in rows:
        if person is not None:
            found[person].append(Address(id_, channel, vault.open(sealed), language))
    return found


def _places(db: Connection, people: Collection[int], day: date) -> dict[int, tuple[str, bool]]:
    """Person -> a path and whether cadre: by an assignment, else an office, a household helped, the own one."""
    duty = _place(Assignment, Assignment.village_id, 1, people, day)
    office = _place(Role, Role.region_id, 2, people, day)
    helping = _home(Pairing, Pairing.helper_id, 3, people, day)
    living = _home(Member, Member.person_id, 4, people, day)
    found: dict[int, tuple[str, bool]] = {}
    for person, path, rank in db.execute(union_all(duty, office, helping, living).order_by("rank", "path")):
        found.setdefault(person, (path or "/", rank < 4))
    return found


def _home(table: Any, person_id: Any, rank: int, people: Collection[int], day: date) -> Any:  # noqa: ANN401
    return (
        select(person_id.label("person_id"), Region.path, literal(rank).label("rank"))
        .select_from(table)
        .join(Household, Household.id == table.household_id)
        .join(Region, Region.id == Household.village_id)
        .where(person_id.in_(people), *_on(table, day))
    )


def _place(table: Any, region_id: Any, rank: int, people: Collection[int], day: date) -> Any:  # noqa: ANN401
    return (
        select(table.person_id, Region.path, literal(rank).label("rank"))
        .outerjoin(Region, Region.id == region_id)
        .where(table.person_id.in_(people), *_on(table, day))
    )


def _on(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)

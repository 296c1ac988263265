"""To whom and where a notice goes: names, contacts, the number in the register, whether somebody is a cadre."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, literal, or_, select, union_all

from storage.queries.one_of import one_of
from storage.queries.preferences import wishes
from storage.sealed import Vault
from storage.tables import Assignment, Contact, Household, Member, OptOut, Pairing, Person, Region, Role

SMS = "sms"
"""The channel whose addresses are the numbers of the register."""

BOUNCES = 2
"""Messages in a row that did not arrive before an address is passed over."""


@dataclass(frozen=True, slots=True)
class Address:
    """A contact of a person on one channel, or a number of the register (`contact_id` 0 if none is known there).

    `language` is its own choice, None the account's. `shut`: why nothing that nobody asked for is sent there.
    """

    contact_id: int
    channel: str
    address: str
    language: str | None
    shut: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with the ways to reach them: the channel they have chosen, then the one used last.

    `path`: of the region whose parameters hold for them (caps, quiet hours); `/` without one.
    `cadre`: holds an assignment or an office, or helps a household, on the day. `phone`: the number in the
    register, unless it is among the addresses.
    """

    person_id: int
    name: str
    language: str | None
    path: str
    cadre: bool
    addresses: tuple[Address, ...]
    phone: Address | None = None

    def by_channel(self, channel: str) -> Recipient:
        """The same with the contacts of one channel first."""
        return replace(
            self, addresses=tuple(sorted(self.addresses, key=lambda each: each.channel != channel))
        )


def recipients(db: Connection, vault: Vault, people: Collection[int], day: date) -> dict[int, Recipient]:
    """The people of these ids as recipients."""
    places, addresses = places_of(db, people, day), _addresses(db, vault, people)
    rows = db.execute(
        select(Person.id, Person.name, Person.language, Person.phone_sealed).where(one_of(Person.id, people))
    ).all()
    phones = _phones(db, vault, {id_: sealed for id_, _, _, sealed in rows if sealed})
    return {
        id_: Recipient(
            id_, name, language, *places.get(id_, ("/", False)), addresses[id_],
            _unlisted(phones.get(id_), addresses[id_]),
        )
        for id_, name, language, _ in rows
    }  # fmt: skip


def _unlisted(phone: Address | None, addresses: Iterable[Address]) -> Address | None:
    listed = phone and any((own.channel, own.address) == (phone.channel, phone.address) for own in addresses)
    return None if listed else phone


CONTACT = (
    Contact.id, Contact.channel, Contact.address_index, Contact.language,
    Contact.gone_at, Contact.gone_why, Contact.bounces,
)  # fmt: skip


def _addresses(
    db: Connection, vault: Vault, people: Collection[int]
) -> defaultdict[int, tuple[Address, ...]]:
    rows = db.execute(
        select(Contact.person_id, Contact.address_sealed, *CONTACT)
        .where(one_of(Contact.person_id, people))
        .order_by(Contact.last_in.desc(), Contact.id.desc())
    ).all()
    silent, chosen = _silent(db, [row.address_index for row in rows]), wishes(db, people)
    rows = sorted(
        rows, key=lambda row: row.person_id in chosen and row.channel != chosen[row.person_id].channel
    )
    found: defaultdict[int, tuple[Address, ...]] = defaultdict(tuple)
    for person, sealed, *contact in rows:
        if person is not None:
            found[person] += (_address(vault.open(sealed), contact, silent),)
    return found


def _phones(db: Connection, vault: Vault, sealed: Mapping[int, bytes]) -> dict[int, Address]:
    """Person -> the number in the register as an address, with what is known of the contact there."""
    numbers = {person: vault.open(each) for person, each in sealed.items()}
    index = {number: vault.index("address", number) for number in set(numbers.values())}
    rows = db.execute(
        select(*CONTACT).where(Contact.channel == SMS, Contact.address_index.in_(index.values()))
    )
    known = {row.address_index: row for row in rows}
    silent = _silent(db, list(index.values()))
    return {
        person: _address(number, known.get(at, (0, SMS, at, None, None, "", 0)), silent)
        for person, number in numbers.items()
        for at in (index[number],)
    }


def _address(address: str, contact: Any, silent: Collection[tuple[str, bytes]]) -> Address:  # noqa: ANN401
    id_, channel, index, language, gone_at, gone_why, bounces = contact
    shut = (
        "asked for silence"
        if (channel, index) in silent
        else (gone_why or "nobody is there any more")
        if gone_at
        else f"{bounces} messages in a row did not arrive"
        if bounces >= BOUNCES
        else ""
    )
    return Address(id_, channel, address, language, shut)


def _silent(db: Connection, indices: Collection[bytes]) -> set[tuple[str, bytes]]:
    """(channel, index) of the addresses that asked for silence."""
    rows = db.execute(
        select(OptOut.channel, OptOut.address_index).where(
            OptOut.address_index.in_(indices), OptOut.lifted_at.is_(None)
        )
    )
    return {(channel, index) for channel, index in rows}


def places_of(db: Connection, people: Collection[int], day: date) -> dict[int, tuple[str, bool]]:
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
        .where(one_of(person_id, people), *_on(table, day))
    )


def _place(table: Any, region_id: Any, rank: int, people: Collection[int], day: date) -> Any:  # noqa: ANN401
    return (
        select(table.person_id, Region.path, literal(rank).label("rank"))
        .outerjoin(Region, Region.id == region_id)
        .where(one_of(table.person_id, people), *_on(table, day))
    )


def _on(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)

"""Contacts: their language, whom they are bound to, the count of wrong codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.queries.turns import settle
from storage.queries.upsert import table_of
from storage.queries.windows import ensure_contact
from storage.sealed import Vault
from storage.tables import Binding, Contact


def contact_at(db: Connection, vault: Vault, channel: str, address: str) -> int | None:
    """The contact at an address of a channel, if anybody ever wrote from there."""
    return db.execute(
        select(Contact.id).where(
            Contact.channel == channel, Contact.address_index == vault.index("address", address)
        )
    ).scalar_one_or_none()


def settle_at(
    db: Connection, vault: Vault, channel: str, address: str, person_id: int, now: datetime
) -> None:
    """Bind an address to a person, and to the household if there is one, without anything to prove it."""
    settle(db, ensure_contact(db, vault, channel, address, now), person_id)


def bound_at(db: Connection, vault: Vault, channel: str, address: str) -> tuple[int | None, int | None]:
    """The person and the household that an address is bound to."""
    bound = select(Contact.person_id, Contact.household_id).where(
        Contact.channel == channel, Contact.address_index == vault.index("address", address)
    )
    row = db.execute(bound).one_or_none()
    return (row.person_id, row.household_id) if row else (None, None)


def set_language(db: Connection, contact_id: int, language: str) -> None:
    """The language a contact wants to be spoken to in."""
    db.execute(update(Contact).where(Contact.id == contact_id).values(language=language))


def bind(
    db: Connection, contact_id: int, *, person_id: int, household_id: int | None, kind: str, now: datetime
) -> None:
    """Attach a contact to a person (and a household); what it was bound to before ends."""
    db.execute(
        update(Binding)
        .where(Binding.contact_id == contact_id, Binding.ended_at.is_(None))
        .values(ended_at=now)
    )
    db.execute(
        insert(Binding).values(
            contact_id=contact_id, person_id=person_id, household_id=household_id, kind=kind, bound_at=now
        )
    )
    db.execute(
        update(Contact)
        .where(Contact.id == contact_id)
        .values(person_id=person_id, household_id=household_id, tries=0, locked_until=None)
    )


def unbind(db: Connection, contact_id: int, now: datetime) -> None:
    """Detach a contact; its history stays."""
    db.execute(
        update(Binding)
        .where(Binding.contact_id == contact_id, Binding.ended_at.is_(None))
        .values(ended_at=now)
    )
    db.execute(update(Contact).where(Contact.id == contact_id).values(person_id=None, household_id=None))


def show_menus(db: Connection, vault: Vault, shown: Mapping[int, dict[str, str]]) -> None:
    """What a number typed next will mean, after messages that nobody had asked for offered commands.

    Args:
        shown: contact id -> number or label -> command.
    """
    contacts = table_of(Contact)
    menus = [
        {"contact": id_, "menu": vault.seal_json({"lines": lines, "first": False})}
        for id_, lines in shown.items()
    ]
    if menus:
        at = update(contacts).where(contacts.c.id == bindparam("contact"))
        db.execute(at.values(menu_sealed=bindparam("menu")), menus)


def count_try(db: Connection, contact_id: int, tries: int, locked_until: datetime | None) -> None:
    """Remember how many wrong tries a contact has made, and until when it may make none."""
    db.execute(update(Contact).where(Contact.id == contact_id).values(tries=tries, locked_until=locked_until))


def others_of_household(db: Connection, household_id: int, contact_id: int) -> list[int]:
    """The people whose contacts are bound to a household, but for one contact."""
    rows = db.execute(
        select(Contact.person_id)
        .where(Contact.household_id == household_id, Contact.id != contact_id, Contact.person_id.is_not(None))
        .distinct()
        .order_by(Contact.person_id)
    )
    return [person_id for (person_id,) in rows if person_id is not None]

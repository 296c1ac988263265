"""What a turn opens with and closes with: contact, speaker, draft; the reply that was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    and_,
    cast,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError

from storage.queries.drafts import DraftRow, current_draft
from storage.sealed import Vault
from storage.tables import Assignment, Contact, Household, Inbound, Person, Region, Role
from storage.tables.base import Key


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact as a turn sees it; `household_id` is the household it was bound to, if any."""

    id: int
    channel: str
    person_id: int | None
    household_id: int | None
    household_path: str  # of its village; empty without a household
    language: str | None
    menu: dict[str, Any] | None
    tries: int
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role held today. `duty` tells an assignment (its `kind` is the duty) from an office."""

    kind: str
    region_id: int | None
    path: str
    region: str
    unit_id: int | None
    duty: bool


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A person with the roles held on the day of the turn."""

    person_id: int
    code: str
    name: str
    language: str | None
    unit_id: int | None
    roles: tuple[RoleHeld, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a turn begins with. `said` is the stored reply of a message taken in before."""

    contact: ContactRow
    speaker: SpeakerRow | None
    draft: DraftRow | None
    said: list[dict[str, Any]] | None


def open_turn(
    db: Connection,
    vault: Vault,
    *,
    channel: str,
    address: str,
    message_id: str,
    now: datetime,
    who: int | None,
) -> Opened:
    """Lock the contact (made at its first message) and read what the turn needs of it.

    Args:
        who: a person's id where the channel knows who speaks; binds the contact.
    """
    contact = _contact(db, vault, channel, address, now, who)
    said = db.execute(
        select(Inbound.reply_sealed).where(Inbound.contact_id == contact.id, Inbound.message_id == message_id)
    ).scalar_one_or_none()
    if said is not None:
        return Opened(contact, None, None, vault.open_json(said))
    speaker = speaker_of(db, contact.person_id, now.date()) if contact.person_id else None
    return Opened(contact, speaker, current_draft(db, vault, contact.id, contact.person_id), None)


def _contact(
    db: Connection, vault: Vault, channel: str, address: str, now: datetime, who: int | None
) -> ContactRow:
    index = vault.index("address", address)
    found = _find_contact(db, channel, index)
    if found is None:
        try:
            with db.begin_nested():
                _make_contact(db, vault, channel, address, now)
        except IntegrityError:
            # Another replica met the same stranger at the same moment: theirs is the contact.
            pass
        found = _find_contact(db, channel, index)
        assert found is not None
    if who is not None and found["person_id"] != who:
        db.execute(update(Contact).where(Contact.id == found["id"]).values(person_id=who))
        found = {**found, "person_id": who}
    return ContactRow(**found)


def _find_contact(db: Connection, channel: str, index: bytes) -> dict[str, Any] | None:
    row: RowMapping | None = (
        db.execute(
            select(
                Contact.id, Contact.channel, Contact.person_id, Contact.household_id,
                func.coalesce(Region.path, "").label("household_path"),
                Contact.language, Contact.menu, Contact.tries, Contact.locked_until,
            )
            .outerjoin(Household, Household.id == Contact.household_id)
            .outerjoin(Region, Region.id == Household.village_id)
            .where(Contact.channel == channel, Contact.address_index == index)
            .with_for_update(of=Contact)
        )
        .mappings()
        .one_or_none()
    )  # fmt: skip
    return dict(row) if row else None


def _make_contact(db: Connection, vault: Vault, channel: str, address: str, now: datetime) -> None:
    db.execute(
        insert(Contact).values(
            channel=channel,
            address_index=vault.index("address", address),
            address_sealed=vault.seal(address),
            tries=0,
            created_at=now,
            last_in=now,
        )
    )


def _held(table: Any, day: date) -> Any:  # noqa: ANN401 - any table with starts and ends
    return and_(table.starts <= day, or_(table.ends.is_(None), table.ends >= day))


def speaker_of(db: Connection, person_id: int, day: date) -> SpeakerRow | None:
    """A person with the roles and assignments of a day, in a fixed order."""
    person = db.execute(
        select(Person.id, Person.code, Person.name, Person.language, Person.unit_id).where(
            Person.id == person_id
        )
    ).one_or_none()
    if person is None:
        return None
    return SpeakerRow(*person, roles=_roles(db, person_id, day))


def _roles(db: Connection, person_id: int, day: date) -> tuple[RoleHeld, ...]:
    offices = (
        select(Role.kind, Role.region_id, Role.unit_id, Role.starts)
        .where(Role.person_id == person_id, _held(Role, day))
        .add_columns(literal(False).label("duty"))
    )
    duties = (
        select(Assignment.duty, Assignment.village_id, cast(null(), Key), Assignment.starts)
        .where(Assignment.person_id == person_id, _held(Assignment, day))
        .add_columns(literal(True).label("duty"))
    )
    held = union_all(offices, duties).subquery()
    kind, region_id, unit_id, starts, duty = held.c
    rows = db.execute(
        select(kind, region_id, Region.path, Region.name, unit_id, duty)
        .select_from(held.outerjoin(Region, Region.id == region_id))
        .order_by(starts, region_id)
    )
    return tuple(RoleHeld(k, r, path or "", name or "", u, bool(d)) for k, r, path, name, u, d in rows)


def close_turn(
    db: Connection,
    vault: Vault,
    *,
    contact_id: int,
    message_id: str,
    sent: datetime,
    received: datetime,
    menu: dict[str, Any] | None,
    reply: list[dict[str, Any]],
) -> None:
    """Keep the reply with the message it answers; remember the list of commands just shown."""
    db.execute(
        insert(Inbound).values(
            contact_id=contact_id,
            message_id=message_id,
            sent_at=sent,
            received_at=received,
            reply_sealed=vault.seal_json(reply),
        )
    )
    db.execute(update(Contact).where(Contact.id == contact_id).values(menu=menu, last_in=received))

"""What a turn opens with and closes with: contact, speaker, draft; the reply that was given.

Every message runs these, so the statements are built once, on plain tables, with places for the values:
building them anew cost 4 ms a turn, running them costs 0.3 (docs/decisions/one-hop.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from storage.queries.drafts import DraftRow, current_draft
from storage.queries.speakers import SpeakerRow, held, roles_held
from storage.sealed import Vault
from storage.tables import Base


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact as a turn sees it; `household_id` is the household it was bound to and still is of, if any."""

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
class Opened:
    """What a turn begins with. `said` is the stored reply of a message taken in before."""

    contact: ContactRow
    speaker: SpeakerRow | None
    draft: DraftRow | None
    said: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Opens:
    """Messages that a provider lets through up to a moment; `quick` is a window of its own beside the long one."""

    count: int
    until: datetime
    quick: bool


TABLES = Base.metadata.tables
contacts, people, households, regions = (
    TABLES[name] for name in ("contacts", "people", "households", "regions")
)
inbound, members = TABLES["inbound"], TABLES["members"]


def _member_still() -> ColumnElement[bool]:
    """Whoever has left a household (X13) sees nothing of it any more, without anybody unbinding the phone."""
    same = and_(
        members.c.person_id == contacts.c.person_id, members.c.household_id == contacts.c.household_id
    )
    return select(members.c.id).where(same, held(members)).exists()


CONTACT = (
    select(
        contacts.c.id, contacts.c.channel, contacts.c.person_id, households.c.id,
        func.coalesce(regions.c.path, ""), contacts.c.language, contacts.c.menu_sealed, contacts.c.tries,
        contacts.c.locked_until,
        select(inbound.c.reply_sealed)
        .where(inbound.c.contact_id == contacts.c.id, inbound.c.message_id == bindparam("message"))
        .scalar_subquery(),
        people.c.code,
        people.c.name,
        people.c.language,
        people.c.unit_id,
    )
    .select_from(
        contacts.outerjoin(households, and_(households.c.id == contacts.c.household_id, _member_still()))
        .outerjoin(regions, regions.c.id == households.c.village_id)
        .outerjoin(people, people.c.id == contacts.c.person_id)
    )
    .where(contacts.c.channel == bindparam("channel"), contacts.c.address_index == bindparam("address"))
)  # fmt: skip
LOCK_CONTACT = (
    select(contacts.c.id)
    .where(contacts.c.channel == bindparam("channel"), contacts.c.address_index == bindparam("address"))
    .with_for_update()
)
LOCK_PERSON = select(people.c.id).where(people.c.id == bindparam("person")).with_for_update(key_share=True)
NEW_CONTACT = insert(contacts)
KEEP_REPLY = insert(inbound)
TOUCH = (
    update(contacts)
    .where(contacts.c.id == bindparam("contact"))
    .values(menu_sealed=bindparam("shown"), last_in=bindparam("at"), gone_at=None, gone_why="", bounces=0)
)
TOUCH_WINDOW = TOUCH.values(window_left=bindparam("left"), window_until=bindparam("until"))
TOUCH_QUICK = TOUCH.values(quick_left=bindparam("left"), quick_until=bindparam("until"))


HOME = (
    select(members.c.household_id)
    .where(members.c.person_id == bindparam("person"), members.c.ends.is_(None))
    .order_by(members.c.id)
    .limit(1)
)


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
    """Lock the contact (made at its first message) and its person, and read what the turn needs of them.

    Args:
        who: a person's id where the channel knows who speaks; binds the contact.
    """
    address_index = vault.index("address", address)
    key = {"channel": channel, "address": address_index, "message": message_id, "day": now.date()}
    row = _contact(db, key) or _first_seen(db, vault, key, address, now)
    if who is not None and row[2] != who:
        settle(db, row[0], who)
        row = db.execute(CONTACT, key).one()
    known, said = _known(vault, row), row[9]
    if said is not None:
        return Opened(known, None, None, vault.open_json(said))
    speaker = None
    if known.person_id is not None:
        _wait_for(db, LOCK_PERSON, {"person": known.person_id})
        code, name, language, unit_id = row[10:]
        held = roles_held(db, known.person_id, now.date())
        speaker = SpeakerRow(known.person_id, code, name, language, unit_id, held, now.date())
    return Opened(known, speaker, current_draft(db, vault, known.id, known.person_id), None)


def _contact(db: Connection, key: dict[str, Any]) -> Row[*tuple[Any, ...]] | None:
    _wait_for(db, LOCK_CONTACT, key)
    return db.execute(CONTACT, key).one_or_none()


def _known(vault: Vault, row: Row[*tuple[Any, ...]]) -> ContactRow:
    number, channel, person_id, household_id, path, language, menu, tries, locked_until = row[:9]
    shown = vault.open_json(menu) if menu else None
    return ContactRow(number, channel, person_id, household_id, path, language, shown, tries, locked_until)


def _wait_for(db: Connection, lock: Select[int], key: dict[str, Any]) -> None:
    """Take a lock before anything is read behind it: on PostgreSQL a statement that waited for a row still
    sees every other row as it was when it began, the reply just stored among them. SQLite has one writer.
    """
    if db.dialect.name == "postgresql":
        db.execute(lock, key)


def _first_seen(
    db: Connection, vault: Vault, key: dict[str, Any], address: str, now: datetime
) -> Row[*tuple[Any, ...]]:
    """Make the contact; where another replica met it at the same moment, theirs is taken."""
    try:
        with db.begin_nested():
            db.execute(
                NEW_CONTACT,
                {
                    "channel": key["channel"], "address_index": key["address"],
                    "address_sealed": vault.seal(address), "tries": 0, "created_at": now, "last_in": now,
                },
            )  # fmt: skip
    except IntegrityError:
        _wait_for(db, LOCK_CONTACT, key)
    return db.execute(CONTACT, key).one()


def settle(db: Connection, contact_id: int, person_id: int) -> None:
    """A channel that knows who speaks binds the contact to that person, and to the household if it has one."""
    home = db.execute(HOME, {"person": person_id}).scalar_one_or_none()
    db.execute(
        update(contacts).where(contacts.c.id == contact_id).values(person_id=person_id, household_id=home)
    )


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
    opens: Opens | None = None,
) -> None:
    """Keep the reply with the message it answers; remember the list of commands just shown.

    Args:
        opens: what the provider lets through from now on, where it counts.
    """
    db.execute(
        KEEP_REPLY,
        {
            "contact_id": contact_id, "message_id": message_id, "sent_at": sent, "received_at": received,
            "reply_sealed": vault.seal_json(reply),
        },
    )  # fmt: skip
    shown = vault.seal_json(menu) if menu else None
    touched = {"contact": contact_id, "shown": shown, "at": received}
    if opens is None:
        db.execute(TOUCH, touched)
    else:
        touch = TOUCH_QUICK if opens.quick else TOUCH_WINDOW
        db.execute(touch, {**touched, "left": opens.count, "until": opens.until})

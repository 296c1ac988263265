"""Messages whose provider was told that they are taken before their answer was spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from storage.queries.upsert import upsert
from storage.sealed import Vault
from storage.tables import Late


@dataclass(frozen=True, slots=True)
class LateRow:
    """One of them: what came in (as plain data), how many messages of the answer are said, how often it was tried."""

    id: int
    incoming: dict[str, Any]
    spoken: int
    tries: int


def keep(
    db: Connection, vault: Vault, incoming: dict[str, Any], not_before: datetime, expires: datetime
) -> None:
    """Write a message down; written twice it stands once."""
    row = {
        "channel": incoming["channel"],
        "address_index": vault.index("address", incoming["address"]),
        "message_id": incoming["id"],
        "incoming_sealed": vault.seal_json(incoming),
        "not_before": not_before,
        "expires": expires,
    }
    keys = ["channel", "address_index", "message_id"]
    db.execute(upsert(db, Late).values(row).on_conflict_do_nothing(index_elements=keys))


def claim(db: Connection, vault: Vault, now: datetime, lease: timedelta, limit: int) -> list[LateRow]:
    """Some whose time has come, ours until the lease is over; what is too old is forgotten."""
    db.execute(delete(Late).where(Late.expires <= now))
    due = select(Late.id).where(Late.not_before <= now).order_by(Late.id).limit(limit)
    ids: Sequence[int] = db.execute(due.with_for_update(skip_locked=True)).scalars().all()
    if not ids:
        return []
    taken = update(Late).where(Late.id.in_(ids)).values(not_before=now + lease, tries=Late.tries + 1)
    rows = db.execute(taken.returning(Late.id, Late.incoming_sealed, Late.spoken, Late.tries))
    return [LateRow(id_, vault.open_json(sealed), spoken, tries) for id_, sealed, spoken, tries in rows]


def again(db: Connection, id_: int, spoken: int, not_before: datetime, reason: str) -> None:
    """Not all of it was taken: when to try the rest."""
    db.execute(update(Late).where(Late.id == id_).values(spoken=spoken, not_before=not_before, reason=reason))


def settle(db: Connection, id_: int) -> None:
    """The answer is spoken, or never will be."""
    db.execute(delete(Late).where(Late.id == id_))


def settle_message(db: Connection, vault: Vault, channel: str, address: str, message_id: str) -> None:
    """The same, by the message."""
    db.execute(delete(Late).where(*_message(vault, channel, address, message_id)))


def spoken_of(
    db: Connection, vault: Vault, channel: str, address: str, message_id: str, spoken: int, at: datetime
) -> None:
    """How far the answer to a message is said; the rest from `at` on."""
    where = _message(vault, channel, address, message_id)
    db.execute(update(Late).where(*where).values(spoken=spoken, not_before=at))


def _message(vault: Vault, channel: str, address: str, message_id: str) -> tuple[ColumnElement[bool], ...]:
    index = vault.index("address", address)
    return Late.channel == channel, Late.address_index == index, Late.message_id == message_id

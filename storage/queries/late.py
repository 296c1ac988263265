"""Messages whose provider was told that they are taken before their answer was spoken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import aliased

from storage.queries.once import first_time, known
from storage.queries.upsert import upsert
from storage.sealed import Vault
from storage.tables import Late

Rest = list[dict[str, Any]]
"""Messages left to say, as plain data."""


@dataclass(frozen=True, slots=True)
class LateRow:
    """One of them: what came in (as plain data), how many messages are said of the answer, or of the `rest`."""

    id: int
    incoming: dict[str, Any]
    rest: Rest | None
    spoken: int
    tries: int


def keep(
    db: Connection,
    vault: Vault,
    incoming: dict[str, Any],
    *,
    now: datetime,
    expires: datetime,
    lease_until: datetime | None = None,
    not_before: datetime | None = None,
    spoken: int = 0,
    rest: Rest | None = None,
) -> None:
    """Write a message down, unless its answer is spoken already; written twice it stands once.

    Args:
        lease_until: up to then it is ours to speak; after that anybody's.
        not_before: when to try next; None is now.
    """
    channel, message = incoming["channel"], incoming["id"]
    row = {
        "channel": channel,
        "address_index": vault.index("address", incoming["address"]),
        "message_id": message,
        "incoming_sealed": vault.seal_json(incoming),
        "rest_sealed": vault.seal_json(rest) if rest is not None else None,
        "spoken": spoken,
        "not_before": not_before or now,
        "lease_until": lease_until,
        "expires": expires,
    }
    if not known(db, channel, _done(message)):
        keys = ["channel", "address_index", "message_id"]
        db.execute(upsert(db, Late).values(row).on_conflict_do_nothing(index_elements=keys))


def standing(db: Connection, vault: Vault, channel: str, address: str, message: str) -> str:
    """How a message stands: `spoken`, `behind` (earlier answers to that address wait), or `free`."""
    if known(db, channel, _done(message)):
        return "spoken"
    waiting = select(func.count()).select_from(Late).where(*_at(vault, channel, address))
    return "behind" if db.execute(waiting).scalar_one() else "free"


def mark_spoken(db: Connection, channel: str, message: str, until: datetime) -> None:
    """A provider's retry of the message is not answered once more."""
    first_time(db, channel, _done(message), until)


def _done(message: str) -> str:
    return f"spoken:{message}"


def claim(
    db: Connection,
    vault: Vault,
    now: datetime,
    lease: timedelta,
    limit: int,
    to: tuple[str, str] | None = None,
) -> list[LateRow]:
    """Everything kept for some addresses, in order, ours until the lease is over; what is too old is forgotten.

    Only addresses whose first answer is due and of whose answers nobody is speaking one: the order stays.

    Args:
        limit: of addresses.
        to: (channel, address): only that, whether it is due or not.
    """
    db.execute(delete(Late).where(Late.expires <= now))
    due = (Late.not_before <= now,) if to is None else _at(vault, *to)
    own = tuple_(Late.channel, Late.address_index)
    ids = _ids(db, (_first(now), *due), now, limit)
    if not ids:
        return []
    places = db.execute(select(Late.channel, Late.address_index).where(Late.id.in_(ids))).all()
    mine = own.in_([tuple(place) for place in places])
    taken = update(Late).where(mine, _free(now)).values(lease_until=now + lease, tries=Late.tries + 1)
    rows = db.execute(
        taken.returning(Late.id, Late.incoming_sealed, Late.rest_sealed, Late.spoken, Late.tries)
    )
    return sorted(
        (
            LateRow(id_, vault.open_json(incoming), vault.open_json(rest) if rest else None, spoken, tries)
            for id_, incoming, rest, spoken, tries in rows
        ),
        key=lambda row: row.id,
    )


def _ids(db: Connection, where: Collection[ColumnElement[bool]], now: datetime, limit: int) -> list[int]:
    """The first answers of some addresses; locked, so that another replica passes them over."""
    first = select(Late.id).where(*where, _free(now)).order_by(Late.id).limit(limit)
    return list(db.execute(first.with_for_update(skip_locked=True)).scalars())


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(Late.lease_until.is_(None), Late.lease_until <= now)


def _first(now: datetime) -> ColumnElement[bool]:
    """The first answer of its address, none of whose answers is being spoken."""
    other = aliased(Late)
    before = other.id < Late.id
    spoken = other.lease_until > now
    same = (other.channel == Late.channel, other.address_index == Late.address_index)
    return ~select(other.id).where(*same, or_(before, spoken)).exists()


def take(
    db: Connection, vault: Vault, channel: str, address: str, message: str, now: datetime, lease: timedelta
) -> LateRow | None:
    """The message that was kept by this process a moment ago, still ours; None where somebody has taken it up."""
    where = (*_at(vault, channel, address), Late.message_id == message, Late.tries == 0)
    taken = update(Late).where(*where).values(lease_until=now + lease, tries=1)
    row = db.execute(taken.returning(Late.id, Late.incoming_sealed, Late.spoken, Late.tries)).one_or_none()
    return LateRow(row[0], vault.open_json(row[1]), None, row[2], row[3]) if row else None


def progress(db: Connection, id_: int, spoken: int) -> None:
    """So many messages are said."""
    db.execute(update(Late).where(Late.id == id_).values(spoken=spoken))


def again(db: Connection, id_: int, spoken: int, not_before: datetime, reason: str) -> None:
    """Not all of it was taken: when to try the rest. What is kept behind it for that address waits for it."""
    found = update(Late).where(Late.id == id_)
    db.execute(found.values(spoken=spoken, not_before=not_before, reason=reason, lease_until=None))


def release(db: Connection, ids: Collection[int]) -> None:
    """Not tried: something before it was not taken."""
    db.execute(update(Late).where(Late.id.in_(ids)).values(lease_until=None))


def settle(db: Connection, id_: int, channel: str, message: str, until: datetime) -> None:
    """The answer is spoken, or never will be."""
    db.execute(delete(Late).where(Late.id == id_))
    mark_spoken(db, channel, message, until)


def waiting(db: Connection) -> int:
    """How many answers wait."""
    return db.execute(select(func.count()).select_from(Late)).scalar_one()


def _at(vault: Vault, channel: str, address: str) -> tuple[ColumnElement[bool], ...]:
    return Late.channel == channel, Late.address_index == vault.index("address", address)

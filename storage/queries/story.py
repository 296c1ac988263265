"""What became of a person's notices, for an operator; and the addresses that asked for silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from storage.sealed import Vault
from storage.tables import Attempt, Notice, OptOut, Person


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt, with what the provider told of it later; `delivered` None: nothing yet."""

    at: datetime
    channel: str
    way: str
    outcome: str
    reason: str
    reference: str
    provider_id: str
    reported_at: datetime | None
    delivered: bool | None
    report: str


@dataclass(frozen=True, slots=True)
class Story:
    """One notice with its attempts in their order."""

    kind: str
    created_at: datetime
    not_before: datetime
    expires: datetime
    urgent: bool
    state: str
    reason: str
    attempts: tuple[AttemptLine, ...]


def people_called(db: Connection, who: str) -> list[tuple[int, str, str]]:
    """(id, code, name) of the people with that code or name."""
    rows = db.execute(
        select(Person.id, Person.code, Person.name).where(or_(Person.code == who, Person.name == who))
    )
    return sorted((id_, code, name) for id_, code, name in rows)


def stories(db: Connection, person_id: int, kind: str, limit: int) -> list[Story]:
    """The newest notices of a person, the oldest of them first; of one kind, or of all where it is empty."""
    theirs = select(
        Notice.id, Notice.kind, Notice.created_at, Notice.not_before, Notice.expires, Notice.urgent,
        Notice.state, Notice.reason,
    ).where(Notice.person_id == person_id)  # fmt: skip
    if kind:
        theirs = theirs.where(Notice.kind == kind)
    rows = db.execute(theirs.order_by(Notice.id.desc()).limit(limit)).all()
    tried = _attempts(db, [row[0] for row in rows])
    return [Story(*row[1:], tuple(tried[row[0]])) for row in reversed(rows)]


def _attempts(db: Connection, notices: Collection[int]) -> defaultdict[int, list[AttemptLine]]:
    rows = db.execute(
        select(
            Attempt.notice_id, Attempt.at, Attempt.channel, Attempt.way, Attempt.outcome, Attempt.reason,
            Attempt.reference, Attempt.provider_id, Attempt.reported_at, Attempt.delivered, Attempt.report,
        )
        .where(Attempt.notice_id.in_(notices))
        .order_by(Attempt.id)
    )  # fmt: skip
    found: defaultdict[int, list[AttemptLine]] = defaultdict(list)
    for notice, *attempt in rows:
        found[notice].append(AttemptLine(*attempt))
    return found


@dataclass(frozen=True, slots=True)
class Silence:
    """An address that asked for silence; `address` is in the clear, to be masked by whoever shows it."""

    id: int
    channel: str
    address: str
    word: str
    at: datetime


def silences(db: Connection, vault: Vault) -> list[Silence]:
    """Those in force, the oldest first."""
    rows = db.execute(
        select(OptOut.id, OptOut.channel, OptOut.address_sealed, OptOut.word, OptOut.at)
        .where(OptOut.lifted_at.is_(None))
        .order_by(OptOut.at, OptOut.id)
    )
    return [Silence(id_, channel, vault.open(sealed), word, at) for id_, channel, sealed, word, at in rows]


def lift(db: Connection, id_: int, now: datetime) -> bool:
    """End one; False where there is none in force."""
    in_force = update(OptOut).where(OptOut.id == id_, OptOut.lifted_at.is_(None))
    return db.execute(in_force.values(lifted_at=now)).rowcount > 0

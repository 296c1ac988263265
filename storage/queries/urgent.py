"""Calls for help that somebody must take (N22): asked of officers, climbing while nobody answers.

A call is a request of the kind `emergency`, a row for each person asked; the first who answers closes it for all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, update

from storage.queries.notices import NewNotice, add_notices
from storage.queries.recipients import places_of
from storage.queries.requests import NewRequest, ask
from storage.sealed import Vault
from storage.tables import Notice, Request
from storage.values.week import local

KIND = "emergency"
WANTED_FOR = timedelta(hours=6)
"""How long a call is worth delivering, and can be taken."""

SAME = 1800
"""Seconds in which a contact that calls again means the same."""


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls from which contact, where, and the name that those asked may read (a household's is masked)."""

    contact_id: int
    person_id: int
    place: str
    who: str


def call_out(
    db: Connection, vault: Vault, people: Sequence[int], call: Call, now: datetime, subject: int | None = None
) -> int:
    """Ask those of these people who were not asked yet, urgently; how many of them the call is with.

    Args:
        subject: of a call that climbs; a new one has its contact and half hour.
    """
    about = subject or call.contact_id * 10**6 + int(now.timestamp()) // SAME
    known = set(db.execute(select(Request.asked_id).where(*_of(about))).scalars())
    new = NewRequest(KIND, about, call.person_id, local(now), call.place, call.who, now + WANTED_FOR)
    numbers: dict[int, int] = {}
    for person in people:  # all of them, not the few of an ordinary question
        if person not in known:
            numbers |= ask(db, vault, [person], new, now)
    add_notices(
        db,
        [
            NewNotice(
                key=f"{KIND}:{number}", kind=KIND, person_id=person, not_before=now, expires=now + WANTED_FOR,
                parameters={"place": call.place, "who": call.who, "request": number}, urgent=True,
            )
            for person, number in numbers.items()
        ],
        now,
    )  # fmt: skip
    return len(set(people))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that nobody has taken: how often it has climbed (rounds of asking), its place's path, whom it is with."""

    subject: int
    call: Call
    path: str
    rounds: int
    asked: frozenset[int]


def not_taken(db: Connection, vault: Vault, now: datetime, after: timedelta) -> list[Waiting]:
    """The calls whose last round of asking is longer ago than `after`, and that can still be taken."""
    last, rounds = func.max(Request.asked_at), func.count(Request.asked_at.distinct())
    open_ = Request.kind == KIND, Request.state == "waiting", Request.expires > now
    found = db.execute(
        select(Request.subject_id, rounds, func.min(Request.id))
        .where(*open_)
        .group_by(Request.subject_id)
        .having(last <= now - after)
        .order_by(Request.subject_id)
    ).all()
    return [_waiting(db, vault, subject, count, first, now) for subject, count, first in found]


def next_climb(db: Connection, after: timedelta, now: datetime) -> datetime | None:
    """When the next call climbs if nobody takes it."""
    open_ = Request.kind == KIND, Request.state == "waiting", Request.expires > now
    moments = db.execute(
        select(func.max(Request.asked_at)).where(*open_).group_by(Request.subject_id)
    ).scalars()
    return min((moment + after for moment in moments if moment + after > now), default=None)


def to_phone(db: Connection, subject: int) -> int:
    """Nobody has answered: whoever was asked stands on the call list. How many of them are new there."""
    keys = [f"{KIND}:{number}" for number in db.execute(select(Request.id).where(*_of(subject))).scalars()]
    unheard = Notice.key.in_(keys), Notice.state.in_(("waiting", "sent", "delivered"))
    done = {"state": "to_phone", "reason": "nobody has taken the call for help", "lease_until": None}
    return db.execute(update(Notice).where(*unheard).values(**done)).rowcount


def _waiting(db: Connection, vault: Vault, subject: int, rounds: int, first: int, now: datetime) -> Waiting:
    row = db.execute(
        select(Request.about_id, Request.place, Request.said_sealed).where(Request.id == first)
    ).one()
    who = vault.open(row.said_sealed) if row.said_sealed else ""
    path = places_of(db, [row.about_id], now.date()).get(row.about_id, ("/", False))[0]
    asked: Collection[int] = db.execute(select(Request.asked_id).where(*_of(subject))).scalars().all()
    return Waiting(
        subject, Call(subject // 10**6, row.about_id, row.place, who), path, rounds, frozenset(asked)
    )


def _of(subject: int) -> tuple[ColumnElement[bool], ...]:
    return Request.kind == KIND, Request.subject_id == subject

"""Attempts to deliver notices: what was tried, what a message that may have left was, where it failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from storage.queries.one_of import one_of
from storage.queries.upsert import insert_bulk
from storage.tables import Attempt, Contact


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt at one contact.

    `outcome`: sent later unclear unreachable quota refused passed (not tried, for the reason told) phoned.
    `way`: passive text template subscription. `reference` is ours, `ids` are the provider's for what it
    took, which became `parts` messages. `contact_id` 0: no contact is known there. `again`: the provider said
    that it had taken this reference before.
    """

    channel: str
    outcome: str
    reason: str = ""
    contact_id: int = 0
    way: str = ""
    reference: str = ""
    ids: tuple[str, ...] = ()
    parts: int = 1
    again: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A sending of which nobody knows whether it was taken."""

    contact_id: int
    way: str
    reference: str


def add_attempts(db: Connection, tried: Iterable[tuple[int, Tried]], now: datetime) -> None:
    """Note attempts: (notice id, what came of it); a row for each message the provider names."""
    insert_bulk(
        db,
        Attempt,
        [
            {
                "notice_id": notice, "at": now, "channel": one.channel, "contact_id": one.contact_id or None,
                "way": one.way, "outcome": one.outcome, "reason": one.reason, "reference": one.reference,
                "provider_id": id_, "parts": 0 if n else one.parts,
            }
            for notice, one in tried
            for n, id_ in enumerate(one.ids or ("",))
        ],
    )  # fmt: skip


def pending(db: Connection, notices: Collection[int]) -> dict[int, Pending]:
    """Notice -> its last attempt, where nobody knows whether it was taken, and no report says that it did not arrive."""
    if not notices:
        return {}
    last = select(func.max(Attempt.id)).where(one_of(Attempt.notice_id, notices)).group_by(Attempt.notice_id)
    rows = db.execute(
        select(Attempt.notice_id, Attempt.contact_id, Attempt.way, Attempt.reference).where(
            Attempt.id.in_(last), Attempt.outcome == "unclear", Attempt.delivered.is_not(False)
        )
    )
    return {notice: Pending(contact or 0, way, reference) for notice, contact, way, reference in rows}


def failed_at(db: Connection, notices: Collection[int]) -> dict[int, frozenset[int]]:
    """Notice -> the contacts at which it was taken and did not arrive; whoever wrote since is asked again."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    if notices:
        rows = db.execute(
            select(Attempt.notice_id, Contact.id)
            .join(Contact, Contact.id == Attempt.contact_id)
            .where(
                one_of(Attempt.notice_id, notices),
                Attempt.delivered.is_(False),
                Attempt.at >= Contact.last_in,
            )
        )
        for notice, contact in rows:
            found[notice].add(contact)
    return {notice: frozenset(contacts) for notice, contacts in found.items()}


def failures(db: Connection, notices: Collection[int]) -> dict[int, dict[int, int]]:
    """Notice -> contact -> under how many references it was taken there and did not arrive."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    if notices:
        rows = db.execute(
            select(Attempt.notice_id, Attempt.contact_id, func.count(Attempt.reference.distinct()))
            .where(
                one_of(Attempt.notice_id, notices),
                Attempt.delivered.is_(False),
                Attempt.contact_id.is_not(None),
            )
            .group_by(Attempt.notice_id, Attempt.contact_id)
        )
        for notice, contact, count in rows:
            found[notice][contact or 0] = count
    return found


def bounced(db: Connection, contacts: Collection[int]) -> None:
    """A message to each of these did not arrive."""
    if contacts:
        db.execute(update(Contact).where(one_of(Contact.id, contacts)).values(bounces=Contact.bounces + 1))


def arrived(db: Connection, contacts: Collection[int]) -> None:
    """A message to each of these did."""
    if contacts:
        some = one_of(Contact.id, contacts), Contact.bounces > 0
        db.execute(update(Contact).where(*some).values(bounces=0))

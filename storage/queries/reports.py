"""Delivery reports: which attempt one is about, and what it makes of the notices.

A notice is delivered only by a report. One that was taken and did not arrive waits again, for another
contact or the call list. A report that comes before its attempt is written down is kept until it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select, update

from storage.queries.attempts import arrived, bounced
from storage.queries.once import first_time
from storage.tables import Attempt, EarlyReport, Notice

KEPT = timedelta(days=7)
"""How long a report's key is remembered."""

EARLY = timedelta(days=2)
"""How long a report waits for its attempt: those of answers, which are no notices, never find one."""

TAKEN = ("sent", "unclear")


def _found() -> Select[int, str, str, str, bool, str, datetime]:
    """The early reports whose attempt is there. Built once: every beat and every writing down asks."""
    by_id = and_(EarlyReport.provider_id != "", Attempt.provider_id == EarlyReport.provider_id)
    by_reference = and_(EarlyReport.reference != "", Attempt.reference == EarlyReport.reference)
    attempt = select(Attempt.id).where(
        Attempt.channel == EarlyReport.channel, Attempt.outcome.in_(TAKEN), or_(by_id, by_reference)
    )
    return (
        select(
            EarlyReport.id, EarlyReport.channel, EarlyReport.provider_id, EarlyReport.reference,
            EarlyReport.delivered, EarlyReport.code, EarlyReport.at,
        )
        .where(attempt.exists())
        .order_by(EarlyReport.id)
    )  # fmt: skip


FOUND = _found()


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider tells of a message: its own id for it or our reference, and its word for the reason."""

    channel: str
    id: str
    reference: str
    delivered: bool
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Taken:
    attempt: int
    notice: int
    contact: int | None
    reference: str
    delivered: bool | None


def take_report(db: Connection, told: Told, key: str, now: datetime) -> str:
    """Write a report down, once for each `key`. What became of it: again, unknown, delivered or failed."""
    if not first_time(db, told.channel, f"report:{key}", now + KEPT):
        return "again"
    if not _apply(db, told, now):
        _keep(db, told, now)
        return "unknown"
    return "delivered" if told.delivered else "failed"


def match_early(db: Connection, now: datetime) -> None:
    """Apply the reports that were kept and whose attempt is there by now."""
    rows = db.execute(FOUND).all()
    for row in rows:
        channel, id_, reference, delivered, code, moment = row[1:]
        _apply(db, Told(channel, id_, reference, delivered, code, moment), now)
    if rows:
        db.execute(delete(EarlyReport).where(EarlyReport.id.in_([row[0] for row in rows])))


def _keep(db: Connection, told: Told, now: datetime) -> None:
    row = {
        "channel": told.channel, "provider_id": told.id, "reference": told.reference,
        "delivered": told.delivered, "code": told.code, "at": told.at, "until": now + EARLY,
    }  # fmt: skip
    db.execute(insert(EarlyReport), [row])


def _apply(db: Connection, told: Told, now: datetime) -> bool:
    """Whether an attempt was found. Delivered is the last word: what comes after it changes nothing."""
    taken = _taken(db, told)
    new = [one for one in taken if one.delivered is None or (told.delivered and not one.delivered)]
    if new:
        said = {"delivered": told.delivered, "reported_at": told.at, "report": told.code}
        db.execute(update(Attempt).where(Attempt.id.in_([one.attempt for one in new])).values(**said))
        (arrived if told.delivered else bounced)(db, {one.contact for one in new if one.contact})
        (_delivered if told.delivered else _failed)(db, {one.notice: one.reference for one in new}, told, now)
    return bool(taken)


def _taken(db: Connection, told: Told) -> list[_Taken]:
    """The attempts it is about: by the provider's id, else by our reference."""
    for column, name in ((Attempt.provider_id, told.id), (Attempt.reference, told.reference)):
        if name and (found := _attempts(db, told.channel, column == name)):
            return found
    return []


def _attempts(db: Connection, channel: str, named: ColumnElement[bool]) -> list[_Taken]:
    rows = db.execute(
        select(Attempt.id, Attempt.notice_id, Attempt.contact_id, Attempt.reference, Attempt.delivered)
        .where(named, Attempt.channel == channel, Attempt.outcome.in_(TAKEN))
        .order_by(Attempt.id)
    )
    return [_Taken(*row) for row in rows]


def _delivered(db: Connection, sendings: dict[int, str], told: Told, now: datetime) -> None:
    """Delivered, as soon as each of the messages that a sending became has arrived."""
    open_ = _still_open(db, sendings)
    db.execute(
        update(Notice)
        .where(
            Notice.id.in_([notice for notice in sendings if notice not in open_]),
            Notice.state.in_(("sent", "waiting", "to_phone")),
        )
        .values(
            state="delivered", delivered_at=told.at, channel=told.channel, reason="", together=None,
            sent_at=func.coalesce(Notice.sent_at, told.at), lease_until=None,
        )
    )  # fmt: skip


def _still_open(db: Connection, sendings: dict[int, str]) -> set[int]:
    """The notices of which a message has not arrived, of those that the provider named one by one."""
    rows = db.execute(
        select(Attempt.notice_id)
        .where(
            Attempt.notice_id.in_(sendings),
            Attempt.reference.in_(set(sendings.values())),
            Attempt.outcome == "sent",
            or_(Attempt.delivered.is_(None), Attempt.delivered.is_(False)),
        )
        .distinct()
    )
    return set(rows.scalars())


def _failed(db: Connection, sendings: dict[int, str], told: Told, now: datetime) -> None:
    """What was sent last, and so, waits again at once; what was sent again meanwhile stays as it is."""
    taken = Attempt.notice_id.in_(sendings), Attempt.outcome.in_(TAKEN)
    last = db.execute(
        select(Attempt.notice_id, Attempt.reference).where(
            Attempt.id.in_(select(func.max(Attempt.id)).where(*taken).group_by(Attempt.notice_id))
        )
    )
    ids = [notice for notice, reference in last if sendings[notice] == reference]
    free = or_(Notice.lease_until.is_(None), Notice.lease_until <= now)
    unclear = and_(Notice.state == "waiting", Notice.together.is_not(None), free)
    db.execute(
        update(Notice)
        .where(Notice.id.in_(ids), or_(Notice.state == "sent", unclear))
        .values(
            state="waiting", channel=None, not_before=now, tries=Notice.tries + 1, together=None, lease_until=None,
            reason=f"{told.channel}: not delivered ({told.code})" if told.code else f"{told.channel}: not delivered",
        )
    )  # fmt: skip

"""Delivery reports: which attempt one is about, and what it makes of the notices.

A notice is delivered only by a report. One that was taken and did not arrive waits again, for another
contact or the call list. A report that comes before its attempt is written down is kept until it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)  # fmt: skip

from storage.queries.attempts import arrived, bounced
from storage.queries.once import first_time
from storage.queries.upsert import table_of
from storage.tables import Attempt, EarlyReport, Notice
from storage.tables.base import Moment

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


def match_repeats(db: Connection, sendings: Iterable[tuple[str, str]], now: datetime) -> None:
    """What a provider said it had taken before (channel, reference): it failed if that was reported to have failed.

    It is no message of its own, so the contact is not blamed once more.
    """
    for channel, reference in sendings:
        taken = _taken(db, Told(channel, "", reference, False, "", now))
        new = [one for one in taken if one.delivered is None]
        if new and (failed := next((one.attempt for one in taken if one.delivered is False), None)):
            when, code = db.execute(
                select(Attempt.reported_at, Attempt.report).where(Attempt.id == failed)
            ).one()
            said = {"new_delivered": False, "new_reported_at": when, "new_report": code}
            db.execute(TELL, {"ids": [one.attempt for one in new], **said})
            told = Told(channel, "", reference, False, code, when or now)
            _failed(db, {one.notice: reference for one in new}, told, now)


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
        said = {"new_delivered": told.delivered, "new_reported_at": told.at, "new_report": told.code}
        db.execute(TELL, {"ids": [one.attempt for one in new], **said})
        (arrived if told.delivered else bounced)(db, {one.contact for one in new if one.contact})
        (_delivered if told.delivered else _failed)(db, {one.notice: one.reference for one in new}, told, now)
    return bool(taken)


def _taken(db: Connection, told: Told) -> list[_Taken]:
    """The attempts it is about: by the provider's id, else by our reference."""
    for by, name in (("id", told.id), ("reference", told.reference)):
        asked = {"name": name, "channel": told.channel}
        if name and (found := [_Taken(*row) for row in db.execute(NAMED[by], asked)]):
            return found
    return []


def _asking(column: Any) -> Select[int, int, int | None, str, bool | None]:  # noqa: ANN401 - a column
    return (
        select(Attempt.id, Attempt.notice_id, Attempt.contact_id, Attempt.reference, Attempt.delivered)
        .where(
            column == bindparam("name"), Attempt.channel == bindparam("channel"), Attempt.outcome.in_(TAKEN)
        )
        .order_by(Attempt.id)
    )


NAMED = {"id": _asking(Attempt.provider_id), "reference": _asking(Attempt.reference)}
"""Built once, as what follows: a report is a few statements, and many come at once."""


def _telling() -> Update:
    attempts = table_of(Attempt)
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("delivered", "reported_at", "report")}
    return update(attempts).where(attempts.c.id.in_(bindparam("ids", expanding=True))).values(**new)


TELL = _telling()


def _delivering() -> Update:
    notices = table_of(Notice)
    at = bindparam("new_at", type_=Moment())
    return (
        update(notices)
        .where(
            notices.c.id.in_(bindparam("ids", expanding=True)),
            notices.c.state.in_(("sent", "waiting", "to_phone", "dropped")),
        )
        .values(
            state="delivered", delivered_at=at, channel=bindparam("new_channel"), reason="", together=None,
            sent_at=func.coalesce(notices.c.sent_at, at), lease_until=None,
        )
    )  # fmt: skip


DELIVER = _delivering()

OPEN = (
    select(Attempt.notice_id)
    .where(
        Attempt.notice_id.in_(bindparam("ids", expanding=True)),
        Attempt.reference.in_(bindparam("references", expanding=True)),
        Attempt.outcome == "sent",
        or_(Attempt.delivered.is_(None), Attempt.delivered.is_(False)),
    )
    .distinct()
)
"""The notices of which a message has not arrived, of those that the provider named one by one."""


def _delivered(db: Connection, sendings: dict[int, str], told: Told, now: datetime) -> None:
    """Delivered, as soon as each of the messages that a sending became has arrived."""
    asked = {"ids": list(sendings), "references": list(set(sendings.values()))}
    open_ = set(db.execute(OPEN, asked).scalars())
    whole = [notice for notice in sendings if notice not in open_]
    if whole:
        db.execute(DELIVER, {"ids": whole, "new_at": told.at, "new_channel": told.channel})


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

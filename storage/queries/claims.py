"""Claims of the outbox by lease: what is due, to so many people at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, or_, select, text, update

from storage.queries.notices import COLUMNS, WEEK_CAP, NoticeRow
from storage.queries.one_of import one_of
from storage.tables import Notice

SEVERAL = 4
"""Notices that are looked at for each of the people of a claim: many have more than one."""

URGENT: Any = text("notices.urgent")
"""As the index of the urgent ones has it (queries/roll.py does the same with nights)."""


def claim(
    db: Connection,
    now: datetime,
    limit: int,
    lease: timedelta,
    person_id: int | None = None,
    *,
    urgent: bool = False,
) -> list[NoticeRow]:
    """Everything due to at most `limit` people, ours until `lease` is over; who has waited longest first.

    All that is due to a person is claimed together, so that it becomes one message, with what waits to
    go along (`WEEK_CAP`). Who crashes with a claim loses it when the lease ends: what was in that message stays together.

    Args:
        urgent: at most so many notices that are urgent, and nothing else, whatever is on its way to those people.
    """
    if urgent:
        ids = list(db.execute(_urgent_due(now).limit(limit).with_for_update(skip_locked=True)).scalars())
    else:
        due = _due_of_all(db, now, limit) if person_id is None else _due_of(db, now, [person_id])
        ids = [*due, *_going_along(db, set(due.values()), now)]
    crashed = and_(Notice.lease_until.is_not(None), Notice.together.is_(None))
    claimed = (
        update(Notice)
        .where(one_of(Notice.id, ids))
        .values(lease_until=now + lease, together=case((crashed, Notice.id), else_=Notice.together))
        .returning(*COLUMNS)
    )
    rows = [NoticeRow(*row) for row in db.execute(claimed)] if ids else []
    return sorted(rows, key=lambda row: (row.not_before, row.id))


def urgent_due(db: Connection, now: datetime) -> bool:
    """Whether anything urgent waits to be claimed."""
    return db.execute(_urgent_due(now).limit(1)).first() is not None


def _urgent_due(now: datetime) -> Select[int]:
    return select(Notice.id).where(URGENT, _due(now)).order_by(Notice.not_before, Notice.id)


def _due_of_all(db: Connection, now: datetime, limit: int) -> dict[int, int]:
    """Notice -> person, of the first people to whom something is due: to whom it is urgent, then who waits longest.

    Read in the order of the index up to where it is enough: tens of thousands may wait, and be asked for again
    with every claim. Whoever is just being sent something waits: the next message must know of it (caps, merging).
    """
    in_flight = select(Notice.person_id).where(
        Notice.state == "waiting", Notice.not_before <= now, Notice.lease_until > now
    )
    free = Notice.person_id.not_in(in_flight)
    due = select(Notice.person_id).where(_due(now), free).order_by(Notice.not_before, Notice.person_id)
    some = due.limit(limit * SEVERAL)
    found = [*db.execute(some.where(URGENT)).scalars(), *db.execute(some).scalars()]
    return _due_of(db, now, list(dict.fromkeys(found))[:limit], free)


def _due_of(
    db: Connection, now: datetime, people: Collection[int], *conditions: ColumnElement[bool]
) -> dict[int, int]:
    """Notice -> person, of what is due to these people."""
    if not people:
        return {}
    due = select(Notice.id, Notice.person_id).where(_due(now), one_of(Notice.person_id, people), *conditions)
    return dict(db.execute(due.with_for_update(skip_locked=True)).all())


def _going_along(db: Connection, people: Collection[int], now: datetime) -> list[int]:
    """What waits to go along with a reminder of these people."""
    if not people:
        return []
    waits = Notice.state == "waiting", Notice.not_before > now, Notice.reason == WEEK_CAP
    found = select(Notice.id).where(*waits, _free(now), one_of(Notice.person_id, people))
    return list(db.execute(found.with_for_update(skip_locked=True)).scalars())


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(Notice.state == "waiting", Notice.not_before <= now, _free(now))


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(Notice.lease_until.is_(None), Notice.lease_until <= now)

"""How much was said to people already: what the caps of the day and of the week count."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.tables import Notice


def sent_between(db: Connection, people: Collection[int], first: datetime, end: datetime) -> dict[int, int]:
    """How many messages people were sent from a moment to before another.

    What went out together is one; urgent ones are not counted.
    """
    rows = db.execute(
        select(Notice.person_id, func.count(Notice.sent_at.distinct()))
        .where(
            Notice.person_id.in_(people),
            Notice.state.in_(("sent", "delivered")),
            Notice.sent_at >= first,
            Notice.sent_at < end,
            ~Notice.urgent,
        )
        .group_by(Notice.person_id)
    )
    return {row[0]: row[1] for row in rows}


def reminded_since(
    db: Connection, people: Collection[int], kinds: Collection[str], since: datetime, now: datetime
) -> dict[int, int]:
    """How many messages with a reminder of these kinds people were sent from a moment up to `now`."""
    rows = db.execute(
        select(Notice.person_id, func.count(Notice.sent_at.distinct()))
        .where(
            Notice.person_id.in_(people),
            Notice.state.in_(("sent", "delivered")),
            Notice.sent_at.between(since, now),
            Notice.kind.in_(kinds),
        )
        .group_by(Notice.person_id)
    )
    return {row[0]: row[1] for row in rows}

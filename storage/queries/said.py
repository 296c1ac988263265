"""How much was said to people already: what the caps of the day and of the week count.

What somebody has to phone counts too, once a day: a call is no less unasked for than a message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from storage.queries.call_list import TOLD
from storage.queries.one_of import one_of
from storage.tables import Notice
from storage.values.week import local

SENT = ("sent", "delivered")
CALLS = ("to_phone", "phoned")


def sent_between(db: Connection, people: Collection[int], first: datetime, end: datetime) -> dict[int, int]:
    """How many messages and calls people were given from a moment to before another.

    What went out together is one; urgent ones are not counted.
    """
    sent = Notice.sent_at >= first, Notice.sent_at < end
    calls = Notice.not_before >= first, Notice.not_before < end
    return _counted(db, people, sent, calls, ~Notice.urgent)


def reminded_since(
    db: Connection, people: Collection[int], kinds: Collection[str], since: datetime, now: datetime
) -> dict[int, int]:
    """How many messages and calls with a reminder of these kinds people were given from a moment up to `now`."""
    sent, calls = (Notice.sent_at.between(since, now),), (Notice.not_before.between(since, now),)
    return _counted(db, people, sent, calls, Notice.kind.in_(kinds))


def _counted(
    db: Connection,
    people: Collection[int],
    sent: Collection[ColumnElement[bool]],
    calls: Collection[ColumnElement[bool]],
    which: ColumnElement[bool],
) -> dict[int, int]:
    """Person -> how many moments something was sent at, and days on which they were given to somebody to phone.

    What is to be phoned keeps the moment of its last try in `not_before`.
    """
    messages = select(Notice.person_id, Notice.sent_at).where(
        one_of(Notice.person_id, people), Notice.state.in_(SENT), *sent, which
    )
    phoned = select(Notice.person_id, Notice.not_before).where(
        one_of(Notice.person_id, people), Notice.state.in_(CALLS), Notice.kind != TOLD, *calls, which
    )
    found = {(person, moment) for person, moment in db.execute(messages)}
    days = {(person, local(moment)) for person, moment in db.execute(phoned)}
    return dict(Counter(person for person, _ in (*found, *days)))

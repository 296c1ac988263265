"""How much of everything waits or has left, for the figures at /metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.queries import late
from storage.tables import Notice


@dataclass(frozen=True, slots=True)
class Stock:
    """`notices`: (state, kind, channel) -> how many; channel is empty before one has taken them.

    `late`: answers not spoken yet. `calls`: notices that somebody must phone about now.
    """

    notices: Mapping[tuple[str, str, str], int]
    late: int
    calls: int


def stock(db: Connection, now: datetime) -> Stock:
    """What there is at a moment."""
    channel = func.coalesce(Notice.channel, "")
    rows = db.execute(
        select(Notice.state, Notice.kind, channel, func.count()).group_by(Notice.state, Notice.kind, channel)
    )
    calls = select(func.count()).where(Notice.state == "to_phone", Notice.expires > now)
    return Stock(
        {(state, kind, at): count for state, kind, at, count in rows},
        late.waiting(db),
        db.execute(calls).scalar_one(),
    )

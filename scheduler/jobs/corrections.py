"""Every night: corrections that nobody answered in time are closed, and who asked hears it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.queries.corrections import expire
from storage.queries.notices import NewNotice, add_notices

WANTED_FOR = timedelta(days=3)
"""How long it is worth saying."""


def close_unanswered(db: Connection, now: datetime) -> int:
    """Close what waits since before its time; how many there were."""
    closed = expire(db, now)
    notices = [
        NewNotice(
            key=f"correction_answer:{number}", kind="correction_answer", person_id=person,
            parameters={"number": number, "receipt": receipt, "prefix": receipt[:2], "state": "expired", "why": False},
            not_before=now, expires=now + WANTED_FOR,
        )
        for number, person, receipt in closed
    ]  # fmt: skip
    add_notices(db, notices, now)
    return len(closed)

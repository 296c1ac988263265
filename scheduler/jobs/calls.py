"""Telling those who have the call list that somebody stands on it: once a day, as any notice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from scheduler.rules import Rules
from scheduler.timetable import DAY, Timetable, midnight
from storage.database import Database
from storage.queries.call_list import TOLD, callers
from storage.queries.notices import NewNotice, add_notices
from storage.values.week import SHANGHAI


async def tell_callers(database: Database, office: Rules, now: datetime) -> None:
    """Write a notice for everybody on whose list somebody stands, unless there is one of today."""
    moment = now.astimezone(SHANGHAI)
    waiting = await database.read(callers, moment)
    if waiting:
        await database.run(_write, office, list(waiting), moment)


def _write(db: Connection, office: Rules, people: list[int], now: datetime) -> None:
    table = Timetable(office.calendar, office.parameters)
    not_before = table.quiet_until("/", now) or now
    add_notices(
        db,
        [
            NewNotice(
                key=f"{TOLD}:{person}:{not_before.date()}", kind=TOLD, person_id=person, parameters={},
                not_before=not_before, expires=midnight(not_before.date() + DAY),
            )
            for person in people
        ],
        now,
    )  # fmt: skip

"""One tick: write down what is due, then send it. Any number of replicas, any number of times.

What is due is read from a snapshot beside the writer, so that people are answered meanwhile, and
written in one transaction together with how far the clock has come. The keys of the notices make a
tick that runs twice, or on two replicas, write them once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection

from scheduler.errands import Sender
from scheduler.facts import EVERYWHERE
from scheduler.jobs.backup import back_up
from scheduler.jobs.calendar_check import warn
from scheduler.jobs.corrections import close_unanswered
from scheduler.jobs.day_codes import codes
from scheduler.jobs.deliveries import Delivered, deliver
from scheduler.jobs.digests import Issue, issues, publish, with_figures
from scheduler.jobs.patterns import raise_patterns
from scheduler.jobs.reminders import reminders
from scheduler.jobs.retention import tidy
from scheduler.jobs.urgent import climb
from scheduler.rules import Rules
from scheduler.timetable import Timetable, falling
from storage.database import Database
from storage.queries.claims import urgent_due
from storage.queries.due import region_paths
from storage.queries.locks import keep_tick, last_tick, may_tick
from storage.queries.notices import NewNotice, add_notices
from storage.values.week import SHANGHAI

DUE, NIGHTLY = "due", "nightly"
FIRST_LOOK = timedelta(hours=6)
"""How far the first tick looks back, and one whose clock was set back."""

LONGEST_LOOK = timedelta(hours=24)
"""How far any tick looks back: nothing is worth sending longer."""

IDLE = timedelta(hours=1)
"""How long a clock that finds nothing goes on without writing down how far it has come."""

NIGHT = time(3, 10)
"""When the house is tidied."""


async def tick(database: Database, office: Rules, sender: Sender, now: datetime) -> list[Delivered]:
    """Everything the clock does at `now` (aware), but for the nightly work; returns what left the outbox."""
    moment = now.astimezone(SHANGHAI)
    said = await hurry(database, office, sender, moment)
    await write_due(database, office, moment)
    return [*said, *[delivered async for delivered in deliver(database, office, sender, moment)]]


async def hurry(database: Database, office: Rules, sender: Sender, now: datetime) -> list[Delivered]:
    """What cannot wait: calls for help climb (N22), and what is urgent is sent; returns what left the outbox.

    It is asked for beside the tick, every few seconds: on the first workday of a month a tick collects digests
    and says them to hundreds of people, and takes as long as their channels do.
    """
    moment = now.astimezone(SHANGHAI)
    await climb(database, office, moment)
    if not await database.read(urgent_due, moment):
        return []
    return [delivered async for delivered in deliver(database, office, sender, moment, urgent=True)]


async def write_due(database: Database, office: Rules, now: datetime) -> None:
    """Put into the outbox what has become due since the last tick."""
    found = await database.read(_look, office, now)
    if found.anything or now - found.after > IDLE:
        issued = [await database.read(with_figures, office, issue) for issue in found.issues]
        await database.run(_write, office, found.notices, issued, now)


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the time since `after` has found; `anything`: whether any moment lay in it."""

    after: datetime
    anything: bool
    notices: Sequence[NewNotice]
    issues: Sequence[Issue]


def _look(db: Connection, office: Rules, now: datetime) -> Found:
    after = look_back(last_tick(db, DUE), now)
    paths = [EVERYWHERE, *region_paths(db)]
    fallen = falling(Timetable(office.calendar, office.parameters), paths, after, now)
    planned = issues(db, office, paths, after, now)
    told = [*reminders(db, office, fallen, now), *codes(db, office, after, now)]
    return Found(after, bool(fallen or planned or told), told, planned)


def _write(
    db: Connection, office: Rules, found: Sequence[NewNotice], issued: Sequence[Issue], now: datetime
) -> None:
    if may_tick(db):
        add_notices(db, found, now)
        publish(db, office, issued, now)
        keep_tick(db, DUE, now)


def look_back(last: datetime | None, now: datetime) -> datetime:
    """From when on a tick at `now` looks, given the last one."""
    if last is None or last > now:
        return now - FIRST_LOOK
    return max(last, now - LONGEST_LOOK)


async def nightly(
    database: Database, office: Rules, now: datetime, backups: Path | None = None, keep: int = 7
) -> bool:
    """Tidy up, look for patterns, copy the database, look at the calendar: once a night, on one replica. Whether it was now.

    Args:
        backups: the folder of the nightly copies; None takes none.
        keep: how many of them stay.
    """
    moment = now.astimezone(SHANGHAI)
    if not await database.run(_night_begins, moment):
        return False
    warn(office.calendar, moment.date())
    await tidy(database, office, moment)
    await database.run(close_unanswered, moment)
    await raise_patterns(database, office, moment)
    if backups is not None:
        await back_up(database, backups, moment.date(), keep)
    return True


def _night_begins(db: Connection, now: datetime) -> bool:
    last = last_tick(db, NIGHTLY)
    at = datetime.combine(now.date(), NIGHT, SHANGHAI)
    begins = may_tick(db) and last is not None and last < at <= now
    if begins or last is None:
        keep_tick(db, NIGHTLY, now)
    return begins

"""What is measured on a city, each run in a process of its own: `python -m tests.bench.city_runs NAME URL MOMENT`.

It prints one line of JSON: the least time of some runs by the clock and by the processor in seconds, how
many rows, and the megabytes that the process has ever held.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.kept import VAULT
from hamlet import Post
from sqlalchemy import Connection, delete, func, select

from bot.ledgers import write_file
from handlers.digests.collect import collect
from handlers.digests.compose import compose
from handlers.ledgers.gather import pages
from handlers.ledgers.gather.export import Asked, Export
from handlers.office import Office
from locales import translator
from scheduler.jobs.deliveries import deliver
from scheduler.tick import DUE, write_due
from storage.calendar import Calendar, seed_rows
from storage.database import Database
from storage.ledgers.period import Period
from storage.ledgers.plans import BY_KEY
from storage.parameters import Parameters
from storage.queries import areas, locks
from storage.queries.ledgers_window import ALL
from storage.tables import Attempt, DigestIssue, Notice, Tick
from storage.values.week import SHANGHAI

OFFICE = Office(
    VAULT, Calendar.of({row["day"]: row["works"] for row in seed_rows()}), Parameters(), {}, {}, {}, random.Random(1)
)  # fmt: skip
RUNS = 5
MONTH = Period.month(2026, 10)
CITY, COUNTY, TOWNSHIP, LARGE = "9999", "999901", "999901001", "999902001"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run has cost, in seconds and megabytes; `rows` is how much it was about."""

    clock: float
    processor: float
    memory: float
    rows: int


Run = Callable[[Database, datetime], Awaitable[Cost]]


async def _least(runs: int, once: Callable[[], Awaitable[int]]) -> Cost:
    clock, processor, rows = [], [], 0
    for _ in range(runs):
        began, used = time.perf_counter(), time.process_time()
        rows = await once()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return Cost(min(clock), min(processor), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, rows)


def digest(code: str, days_back: int = 0) -> Run:
    """The text of an area's digest: of the day, or of some days before as it was then (X50)."""

    async def run(database: Database, now: datetime) -> Cost:
        async def once() -> int:
            return await database.read(_digest, code, now - timedelta(days=days_back))

        return await _least(RUNS, once)

    return run


def _digest(db: Connection, code: str, cutoff: datetime) -> int:
    area = areas.area_named(db, code)[0]
    facts = collect(
        db, area_id=area.id, day=cutoff.date(), cutoff=cutoff, calendar=OFFICE.calendar, parameters=OFFICE.parameters
    )  # fmt: skip
    assert compose(translator("zh_Hans"), facts)
    return facts.on_site.listed if facts.on_site else 0


async def reminders(database: Database, now: datetime) -> Cost:
    """What a tick of the worst Friday writes: who is behind hears of it at four."""

    async def once() -> int:
        await database.run(_sweep, now)
        await write_due(database, OFFICE, now)
        return await database.read(_waiting)

    try:
        return await _least(2, once)
    finally:
        await database.run(_sweep, now)


async def delivery(database: Database, now: datetime) -> Cost:
    """All of that said through a channel that takes everything at once."""
    await database.run(_sweep, now)
    await write_due(database, OFFICE, now)

    async def once() -> int:
        return len([None async for _ in deliver(database, OFFICE, Post(), now)])

    try:
        return await _least(1, once)
    finally:
        await database.run(_sweep, now)


def _sweep(db: Connection, now: datetime) -> None:
    for table in (Attempt, Notice, DigestIssue, Tick):
        db.execute(delete(table))
    locks.keep_tick(db, DUE, now - timedelta(seconds=30))


def _waiting(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(Notice)).scalar_one()


def attendance(code: str, *, written: bool) -> Run:
    """A month's attendance of an area, as rows or as a file."""

    async def run(database: Database, now: datetime) -> Cost:
        async def once() -> int:
            return await database.read(_attendance, code, now, written)

        return await _least(1, once)

    return run


def _attendance(db: Connection, code: str, now: datetime, written: bool) -> int:
    export = Export(db, OFFICE, lambda _: ALL, Asked(MONTH, areas.area_named(db, code)[0]), now)
    if not written:
        return sum(1 for page in pages(BY_KEY["attendance"], export) for _ in page.rows)
    with tempfile.TemporaryDirectory() as folder:
        return write_file(db, BY_KEY["attendance"], export, Path(folder) / "attendance.xlsx")


RUNS_OF: dict[str, Run] = {
    "township": digest(TOWNSHIP),
    "large township": digest(LARGE),
    "county": digest(COUNTY),
    "city": digest(CITY),
    "city yesterday": digest(CITY, 1),
    "reminders": reminders,
    "delivery": delivery,
    "county rows": attendance(COUNTY, written=False),
    "county file": attendance(COUNTY, written=True),
    "city rows": attendance(CITY, written=False),
    "city file": attendance(CITY, written=True),
}


async def _main(name: str, url: str, moment: str) -> None:
    async with Database(url, VAULT) as database:
        cost = await RUNS_OF[name](database, datetime.fromisoformat(moment).astimezone(SHANGHAI))
    print(json.dumps(asdict(cost)))


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))

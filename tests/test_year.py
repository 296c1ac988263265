"""A whole year of the demonstration county on a moved clock: the same notices, byte for byte, however it is run.

`python -m tests.test_year` writes tests/year/notices.txt anew: read the difference before it is committed.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

import pytest
from databases import Databases
from year_scene import FIRST, LAST, WAYS, at, names, plant

from bot.assemble import open_house
from bot.settings import Settings
from handlers.office import Office
from scheduler.jobs.deliveries import Delivered
from scheduler.replay import Printer, format_line, run_until
from scheduler.tick import write_due
from storage.database import Database

FIXTURE = Path(__file__).parent / "year" / "notices.txt"
START, END = at(FIRST, 0), at(LAST + timedelta(days=1), 0)


@asynccontextmanager
async def county(settings: Settings) -> AsyncIterator[tuple[Database, Office]]:
    """The house, opened as a server opens it after a restart."""
    async with open_house(settings, lambda: START, demo=True) as house:
        yield house.database, await house.office()


async def planted(databases: Databases) -> Settings:
    """A copy of the county with the year's behaviour in it."""
    settings = databases.settings("sqlite")
    async with county(settings) as (database, office):
        await database.run(plant, office.vault, office.calendar)
    return settings


async def year(settings: Settings, restarts: Sequence[tuple[datetime, bool]] = ()) -> list[Delivered]:
    """The year from its first moment to its last.

    Args:
        restarts: when the house is shut and opened again; True: in the middle of a tick, when what is due is
            written and nothing has been sent.
    """
    found: list[Delivered] = []
    starts = [START, *(moment for moment, _ in restarts)]
    ends = [*((moment, torn) for moment, torn in restarts), (END, False)]
    for start, (end, torn) in zip(starts, ends, strict=True):
        async with county(settings) as (database, office):
            until = end - timedelta(minutes=1) if torn else end
            found += [each async for each in run_until(database, office, start, until, Printer())]
            if torn:
                await write_due(database, office, end)
    return found


def at_random(seed: int) -> list[tuple[datetime, bool]]:
    """Three moments of the year: one between two ticks, two in the middle of the tick of a workday's morning."""
    dice = random.Random(seed)
    days = sorted(dice.sample(range(5, 355), 3))
    quiet = START + timedelta(days=days[1], minutes=dice.randrange(24 * 60))
    torn = [
        at(FIRST + timedelta(days=day - (FIRST + timedelta(days=day)).weekday()), 8) + HALF
        for day in (days[0], days[2])
    ]
    return [(torn[0], True), (quiet, False), (torn[1], True)]


HALF = timedelta(minutes=30)


def shown(found: Sequence[Delivered], who: dict[str, str]) -> str:
    """The list of each planted person, a line a notice, and a fingerprint of every word that was said to them."""
    lines: list[str] = []
    for name, code in who.items():
        heard = [each for each in found if each.name == name]
        lines += [f"# {code}: {WAYS[code]}", *(f"{each.at:%m-%d %H:%M} {each.kind}" for each in heard)]
        lines += [_fingerprint(heard), ""]
    others = [each for each in found if each.name not in who]
    lines += ["# households and officers who were not planted, counted"]
    lines += [f"{count} {kind}" for kind, count in sorted(Counter(each.kind for each in others).items())]
    return "\n".join([*lines, _fingerprint(others), ""])


def _fingerprint(heard: Sequence[Delivered]) -> str:
    said = "\n".join(format_line(each) for each in heard)
    return f"= {sha256(said.encode()).hexdigest()[:16]}"


@pytest.mark.long
async def test_a_year_with_three_restarts_gives_exactly_the_notices_of_the_years_without(
    databases: Databases,
) -> None:
    """The list is that of two years without a restart, which `main` has compared."""
    found = await year(settings := await planted(databases), at_random(2026))
    async with county(settings) as (database, _):
        who = await database.read(names)
    assert shown(found, who) == FIXTURE.read_text("utf-8")


async def main() -> None:
    """Write the list anew, if two years without a restart are the same byte for byte."""
    with tempfile.TemporaryDirectory() as folder:
        databases, lists = Databases(Path(folder)), set[str]()
        for _ in range(2):
            found = await year(settings := await planted(databases))
            async with county(settings) as (database, _office):
                lists.add(shown(found, await database.read(names)))
        (text,) = lists
        FIXTURE.parent.mkdir(exist_ok=True)
        FIXTURE.write_text(text, "utf-8")


if __name__ == "__main__":
    import asyncio

    asyncio.run(main())

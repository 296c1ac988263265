"""The digest of the four-village township, and of a generated county with a year of records."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bench.county import generate
from bench.ratio import line
from databases import Databases, Hands
from sqlalchemy import Connection, select

from bot.assemble import House, open_house
from bot.settings import Settings
from handlers.digests.collect import collect
from handlers.digests.compose import compose
from handlers.office import Office
from locales import translator
from storage.queries import calendar
from storage.tables import Region
from storage.values.week import SHANGHAI

AT = datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI)
RUNS = 7


async def measure() -> list[str]:
    """Milliseconds from the request to the text, by the median, against the budgets of the product."""
    with tempfile.TemporaryDirectory() as folder:
        township = await _township(Path(folder))
        county = await _county(Path(folder) / "county")
    return [
        line("township digest", township, 50, "ms", "four villages, against 50 ms"),
        line(
            "county digest",
            county,
            300,
            "ms",
            "67,000 persons, 100 villages, 6,800 helpers, a year, against 300 ms",
        ),
    ]


async def _township(folder: Path) -> float:
    settings = Databases(folder).settings("sqlite")
    async with open_house(settings, Hands(AT), demo=True) as house:
        return await _median(house, await house.office(), "示范办事处")


async def _county(folder: Path) -> float:
    async with open_house(Settings(data=folder), Hands(AT)) as house:
        await house.database.run(generate, house.vault, now=AT)
        await house.database.run(calendar.seed)
        return await _median(house, await house.office(), None)


async def _median(house: House, office: Office, name: str | None) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        await house.database.read(_text, office, name)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def _text(db: Connection, office: Office, name: str | None) -> str:
    wanted = Region.name == name if name else Region.level == "county"
    area = db.execute(select(Region.id).where(wanted)).scalar_one()
    facts = collect(
        db, area_id=area, day=AT.date(), cutoff=AT, calendar=office.calendar, parameters=office.parameters
    )
    return compose(translator("zh_Hans"), facts)

"""The monthly attendance export of a generated county: 6,800 helpers with a year of records."""

from __future__ import annotations

import resource
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bench.county import generate
from bench.ratio import line
from databases import Hands
from sqlalchemy import Connection

from bot.assemble import open_house
from bot.ledgers import write_file
from bot.settings import Settings
from handlers.ledgers.gather.export import Asked, Export
from storage.ledgers.period import Period
from storage.ledgers.plans import BY_KEY
from storage.queries import calendar
from storage.queries.ledgers_window import ALL
from storage.values.week import SHANGHAI

AT = datetime(2026, 11, 19, 18, 0, tzinfo=SHANGHAI)
MONTH = Period.month(2026, 10)


async def measure() -> list[str]:
    """Seconds from the order to the file, and the memory it took beyond what the process had."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, megabytes, rows = await _attendance(Path(folder))
    return [
        line("attendance export", seconds, 10, "s", f"a month of {rows:,} helpers as .xlsx, against 10 s"),
        line("attendance export, memory", megabytes, 500, "MB", "beyond what stood before, against 500 MB"),
    ]


async def _attendance(folder: Path) -> tuple[float, float, int]:
    async with open_house(Settings(data=folder), Hands(AT)) as house:
        await house.database.run(generate, house.vault, now=AT)
        await house.database.run(calendar.seed)
        office = await house.office()
        before, began = _peak(), time.perf_counter()

        def export(db: Connection) -> int:
            asked = Export(db, office, lambda _: ALL, Asked(MONTH), AT)
            return write_file(db, BY_KEY["attendance"], asked, folder / "attendance.xlsx")

        rows = await house.database.read(export)
        return time.perf_counter() - began, _peak() - before, rows


def _peak() -> float:
    """Megabytes that the process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

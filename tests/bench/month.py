"""10,000 notices in a month at the stand-ins of every provider, with outages: tests/test_sender_standins.py at length."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.ratio import line
from databases import Databases
from standing_month import month
from test_sender_standins import look, trouble

NOTICES = 10_000


async def measure() -> list[str]:
    """How many left in which time; stops where one was lost, doubled, or called delivered when it was not."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        async with month(Databases(Path(folder)), "gateway", NOTICES) as world:
            await trouble(world)
            await world.live()
            await look(world, NOTICES)
            heard = sum(world.heard().values())
    what = f"notices heard of {NOTICES} in a month with outages, in {time.perf_counter() - began:.0f} s, none twice"
    return [line("month", heard, NOTICES, "notices", what)]

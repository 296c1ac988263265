"""One engine step of the built-in visit form, against the turn it is part of."""

from __future__ import annotations

import statistics
import time
from datetime import datetime

from bench.ratio import line

from handlers.forms.draft import World
from handlers.forms.engine import start, step
from handlers.forms.meant import Answer
from handlers.forms.model import row
from handlers.forms.xlsform import read_markdown
from handlers.house import plays
from storage.values.week import SHANGHAI

ANSWERS = ("1", "3,5", "看病要去县里", "水管冬天冻了", "不急", "盼修蓄水池")
WISHED = 1.0
"""Milliseconds a step of the visit form may take."""


async def measure() -> list[str]:
    """The median step of a whole visit."""
    form = read_markdown(plays()["visit"].source.read_text("utf-8"), "visit")
    households = [row(str(n), f"李*({n}组)") for n in range(1, 5)]
    files = {"households.csv": households, "village_households.csv": households}
    world = World(datetime(2026, 11, 17, 9, tzinfo=SHANGHAI), "zh_Hans", files=files)
    took = []
    for _ in range(100):
        draft, _asked = start(form, world, {"visited_today": ()})
        for text in ANSWERS:
            began = time.perf_counter()
            draft, _asked = step(form, draft, Answer(text), world)
            took.append((time.perf_counter() - began) * 1000)
    return [
        line(
            "form step", statistics.median(took), WISHED, "ms", "median step of the visit form, against 1 ms"
        )
    ]

"""The county and the city of domain.md 6.4 on both databases: digests, the tick of the worst Friday, attendance.

`make bench ARGS="county"` takes the first county alone, `ARGS="city"` the city of which it is the first.
Both are made once and kept (bench/kept.py). Each figure is the least of some runs of a process of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from os import getloadavg
from subprocess import PIPE, run

from bench.city_plan import Plan
from bench.city_runs import Cost
from bench.kept import kept
from bench.ratio import line
from databases import postgresql_answers

from storage.values.week import SHANGHAI

MEMORY = 500.0
"""Megabytes that none of this may hold at a time."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure of the product: a run of `city_runs`, its limit in seconds, what it is about."""

    run: str
    seconds: float
    about: str
    at: time = time(18)


TICK = time(16)
IN_COUNTY = (
    Aim("township", 0.05, "people on the list of a township of four villages"),
    Aim("county", 0.3, "people on the list of a county of 67,000 persons"),
    Aim("county rows", 10, "helpers, a month's attendance as rows"),
    Aim("county file", 10, "helpers, a month's attendance as .xlsx"),
)
IN_CITY = (
    Aim("township", 0.05, "people on the list of a township of four villages"),
    Aim("large township", 0.05, "people on the list of a township five times as large"),
    Aim("county", 0.3, "people on the list of a county of 67,000 persons"),
    Aim("city", 2, "people on the list of the city"),
    Aim("city yesterday", 2, "the same of the day before, as it was then"),
    Aim("reminders", 10, "reminders written by the tick of the worst Friday", TICK),
    Aim("delivery", 10, "of them said through a channel that takes all at once", TICK),
    Aim("city rows", 120, "helpers, a month's attendance as rows"),
    Aim("city file", 120, "helpers, a month's attendance as .xlsx"),
)  # fmt: skip


async def county() -> Iterator[str]:
    """The county alone."""
    return (text for kind in _kinds() for text in _lines(kind, Plan().only_first(), IN_COUNTY))


async def city() -> Iterator[str]:
    """The city, and whether a township in it costs what it costs in a county alone."""
    return (text for kind in _kinds() for text in _in_city(kind))


def _kinds() -> Iterator[str]:
    yield "sqlite"
    if postgresql_answers():
        yield "postgresql"
    else:
        print("left out: PostgreSQL, there is no server", file=sys.stderr)


def _in_city(kind: str) -> Iterator[str]:
    yield from _lines(kind, Plan(), IN_CITY)
    alone, among = (_cost(IN_CITY[0], kept(kind, plan), plan.now) for plan in (Plan().only_first(), Plan()))
    what = "a township in the city, against the same one in a county alone"
    yield line(f"township in a city, {kind}", among.clock * 1000, alone.clock * 1000, "ms", what)


def _lines(kind: str, plan: Plan, aims: tuple[Aim, ...]) -> Iterator[str]:
    url = kept(kind, plan)
    yield f"{kind}: {url}"
    most = 0.0
    for aim in aims:
        cost = _cost(aim, url, datetime.combine(plan.now.date(), aim.at, SHANGHAI))
        most = max(most, cost.memory)
        yield _line(aim, kind, cost)
    yield line(f"memory, {kind}", most, MEMORY, "MB", "the most that one of these processes has ever held")


def _line(aim: Aim, kind: str, cost: Cost) -> str:
    unit, many = ("ms", 1000) if aim.seconds < 1 else ("s", 1)
    used = f"{cost.processor * many:.4g} {unit} of the processor, {cost.memory:.0f} MB, load {getloadavg()[0]:.1f}"
    return line(
        f"{aim.run}, {kind}",
        cost.clock * many,
        aim.seconds * many,
        unit,
        f"{cost.rows:,} {aim.about}; {used}",
    )


def _cost(aim: Aim, url: str, now: datetime) -> Cost:
    command = [sys.executable, "-m", "tests.bench.city_runs", aim.run, url, now.isoformat()]
    return Cost(**json.loads(run(command, stdout=PIPE, check=True).stdout))

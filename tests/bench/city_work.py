"""Years of work in the city of the benches, written week by week: nothing of it stands in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import combinations
from math import comb
from random import Random

from bench.bulk import load, pour
from bench.city_plan import City, Village
from bench.county import AWAY, DAYS_OFTEN, FOUND, VISITED
from bench.county_rows import Row, follow_up_row, leave_row
from sqlalchemy import Connection

from storage.calendar import Calendar, seed_rows
from storage.tables import CheckIn, FollowUp, Leave, Visit
from storage.values.week import SHANGHAI, Week

BEHIND = (10, 20, 40, 22, 8)
"""How often somebody comes 0, 1, 2, 3, 4 days in the last week: three of ten are behind on its Friday."""
FRESH = 60
"""Days after which every problem has been closed."""
SLOTS = 4
"""A household is visited in one of four weeks of each month, always the same."""
CAME = 100
"""Minutes after eight within which people check in."""
LATER = 400
"""Minutes after that within which they visit."""
WORK = '["visit"]'

CHECK_IN = (
    "person_id", "village_id", "day", "came_at", "work_items", "source", "evidence", "status", "overnight", "saved_at",
)  # fmt: skip
VISIT = (
    "id", "household_id", "helper_id", "village_id", "day", "manner", "met", "as_helper", "form", "version", "late",
    "bulk", "status", "saved_at",
)  # fmt: skip

Days = tuple[date, ...]
Presence = list[Days]
"""The days of one week of every helper of a county, in the order of ids."""
Pattern = tuple[list[Days], list[float]]
"""The ways a week can go, and how often each comes."""


def write_work(conn: Connection, city: City) -> None:
    """Check-ins, leave, visits, and the problems found on them."""
    calendar = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
    last = Week.of(city.plan.now.date()).monday
    visited = 0
    for back in range(city.plan.weeks - 1, -1, -1):
        week = Week.of(last - timedelta(weeks=back))
        pattern = _pattern(calendar.workdays(week), DAYS_OFTEN if back else BEHIND)
        for at, county in enumerate(city.counties):
            rng = Random(f"week {city.plan.seed} {at} {week}")
            present = rng.choices(*pattern, k=_helpers(county))
            if back < city.plan.check_ins:
                _write_days(conn, city, county, present, rng, week)
            visits = list(_visits(city, county, present, rng, week, visited))
            visited += len(visits)
            pour(conn, Visit, VISIT, visits)
            load(conn, FollowUp, _found(city, visits, rng))


def _helpers(county: list[Village]) -> int:
    return county[-1].helpers.stop - county[0].helpers.start


def _pattern(workdays: Days, often: tuple[int, ...]) -> Pattern:
    """Every choice of workdays, as often as one of its number of days comes."""
    most = len(workdays)
    ways = [(days, n) for n in range(len(often)) for days in combinations(workdays, min(n, most))]
    return [days for days, _ in ways], [often[n] / comb(most, min(n, most)) for _, n in ways]


def _write_days(
    conn: Connection, city: City, county: list[Village], present: Presence, rng: Random, week: Week
) -> None:
    pour(conn, CheckIn, CHECK_IN, _check_ins(city, county, present, rng))
    first, stop = county[0].helpers.start, county[-1].helpers.stop
    away = rng.sample(range(first, stop), int(AWAY * (stop - first)))
    load(conn, Leave, (leave_row(rng, helper, week) for helper in away))


def _check_ins(
    city: City, county: list[Village], present: Presence, rng: Random
) -> Iterator[tuple[object, ...]]:
    weeks, chance, now = iter(present), rng.random, city.plan.now
    for village in county:
        for helper in village.helpers:
            for day in next(weeks):
                written, minutes = _minutes(day, now)
                at = minutes[int(chance() * CAME)]
                if at:
                    yield helper, village.id, written, at, WORK, "said", "e0", "accepted", 0, at


def _visits(
    city: City, county: list[Village], present: Presence, rng: Random, week: Week, number: int
) -> Iterator[tuple[object, ...]]:
    """The visits of a week, on one of the days their helper came, some hours after that."""
    slot, first, chance, now = _slot(week), county[0].helpers.start, rng.random, city.plan.now
    for village in county:
        for home in (
            village.households[(slot - village.households.start) % SLOTS :: SLOTS] if slot < SLOTS else ()
        ):
            helper = village.helper_of(home)
            days = present[helper - first]
            if days and chance() < VISITED:
                written, minutes = _minutes(days[home // SLOTS % len(days)], now)
                at = minutes[CAME + int(chance() * LATER)]
                if at:
                    number += 1
                    yield (
                        number, home, helper, village.id, written, "home", "head", 1, "visit", "bench", 0, 0,
                        "accepted", at,
                    )  # fmt: skip


def _slot(week: Week) -> int:
    """Which of the four weeks of its month this is, by its Thursday; a fifth one has no visits."""
    return ((week.monday + timedelta(days=3)).day - 1) // 7


def _found(city: City, visits: list[tuple[object, ...]], rng: Random) -> Iterator[Row]:
    """The problems found on some visits; the old ones are all closed."""
    today = city.plan.now.date()
    for visit in visits:
        if rng.random() < FOUND:
            named = dict(zip(VISIT, visit, strict=True))
            opened = date.fromisoformat(str(named["day"]))
            row = follow_up_row(rng, today, {**named, "day": opened})
            if (today - opened).days > FRESH:
                row |= {"status": "closed", "closed_on": opened + timedelta(days=rng.randrange(1, 30))}
            yield row


@lru_cache(8)
def _minutes(day: date, now: datetime) -> tuple[str, list[str]]:
    """A day, and every minute of it from eight o'clock on in UTC, as both databases take them; later than `now` is empty."""
    eight = datetime.combine(day, time(8), SHANGHAI)
    moments = [eight + timedelta(minutes=n) for n in range(CAME + LATER)]
    written = [f"{each.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if each <= now else "" for each in moments]
    return day.isoformat(), written

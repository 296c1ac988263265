"""A whole year of one village by the clock's own functions: who is asked for what, however the year is cut up."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from hamlet import SHIGUAN, Village, assign, come, opened, person
from sqlalchemy import Connection

from scheduler.preview import replayed
from storage.database import Database
from storage.queries.notices import NewNotice
from storage.values.week import Week

VILLAGE = Village()
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
RULES = ("N01", "N04", "N05", "N05-team", "N07", "N08")
ASKING = {"N04", "N05", "N07"}
EARLY, NEVER, LEADER = 1, 2, 3


def furnish(conn: Connection) -> None:
    """One comes on the first two workdays of every week, one never; the leader of the team comes as the first does."""
    for id_, name in ((EARLY, "张三"), (NEVER, "李四"), (LEADER, "王芳")):
        person(conn, id_, name)
        assign(conn, id_, SHIGUAN, "team_leader" if id_ == LEADER else "helper")
    for day in first_two_workdays():
        come(conn, EARLY, SHIGUAN, day)
        come(conn, LEADER, SHIGUAN, day)


def first_two_workdays() -> list[str]:
    """Of every week that touches the year."""
    weeks = {Week.of(FIRST + timedelta(days=n)) for n in range((LAST - FIRST).days + 1)}
    return [str(day) for week in sorted(weeks, key=str) for day in VILLAGE.calendar.workdays(week)[:2]]


async def year(database: Database, *cuts: date) -> list[NewNotice]:
    """The year's reminders, from one cut to the next; the outbox would keep each key once."""
    starts = [FIRST, *sorted(cuts)]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), LAST]
    found: dict[str, NewNotice] = {}
    for first, last in zip(starts, ends, strict=True):
        part = await database.read(lambda db, a=first, b=last: list(replayed(db, VILLAGE, RULES, a, b)))
        for notice in part:
            found.setdefault(notice.key, notice)
    return list(found.values())


async def test_a_year_is_the_same_however_often_it_is_replayed_and_wherever_it_is_cut(tmp_path: Path) -> None:
    rng = random.Random(2026)
    cuts = {FIRST + timedelta(days=rng.randrange(1, 364)) for _ in range(3)}
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        once = await year(database)
        again = await year(database, *cuts)
    # What is said once a week may be found a second time after a cut; its key lets it stand once.
    assert [(n.key, n.not_before, n.parameters) for n in once] == [
        (n.key, n.not_before, n.parameters) for n in again if n.key in {each.key for each in once}
    ]
    counts = Counter((notice.person_id, notice.kind) for notice in once)
    assert not [
        notice for notice in once if notice.person_id == EARLY and notice.kind in ASKING | {"N05-team", "N08"}
    ]
    assert not [notice for notice in once if notice.person_id == LEADER and notice.kind in ASKING]
    per_week = Counter((n.person_id, str(Week.of(n.not_before.date()))) for n in once)
    assert max(per_week.values()) <= 5
    assert (counts[NEVER, "N01"], counts[NEVER, "N05"]) == (51, 52), (
        "week 1 begins in the year before, week 8 asks nothing"
    )
    assert counts[LEADER, "N08"] >= 50

"""Every night: patterns that a person should look at are written down, each once (domain.md X02 to X07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from handlers.rules import patterns
from scheduler.rules import Rules
from storage.database import Database
from storage.queries import patterns as queries
from storage.queries.explaining import every_village
from storage.queries.flags import NewFlag, raise_flags

LOOK = timedelta(days=14)
"""How far back records are looked at: a house that stood still some nights misses nothing."""


def look(db: Connection, office: Rules, now: datetime) -> list[NewFlag]:
    """What there is to look at, whether it is written down already or not."""
    paths = {village: path for village, _, path in every_village(db)}

    def figure(name: str, path: str, day: date) -> Any:  # noqa: ANN401 - typed by the declaration
        return office.parameters.value(name, path, day)

    return [
        flag
        for flag in _found(db, now, figure)
        if flag.pattern not in figure("flags.off", paths[flag.village_id], flag.day)
    ]


def _found(db: Connection, now: datetime, figure: patterns.Figure) -> Iterator[NewFlag]:
    since = now - LOOK
    acts = queries.check_ins_since(db, since)
    yield from patterns.one_account(acts, figure)
    yield from patterns.same_minute(acts, figure)
    yield from patterns.short_stay(acts, figure)
    typed = [act for act in acts if act.evidence == "e1"]
    if typed:
        yield from patterns.same_code(typed, figure)
        yield from patterns.early_code(typed, queries.codes_shown(db, since - timedelta(days=1)))
    visits = queries.visits_since(db, since)
    yield from patterns.many_at_once(visits, figure)
    yield from patterns.same_text(visits, queries.households_of_texts(db, since))
    yield from patterns.same_photo(queries.same_pictures(db, since))
    term = timedelta(days=figure("flags.yes_days", "/", now.date()))
    yield from patterns.quick_yes(queries.answers_since(db, now - term), figure)


async def raise_patterns(database: Database, office: Rules, now: datetime) -> int:
    """Write down what is new; how many. Looking for it does not hold up those who write."""
    found = await database.read(look, office, now)
    return await database.run(raise_flags, found, now)

"""N22: a call for help that nobody takes climbs: the leaders of the team and the township, then the county, then the phone."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from scheduler.rules import Rules
from storage.database import Database
from storage.queries.locks import may_tick
from storage.queries.requests import county_office, leaders_within, township_of
from storage.queries.urgent import Waiting, call_out, next_climb, not_taken, to_phone

PARAMETER = "escalation.urgent_minutes"


def patience(office: Rules, now: datetime) -> timedelta:
    """How long somebody who is asked may take before the next are."""
    return timedelta(minutes=office.parameters.value(PARAMETER, "/", now.date()))


async def climb(database: Database, office: Rules, now: datetime) -> None:
    """Ask the next ones about every call that was with somebody for too long."""
    waiting = await database.read(not_taken, office.vault, now, patience(office, now))
    if waiting:
        await database.run(_ask, office, waiting, now)


def coming(db: Connection, office: Rules, now: datetime) -> datetime | None:
    """When the next call climbs."""
    return next_climb(db, patience(office, now), now)


def _ask(db: Connection, office: Rules, waiting: list[Waiting], now: datetime) -> None:
    for each in waiting if may_tick(db) else ():
        above = [person for person in _above(db, each, now) if person not in each.asked]
        people = [person for person in above if person != each.call.person_id]
        if people:
            call_out(db, office.vault, people, each.call, now, each.subject)
        else:
            to_phone(db, each.subject)


def _above(db: Connection, each: Waiting, now: datetime) -> list[int]:
    day = now.date()
    first = [*leaders_within(db, each.path, day), *township_of(db, each.path, day)]
    return first if set(first) - each.asked - {each.call.person_id} else county_office(db, day)

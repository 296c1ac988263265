"""The reminders: what has fallen since the last tick, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from scheduler.due import due
from scheduler.facts import gather
from scheduler.rules import Rules
from scheduler.timetable import Places, Timetable, midnight
from storage.queries.notices import NewNotice, known_keys
from storage.values.week import Week


def reminders(db: Connection, office: Rules, fallen: Mapping[str, Places], now: datetime) -> list[NewNotice]:
    """The reminders to be written at `now`, given what has fallen where (`timetable.falling`)."""
    week = midnight(Week.of(now.date()).monday)
    told = known_keys(db, "N05", week) if "N05" in fallen else frozenset()
    table = Timetable(office.calendar, office.parameters)
    return due(table, fallen, gather(db, office, now, fallen), told) if fallen else []

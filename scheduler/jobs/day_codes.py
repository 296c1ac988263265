"""The code of the day, told to the officers of villages where it is asked at check-in (D43)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from handlers.day_code import day_code
from scheduler.rules import Rules
from scheduler.timetable import DAY, Timetable, midnight
from storage.queries.explaining import every_village
from storage.queries.notices import NewNotice
from storage.queries.requests import officers_of

KIND = "day_code"


def codes(db: Connection, office: Rules, after: datetime, now: datetime) -> Iterator[NewNotice]:
    """A notice for each officer of a village whose hour has come since `after`, on workdays."""
    table, day = Timetable(office.calendar, office.parameters), now.date()
    if not office.calendar.works(day):
        return
    for village, name, path in every_village(db):
        asks = office.parameters.value("onsite.code", path, day)
        if asks and after < table.at("onsite.code_at", path, day) <= now:
            said = {"place": name, "code": day_code(office.vault, village, day)}
            for officer in officers_of(db, village, day):
                yield NewNotice(
                    key=f"{KIND}:{officer.person_id}:{village}:{day}", kind=KIND, person_id=officer.person_id,
                    parameters=said, not_before=now, expires=midnight(day + DAY),
                )  # fmt: skip

"""The calendar's days: seeded, read, corrected by the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from storage.calendar import SEED, Calendar, seed_rows
from storage.holidays import NoticeDay
from storage.queries.upsert import insert_ignore, upsert
from storage.tables import Workday

OFFICE = "office"
"""The source of single days that the office has set itself."""


def load(conn: Connection) -> Calendar:
    """The calendar as the office has it now."""
    rows = conn.execute(select(Workday.day, Workday.works))
    return Calendar.of({row.day: row.works for row in rows})


def seed(conn: Connection) -> int:
    """Add the official days that are not there yet, returning how many; the office's own stay as they are."""
    return insert_ignore(conn, Workday, seed_rows(), ["day"])


def is_seeded(conn: Connection) -> bool:
    """Whether the official days have been put in before; a newer release may know more years."""
    return conn.execute(select(Workday.day).where(Workday.source == SEED).limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class Said:
    """Where a day of the office's own comes from: the notice, who took it over, and when."""

    source: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkdayRow:
    """A day that is unlike its weekday, or that the office has said something about."""

    day: date
    works: bool
    name: str
    source: str
    set_by: str
    set_at: datetime | None


def days_of(conn: Connection, year: int) -> list[WorkdayRow]:
    """The days of a year that stand in the table, in order."""
    columns = Workday.day, Workday.works, Workday.name, Workday.source, Workday.set_by, Workday.set_at
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = conn.execute(select(*columns).where(Workday.day.between(first, last)).order_by(Workday.day))
    return [WorkdayRow(*row) for row in rows]


def correct(conn: Connection, day: date, *, works: bool, name: str, said: Said) -> None:
    """Say that `day` is worked or not, whatever the official arrangement says."""
    values = {"works": works, "name": name, "source": said.source, "set_by": said.by, "set_at": said.at}
    conn.execute(
        upsert(conn, Workday)
        .values(day=day, **values)
        .on_conflict_do_update(index_elements=["day"], set_=values)
    )


def take_over(conn: Connection, days: Iterable[NoticeDay], said: Said) -> None:
    """Write the days of a notice; what the office has said of single days stands."""
    own = set(conn.execute(select(Workday.day).where(Workday.source == OFFICE)).scalars())
    for each in days:
        if each.day not in own:
            correct(conn, each.day, works=each.works, name=each.name, said=said)

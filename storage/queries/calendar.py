"""The calendar's days: seeded, read, corrected by the office."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from storage.calendar import SEED, Calendar, seed_rows
from storage.queries.upsert import insert_ignore, upsert
from storage.tables import Workday


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


def correct(conn: Connection, day: date, *, works: bool, name: str, source: str) -> None:
    """Say that `day` is worked or not, whatever the official arrangement says.

    Args:
        source: the notice it rests on, such as `国办发明电〔2026〕7号`, or who decided.
    """
    said = {"works": works, "name": name, "source": source}
    conn.execute(
        upsert(conn, Workday).values(day=day, **said).on_conflict_do_update(index_elements=["day"], set_=said)
    )

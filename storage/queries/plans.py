"""The days on which people mean to be on site (D15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from storage.tables import Plan


def keep_plan(db: Connection, person_id: int, monday: date, days: Sequence[date], now: datetime) -> None:
    """Write somebody's plan of a week in the place of the one before."""
    mine = Plan.person_id == person_id, Plan.day.between(monday, monday + timedelta(days=6))
    db.execute(delete(Plan).where(*mine))
    db.execute(insert(Plan), [{"person_id": person_id, "day": day, "saved_at": now} for day in days])


def planned(db: Connection, person_id: int, monday: date) -> list[date]:
    """The days of somebody's plan of a week, in their order."""
    mine = Plan.person_id == person_id, Plan.day.between(monday, monday + timedelta(days=6))
    return list(db.execute(select(Plan.day).where(*mine).order_by(Plan.day)).scalars())

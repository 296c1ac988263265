"""How far the clock has come, and the lock that lets one replica at a time move it on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.queries.upsert import upsert
from storage.tables import Tick

TICKING = 20_261_116
"""The number of PostgreSQL's advisory lock; any number that nothing else in the database uses."""


def may_tick(db: Connection) -> bool:
    """Whether this transaction is the one that ticks. SQLite has one writer anyway."""
    if db.dialect.name == "sqlite":
        return True
    return bool(db.execute(select(func.pg_try_advisory_xact_lock(TICKING))).scalar_one())


def last_tick(db: Connection, name: str) -> datetime | None:
    """Up to when a part of the clock has written down what is due; None before its first tick."""
    return db.execute(select(Tick.at).where(Tick.name == name)).scalar_one_or_none()


def keep_tick(db: Connection, name: str, at: datetime) -> None:
    """Remember how far a part of the clock has come."""
    db.execute(
        upsert(db, Tick)
        .values(name=name, at=at)
        .on_conflict_do_update(index_elements=["name"], set_={"at": at})
    )

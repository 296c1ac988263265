"""Every night: drafts nobody came back to are given up, and what has had its time is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from scheduler.rules import Rules
from storage.database import Database
from storage.queries.drafts import expire_drafts
from storage.queries.retention import (
    forget_attempts,
    forget_notices,
    forget_past,
    forget_queries,
    forget_replies,
)

Forget = Callable[[Connection, datetime], int]

TERMS: tuple[tuple[str, Forget], ...] = (
    ("keep.replies_days", forget_replies),
    ("keep.queries_days", forget_queries),
    ("keep.notices_days", forget_attempts),
    ("keep.notices_days", forget_notices),
)


async def tidy(database: Database, office: Rules, now: datetime) -> None:
    """Do all of it, a portion at a time, so that people are answered in between."""
    await database.run(expire_drafts, _since(office, "draft.days", now))
    await database.run(forget_past, now)
    for parameter, forget in TERMS:
        while await database.run(forget, _since(office, parameter, now)):
            pass


def _since(office: Rules, parameter: str, now: datetime) -> datetime:
    return now - timedelta(days=office.parameters.value(parameter, "/", now.date()))

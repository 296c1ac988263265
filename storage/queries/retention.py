"""Forgetting what has had its time: replies, the query log, notices with their attempts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select
from sqlalchemy.orm import DeclarativeBase

from storage.queries.upsert import table_of
from storage.tables import Attempt, Card, EarlyReport, Inbound, Notice, Once, QueryEntry

PORTION = 2000
"""Rows deleted at once, so that nobody waits long for the writer."""


def forget_replies(db: Connection, before: datetime) -> int:
    """A portion of the messages taken in before a moment, with the replies they got."""
    return _forget(db, Inbound, Inbound.received_at < before)


def forget_queries(db: Connection, before: datetime) -> int:
    """A portion of the query log."""
    return _forget(db, QueryEntry, QueryEntry.at < before)


def forget_attempts(db: Connection, before: datetime) -> int:
    """A portion of the attempts to deliver notices written before a moment."""
    return _forget(db, Attempt, Attempt.notice_id.in_(select(Notice.id).where(_settled(before))))


def forget_notices(db: Connection, before: datetime) -> int:
    """A portion of the notices written before a moment that have none of their attempts left."""
    tried = select(Attempt.notice_id).where(Attempt.notice_id == Notice.id).exists()
    return _forget(db, Notice, _settled(before) & ~tried)


def forget_past(db: Connection, now: datetime) -> None:
    """What channels remember up to a moment of its own: words, cards, reports of nothing we know."""
    for model in (Once, Card, EarlyReport):
        db.execute(delete(model).where(model.until <= now))


def _settled(before: datetime) -> ColumnElement[bool]:
    return (Notice.created_at < before) & (Notice.state != "waiting")


def _forget(db: Connection, model: type[DeclarativeBase], condition: ColumnElement[bool]) -> int:
    key: Any = table_of(model).c.id
    portion = select(key).where(condition).limit(PORTION)
    return db.execute(delete(model).where(key.in_(portion))).rowcount

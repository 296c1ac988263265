"""The outbox: what nobody is waiting for. Kinds and parameters, never rendered text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class Notice(Base):
    """Something a person is to be told, once; `key` makes a double tick harmless."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_state_not_before", "state", "not_before"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    parameters: Mapped[dict[str, Any]]
    urgent: Mapped[bool]
    not_before: Mapped[datetime]
    expires: Mapped[datetime]
    state: Mapped[str]  # waiting sent dropped to_phone
    reason: Mapped[str]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int]
    channel: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Attempt(Base):
    """One attempt to deliver a notice, and what came of it."""

    __tablename__ = "attempts"

    id: Mapped[Id]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    at: Mapped[datetime]
    channel: Mapped[str]
    outcome: Mapped[str]  # sent later unreachable quota refused
    reason: Mapped[str]


class Tick(Base):
    """How far a part of the clock has come: everything due up to `at` is written down."""

    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

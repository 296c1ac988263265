"""The outbox: what nobody is waiting for. Kinds and parameters, never rendered text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id, Key

CLAIMED, URGENT = text("lease_until IS NOT NULL"), text("urgent")


class Notice(Base):
    """Something a person is to be told, once; `key` makes a double tick harmless."""

    __tablename__ = "notices"
    __table_args__ = (
        # What is due, in the order it is claimed in; then what of it has somebody, and what is urgent.
        Index("ix_notices_state_not_before_person_id", "state", "not_before", "person_id"),
        Index("ix_notices_lease_until", "lease_until", sqlite_where=CLAIMED, postgresql_where=CLAIMED),
        Index("ix_notices_urgent", "state", "not_before", sqlite_where=URGENT, postgresql_where=URGENT),
        Index("ix_notices_person_id_state_sent_at", "person_id", "state", "sent_at"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    parameters: Mapped[dict[str, Any]]
    urgent: Mapped[bool]
    not_before: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(server_default="2000-01-01 00:00:00+00")
    # ^ when it could first be sent; a try in vain moves not_before and not this
    expires: Mapped[datetime]
    state: Mapped[str]  # waiting sent delivered dropped to_phone phoned
    reason: Mapped[str]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int]
    channel: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    phoned_at: Mapped[datetime | None]
    together: Mapped[int | None] = mapped_column(Key)
    # ^ the first notice of the message it may have left in, when nobody knows whether that was taken
    phoned_by: Mapped[int | None] = mapped_column(
        Key
    )  # a person; SQLite takes no reference in an added column
    created_at: Mapped[datetime]


class Attempt(Base):
    """One attempt to deliver a notice, and what came of it."""

    __tablename__ = "attempts"

    id: Mapped[Id]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    at: Mapped[datetime]
    channel: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(Key)
    way: Mapped[str] = mapped_column(server_default=text("''"))  # passive text template subscription
    outcome: Mapped[str]  # sent later unclear unreachable quota refused passed phoned
    reason: Mapped[str]
    reference: Mapped[str] = mapped_column(
        server_default=text("''"), index=True
    )  # ours, as the provider was given it
    provider_id: Mapped[str] = mapped_column(server_default=text("''"), index=True)
    parts: Mapped[int] = mapped_column(server_default="1")
    reported_at: Mapped[datetime | None]
    delivered: Mapped[bool | None]
    report: Mapped[str] = mapped_column(server_default=text("''"))  # the provider's word


class Tick(Base):
    """How far a part of the clock has come: everything due up to `at` is written down."""

    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

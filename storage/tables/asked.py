"""What people are asked about records of others, what a person should look at, and what is planned."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id, Key

WAITING = text("state = 'waiting'")
OPEN = text("state = 'open'")


class Request(Base):
    """One person is asked to decide or to bear witness: a row for each person asked (M12, M18, D43, D53, D54).

    The first who answers settles the question; the rows of the others are closed.
    """

    __tablename__ = "requests"
    __table_args__ = (
        Index("ix_requests_asked_id", "asked_id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_requests_kind_subject_id", "kind", "subject_id"),
        Index("ix_requests_about_id_asked_at", "about_id", "asked_at"),
        Index("ix_requests_expires", "expires", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[Id]
    kind: Mapped[str]  # leave retro tap overnight spot look dispute emergency denied
    subject_id: Mapped[int] = mapped_column(
        Key
    )  # the leave or the check-in; of a call for help its contact and half hour
    about_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    place: Mapped[str]
    said_sealed: Mapped[bytes | None]  # what whoever asks has to say
    state: Mapped[str]  # waiting yes no unsure closed expired
    asked_at: Mapped[datetime]
    expires: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    why_sealed: Mapped[bytes | None]  # the reason of the answer


class Flag(Base):
    """A pattern that a person should look at (X02 to X08). The program draws no conclusion from it."""

    __tablename__ = "flags"
    __table_args__ = (
        Index("ix_flags_village_id", "village_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_flags_person_id", "person_id"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)  # pattern, person and day: found twice, it stands once
    pattern: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    day: Mapped[date]
    facts: Mapped[dict[str, Any]]
    state: Mapped[str]  # open looked
    found_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    looked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note_sealed: Mapped[bytes | None]
    answer_sealed: Mapped[bytes | None]  # what the person looked at has to say
    answered_at: Mapped[datetime | None]


class Plan(Base):
    """A day on which somebody means to be on site (D15)."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("person_id", "day"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    saved_at: Mapped[datetime]

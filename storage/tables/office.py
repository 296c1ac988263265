"""What the office keeps: parameters of rules, the calendar, who looked at what, issued digests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id, Json


class Parameter(Base):
    """The value of a rule (domain.md 3.0) in a region, from a date to a date, with its source."""

    __tablename__ = "parameters"
    __table_args__ = (UniqueConstraint("name", "region_id", "valid_from"),)

    id: Mapped[Id]
    name: Mapped[str]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    value: Mapped[Any] = mapped_column(Json)
    source: Mapped[str]


class Workday(Base):
    """A day that differs from what its weekday says: a holiday, or a moved workday 调休."""

    __tablename__ = "workdays"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    name: Mapped[str]
    source: Mapped[str]
    set_by: Mapped[str] = mapped_column(
        server_default=text("''")
    )  # who of the office, empty for official days
    set_at: Mapped[datetime | None]


class AuditEntry(Base):
    """A masked field was read in the clear: who, whose, which, why (domain.md 1.2, hard rule 4)."""

    __tablename__ = "audit"

    id: Mapped[Id]
    at: Mapped[datetime]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    field: Mapped[str]
    reason: Mapped[str]


class QueryEntry(Base):
    """A question asked of the register or the funds: kind, scope, size of the answer."""

    __tablename__ = "query_log"
    __table_args__ = (Index("ix_query_log_contact_id_at", "contact_id", "at"),)

    id: Mapped[Id]
    at: Mapped[datetime]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    scope: Mapped[str]
    size: Mapped[int]
    refused: Mapped[bool]


class DigestIssue(Base):
    """A digest as it was issued: the figures are frozen at the cut-off (X35, X50).

    It is of a region, or of a unit as helper or as department; `day` is the first day of its span.
    """

    __tablename__ = "digests"
    __table_args__ = (
        UniqueConstraint("region_id", "span", "day"),
        UniqueConstraint("unit_id", "subject", "span", "day"),
    )

    id: Mapped[Id]
    subject: Mapped[str]  # area unit department
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    span: Mapped[str]  # day week month
    day: Mapped[date]
    cutoff: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]

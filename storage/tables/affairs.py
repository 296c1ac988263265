"""What offices keep of the affairs of households, and what cadres say of them ahead of the next import."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id

STANDING = text("withdrawn_at IS NULL")


class Insurance(Base):
    """Whether a person's health insurance 参保 of a year is paid (Q55, N16), as the list of `known_on` has it."""

    __tablename__ = "insurances"
    __table_args__ = (
        UniqueConstraint("person_id", "year"),
        Index("ix_insurances_year_state", "year", "state"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    year: Mapped[int]
    state: Mapped[str]  # paid unpaid exempt unknown
    paid_on: Mapped[date | None]
    known_on: Mapped[date]


class Statement(Base):
    """What somebody says in one line of a household or an area, until the register has it 先报.

    A newer one of the same kind about the same thing takes the place of the one before.
    """

    __tablename__ = "statements"
    __table_args__ = (
        Index("ix_statements_kind_year", "kind", "year", sqlite_where=STANDING, postgresql_where=STANDING),
        Index("ix_statements_person_id_saved_at", "person_id", "saved_at"),
    )

    id: Mapped[Id]
    kind: Mapped[str]  # CB insurance paid, FH re-checked, SJ audit planned, HK mourning: the receipt's prefix
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))  # the village, or the area it is said of
    year: Mapped[int]  # HK: 0, it is of no year
    state: Mapped[str]  # CB: paid unpaid; HK: mourning over; else done
    day: Mapped[date]  # when it was so
    until: Mapped[date | None]  # HK: the last day of it
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    saved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

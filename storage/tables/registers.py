"""The registers of offices about what households ask for: applications, entitlements not enjoyed, needs (E15, E17)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class Application(Base):
    """An application 申请 of a household, at the step where it stands (E15, D32)."""

    __tablename__ = "applications"
    __table_args__ = (Index("ix_applications_closed_on_step_due", "closed_on", "step_due"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    kind: Mapped[str]
    step: Mapped[str]
    holder: Mapped[str]  # who has to take the step: village township county department
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    step_due: Mapped[date | None]
    next_step: Mapped[str]
    published_from: Mapped[date | None]
    published_to: Mapped[date | None]
    objections: Mapped[int]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    outcome: Mapped[str]  # agreed refused withdrawn, empty while it is open


class Gap(Base):
    """Something that a household is entitled to and does not have 应享未享."""

    __tablename__ = "gaps"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    kind: Mapped[str]
    since: Mapped[date]
    closed_on: Mapped[date | None]


class Need(Base):
    """A need 需求 of a village or one of its households, until somebody meets it (E17, M15)."""

    __tablename__ = "needs"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    public: Mapped[bool]  # may be shown to donors without a name
    opened_on: Mapped[date]
    matched_on: Mapped[date | None]
    closed_on: Mapped[date | None]

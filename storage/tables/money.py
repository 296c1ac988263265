"""Projects, funds and grants, as the finance office keeps them: imported here, never moved."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Id


class Project(Base):
    """A project 项目 of a village (E11). Progress in per cent."""

    __tablename__ = "projects"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    village_id: Mapped[int] = mapped_column(ForeignKey("regions.id"), index=True)
    kind: Mapped[str]  # 产业 基础设施 民生
    state: Mapped[str]  # planned building stopped finished accepted
    progress: Mapped[int]
    approved_fen: Mapped[int] = mapped_column(BigInteger)
    households: Mapped[int]
    matter: Mapped[str]
    in_charge: Mapped[str]
    note: Mapped[str]
    published_from: Mapped[date | None]
    published_to: Mapped[date | None]


class Fund(Base):
    """One movement of money (E13). `step`: 到位 received, 支出 spent; amounts in fen."""

    __tablename__ = "funds"
    __table_args__ = (Index("ix_funds_region_id_year", "region_id", "year"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    source: Mapped[str]  # fiscal 财政, paired 对口, social 社会, unit 单位 …
    step: Mapped[str]  # received spent
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date]
    industry: Mapped[bool]
    direct: Mapped[bool]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    published: Mapped[bool]


class Grant(Base):
    """A benefit paid to a household or one of its members (E14)."""

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_household_id_year", "household_id", "year"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    year: Mapped[int]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date | None]
    card_tail: Mapped[str]
    personal: Mapped[bool]  # only the person sees it (D30)
    note: Mapped[str]

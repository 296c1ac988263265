"""Fiscal money and projects of an area: for the digest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ColumnExpressionArgument,
    Connection,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from storage.tables import Fund, Project, Region

FISCAL = "fiscal"


@dataclass(frozen=True, slots=True)
class FiscalSums:
    """Fiscal money of one region of an area in a year up to a day, in fen; `earlier_…` up to an earlier day."""

    path: str
    received: int
    spent: int
    industry: int
    direct: int
    earlier_received: int
    earlier_spent: int


def fiscal(db: Connection, path: str, year: int, day: date, earlier: date) -> list[FiscalSums]:
    """Fiscal money by region, for the area of `path` and everything below it (Q70)."""
    received, spent = Fund.step == "received", Fund.step == "spent"
    rows = db.execute(
        select(
            Region.path, _sum(received), _sum(spent), _sum(received, Fund.industry),
            _sum(received, Fund.industry, Fund.direct), _sum(received, Fund.day <= earlier),
            _sum(spent, Fund.day <= earlier),
        )
        .join(Region, Region.id == Fund.region_id)
        .where(
            Fund.year == year, Fund.source == FISCAL, Fund.day <= day,
            Region.path.startswith(path, autoescape=True),
        )
        .group_by(Region.path)
        .order_by(Region.path)
    )  # fmt: skip
    return [FiscalSums(row[0], *(int(value) for value in row[1:])) for row in rows]


def _sum(*conditions: ColumnExpressionArgument[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((and_(*conditions), Fund.amount_fen), else_=0)), 0)


def paid_early(db: Connection, path: str, year: int, day: date) -> int:
    """Payments of a year for projects whose first notice had not ended on that day (Q80)."""
    return db.execute(
        select(func.count())
        .select_from(Fund)
        .join(Region, Region.id == Fund.region_id)
        .join(Project, Project.id == Fund.project_id)
        .where(
            Fund.year == year, Fund.step == "spent", Fund.day <= day,
            Region.path.startswith(path, autoescape=True),
            or_(Project.published_to.is_(None), Project.published_to >= Fund.day),
        )
    ).scalar_one()  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectSums:
    """A project with what was paid for it up to a day, in fen; progress in per cent."""

    village_id: int
    name: str
    state: str
    progress: int
    note: str
    approved_fen: int
    paid_fen: int


def projects(db: Connection, villages: Collection[int], day: date) -> list[ProjectSums]:
    """The projects of villages, by code."""
    paid = (
        select(cast(func.coalesce(func.sum(Fund.amount_fen), 0), BigInteger))
        .where(Fund.project_id == Project.id, Fund.step == "spent", Fund.day <= day)
        .scalar_subquery()
    )
    rows = db.execute(
        select(
            Project.village_id, Project.name, Project.state, Project.progress, Project.note,
            Project.approved_fen, paid,
        )
        .where(Project.village_id.in_(villages))
        .order_by(Project.code)
    )  # fmt: skip
    return [ProjectSums(*row) for row in rows]

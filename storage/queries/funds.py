"""Money and projects for whoever asks: sums by source and place, projects, payments, vouchers (D40).

Amounts in fen. Money is imported: what a day shows is what had moved by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from storage.queries.areas import Area, all_areas
from storage.queries.reach import Reach
from storage.tables import Fund, Household, Member, Pairing, Person, Project, Region, Unit

FISCAL, RECEIVED, SPENT = "fiscal", "received", "spent"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which money is looked at: below a region's path, of some units (their own, and that of the matter
    they answer for), published only, of one source. All conditions together."""

    path: str = "/"
    unit_ids: tuple[int, ...] = ()
    published: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SourceSums:
    """Money of one source in a year up to a day; `industry` and `direct` are parts of what was received,
    `direct` of the industry money."""

    source: str
    received: int
    spent: int
    industry: int
    direct: int


def by_source(db: Connection, scope: Scope, year: int, day: date) -> list[SourceSums]:
    """The sums of a scope by source."""
    rows = db.execute(
        money(Fund.source, *_sums()).where(*within(scope), *in_year(year, day)).group_by(Fund.source)
    )
    return [SourceSums(row[0], *(int(value) for value in row[1:])) for row in rows]


@dataclass(frozen=True, slots=True)
class PlaceSums:
    """Money of one region: received and spent."""

    path: str
    received: int
    spent: int


def by_region(db: Connection, scope: Scope, year: int, day: date) -> list[PlaceSums]:
    """The sums of a scope by the region they were booked for."""
    received, spent, *_ = _sums()
    rows = db.execute(
        money(Region.path, received, spent)
        .where(*within(scope), *in_year(year, day))
        .group_by(Region.path)
        .order_by(Region.path)
    )
    return [PlaceSums(path, int(got), int(gone)) for path, got, gone in rows]


def years(db: Connection, scope: Scope, day: date) -> list[int]:
    """The years that a scope has money of, ascending."""
    rows = money(Fund.year).where(*within(scope), Fund.day <= day).distinct().order_by(Fund.year)
    return list(db.execute(rows).scalars())


def latest(db: Connection, day: date) -> date | None:
    """The day of the last movement known: how fresh the imported figures are."""
    return db.execute(select(func.max(Fund.day)).where(Fund.day <= day)).scalar_one()


def money(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    """Movements of money with their region, and their project if they have one."""
    return (
        select(*columns)
        .select_from(Fund)
        .join(Region, Region.id == Fund.region_id)
        .outerjoin(Project, Project.id == Fund.project_id)
    )


def _sums() -> tuple[ColumnElement[int], ...]:
    received = Fund.step == RECEIVED
    ways = (
        received,
        Fund.step == SPENT,
        and_(received, Fund.industry),
        and_(received, Fund.industry, Fund.direct),
    )
    return tuple(func.coalesce(func.sum(case((way, Fund.amount_fen), else_=0)), 0) for way in ways)


def in_year(year: int, day: date) -> tuple[ColumnElement[bool], ...]:
    """What had moved in a year by a day."""
    return Fund.year == year, Fund.day <= day


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """The conditions of a scope, all together."""
    found: list[ColumnElement[bool]] = [Region.path.startswith(scope.path, autoescape=True)]
    if scope.unit_ids:
        found.append(or_(Fund.unit_id.in_(scope.unit_ids), Project.matter.in_(_matters(scope.unit_ids))))
    if scope.published:
        found.append(Fund.published.is_(True))
    if scope.source is not None:
        found.append(Fund.source == scope.source)
    return found


def _matters(unit_ids: tuple[int, ...]) -> Select[str]:
    return select(Unit.matter).where(Unit.id.in_(unit_ids), Unit.matter != "")


def unit_names(db: Connection, unit_ids: tuple[int, ...]) -> str:
    """The names of units, joined."""
    return "、".join(db.execute(select(Unit.name).where(Unit.id.in_(unit_ids)).order_by(Unit.code)).scalars())


def places_below(db: Connection, area: Area) -> list[Area]:
    """The regions right below an area, by code."""
    rows = db.execute(all_areas().where(Region.parent_id == area.id).order_by(Region.code))
    return [Area(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Payment:
    """What one household was paid; `head` is a name, to be masked."""

    day: date
    amount: int
    head: str
    group_no: int
    project: str


def payments(
    db: Connection, may: Reach, path: str, year: int, day: date, limit: int
) -> tuple[list[Payment], int, int]:
    """Payments to households within a reach and below a path, the latest first; all of them and their sum."""
    query = (
        money(Fund.day, Fund.amount_fen, _head(), Household.group_no, func.coalesce(Project.name, ""))
        .join(Household, Household.id == Fund.household_id)
        .where(
            Fund.step == SPENT, *in_year(year, day), Region.path.startswith(path, autoescape=True),
            _paid_within(may, day),
        )
    )  # fmt: skip
    count, amount = db.execute(
        query.with_only_columns(func.count(), func.coalesce(func.sum(Fund.amount_fen), 0))
    ).one()
    rows = db.execute(query.order_by(Fund.day.desc(), Fund.id).limit(limit))
    return [Payment(*row) for row in rows], count, int(amount)


def _head() -> ColumnElement[str]:
    head = (
        select(Person.name)
        .join(Member, Member.person_id == Person.id)
        .where(Member.household_id == Fund.household_id, Member.is_head, Member.ends.is_(None))
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(head, "")


def _paid_within(may: Reach, day: date) -> ColumnElement[bool]:
    ways = [Region.path.startswith(path, autoescape=True) for path in may.paths]
    if may.helper_id is not None:
        paired = select(Pairing.household_id).where(
            Pairing.helper_id == may.helper_id, Pairing.starts <= day,
            or_(Pairing.ends.is_(None), Pairing.ends >= day),
        )  # fmt: skip
        ways.append(Fund.household_id.in_(paired))
    if may.household_id is not None:
        ways.append(Fund.household_id == may.household_id)
    if may.unit_ids:
        ways.append(Fund.unit_id.in_(may.unit_ids))
    return or_(*ways) if ways else Fund.id.is_(None)


@dataclass(frozen=True, slots=True)
class Voucher:
    """One booked movement."""

    code: str
    day: date
    step: str
    source: str
    amount: int
    project: str


def vouchers(db: Connection, scope: Scope, year: int, day: date, limit: int) -> tuple[list[Voucher], int]:
    """The movements of a scope, the latest first, and how many there are."""
    query = money(
        Fund.code, Fund.day, Fund.step, Fund.source, Fund.amount_fen, func.coalesce(Project.name, "")
    ).where(*within(scope), *in_year(year, day))
    count = db.execute(query.with_only_columns(func.count())).scalar_one()
    rows = db.execute(query.order_by(Fund.day.desc(), Fund.id.desc()).limit(limit))
    return [Voucher(*row) for row in rows], count

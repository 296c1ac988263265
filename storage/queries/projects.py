"""Projects for whoever asks about money (D40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, cast, exists, func, or_, select

from storage.tables import Fund, Project, Region, Unit


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project. Amounts in fen, `paid` of all years up to the day asked; progress in per cent.

    `published_from` to `published_to` is its first notice.
    """

    id: int
    code: str
    name: str
    village: str
    path: str
    state: str
    progress: int
    approved: int
    paid: int
    households: int
    in_charge: str
    note: str
    published_from: date | None
    published_to: date | None

    def is_published(self, day: date) -> bool:
        """Whether its notice has begun by a day."""
        return self.published_from is not None and self.published_from <= day

    @property
    def has_begun(self) -> bool:
        return self.state != "planned"


def projects(
    db: Connection,
    day: date,
    *,
    path: str | None = None,
    unit_ids: tuple[int, ...] = (),
    year: int | None = None,
    word: str | None = None,
) -> list[ProjectLine]:
    """Projects below a path, or with money of some units or of their matter, by code.

    Args:
        path: a region's; None leaves only what `unit_ids` open.
        year: those with money of that year, and those without any money yet.
        word: a code, or a part of the name.
    """
    found = [_within(path, unit_ids)]
    if year is not None:
        found.append(or_(_funded(Fund.year == year), ~_funded()))
    if word is not None:
        found.append(or_(Project.code == word.upper(), Project.name.contains(word, autoescape=True)))
    rows = db.execute(
        _lines(day, unit_ids if path is None else ()).where(and_(*found)).order_by(Project.code)
    )
    return [ProjectLine(*row) for row in rows]


def _within(path: str | None, unit_ids: tuple[int, ...]) -> ColumnElement[bool]:
    if path is not None:
        return Region.path.startswith(path, autoescape=True)
    return or_(_funded(Fund.unit_id.in_(unit_ids)), Project.matter.in_(_matters(unit_ids)))


def _matters(unit_ids: tuple[int, ...]) -> Select[str]:
    return select(Unit.matter).where(Unit.id.in_(unit_ids), Unit.matter != "")


def _funded(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Fund.project_id == Project.id, *conditions)


def _lines(day: date, unit_ids: tuple[int, ...]) -> Any:  # noqa: ANN401 - a select of fourteen columns
    own = [or_(Fund.unit_id.in_(unit_ids), Project.matter.in_(_matters(unit_ids)))] if unit_ids else []
    paid = (
        select(cast(func.coalesce(func.sum(Fund.amount_fen), 0), BigInteger))
        .where(Fund.project_id == Project.id, Fund.step == "spent", Fund.day <= day, *own)
        .correlate(Project)
        .scalar_subquery()
    )
    return select(
        Project.id, Project.code, Project.name, Region.name, Region.path, Project.state, Project.progress,
        Project.approved_fen, paid, Project.households, Project.in_charge, Project.note,
        Project.published_from, Project.published_to,
    ).join(Region, Region.id == Project.village_id)  # fmt: skip

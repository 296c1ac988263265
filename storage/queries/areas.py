"""Regions as people name them: by id, path, code or name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from storage.tables import Region


@dataclass(frozen=True, slots=True)
class Area:
    """A region with what it is known by."""

    id: int
    code: str
    name: str
    level: str
    path: str


def area(db: Connection, area_id: int) -> Area | None:
    """A region by its id."""
    row = db.execute(all_areas().where(Region.id == area_id)).one_or_none()
    return Area(*row) if row else None


def areas_at(db: Connection, paths: Collection[str]) -> list[Area]:
    """The regions of some paths, by code."""
    rows = db.execute(all_areas().where(Region.path.in_(paths)).order_by(Region.code))
    return [Area(*row) for row in rows]


def widest_at(db: Connection, paths: Collection[str]) -> list[Area]:
    """The widest of the regions of some paths, by code: of a township and one of its villages the township."""
    own = areas_at(db, paths)
    widest = min((each.path.count("/") for each in own), default=0)
    return [each for each in own if each.path.count("/") == widest]


def areas(db: Connection, area_ids: Collection[int]) -> list[Area]:
    """Regions by their ids, the widest first, then by code."""
    rows = [Area(*row) for row in db.execute(all_areas().where(Region.id.in_(area_ids)))]
    return sorted(rows, key=lambda each: (each.path.count("/"), each.code))


def area_named(db: Connection, word: str) -> list[Area]:
    """Regions by code, or by name with or without its 村, by code."""
    rows = db.execute(
        all_areas()
        .where(or_(Region.code == word, Region.name == word, Region.name == f"{word}村"))
        .order_by(Region.code)
    )
    return [Area(*row) for row in rows]


def all_areas() -> Any:  # noqa: ANN401 - a select of five columns
    """The columns of `Area`, of every region."""
    return select(Region.id, Region.code, Region.name, Region.level, Region.path)

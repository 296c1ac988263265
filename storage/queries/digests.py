"""Digests: the area one is of, who hears it, what was issued. What it counts is read by `digest_*.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, union

from storage.queries.areas import Area, all_areas, areas
from storage.queries.upsert import insert_ignore
from storage.tables import Assignment, DigestIssue, Region, Role

__all__ = [
    "AUDIENCE",
    "Area",
    "Ground",
    "Issued",
    "areas",
    "ground",
    "held",
    "issued",
    "issued_since",
    "store",
    "subscribers",
]

AUDIENCE = {
    "team_leader": "village",
    "first_secretary": "village",
    "township_leader": "township",
    "county_leader": "county",
    "county_office": "county",
}
"""The roles that hear the daily digest, and the level of the area they hear it of (D51)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An area as it was divided on a day (X45): what its digest shows side by side, and its villages.

    `places`: names in the order of codes, villages of a township, townships of a county. `village_place`:
    village id -> the name of its place. `place_paths`: path of a place -> its name, by code.
    """

    area: Area
    places: tuple[str, ...]
    village_place: Mapping[int, str]
    place_paths: Mapping[str, str]

    def codes(self) -> dict[str, str]:
        """Name of a place -> its code, in their order."""
        return {name: path.strip("/").rpartition("/")[2] for path, name in self.place_paths.items()}

    def place_of(self, path: str) -> str | None:
        """The place that a region's path lies in; None for the area itself."""
        return next((name for own, name in self.place_paths.items() if path.startswith(own)), None)


def ground(db: Connection, area: Area, day: date) -> Ground:
    """How an area is divided on a day."""
    rows = db.execute(
        all_areas()
        .where(
            Region.path.startswith(area.path, autoescape=True),
            or_(Region.valid_from.is_(None), Region.valid_from <= day),
            or_(Region.valid_to.is_(None), Region.valid_to >= day),
        )
        .order_by(Region.code)
    )
    regions = [Area(*row) for row in rows]
    shown = "township" if area.level not in ("village", "township") else "village"
    paths = {each.path: each.name for each in regions if each.level == shown}
    villages = {each.id: _place(paths, each) for each in regions if each.level == "village"}
    return Ground(area, tuple(dict.fromkeys(paths.values())), villages, paths)


def _place(paths: Mapping[str, str], village: Area) -> str:
    return next((name for path, name in paths.items() if village.path.startswith(path)), village.name)


def subscribers(db: Connection, day: date) -> list[tuple[int, int, str]]:
    """(person id, area id, level) of everybody who hears a daily digest on a day, ordered."""
    rows = db.execute(_audience(day))
    return sorted({(person, area, level) for person, area, level, kind in rows if AUDIENCE[kind] == level})


def _audience(day: date) -> Any:  # noqa: ANN401 - a union of two selects
    offices = (
        select(Role.person_id, Role.region_id, Region.level, Role.kind)
        .join(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(AUDIENCE), *held(Role, day))
    )
    duties = (
        select(Assignment.person_id, Assignment.village_id, Region.level, Assignment.duty)
        .join(Region, Region.id == Assignment.village_id)
        .where(Assignment.duty.in_(AUDIENCE), *held(Assignment, day))
    )
    return union(offices, duties)


def held(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - any table with starts and ends
    """Conditions: in force on a day."""
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)


def store(
    db: Connection, area_id: int, day: date, *, cutoff: datetime, facts: Mapping[str, Any], now: datetime
) -> bool:
    """Freeze the figures of an area's digest of a day; False if it was issued before (then that one stands)."""
    row = {"region_id": area_id, "day": day, "cutoff": cutoff, "facts": dict(facts), "issued_at": now}
    return insert_ignore(db, DigestIssue, [row], ["region_id", "day"]) == 1


@dataclass(frozen=True, slots=True)
class Issued:
    """A digest that was issued: its number, the area's path, the figures as JSON."""

    id: int
    path: str
    facts: dict[str, Any]


def issued_since(db: Connection, paths: Collection[str], since: datetime) -> list[Issued]:
    """The digests of these areas (paths of regions) that were issued at or after `since`, in their order."""
    rows = db.execute(
        select(DigestIssue.id, Region.path, DigestIssue.facts)
        .join(Region, Region.id == DigestIssue.region_id)
        .where(Region.path.in_(paths), DigestIssue.issued_at >= since)
        .order_by(DigestIssue.id)
    )
    return [Issued(*row) for row in rows]


def issued(db: Connection, area_id: int, day: date) -> dict[str, Any] | None:
    """The figures of the digest issued for an area on a day, as JSON."""
    return db.execute(
        select(DigestIssue.facts).where(DigestIssue.region_id == area_id, DigestIssue.day == day)
    ).scalar_one_or_none()

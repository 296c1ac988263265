"""Digests: the area one is of, who hears it, what was issued. What it counts is read by `digest_*.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, union

from storage.queries.areas import Area, all_areas, areas
from storage.queries.upsert import insert_ignore
from storage.tables import Assignment, DigestIssue, Person, Region, Role
from storage.values.digest import AREA, DAY, DEPARTMENT, UNIT, Stretch, Subject

__all__ = [
    "AUDIENCE",
    "Area",
    "Ground",
    "Issued",
    "areas",
    "ground",
    "hearers",
    "held",
    "issued",
    "issued_since",
    "last_issued",
    "store",
    "subscribers",
]

AUDIENCE: Mapping[str, tuple[str, ...]] = {
    "team_leader": ("village",),
    "first_secretary": ("village",),
    "township_leader": ("township",),
    "county_leader": ("county", "city"),
    "county_office": ("county", "city"),
}
"""The roles that hear the digests of an area, and the levels of areas they hear them of (D51).

The leaders and the office of a city hold the county's roles with the city as their region.
"""

OF_UNITS: Mapping[str, str] = {"unit_contact": UNIT, "unit_leader": UNIT, "department": DEPARTMENT}
"""The roles that hear the digests of a unit, and as what they hear of it (A16, A19)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An area as it was divided on a day (X45): what its digest shows side by side, and its villages.

    `places`: names in the order of codes, villages of a township, townships of a county, counties of a city. `village_place`:
    village id -> the name of its place. `place_paths`: path of a place -> its name, by code. `townships`: paths.
    """

    area: Area
    places: tuple[str, ...]
    village_place: Mapping[int, str]
    place_paths: Mapping[str, str]
    townships: tuple[str, ...] = ()

    def codes(self) -> dict[str, str]:
        """Name of a place -> its code, in their order."""
        return {name: path.strip("/").rpartition("/")[2] for path, name in self.place_paths.items()}

    def place_of(self, path: str) -> str | None:
        """The place that a region's path lies in; None for the area itself."""
        return next((name for own, name in self.place_paths.items() if path.startswith(own)), None)


SHOWN = {"village": "village", "township": "village", "county": "township"}
"""Level of an area -> level of the places it is divided into; wider ones are divided into counties."""


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
    shown = SHOWN.get(area.level, "county")
    paths = {each.path: each.name for each in regions if each.level == shown}
    villages = {each.id: _place(paths, each) for each in regions if each.level == "village"}
    townships = tuple(each.path for each in regions if each.level == "township")
    return Ground(area, tuple(dict.fromkeys(paths.values())), villages, paths, townships)


def _place(paths: Mapping[str, str], village: Area) -> str:
    return next((name for path, name in paths.items() if village.path.startswith(path)), village.name)


def subscribers(db: Connection, day: date) -> list[tuple[int, int, str]]:
    """(person id, area id, level) of everybody who hears the digests of an area on a day, ordered."""
    rows = db.execute(_audience(day))
    return sorted({(person, area, level) for person, area, level, kind in rows if level in AUDIENCE[kind]})


def hearers(db: Connection, day: date) -> dict[Subject, list[int]]:
    """Area, unit or department -> who hears its digests on a day, by id."""
    found: dict[Subject, list[int]] = {}
    for person, area, _ in subscribers(db, day):
        found.setdefault(Subject(AREA, area), []).append(person)
    for person, subject in _of_units(db, day):
        found.setdefault(subject, []).append(person)
    return found


def _of_units(db: Connection, day: date) -> list[tuple[int, Subject]]:
    unit = func.coalesce(Role.unit_id, Person.unit_id)
    rows = db.execute(
        select(Role.person_id, Role.kind, unit)
        .join(Person, Person.id == Role.person_id)
        .where(Role.kind.in_(OF_UNITS), unit.is_not(None), *held(Role, day))
    )
    return sorted({(person, Subject(OF_UNITS[kind], id_)) for person, kind, id_ in rows})


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
    db: Connection,
    of: Subject,
    stretch: Stretch,
    *,
    cutoff: datetime,
    facts: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Freeze the figures of a digest; False if it was issued before (then that one stands)."""
    row = {
        "subject": of.kind, "region_id": of.id if of.is_area else None,
        "unit_id": None if of.is_area else of.id, "span": stretch.span, "day": stretch.first,
        "cutoff": cutoff, "facts": dict(facts), "issued_at": now,
    }  # fmt: skip
    once = ["region_id", "span", "day"] if of.is_area else ["unit_id", "subject", "span", "day"]
    return insert_ignore(db, DigestIssue, [row], once) == 1


@dataclass(frozen=True, slots=True)
class Issued:
    """A digest that was issued: its number, the area's path, the figures as JSON."""

    id: int
    path: str
    facts: dict[str, Any]


def issued_since(db: Connection, paths: Collection[str], since: datetime) -> list[Issued]:
    """The daily digests of these areas (paths of regions) that were issued at or after `since`, in their order."""
    rows = db.execute(
        select(DigestIssue.id, Region.path, DigestIssue.facts)
        .join(Region, Region.id == DigestIssue.region_id)
        .where(Region.path.in_(paths), DigestIssue.span == DAY, DigestIssue.issued_at >= since)
        .order_by(DigestIssue.id)
    )
    return [Issued(*row) for row in rows]


def issued(db: Connection, of: Subject, stretch: Stretch) -> dict[str, Any] | None:
    """The figures of a digest as it was issued, as JSON."""
    return db.execute(
        select(DigestIssue.facts).where(*_of(of, stretch), DigestIssue.day == stretch.first)
    ).scalar_one_or_none()


def last_issued(db: Connection, of: Subject, stretch: Stretch) -> dict[str, Any] | None:
    """The figures of the last digest of that span before this one, as JSON."""
    return db.execute(
        select(DigestIssue.facts)
        .where(*_of(of, stretch), DigestIssue.day < stretch.first)
        .order_by(DigestIssue.day.desc())
        .limit(1)
    ).scalar_one_or_none()


def _of(of: Subject, stretch: Stretch) -> tuple[ColumnElement[bool], ...]:
    whose = DigestIssue.region_id == of.id if of.is_area else DigestIssue.unit_id == of.id
    return whose, DigestIssue.subject == of.kind, DigestIssue.span == stretch.span

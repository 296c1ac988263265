"""What a year asks for once: every household looked at again (N18, Q27), and a plan for the audit (N19, Q78)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, exists, func, or_, select

from storage.queries.matters_look import Found, Look, heads, in_force
from storage.queries.statements import AUDIT, RECHECKED, standing
from storage.tables import Household, Member, Pairing, Person, Region, Role, Statement


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A household on the register that nobody has looked at again this year."""

    household_id: int
    path: str
    head: str
    group_no: int


def unchecked_by_township(db: Connection, look: Look) -> Found:
    """N18: to the county office; township, households not looked at again, all of them."""
    active = Counter(db.execute(_paths()).scalars())
    left = Counter(home.path for home in look.once(_unchecked, db))
    townships = db.execute(
        select(Region.path, Region.name).where(Region.level == "township").order_by(Region.path)
    ).all()
    offices = _offices(db, look.day, ("county_office",)) if left else ()
    for person, area in offices:
        for path, name in townships:
            count = _within(left, path)
            if path.startswith(area) and count:
                yield person, area, [name, count, _within(active, path)]


def unchecked_to_helpers(db: Connection, look: Look) -> Found:
    """N18-own: to the helper; head, group."""
    homes = {home.household_id: home for home in look.once(_unchecked, db)}
    rows = db.execute(
        select(Pairing.helper_id, Pairing.household_id)
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.household_id.in_(homes), *in_force(Pairing, look.day))
        .order_by(Pairing.helper_id, Household.group_no, Household.id)
    )
    for helper, number in rows:
        yield helper, homes[number].path, [homes[number].head[:1], homes[number].group_no]


def _paths() -> Select[str]:
    return (
        select(Region.path)
        .join(Household, Household.village_id == Region.id)
        .where(Household.state == "active")
    )


def _within(counts: Counter[str], path: str) -> int:
    return sum(count for village, count in counts.items() if village.startswith(path))


def _unchecked(db: Connection, look: Look) -> Iterator[Unchecked]:
    first = look.day.replace(month=1, day=1)
    said = exists().where(
        *standing(look.now, RECHECKED),
        Statement.household_id == Household.id,
        Statement.day.between(first, look.day),
    )
    listed = Household.rechecked_on.between(first, look.day)
    rows = db.execute(
        select(Household.id, Region.path, func.coalesce(Person.name, ""), Household.group_no)
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Member, heads())
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Household.state == "active", or_(Household.rechecked_on.is_(None), ~listed), ~said)
        .order_by(Household.group_no, Household.id)
    )
    return (Unchecked(*row) for row in rows)


def audit_year(db: Connection, look: Look) -> Found:
    """N19: to the county office and the auditors; the year, and whether everything is audited in it."""
    planned = _planned(db, look)
    for person, area in _offices(db, look.day, ("county_office", "auditor")):
        if not any(area.startswith(path) or path.startswith(area) for path in planned):
            full = is_full(look.day.year, look.rule("audit.full_years", area))
            yield person, area, [look.day.year, full]


def is_full(year: int, full_years: str) -> bool:
    """Whether a year asks for the full audit (Q78)."""
    return full_years == "all" or (
        full_years in ("even", "odd") and (year % 2 == 0) is (full_years == "even")
    )


def _planned(db: Connection, look: Look) -> list[str]:
    """The areas of which somebody has said that the plan of the year is there."""
    rows = db.execute(
        select(Region.path)
        .join(Statement, Statement.region_id == Region.id)
        .where(*standing(look.now, AUDIT), Statement.year == look.day.year, Statement.state == "done")
    )
    return list(rows.scalars())


def _offices(db: Connection, day: date, kinds: tuple[str, ...]) -> list[tuple[int, str]]:
    """(person, path of the county) of those who hold such an office there."""
    rows = db.execute(
        select(Role.person_id, Region.path)
        .join(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(kinds), Region.level == "county", *in_force(Role, day))
        .distinct()
        .order_by(Role.person_id, Region.path)
    )
    return [(person, path) for person, path in rows]

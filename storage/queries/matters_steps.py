"""Steps of applications that are due: to the office that has to take them, then to the one above (N12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from storage.queries.matters_look import DAY, Found, Look, in_force
from storage.tables import Application, Household, Region, Role

HOLDERS = {
    "village": "village_officer", "township": "township_clerk", "county": "county_office", "department": "department",
}  # fmt: skip
ABOVE = {
    "village": "township_clerk", "township": "township_leader", "department": "county_office", "county": "county_leader",
}  # fmt: skip
LAST = {"county": "county_leader"}
"""Who hears of it when it is overdue for long; else the county office."""


def due_steps(db: Connection, look: Look) -> Found:
    """N12-step: to the holder, a day before, on the day and a day after; place, kind, step, due day."""
    items = [each for each in look.once(_steps, db) if look.today(each.due - DAY, each.due, each.due + DAY)]
    offices = _offices(db, look.day) if items else ()
    for item in items:
        for person in _holding(offices, item, HOLDERS[item.holder]):
            yield person, item.path, item.said


def overdue_steps(db: Connection, look: Look) -> Found:
    """N12-step-2: overdue for some days, to the office above; for longer, to the county; the same."""
    items = look.once(_steps, db)
    offices = _offices(db, look.day) if items else ()
    for item in items:
        if look.today(item.due + look.team_days * DAY):
            kind = ABOVE[item.holder]
        elif look.today(item.due + look.township_days * DAY):
            kind = LAST.get(item.holder, "county_office")
        else:
            continue
        for person in _holding(offices, item, kind):
            yield person, item.path, item.said


@dataclass(frozen=True, slots=True)
class DueStep:
    """The step of an open application; `path` is the village's."""

    village: str
    path: str
    kind: str
    step: str
    holder: str
    unit_id: int | None
    due: date

    @property
    def said(self) -> list[str]:
        return [self.village, self.kind, self.step, str(self.due)]


Offices = tuple[tuple[int, str, str, int | None], ...]
"""(person, kind of role, path of its region, unit)."""


def _steps(db: Connection, look: Look) -> Iterator[DueStep]:
    rows = db.execute(
        select(
            Region.name, Region.path, Application.kind, Application.step, Application.holder, Application.unit_id,
            Application.step_due,
        )
        .join(Household, Household.id == Application.household_id)
        .join(Region, Region.id == Household.village_id)
        .where(
            Application.opened_on <= look.day,
            or_(Application.closed_on.is_(None), Application.closed_on > look.day),
            Application.step_due.between(
                look.since - max(look.team_days, look.township_days, 1) * DAY, look.day + DAY
            ),
        )
        .order_by(Application.step_due, Application.code)
    )  # fmt: skip
    return (DueStep(*row[:-1], row[-1] or look.day) for row in rows)


def _offices(db: Connection, day: date) -> Offices:
    kinds = {*HOLDERS.values(), *ABOVE.values()}
    rows = db.execute(
        select(Role.person_id, Role.kind, Region.path, Role.unit_id)
        .outerjoin(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(kinds), *in_force(Role, day))
        .order_by(Role.person_id)
    )
    return tuple((person, kind, path or "", unit) for person, kind, path, unit in rows)


def _holding(offices: Offices, item: DueStep, kind: str) -> list[int]:
    """The people of an office: those of the department, else those whose area the village lies in."""
    if kind == "department":
        return sorted({person for person, role, _, unit in offices if role == kind and unit == item.unit_id})
    return sorted(
        {person for person, role, path, _ in offices if role == kind and path and item.path.startswith(path)}
    )

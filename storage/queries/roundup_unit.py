"""What a digest counts of one helping unit: its own people, whatever villages they are in (A16)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, and_, case, distinct, exists, func, or_, select

from storage.queries.digest_visits import Case
from storage.queries.roll import COUNTED, stood, touching
from storage.queries.roundup import STEPS
from storage.queries.units import UnitRow
from storage.tables import (
    Assignment,
    FollowUp,
    Fund,
    Household,
    Leave,
    Pairing,
    Person,
    Region,
    Unit,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit and the path of its region, empty where it belongs to none."""

    unit: UnitRow
    path: str


def seats(db: Connection, ids: Collection[int]) -> list[Seat]:
    """Units by their ids, by code."""
    rows = db.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.matter, func.coalesce(Region.path, ""))
        .outerjoin(Region, Region.id == Unit.region_id)
        .where(Unit.id.in_(ids))
        .order_by(Unit.code)
    )
    return [Seat(UnitRow(id_, code, name, matter), path) for id_, code, name, matter, path in rows]


def _staff(unit_id: int) -> Select[int]:
    return select(Person.id).where(Person.unit_id == unit_id)


def posted(db: Connection, unit_id: int, first: date, last: date) -> dict[int, str]:
    """Person id -> name of the first village, of the unit's people assigned between two days, by village."""
    rows = db.execute(
        select(Assignment.person_id, Region.name)
        .join(Region, Region.id == Assignment.village_id)
        .where(Assignment.person_id.in_(_staff(unit_id)), touching(Assignment, first, last))
        .order_by(Region.code, Assignment.person_id)
    )
    found: dict[int, str] = {}
    for person, village in rows:
        found.setdefault(person, village)
    return found


def absences(db: Connection, unit_id: int, first: date, last: date, cutoff: datetime) -> dict[int, str]:
    """Person id -> the kind of the first absence of the unit's people between two days."""
    rows = db.execute(
        select(Leave.person_id, Leave.kind)
        .where(
            Leave.person_id.in_(_staff(unit_id)),
            touching(Leave, first, last),
            Leave.status.in_(COUNTED),
            *stood(Leave, cutoff),
        )
        .order_by(Leave.starts.desc(), Leave.id.desc())
    )
    return dict(rows.all())


def walked(db: Connection, unit_id: int, first: date, last: date, cutoff: datetime) -> tuple[int, int]:
    """Visits of the unit's people between two days, and the households they went to."""
    visits, households = db.execute(
        select(func.count(), func.count(distinct(Visit.household_id))).where(
            Visit.helper_id.in_(_staff(unit_id)), Visit.day.between(first, last), *stood(Visit, cutoff)
        )
    ).one()
    return visits, households


def paired(db: Connection, unit_id: int, first: date, last: date, cutoff: datetime) -> tuple[int, int]:
    """Of the households paired with the unit's people on the last day: those visited since the first, and all."""
    seen = exists().where(
        Visit.household_id == Household.id, Visit.day.between(first, last), *stood(Visit, cutoff)
    )
    ours = select(Pairing.household_id).where(
        Pairing.helper_id.in_(_staff(unit_id)), touching(Pairing, last, last)
    )
    visited, everybody = db.execute(
        select(func.coalesce(func.sum(case((seen, 1), else_=0)), 0), func.count())
        .select_from(Household)
        .where(Household.id.in_(ours), Household.state != "closed")
    ).one()
    return int(visited), everybody


def tickets(db: Connection, unit_id: int, since: date, cutoff: datetime) -> list[Case]:
    """Follow-ups that the unit's people see to, still open at the end of the day `since`, by due date."""
    rows = db.execute(
        select(
            FollowUp.village_id, Household.group_no, FollowUp.matter, Unit.name, FollowUp.urgent, Visit.saved_at,
            FollowUp.due, FollowUp.closed_on,
        )
        .join(Visit, Visit.id == FollowUp.visit_id)
        .join(Household, Household.id == FollowUp.household_id)
        .join(Person, Person.id == FollowUp.owner_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            Person.unit_id == unit_id,
            or_(FollowUp.status == "open", and_(FollowUp.status == "closed", FollowUp.closed_on > since)),
            Visit.saved_at <= cutoff,
        )
        .order_by(FollowUp.due, FollowUp.id)
    )  # fmt: skip
    return [Case(*row) for row in rows]


def purse(db: Connection, unit_id: int, first: date, last: date) -> tuple[int, int, int, int]:
    """The unit's own money in fen: received and spent between two days, and in the year up to the last."""
    sums = [
        func.coalesce(func.sum(case((and_(Fund.step == step, since), Fund.amount_fen), else_=0)), 0)
        for since in (Fund.day >= first, Fund.year == last.year)
        for step in STEPS
    ]
    received, spent, year_received, year_spent = db.execute(
        select(*sums).where(Fund.unit_id == unit_id, Fund.day <= last)
    ).one()
    return int(received), int(spent), int(year_received), int(year_spent)

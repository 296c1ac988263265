"""What a digest counts of one helping unit: its own people, whatever villages they are in (A16)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, distinct, exists, func, or_, select

from storage.queries.digest_visits import Case
from storage.queries.roll import COUNTED, stood, touching
from storage.queries.roundup import STEPS
from storage.queries.standing import PersonDuty
from storage.tables import (
    Assignment,
    CheckIn,
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
from storage.values.duty import Absence, Act, Span


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with what it is known by; `path` is empty where it belongs to no region."""

    id: int
    code: str
    name: str
    matter: str
    path: str


def units(db: Connection, ids: list[int]) -> list[UnitRow]:
    """Units by their ids, by code."""
    return _units(db, Unit.id.in_(ids))


def unit_named(db: Connection, word: str) -> list[UnitRow]:
    """Units by code or name, by code."""
    return _units(db, or_(Unit.code == word, Unit.name == word))


def _units(db: Connection, condition: ColumnElement[bool]) -> list[UnitRow]:
    rows = db.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.matter, func.coalesce(Region.path, ""))
        .outerjoin(Region, Region.id == Unit.region_id)
        .where(condition)
        .order_by(Unit.code)
    )
    return [UnitRow(*row) for row in rows]


def _staff(unit_id: int) -> Select[int]:
    return select(Person.id).where(Person.unit_id == unit_id)


@dataclass(frozen=True, slots=True)
class Own:
    """One of the unit's people: the village of the first assignment, its path, and the records of their days."""

    village: str
    path: str
    duty: PersonDuty


def days_of(db: Connection, unit_id: int, first: date, last: date, saved_by: datetime) -> dict[int, Own]:
    """Person id -> assignments, acts and absences between two days, as they stood at a moment (X50).

    The same facts as `standing.duties_in` has of an area, for one unit's people wherever they are.
    """
    homes: dict[int, tuple[str, str]] = {}
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for person, village, name, path, starts, ends in db.execute(_assignments(unit_id, first, last)):
        homes.setdefault(person, (name, path))
        spans[person].append(Span(village, starts, ends))
    acts: defaultdict[int, list[Act]] = defaultdict(list)
    for person, village, day, status, night in db.execute(_acts(unit_id, first, last, saved_by)):
        acts[person].append(
            Act(village, day, "pending" if status == "pending" else "accepted", overnight=night)
        )
    gone: defaultdict[int, list[Absence]] = defaultdict(list)
    for person, kind, starts, ends in db.execute(_absences(unit_id, first, last, saved_by)):
        gone[person].append(Absence(kind, starts, ends))
    return {
        person: Own(*home, PersonDuty(tuple(acts[person]), tuple(spans[person]), tuple(gone[person])))
        for person, home in homes.items()
    }


def _assignments(unit_id: int, first: date, last: date) -> Any:  # noqa: ANN401 - a select
    return (
        select(
            Assignment.person_id,
            Assignment.village_id,
            Region.name,
            Region.path,
            Assignment.starts,
            Assignment.ends,
        )
        .join(Region, Region.id == Assignment.village_id)
        .where(Assignment.person_id.in_(_staff(unit_id)), touching(Assignment, first, last))
        .order_by(Region.code, Assignment.id)
    )


def _acts(unit_id: int, first: date, last: date, saved_by: datetime) -> Any:  # noqa: ANN401
    return select(
        CheckIn.person_id, CheckIn.village_id, CheckIn.day, CheckIn.status, CheckIn.overnight
    ).where(
        CheckIn.person_id.in_(_staff(unit_id)),
        CheckIn.day.between(first - timedelta(days=1), last),
        *stood(CheckIn, saved_by),
    )


def _absences(unit_id: int, first: date, last: date, saved_by: datetime) -> Any:  # noqa: ANN401
    return (
        select(Leave.person_id, Leave.kind, Leave.starts, Leave.ends)
        .where(
            Leave.person_id.in_(_staff(unit_id)),
            touching(Leave, first, last),
            Leave.status.in_(COUNTED),
            *stood(Leave, saved_by),
        )
        .order_by(Leave.starts, Leave.id)
    )


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

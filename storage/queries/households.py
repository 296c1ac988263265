"""Households: the paired ones, the ones found by a word, the card of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from storage.queries.reach import Reach, households_within
from storage.sealed import Vault
from storage.tables import FollowUp, Household, Member, Pairing, Person, Region, Unit, Visit


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One line of a list of households. `visited_on` is the last visit in place or by phone, ever."""

    id: int
    code: str
    village_id: int
    village: str
    village_path: str
    group_no: int
    head: str
    head_birth: date | None
    persons: int
    cause: str
    category: str
    state: str
    watched: bool
    visited_on: date | None
    follow_ups: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of a household on its card."""

    person_id: int
    name: str
    relation: str
    birth: date | None
    labour: str
    school: str


@dataclass(frozen=True, slots=True)
class HelperLine:
    """Who helps a household. The phone is read apart, and logged (storage.queries.people.reveal)."""

    person_id: int
    name: str
    unit: str


def paired(db: Connection, helper_id: int, day: date) -> list[HouseholdLine]:
    """The households paired with a helper on a day, by group."""
    pairs = select(Pairing.household_id).where(Pairing.helper_id == helper_id, *_on(Pairing, day))
    return _lines(db, Household.id.in_(pairs), limit=200)


def within(db: Connection, reach: Reach) -> list[HouseholdLine]:
    """Every household of an area, by group: for lists to choose from."""
    return _lines(db, and_(households_within(reach), Household.state != "closed"), limit=2000)


def visible(db: Connection, reach: Reach, household_id: int) -> HouseholdLine | None:
    """One household, if it lies within the reach."""
    found = _lines(db, and_(Household.id == household_id, households_within(reach)), limit=1)
    return found[0] if found else None


def find(db: Connection, vault: Vault, reach: Reach, text: str, limit: int = 10) -> list[HouseholdLine]:
    """Households within the reach by code, by a member's name or surname, or by last four of an ID.

    A surname alone (李, 李家, 老李) finds the households whose head bears it.
    """
    return _lines(db, and_(households_within(reach), _matches(vault, text)), limit=limit)


def _matches(vault: Vault, text: str) -> ColumnElement[bool]:
    word = text.strip().removeprefix("老").removesuffix("家").removesuffix("户") or text
    named = select(Member.household_id).join(Person, Person.id == Member.person_id)
    by_name = named.where(Person.name == word, Member.ends.is_(None))
    ways: list[ColumnElement[bool]] = [Household.code == text.upper(), Household.id.in_(by_name)]
    if len(word) <= 2:
        surname = named.where(Person.name.startswith(word, autoescape=True), Member.is_head)
        ways.append(Household.id.in_(surname))
    if len(text) == 4 and text[:3].isdigit():
        ways.append(
            Household.id.in_(named.where(Person.id_last4_index == vault.index("last4", text.upper())))
        )
    return or_(*ways)


def _lines(db: Connection, condition: ColumnElement[bool], limit: int) -> list[HouseholdLine]:
    rows = db.execute(_line_query().where(condition).order_by(Household.group_no, Household.id).limit(limit))
    return [HouseholdLine(*row) for row in rows]


def _line_query() -> Select[*tuple[Any, ...]]:
    persons = (
        select(func.count())
        .where(Member.household_id == Household.id, Member.ends.is_(None))
        .correlate(Household)
        .scalar_subquery()
    )
    visited = (
        select(func.max(Visit.day))
        .where(Visit.household_id == Household.id, Visit.status == "accepted")
        .correlate(Household)
        .scalar_subquery()
    )
    todo = (
        select(func.count())
        .where(FollowUp.household_id == Household.id, FollowUp.status == "open")
        .correlate(Household)
        .scalar_subquery()
    )
    return (
        select(
            Household.id, Household.code, Household.village_id, Region.name, Region.path, Household.group_no,
            func.coalesce(Person.name, ""), Person.birth, persons, Household.cause, Household.category,
            Household.state, Household.watched, visited, todo,
        )
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Member, and_(Member.household_id == Household.id, Member.is_head, Member.ends.is_(None)))
        .outerjoin(Person, Person.id == Member.person_id)
    )  # fmt: skip


def members(db: Connection, household_id: int, day: date) -> list[MemberLine]:
    """The members of a household on a day, the head first."""
    rows = db.execute(
        select(Person.id, Person.name, Member.relation, Person.birth, Member.labour, Member.school)
        .join(Member, Member.person_id == Person.id)
        .where(Member.household_id == household_id, *_on(Member, day))
        .order_by(Member.is_head.desc(), Member.id)
    )
    return [MemberLine(*row) for row in rows]


def helper_of(db: Connection, household_id: int, day: date) -> HelperLine | None:
    """The primary helper of a household on a day (Q03), if it has one."""
    row = db.execute(
        select(Person.id, Person.name, func.coalesce(Unit.name, ""))
        .join(Pairing, Pairing.helper_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Pairing.household_id == household_id, Pairing.primary, *_on(Pairing, day))
        .order_by(Pairing.starts.desc())
        .limit(1)
    ).one_or_none()
    return HelperLine(*row) if row else None


def is_paired(db: Connection, household_id: int, helper_id: int, day: date) -> bool:
    """Whether a helper is paired with a household on a day."""
    return (
        db.execute(
            select(Pairing.id).where(
                Pairing.household_id == household_id, Pairing.helper_id == helper_id, *_on(Pairing, day)
            )
        ).first()
        is not None
    )


def _on(table: type[Pairing] | type[Member], day: date) -> tuple[ColumnElement[bool], ...]:
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)

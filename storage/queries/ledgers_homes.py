"""What the ledgers say of households: their lines, their members, who helps them, what they were paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.ledgers_window import Window, homes_in, on, streamed
from storage.tables import FollowUp, Grant, Household, Member, Pairing, Person, Region, Unit, Visit

Township, Head, Helper = aliased(Region), aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A household on the last day of a period. `visits` in the period, `visited_on` ever up to its end; fen."""

    id: int
    township: str
    village: str
    group_no: int
    code: str
    head: str
    category: str
    cause: str
    state: str
    watched: bool
    exited_on: date | None
    marks: list[str]
    helper: str
    unit: str
    persons: int
    labour: int
    visits: int
    visited_on: date | None
    open: int
    paid: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a household; the sealed fields are still sealed."""

    household_id: int
    township: str
    village: str
    group_no: int
    code: str
    person_id: int
    name: str
    relation: str
    sex: str
    birth: date | None
    id_sealed: bytes | None
    phone_sealed: bytes | None
    labour: str
    health: str
    school: str


class GrantRow(NamedTuple):
    """A benefit of a household. Fen."""

    code: str
    head: str
    year: int
    kind: str
    amount: int
    paid_on: date | None
    person: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A household and who helps it."""

    unit: str
    helper_id: int
    helper: str
    rank: str
    phone_sealed: bytes | None
    township: str
    village: str
    group_no: int
    code: str
    head: str
    persons: int
    category: str
    primary: bool
    starts: date


def homes(db: Connection, window: Window, reader_id: int | None) -> Iterator[HomeRow]:
    """The households in a window but the closed ones, by village, group and code.

    Args:
        reader_id: a grant marked personal is counted for nobody but the person it is for.
    """
    members, seen = _members(window.last), _visits(window)
    todo, paid = _open(), _paid(window, reader_id)
    statement = _placed(
        select(
            Household.id, func.coalesce(Township.name, ""), Region.name, Household.group_no, Household.code,
            func.coalesce(Head.name, ""), Household.category, Household.cause, Household.state,
            Household.watched, Household.exited_on, Household.marks, func.coalesce(Helper.name, ""),
            func.coalesce(Unit.name, ""), func.coalesce(members.c.persons, 0),
            func.coalesce(members.c.labour, 0), func.coalesce(seen.c.visits, 0), seen.c.last,
            func.coalesce(todo.c.open, 0), func.coalesce(paid.c.fen, 0),
        ),
        window.last,
    )  # fmt: skip
    statement = (
        _helped(statement, window.last)
        .outerjoin(members, members.c.household_id == Household.id)
        .outerjoin(seen, seen.c.household_id == Household.id)
        .outerjoin(todo, todo.c.household_id == Household.id)
        .outerjoin(paid, paid.c.household_id == Household.id)
        .where(homes_in(window), Household.state != "closed")
    )
    return (HomeRow(*row) for row in db.execute(streamed(statement.order_by(*_order()))))


def _placed(statement: Select[*tuple[Any, ...]], day: date) -> Select[*tuple[Any, ...]]:
    """From the household to its village, township and head."""
    head = and_(Member.household_id == Household.id, Member.is_head, on(Member, day))
    return (
        statement.select_from(Household)
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Township, Township.id == Region.parent_id)
        .outerjoin(Member, head)
        .outerjoin(Head, Head.id == Member.person_id)
    )


def _helped(statement: Select[*tuple[Any, ...]], day: date) -> Select[*tuple[Any, ...]]:
    """To the primary helper (Q03) and the unit; a household has one primary helper on a day."""
    first = select(func.min(Pairing.id)).where(
        Pairing.household_id == Household.id, Pairing.primary, on(Pairing, day)
    )
    return (
        statement.outerjoin(Pairing, Pairing.id == first.correlate(Household).scalar_subquery())
        .outerjoin(Helper, Helper.id == Pairing.helper_id)
        .outerjoin(Unit, Unit.id == Helper.unit_id)
    )


def _order() -> tuple[Any, ...]:
    return Region.code, Household.group_no, Household.code


def _members(day: date) -> Subquery:
    able = Member.labour.in_(("普通劳动力", "技能劳动力"))
    counts = (Member.household_id, func.count().label("persons"), func.count().filter(able).label("labour"))
    return select(*counts).where(on(Member, day)).group_by(Member.household_id).subquery()


def _visits(window: Window) -> Subquery:
    within = func.count().filter(Visit.day >= window.first)
    return (
        select(Visit.household_id, within.label("visits"), func.max(Visit.day).label("last"))
        .where(Visit.status == "accepted", Visit.day <= window.last)
        .group_by(Visit.household_id)
        .subquery()
    )


def _open() -> Subquery:
    counts = select(FollowUp.household_id, func.count().label("open")).where(FollowUp.status == "open")
    return counts.group_by(FollowUp.household_id).subquery()


def _paid(window: Window, reader_id: int | None) -> Subquery:
    return (
        select(Grant.household_id, func.sum(Grant.amount_fen).label("fen"))
        .where(Grant.paid_on.between(window.first, window.last), _shown_to(reader_id))
        .group_by(Grant.household_id)
        .subquery()
    )


def _shown_to(reader_id: int | None) -> ColumnElement[bool]:
    return or_(Grant.personal.is_(False), Grant.person_id == reader_id)


def members(db: Connection, window: Window) -> Iterator[MemberRow]:
    """The members of the households in a window, on its last day, the head of each first."""
    statement = (
        select(
            Household.id, func.coalesce(Township.name, ""), Region.name, Household.group_no, Household.code,
            Person.id, Person.name, Member.relation, Person.sex, Person.birth, Person.id_sealed,
            Person.phone_sealed, Member.labour, Member.health, Member.school,
        )
        .select_from(Member)
        .join(Household, Household.id == Member.household_id)
        .join(Region, Region.id == Household.village_id)
        .outerjoin(Township, Township.id == Region.parent_id)
        .join(Person, Person.id == Member.person_id)
        .where(homes_in(window), Household.state != "closed", on(Member, window.last))
        .order_by(*_order(), Member.is_head.desc(), Member.id)
    )  # fmt: skip
    return (MemberRow(*row) for row in db.execute(streamed(statement)))


def grants(db: Connection, window: Window, reader_id: int | None) -> Iterator[GrantRow]:
    """The benefits of the years of a window, by household."""
    years = Grant.year.between(window.first.year, window.last.year)
    statement = _placed(
        select(
            Household.code, func.coalesce(Head.name, ""), Grant.year, Grant.kind, Grant.amount_fen, Grant.paid_on,
            func.coalesce(Helper.name, ""),
        ),
        window.last,
    )  # fmt: skip
    statement = (
        statement.join(Grant, Grant.household_id == Household.id)
        .outerjoin(Helper, Helper.id == Grant.person_id)
        .where(homes_in(window), years, _shown_to(reader_id))
    )
    return (GrantRow(*row) for row in db.execute(streamed(statement.order_by(*_order(), Grant.id))))


def pairs(db: Connection, window: Window) -> Iterator[PairRow]:
    """Who helps which household on the last day of a window, by unit and helper.

    Whoever reaches a unit's people sees their households.
    """
    persons = _members(window.last)
    statement = _placed(
        select(
            func.coalesce(Unit.name, ""), Helper.id, Helper.name, Helper.rank, Helper.phone_sealed,
            func.coalesce(Township.name, ""), Region.name, Household.group_no, Household.code,
            func.coalesce(Head.name, ""), func.coalesce(persons.c.persons, 0), Household.category,
            Pairing.primary, Pairing.starts,
        ),
        window.last,
    )  # fmt: skip
    statement = (
        statement.join(Pairing, and_(Pairing.household_id == Household.id, on(Pairing, window.last)))
        .join(Helper, Helper.id == Pairing.helper_id)
        .outerjoin(Unit, Unit.id == Helper.unit_id)
        .outerjoin(persons, persons.c.household_id == Household.id)
        .where(_pairs_in(window), Household.state != "closed")
        .order_by(Unit.code, Helper.code, *_order())
    )
    return (PairRow(*row) for row in db.execute(streamed(statement)))


def _pairs_in(window: Window) -> ColumnElement[bool]:
    found = homes_in(window)
    if window.reach.unit_ids:
        found = or_(found, Helper.unit_id.in_(window.reach.unit_ids))
    return found if window.person_id is None else and_(found, Helper.id == window.person_id)

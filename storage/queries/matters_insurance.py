"""Members of households whose health insurance is not paid: to the helper by household, to the household as a number."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.matters_look import Found, Look, heads, in_force
from storage.queries.statements import INSURED, mourning, standing
from storage.tables import Contact, Household, Insurance, Member, Pairing, Person, Region, Statement

Head, Covered = aliased(Person), aliased(Member)


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A household with members who have not paid; `until` is the last day of the season (ISO)."""

    household_id: int
    path: str
    head: str
    group_no: int
    count: int
    until: str


def unpaid_to_helpers(db: Connection, look: Look) -> Found:
    """N16: to the helper; head, group, members, last day of the season."""
    homes = {home.household_id: home for home in look.once(_unpaid, db)}
    rows = db.execute(
        select(Pairing.helper_id, Pairing.household_id)
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.household_id.in_(homes), *in_force(Pairing, look.day))
        .order_by(Pairing.helper_id, Household.group_no, Household.id)
    )
    for helper, number in rows:
        home = homes[number]
        yield helper, home.path, [home.head[:1], home.group_no, home.count, home.until]


def unpaid_to_households(db: Connection, look: Look) -> Found:
    """N16-home: to one account of the household; members, last day of the season. It names nobody."""
    homes = look.once(_unpaid, db)
    ears = reached(db, look, [home.household_id for home in homes])
    for home in homes:
        if home.household_id in ears:
            yield ears[home.household_id], home.path, [home.count, home.until]


def reached(db: Connection, look: Look, households: Collection[int]) -> dict[int, int]:
    """Household -> the member who hears for it: the head where bound, else another; none in mourning (X51)."""
    rows = db.execute(
        select(Member.household_id, Member.person_id)
        .where(
            Member.household_id.in_(households),
            Member.household_id.not_in(mourning(look.now)),
            exists().where(
                Contact.person_id == Member.person_id, Contact.household_id == Member.household_id, Contact.gone_at.is_(None)
            ),
            *in_force(Member, look.day),
        )
        .order_by(Member.household_id, Member.is_head, Member.id.desc())
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


def _unpaid(db: Connection, look: Look) -> Iterator[Unpaid]:
    """What the list says, unless a cadre has said otherwise since. Years are the season's (insurance.ahead)."""
    year = look.day.year
    rows = db.execute(
        select(
            Household.id, Region.path, func.coalesce(Head.name, ""), Household.group_no, Insurance.year,
            func.count(Insurance.id),
        )
        .join(Region, Region.id == Household.village_id)
        .join(Covered, and_(Covered.household_id == Household.id, *in_force(Covered, look.day)))
        .join(Insurance, Insurance.person_id == Covered.person_id)
        .outerjoin(Member, heads())
        .outerjoin(Head, Head.id == Member.person_id)
        .where(Household.state != "closed", Insurance.year.in_((year, year + 1)), _open(look.day), ~_said(look))
        .group_by(Household.id, Region.path, Head.name, Household.group_no, Insurance.year)
        .order_by(Household.group_no, Household.id)
    )  # fmt: skip
    for number, path, name, group, insured, count in rows:
        if insured == year + look.rule("insurance.ahead", path):
            until = date.fromisoformat(f"{year}-{look.rule('insurance.until', path)}")
            yield Unpaid(number, path, name, group, count, until.isoformat())


def _open(day: date) -> ColumnElement[bool]:
    """Not paid on a day: also one that was paid later, when the past is looked at."""
    later = and_(Insurance.state == "paid", Insurance.paid_on > day)
    return or_(Insurance.state == "unpaid", later)


def _said(look: Look) -> ColumnElement[bool]:
    """A cadre has said that the household has paid, and no list of that day is newer."""
    return exists().where(
        *standing(look.now, INSURED),
        Statement.household_id == Household.id,
        Statement.year == Insurance.year,
        Statement.state == "paid",
        or_(Statement.day >= Insurance.known_on, Insurance.known_on > look.day),
    )

"""What people are asked about records of others: written, shown to those asked, settled once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, literal, or_, select, union, update
from sqlalchemy.orm import aliased

from storage.sealed import Vault
from storage.tables import Assignment, Contact, Household, Member, Pairing, Person, Region, Request, Role

LEADERS = ("team_leader", "first_secretary")
LEADING = (*LEADERS, "队长", "第一书记", "工作队长", "工作队队长", "驻村第一书记")
"""The same as assignments have them: in the words of the workbook's column 职责, or as the roles are called."""
OFFICERS = ("village_officer", "info_officer")
TOWNSHIP = ("township_clerk", "township_leader")
MOST_ASKED = 3
"""So many people are asked the same at most; the first who answers settles it."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A question to be asked: of which kind, about what and whom, until when it can be answered."""

    kind: str
    subject_id: int
    about_id: int
    day: date
    place: str
    said: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A question as whoever is asked sees it. `who`: the name of the one it is about."""

    id: int
    kind: str
    subject_id: int
    about_id: int
    asked_id: int
    day: date
    place: str
    state: str
    asked_at: datetime
    expires: datetime
    answered_at: datetime | None
    who: str
    said: str
    why: str


def ask(db: Connection, vault: Vault, asked: Sequence[int], new: NewRequest, now: datetime) -> dict[int, int]:
    """Ask each of these people; person -> number of the question they were asked."""
    sealed = vault.seal(new.said) if new.said else None
    rows = [
        {
            "kind": new.kind, "subject_id": new.subject_id, "about_id": new.about_id, "asked_id": person,
            "day": new.day, "place": new.place, "said_sealed": sealed, "state": "waiting",
            "asked_at": now, "expires": new.expires,
        }
        for person in asked[:MOST_ASKED]
    ]  # fmt: skip
    made = (
        db.execute(insert(Request).values(row).returning(Request.asked_id, Request.id)).one() for row in rows
    )
    return dict(made)


def waiting_for(db: Connection, vault: Vault, person_id: int, now: datetime) -> list[RequestRow]:
    """What a person is asked and has not answered yet, the oldest first."""
    return _rows(db, vault, Request.asked_id == person_id, _waiting(now))


def request(db: Connection, vault: Vault, number: int) -> RequestRow | None:
    """One question by its number."""
    return next(iter(_rows(db, vault, Request.id == number)), None)


def asked_about(
    db: Connection, vault: Vault, person_id: int, first: date, last: date, kinds: Collection[str]
) -> list[RequestRow]:
    """What was asked and answered about a person's days, for whoever wants to know why."""
    return _rows(
        db, vault, Request.about_id == person_id, Request.day.between(first, last), Request.kind.in_(kinds),
        Request.state.in_(("yes", "no", "unsure", "waiting")),
    )  # fmt: skip


def still_waiting(db: Connection, numbers: Collection[int], now: datetime) -> frozenset[int]:
    """Which of these questions still want an answer."""
    return frozenset(db.execute(select(Request.id).where(Request.id.in_(numbers), _waiting(now))).scalars())


def settle(db: Connection, vault: Vault, row: RequestRow, state: str, why: str, now: datetime) -> bool:
    """Write down an answer, and close what the others were asked. False if it was settled before.

    Who does not know (`unsure`) settles nothing: the others are still asked.
    """
    done = db.execute(
        update(Request)
        .where(Request.id == row.id, _waiting(now))
        .values(state=state, answered_at=now, why_sealed=vault.seal(why) if why else None)
    )
    if done.rowcount and state != "unsure":
        same = Request.kind == row.kind, Request.subject_id == row.subject_id
        db.execute(update(Request).where(*same, Request.state == "waiting").values(state="closed"))
    return bool(done.rowcount)


def close(db: Connection, kind: str, subject_id: int) -> None:
    """Nobody need answer any more: what it was about is gone."""
    same = Request.kind == kind, Request.subject_id == subject_id
    db.execute(update(Request).where(*same, Request.state == "waiting").values(state="closed"))


def asked_about_acts(db: Connection, acts: Collection[int], asked_id: int) -> frozenset[int]:
    """Those of some acts about which a person was asked as a witness before, however it came out."""
    same = Request.kind.in_(("tap", "spot", "retro")), Request.asked_id == asked_id
    return frozenset(
        db.execute(select(Request.subject_id).where(Request.subject_id.in_(acts), *same)).scalars()
    )


def asked_since(db: Connection, kind: str, person_id: int, since: datetime) -> int:
    """About how many things of a kind a person's colleagues were asked since a moment."""
    subjects = select(Request.subject_id).where(
        Request.kind == kind, Request.about_id == person_id, Request.asked_at >= since
    )
    return len(set(db.execute(subjects).scalars()))


def people_asked_about(db: Connection, kind: str, since: datetime) -> frozenset[int]:
    """About whom something of a kind was asked since a moment."""
    asked = select(Request.about_id).where(Request.kind == kind, Request.asked_at >= since)
    return frozenset(db.execute(asked).scalars())


def _waiting(now: datetime) -> ColumnElement[bool]:
    return and_(Request.state == "waiting", Request.expires > now)


def _rows(db: Connection, vault: Vault, *conditions: ColumnElement[bool]) -> list[RequestRow]:
    rows: Any = db.execute(
        select(
            Request.id, Request.kind, Request.subject_id, Request.about_id, Request.asked_id, Request.day,
            Request.place, Request.state, Request.asked_at, Request.expires, Request.answered_at, Person.name,
            Request.said_sealed, Request.why_sealed,
        )
        .join(Person, Person.id == Request.about_id)
        .where(*conditions)
        .order_by(Request.asked_at, Request.id)
    )  # fmt: skip
    return [RequestRow(*row[:-2], *(vault.open(text) if text else "" for text in row[-2:])) for row in rows]


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who can bear witness of a day in a village: an officer, or the head of a household (with its group)."""

    person_id: int
    name: str
    group_no: int | None = None


def officers_of(db: Connection, village_id: int, day: date) -> list[Witness]:
    """The officers of a village on a day."""
    rows = db.execute(
        select(Person.id, Person.name)
        .join(Role, Role.person_id == Person.id)
        .where(Role.kind.in_(OFFICERS), Role.region_id == village_id, *_on(Role, day))
        .distinct()
        .order_by(Person.id)
    )
    return [Witness(*row) for row in rows]


def households_of(db: Connection, helper_id: int, village_id: int, day: date) -> list[Witness]:
    """The heads of a helper's households in a village who have an account: they can be asked."""
    bound = exists().where(Contact.person_id == Member.person_id, Contact.household_id == Member.household_id)
    rows = db.execute(
        select(Person.id, Person.name, Household.group_no)
        .join(Member, Member.person_id == Person.id)
        .join(Household, Household.id == Member.household_id)
        .join(Pairing, Pairing.household_id == Household.id)
        .where(
            Pairing.helper_id == helper_id, Household.village_id == village_id, Member.is_head, bound,
            *_on(Pairing, day), *_on(Member, day),
        )
        .order_by(Household.group_no, Person.id)
    )  # fmt: skip
    return [Witness(*row) for row in rows]


def leaders_of(db: Connection, village_id: int, day: date) -> list[int]:
    """The leaders of a village's team on a day (A04): by office or by assignment, however it is written."""
    by_office = select(Role.person_id).where(
        Role.region_id == village_id, Role.kind.in_(LEADERS), *_on(Role, day)
    )
    by_duty = select(Assignment.person_id).where(
        Assignment.village_id == village_id, Assignment.duty.in_(LEADING), *_on(Assignment, day)
    )
    return sorted(db.execute(union(by_office, by_duty)).scalars())


def leaders_within(db: Connection, path: str, day: date) -> list[int]:
    """The leaders of the teams of a village, or of the villages of an area, on a day: by office or by assignment."""
    within = Region.path.startswith(path, autoescape=True)
    by_office = (
        select(Role.person_id)
        .join(Region, Region.id == Role.region_id)
        .where(within, Role.kind.in_(LEADERS), *_on(Role, day))
    )
    by_duty = (
        select(Assignment.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .where(within, Assignment.duty.in_(LEADING), *_on(Assignment, day))
    )
    return sorted(db.execute(union(by_office, by_duty)).scalars())


def township_of(db: Connection, path: str, day: date) -> list[int]:
    """The clerks, then the leaders, of the township a place lies in."""
    area = aliased(Region)
    rows = db.execute(
        select(Role.person_id, Role.kind)
        .join(area, area.id == Role.region_id)
        .where(Role.kind.in_(TOWNSHIP), literal(path).startswith(area.path), *_on(Role, day))
        .order_by(Role.kind, Role.person_id)
    )
    return list(dict.fromkeys(person for person, _ in rows))


def county_office(db: Connection, day: date) -> list[int]:
    """The people of the county office on a day."""
    rows = db.execute(
        select(Role.person_id)
        .where(Role.kind == "county_office", *_on(Role, day))
        .distinct()
        .order_by(Role.person_id)
    )
    return list(rows.scalars())


def _on(table: type[Role | Assignment | Pairing | Member], day: date) -> tuple[ColumnElement[bool], ...]:
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)

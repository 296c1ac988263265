"""Training 培训: the sessions one may enrol for, who has a seat and who waits (D26, N15)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from storage.queries.public_notices import above
from storage.queries.reach import Reach, regions_within
from storage.tables import Enrolment, Member, Person, Region, Training
from storage.values.week import SHANGHAI


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session with how many have enrolled; `path` is that of the region whose people may."""

    id: int
    title: str
    place: str
    starts: datetime
    seats: int
    opens: date
    closes: date
    path: str
    enrolled: int

    def is_open(self, now: datetime) -> bool:
        return self.opens <= now.date() <= self.closes and now < self.starts


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    """Somebody enrolled: `rank` counts from 1 in the order they came, those beyond the seats wait."""

    id: int
    person_id: int
    person: str
    said_by: int
    answer: str
    rank: int
    session: SessionLine

    @property
    def waits(self) -> int:
        """Which of those who wait; 0 for a seat."""
        return max(0, self.rank - self.session.seats)


def _sessions(now: datetime) -> Any:  # noqa: ANN401 - a select of the columns of SessionLine
    enrolled = (
        select(func.count())
        .where(Enrolment.training_id == Training.id, *_standing(now))
        .correlate(Training)
        .scalar_subquery()
    )
    return (
        select(
            Training.id, Training.title, Training.place, Training.starts, Training.seats, Training.opens,
            Training.closes, Region.path, enrolled,
        )
        .join(Region, Region.id == Training.region_id)
        .order_by(Training.starts, Training.id)
    )  # fmt: skip


def _standing(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Enrolments as they stood at a moment."""
    return (
        Enrolment.saved_at <= now,
        or_(Enrolment.withdrawn_at.is_(None), Enrolment.withdrawn_at > now),
    )


def open_sessions(db: Connection, may: Reach, now: datetime) -> list[SessionLine]:
    """The sessions somebody may enrol for: those of the areas they see, and of those above."""
    near = or_(regions_within(may), Region.path.in_(above(may.paths)))
    found = (SessionLine(*row) for row in db.execute(_sessions(now).where(Training.starts > now, near)))
    return [each for each in found if each.is_open(now)]


def between(db: Connection, path: str, first: date, last: date, now: datetime) -> list[SessionLine]:
    """The sessions of an area from one day to another, both included."""
    begin, end = midnight(first), midnight(last + timedelta(days=1))
    here = Region.path.startswith(path, autoescape=True)
    rows = db.execute(_sessions(now).where(here, Training.starts >= begin, Training.starts < end))
    return [SessionLine(*row) for row in rows]


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return datetime.combine(day, time(), SHANGHAI)


def enrolled(db: Connection, first: datetime, end: datetime, now: datetime) -> list[EnrolmentLine]:
    """Everybody enrolled for the sessions that begin in a time, in the order they came."""
    rows = db.execute(_sessions(now).where(Training.starts >= first, Training.starts < end))
    sessions = {row[0]: SessionLine(*row) for row in rows}
    return _enrolled(db, sessions.values(), now)


def _enrolled(db: Connection, sessions: Collection[SessionLine], now: datetime) -> list[EnrolmentLine]:
    known, ranks = {each.id: each for each in sessions}, dict[int, int]()
    rows = db.execute(
        select(Enrolment.id, Enrolment.person_id, Person.name, Enrolment.said_by, Enrolment.answer, Enrolment.training_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.training_id.in_(known), *_standing(now))
        .order_by(Enrolment.training_id, Enrolment.id)
    )  # fmt: skip
    found = []
    for id_, person, name, said_by, answer, training in rows:
        ranks[training] = rank = ranks.get(training, 0) + 1
        found.append(EnrolmentLine(id_, person, name, said_by, answer, rank, known[training]))
    return found


def enrolments_of(db: Connection, person_id: int, now: datetime) -> list[EnrolmentLine]:
    """What somebody has enrolled themselves or their family for and that has not begun."""
    rows = db.execute(_sessions(now).where(Training.starts > now))
    found = _enrolled(db, [SessionLine(*row) for row in rows], now)
    return [each for each in found if person_id in (each.said_by, each.person_id)]


def enrol(
    db: Connection, session: SessionLine, person_id: int, said_by: int, contact_id: int | None, now: datetime
) -> EnrolmentLine:
    """Enrol somebody, unless they are; which place they have."""
    mine = (each for each in _enrolled(db, [session], now) if each.person_id == person_id)
    if (known := next(mine, None)) is not None:
        return known
    row = {"training_id": session.id, "person_id": person_id, "said_by": said_by, "contact_id": contact_id}
    db.execute(insert(Enrolment).values(**row, status="accepted", answer="", saved_at=now))
    return next(each for each in _enrolled(db, [session], now) if each.person_id == person_id)


def leave(db: Connection, numbers: Sequence[int], said_by: int, now: datetime) -> int:
    """Take enrolments back; how many. The first who waits moves up."""
    mine = _mine(numbers, said_by)
    return db.execute(update(Enrolment).where(*mine).values(status="withdrawn", withdrawn_at=now)).rowcount


def confirm(db: Connection, numbers: Sequence[int], said_by: int, now: datetime) -> int:
    """They come; how many enrolments that is."""
    mine = _mine(numbers, said_by)
    return db.execute(update(Enrolment).where(*mine).values(answer="coming", answered_at=now)).rowcount


def _mine(numbers: Sequence[int], person_id: int) -> tuple[ColumnElement[bool], ...]:
    own = or_(Enrolment.said_by == person_id, Enrolment.person_id == person_id)
    return Enrolment.id.in_(numbers), own, Enrolment.status == "accepted"


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody of a household who may attend."""

    person_id: int
    name: str
    relation: str
    birth: date | None


def family(db: Connection, household_id: int, day: date) -> list[Attendant]:
    """The members of a household on a day, the head first."""
    rows = db.execute(
        select(Person.id, Person.name, Member.relation, Person.birth)
        .join(Person, Person.id == Member.person_id)
        .where(Member.household_id == household_id, Member.starts <= day, or_(Member.ends.is_(None), Member.ends >= day))
        .order_by(Member.is_head.desc(), Person.id)
    )  # fmt: skip
    return [Attendant(*row) for row in rows]

"""What the ledgers say of cadres: who was on the list, on which days they were where, what excused them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased

from storage.queries.check_ins import MADE
from storage.queries.ledgers_window import Window, records_in, streamed
from storage.queries.roll import OFFICIAL, touching
from storage.tables import Assignment, CheckIn, DiaryEntry, FollowUp, Leave, Person, Region, Unit, Visit

Township = aliased(Region)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """An assignment of a cadre that has a day in the window."""

    person_id: int
    code: str
    name: str
    unit: str
    duty: str
    village_id: int
    village: str
    path: str
    township: str
    starts: date
    ends: date | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


class Act(NamedTuple):
    """An on-site act of a day. `how` is its evidence; of an unproved one that work made, `visit` or `diary`."""

    village_id: int
    day: date
    how: str
    status: str


def staff(db: Connection, window: Window) -> Iterator[StaffRow]:
    """Everybody with an assignment in a window, by unit and code; each assignment a row."""
    statement = (
        select(
            Person.id, Person.code, Person.name, func.coalesce(Unit.name, ""), Assignment.duty, Region.id,
            Region.name, Region.path, func.coalesce(Township.name, ""), Assignment.starts, Assignment.ends,
        )
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Region, Region.id == Assignment.village_id)
        .outerjoin(Township, Township.id == Region.parent_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(touching(Assignment, window.first, window.last), records_in(window))
        .order_by(Unit.code, Person.code, Person.id, Assignment.starts, Assignment.id)
    )  # fmt: skip
    return (StaffRow(*row) for row in db.execute(streamed(statement)))


def _people(window: Window) -> Select[int]:
    """Ids of everybody assigned in the window: a query in a query, since a city has 69,900 of them."""
    return (
        select(Assignment.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(touching(Assignment, window.first, window.last), records_in(window))
    )


def acts_by_person(db: Connection, window: Window) -> dict[int, list[Act]]:
    """Person id -> the acts of the days of a window that stand, of everybody assigned in it."""
    rows = db.execute(
        streamed(
            select(
                CheckIn.person_id, CheckIn.village_id, CheckIn.day, CheckIn.evidence, CheckIn.source, CheckIn.status
            ).where(
                CheckIn.day.between(window.first, window.last), CheckIn.status != "withdrawn",
                CheckIn.person_id.in_(_people(window)),
            )
        )
    )  # fmt: skip
    found: defaultdict[int, list[Act]] = defaultdict(list)
    for person, village, day, evidence, source, status in rows:
        how = source if source in MADE and evidence == "e0" else evidence
        found[person].append(Act(village, day, how, status))
    return found


def leaves_by_person(db: Connection, window: Window) -> dict[int, list[tuple[date, date, bool]]]:
    """Person id -> (from, to, on official business) of the absences that touch a window."""
    rows = db.execute(
        select(Leave.person_id, Leave.starts, Leave.ends, Leave.kind).where(
            Leave.status == "effective",
            touching(Leave, window.first, window.last),
            Leave.person_id.in_(_people(window)),
        )
    )
    found: defaultdict[int, list[tuple[date, date, bool]]] = defaultdict(list)
    for person, starts, ends, kind in rows:
        found[person].append((starts, ends, kind in OFFICIAL))
    return found


@dataclass(slots=True)
class Work:
    """What somebody did in a village over some days."""

    homes: int = 0
    visits: int = 0
    found: int = 0
    closed: int = 0
    entries: int = 0


def work_by_person(db: Connection, window: Window) -> dict[tuple[int, int], Work]:
    """(person id, village id) -> visits and diary entries made, problems found and closed in a window."""
    done: defaultdict[tuple[int, int], Work] = defaultdict(Work)
    for person, village, homes, visits in db.execute(_visits(window)):
        done[person, village].homes, done[person, village].visits = homes, visits
    for person, village, found, closed in db.execute(_problems(window)):
        done[person, village].found, done[person, village].closed = found, closed
    for person, village, entries in db.execute(_entries(window)):
        done[person, village].entries = entries
    return done


def _visits(window: Window) -> Any:  # noqa: ANN401 - a select of four columns
    return (
        select(Visit.helper_id, Visit.village_id, func.count(Visit.household_id.distinct()), func.count())
        .join(Region, Region.id == Visit.village_id)
        .join(Person, Person.id == Visit.helper_id)
        .where(Visit.status == "accepted", Visit.day.between(window.first, window.last), records_in(window))
        .group_by(Visit.helper_id, Visit.village_id)
    )


def _entries(window: Window) -> Any:  # noqa: ANN401 - a select of three columns
    return (
        select(DiaryEntry.person_id, DiaryEntry.village_id, func.count())
        .join(Region, Region.id == DiaryEntry.village_id)
        .join(Person, Person.id == DiaryEntry.person_id)
        .where(
            DiaryEntry.status == "accepted",
            DiaryEntry.day.between(window.first, window.last),
            records_in(window),
        )
        .group_by(DiaryEntry.person_id, DiaryEntry.village_id)
    )


def _problems(window: Window) -> Any:  # noqa: ANN401
    found = func.count().filter(FollowUp.opened_on.between(window.first, window.last))
    closed = func.count().filter(FollowUp.closed_on.between(window.first, window.last))
    return (
        select(FollowUp.owner_id, FollowUp.village_id, found, closed)
        .join(Region, Region.id == FollowUp.village_id)
        .join(Person, Person.id == FollowUp.owner_id)
        .where(FollowUp.status != "withdrawn", records_in(window))
        .group_by(FollowUp.owner_id, FollowUp.village_id)
    )

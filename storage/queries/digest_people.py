"""Who is on the list of an area, where they were today, why some are excused: for the digest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storage.queries.digests import held
from storage.queries.roll import COUNTED, stood
from storage.queries.units import UnitRow, of_unit
from storage.tables import Assignment, CheckIn, Leave, Person, Unit, Visit


@dataclass(frozen=True, slots=True)
class Cadre:
    """A cadre by name and unit."""

    person_id: int
    name: str
    unit: str


def listed(
    db: Connection, villages: Collection[int], day: date, unit: UnitRow | None = None
) -> dict[int, int]:
    """Person id -> village of the first assignment, for everybody (of a unit) assigned in these villages on a day."""
    rows = db.execute(
        select(Assignment.person_id, Assignment.village_id)
        .where(
            Assignment.village_id.in_(villages), *held(Assignment, day), *of_unit(Assignment.person_id, unit)
        )
        .order_by(Assignment.starts.desc(), Assignment.id.desc())
    )
    return dict(rows.all())


def here_on(db: Connection, villages: Collection[int], day: date, cutoff: datetime) -> dict[int, int]:
    """Person id -> the village of the first accepted act of a day, as known at the cut-off."""
    rows = db.execute(
        select(CheckIn.person_id, CheckIn.village_id)
        .where(
            CheckIn.day == day,
            CheckIn.village_id.in_(villages),
            CheckIn.status != "pending",
            *stood(CheckIn, cutoff),
        )
        .order_by(CheckIn.came_at.desc(), CheckIn.id.desc())
    )
    return dict(rows.all())


def cadres(db: Connection, people: Collection[int]) -> list[Cadre]:
    """Names and units of people, by unit and code."""
    rows = db.execute(
        select(Person.id, Person.name, func.coalesce(Unit.name, ""))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(people))
        .order_by(Unit.code, Person.code)
    )
    return [Cadre(*row) for row in rows]


def absences(
    db: Connection, people: Collection[int], first: date, last: date, cutoff: datetime
) -> dict[int, str]:
    """Person id -> the kind of the first absence that touches the days from `first` to `last`."""
    rows = db.execute(
        select(Leave.person_id, Leave.kind)
        .where(
            Leave.person_id.in_(people),
            Leave.starts <= last,
            Leave.ends >= first,
            Leave.status.in_(COUNTED),
            *stood(Leave, cutoff),
        )
        .order_by(Leave.starts.desc(), Leave.id.desc())
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class Entries:
    """Records of a village since the last digest: of days already reported, taken back, in bulk."""

    village_id: int
    late: int
    withdrawn: int
    bulk: int


def entries(db: Connection, since: datetime, until: datetime, reported: date) -> list[Entries]:
    """How records came in between two cut-offs, by village.

    Args:
        reported: the day of the last digest; what was written later of it or of earlier days is late.
    """
    return [*_check_ins(db, since, until, reported), *_visits(db, since, until, reported)]


def _check_ins(db: Connection, since: datetime, until: datetime, reported: date) -> list[Entries]:
    late, withdrawn = _counts(CheckIn, since, until, reported)
    rows = db.execute(
        select(CheckIn.village_id, late, withdrawn)
        .where(_touched(CheckIn, since, until), CheckIn.source == "said")
        .group_by(CheckIn.village_id)
    )
    return [Entries(village, late, withdrawn, 0) for village, late, withdrawn in rows]


def _visits(db: Connection, since: datetime, until: datetime, reported: date) -> list[Entries]:
    late, withdrawn = _counts(Visit, since, until, reported)
    bulk = func.count().filter(Visit.bulk, Visit.saved_at > since, Visit.withdrawn_at.is_(None))
    rows = db.execute(
        select(Visit.village_id, late, withdrawn, bulk)
        .where(_touched(Visit, since, until))
        .group_by(Visit.village_id)
    )
    return [Entries(*row) for row in rows]


def _touched(table: type[CheckIn] | type[Visit], since: datetime, until: datetime) -> ColumnElement[bool]:
    written = table.saved_at.between(since, until)
    return or_(written, table.withdrawn_at.between(since, until))


def _counts(
    table: type[CheckIn] | type[Visit], since: datetime, until: datetime, reported: date
) -> tuple[ColumnElement[int], ColumnElement[int]]:
    late = func.count().filter(
        table.day <= reported,
        table.saved_at > since,
        table.saved_at <= until,
        or_(table.withdrawn_at.is_(None), table.withdrawn_at > until),
    )
    withdrawn = func.count().filter(table.withdrawn_at > since, table.withdrawn_at <= until)
    return late, withdrawn

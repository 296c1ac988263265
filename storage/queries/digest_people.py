"""Who is on the list of an area, where they were today, why some are excused: for the digest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, func, literal, or_, select, union, union_all

from storage.queries.digests import held
from storage.queries.portions import portions
from storage.queries.roll import COUNTED, stood
from storage.queries.texts import ids_as_text, one_each
from storage.queries.units import UnitRow, of_unit
from storage.tables import Assignment, CheckIn, Leave, Person, Request, Unit, Visit

OF_VILLAGE = ("tap", "spot", "overnight")
"""What the officers of a village are asked about a check-in (待我确认, D43)."""


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
    assigned = (
        Assignment.village_id.in_(villages),
        *held(Assignment, day),
        *of_unit(Assignment.person_id, unit),
    )
    rows = db.execute(
        select(Assignment.village_id, ids_as_text(Assignment.person_id))
        .where(*assigned)
        .group_by(Assignment.village_id)
    )
    found, several = one_each(rows.all())
    for some in portions(several):
        first = select(Assignment.person_id, Assignment.village_id).where(
            *assigned, Assignment.person_id.in_(some)
        )
        found |= dict(db.execute(first.order_by(Assignment.starts.desc(), Assignment.id.desc())).all())
    return found


def here_on(db: Connection, villages: Collection[int], day: date, cutoff: datetime) -> dict[int, int]:
    """Person id -> the village of the first accepted act of a day, as known at the cut-off."""
    acts = (
        CheckIn.day.between(day, day),  # for `==` SQLite would take the index of villages and moments
        CheckIn.village_id.in_(villages),
        CheckIn.status != "pending",
        *stood(CheckIn, cutoff),
    )
    rows = db.execute(
        select(CheckIn.village_id, ids_as_text(CheckIn.person_id)).where(*acts).group_by(CheckIn.village_id)
    )
    here, several = one_each(rows.all())
    for some in portions(several):
        first = select(CheckIn.person_id, CheckIn.village_id).where(*acts, CheckIn.person_id.in_(some))
        here |= dict(db.execute(first.order_by(CheckIn.came_at.desc(), CheckIn.id.desc())).all())
    return here


def to_confirm(db: Connection, villages: Collection[int], day: date, cutoff: datetime) -> frozenset[int]:
    """The people of whom a village is to say whether it saw them: their act of the day waits, or officers are asked."""
    waits = CheckIn.day.between(day, day), CheckIn.village_id.in_(villages), CheckIn.status == "pending"
    acts = select(CheckIn.person_id).where(*waits, *stood(CheckIn, cutoff))
    open_ = Request.state != "closed", or_(Request.answered_at.is_(None), Request.answered_at > cutoff)
    asked = (
        select(Request.about_id)
        .join(CheckIn, CheckIn.id == Request.subject_id)
        .where(Request.kind.in_(OF_VILLAGE), CheckIn.village_id.in_(villages), *open_)
        .where(Request.asked_at <= cutoff, Request.expires > cutoff)
    )
    return frozenset(db.execute(union(acts, asked)).scalars())


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
    found: dict[int, str] = {}
    for some in portions(people):
        rows = db.execute(
            select(Leave.person_id, Leave.kind)
            .where(
                Leave.person_id.in_(some),
                Leave.starts <= last,
                Leave.ends >= first,
                Leave.status.in_(COUNTED),
                *stood(Leave, cutoff),
            )
            .order_by(Leave.starts.desc(), Leave.id.desc())
        )
        found.update(dict(rows.all()))
    return found


Counts = Select[int, int, int, int]
"""Village id, late, withdrawn, in bulk."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Records of a village since the last digest: of days already reported, taken back, in bulk."""

    village_id: int
    late: int
    withdrawn: int
    bulk: int


def entries(
    db: Connection, villages: Collection[int], since: datetime, until: datetime, reported: date
) -> list[Entries]:
    """How records of these villages came in between two cut-offs, by village, in some parts.

    Args:
        reported: the day of the last digest; what was written later of it or of earlier days is late.
    """
    span, said = (since, until), CheckIn.source == "said"
    bulk = func.count().filter(Visit.bulk, Visit.withdrawn_at.is_(None))
    parts = (
        _written(CheckIn, villages, span, reported, literal(0), said),
        _written(Visit, villages, span, reported, bulk),
        _taken_back(CheckIn, span, said),
        _taken_back(Visit, span),
    )
    return [Entries(*row) for row in db.execute(union_all(*parts)) if row[0] in villages]


def _written(
    table: type[CheckIn | Visit], villages: Collection[int], span: tuple[datetime, datetime], reported: date,
    bulk: ColumnElement[int], *conditions: ColumnElement[bool],
) -> Counts:  # fmt: skip
    since, until = span
    stands = or_(table.withdrawn_at.is_(None), table.withdrawn_at > until)
    late = func.count().filter(table.day <= reported, stands)
    return (
        select(table.village_id, late, literal(0), bulk)
        .where(
            table.village_id.in_(villages), table.saved_at > since, table.saved_at <= until, *conditions
        )
        .group_by(table.village_id)
    )  # fmt: skip


def _taken_back(
    table: type[CheckIn | Visit], span: tuple[datetime, datetime], *conditions: ColumnElement[bool]
) -> Counts:
    """Few anywhere, so of all villages: their index has the moment alone."""
    since, until = span
    return (
        select(table.village_id, literal(0), func.count(), literal(0))
        .where(table.withdrawn_at > since, table.withdrawn_at <= until, *conditions)
        .group_by(table.village_id)
    )

"""Households visited and not visited, and the problems found there: for the digest and its details."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, CompoundSelect, Connection, and_, exists, func, or_, select, union_all

from storage.queries.digests import held
from storage.queries.roll import stood
from storage.queries.statements import mourning
from storage.queries.units import UnitRow, of_unit
from storage.queries.visited import homes_in, visited
from storage.tables import FollowUp, Household, Member, Pairing, Person, Unit, Visit
from storage.values.week import Week


@dataclass(frozen=True, slots=True)
class Months:
    """The days visits are counted over: this month so far, and the last one up to the same day."""

    day: date
    first: date
    last_first: date
    last_day: date

    @classmethod
    def of(cls, day: date) -> Months:
        """The months of a day; 31 March is compared with 28 or 29 February."""
        first = day.replace(day=1)
        end = first - timedelta(days=1)
        return cls(day, first, end.replace(day=1), end.replace(day=min(day.day, end.day)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Households of a village: all on the register, visited this month, last month by the same day, on
    the day itself, without a visit for long, and in each of the weeks that were asked for."""

    village_id: int
    households: int
    visited: int
    before: int
    today: int
    neglected: int
    weeks: tuple[int, ...] = ()


def coverage(
    db: Connection, villages: Collection[int], day: date, cutoff: datetime, neglected_days: int,
    unit: UnitRow | None = None, weeks: Sequence[Week] = (),
) -> list[Coverage]:  # fmt: skip
    """Distinct households visited, by village. Counted are all but the closed ones: those that are out
    of poverty are visited as well. With a unit, the households that its people help on the day."""
    months = Months.of(day)
    recent = day - timedelta(days=neglected_days)
    stretches = {
        "month": (months.first, day),
        "before": (months.last_first, months.last_day),
        "today": (day, day),
        "recent": (recent, day),
        **{str(week): (week.monday, min(week.sunday, day)) for week in weeks},
    }
    seen = visited(db, villages, stretches, cutoff)
    looks_back = _looks_back(db, villages, recent)

    def of_village(village: int, homes: list[str]) -> Coverage:
        month, before, today, lately, *by_week = (len(some.intersection(homes)) for some in seen.values())
        neglected = len(homes) - lately if looks_back else 0
        return Coverage(village, len(homes), month, before, today, neglected, tuple(by_week))

    on_register = homes_in(db, villages, *_helped_by(unit, day))
    return [of_village(village, homes) for village, homes in on_register.items()]


def _helped_by(unit: UnitRow | None, day: date) -> tuple[ColumnElement[bool], ...]:
    """Condition: the household is paired with somebody of the unit on a day; none without a unit."""
    if unit is None:
        return ()
    pairs = select(Pairing.household_id).where(*held(Pairing, day), *of_unit(Pairing.helper_id, unit))
    return (Household.id.in_(pairs),)


def _looks_back(db: Connection, villages: Collection[int], since: date) -> bool:
    """Whether the records reach back beyond `since`: a county that began last week has neglected nobody yet."""
    return bool(
        db.execute(select(exists().where(Visit.village_id.in_(villages), Visit.day < since))).scalar_one()
    )


def paused(
    db: Connection, villages: Collection[int], day: date, cutoff: datetime, unit: UnitRow | None = None
) -> list[tuple[int, date | None]]:
    """The village and the last visit of each household (helped by a unit) that is left in peace on a day (X51)."""
    last = (
        select(func.max(Visit.day))
        .where(Visit.household_id == Household.id, Visit.day <= day, *stood(Visit, cutoff))
        .scalar_subquery()
    )
    rows = db.execute(
        select(Household.village_id, last).where(
            Household.id.in_(mourning(cutoff)),
            Household.village_id.in_(villages),
            Household.state != "closed",
            *_helped_by(unit, day),
        )
    )
    return [(village, seen) for village, seen in rows]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household not visited this month; `head` is a name, to be masked."""

    village_id: int
    head: str
    group_no: int
    watched: bool
    last: date | None


def waiting(
    db: Connection, villages: Collection[int], day: date, cutoff: datetime, *, watched_only: bool = False,
    unit: UnitRow | None = None,
) -> list[Waiting]:  # fmt: skip
    """Households (helped by a unit) without a visit this month, watched ones first, then the longest without.

    None is in mourning (X51).
    """
    last = (
        select(func.max(Visit.day))
        .where(Visit.household_id == Household.id, Visit.day <= day, *stood(Visit, cutoff))
        .scalar_subquery()
    )
    condition = and_(
        Household.village_id.in_(villages), Household.state != "closed", Household.id.not_in(mourning(cutoff)),
        *_helped_by(unit, day),
    )  # fmt: skip
    rows = db.execute(
        select(
            Household.village_id, func.coalesce(Person.name, ""), Household.group_no, Household.watched, last
        )
        .outerjoin(Member, and_(Member.household_id == Household.id, Member.is_head, Member.ends.is_(None)))
        .outerjoin(Person, Person.id == Member.person_id)
        .where(and_(condition, Household.watched) if watched_only else condition)
        .order_by(Household.group_no, Household.id)
    )
    first = day.replace(day=1)
    found = [line for line in (Waiting(*row) for row in rows) if line.last is None or line.last < first]
    return sorted(found, key=lambda line: (not line.watched, line.last or date.min))


@dataclass(frozen=True, slots=True)
class Case:
    """A follow-up as the balance needs it. `opened_at` is when its visit was saved."""

    village_id: int
    group_no: int
    matter: str
    unit: str
    urgent: bool
    opened_at: datetime
    due: date
    closed_on: date | None


def cases(
    db: Connection, villages: Collection[int], since: date, cutoff: datetime, unit: UnitRow | None = None
) -> list[Case]:
    """Follow-ups known at the cut-off that were still open at the end of the day `since`, by due date.

    Those of a unit are the ones its people own, and of a department all of its matter.
    """
    rows = db.execute(
        select(
            FollowUp.village_id, Household.group_no, FollowUp.matter, func.coalesce(Unit.name, ""),
            FollowUp.urgent, Visit.saved_at, FollowUp.due, FollowUp.closed_on,
        )
        .join(Visit, Visit.id == FollowUp.visit_id)
        .join(Household, Household.id == FollowUp.household_id)
        .join(Person, Person.id == FollowUp.owner_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(FollowUp.id.in_(_open_or_closed(villages, since)), Visit.saved_at <= cutoff, *_of(unit))
        .order_by(FollowUp.due, FollowUp.id)
    )  # fmt: skip
    return [Case(*row) for row in rows]


def _open_or_closed(villages: Collection[int], since: date) -> CompoundSelect[int]:
    """The ids of those still open and of those closed after a day: both from the index, without the years before."""
    ours = select(FollowUp.id).where(FollowUp.village_id.in_(villages))
    closed = ours.where(FollowUp.status == "closed", FollowUp.closed_on > since)
    return union_all(ours.where(FollowUp.status == "open"), closed)


def _of(unit: UnitRow | None) -> tuple[ColumnElement[bool], ...]:
    if unit is None:
        return ()
    own = Person.unit_id == unit.id
    return (or_(own, FollowUp.matter == unit.matter) if unit.matter else own,)


def persons(db: Connection, villages: Collection[int], day: date) -> tuple[int, int]:
    """Members of households that are out of poverty on a day, and of all but the closed ones."""
    out = and_(Household.state == "exited", or_(Household.exited_on.is_(None), Household.exited_on <= day))
    gone, everybody = db.execute(
        select(func.count().filter(out), func.count())
        .select_from(Household)
        .join(Member, Member.household_id == Household.id)
        .where(
            Household.village_id.in_(villages),
            Household.state != "closed",
            Member.starts <= day,
            or_(Member.ends.is_(None), Member.ends >= day),
        )
    ).one()
    return gone, everybody

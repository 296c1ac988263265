"""What the ledgers say of the work done: visits, problems found, on-site acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from storage.queries.ledgers_window import Window, homes_in, on, records_in, streamed
from storage.sealed import Vault
from storage.tables import (
    CheckIn,
    DiaryEntry,
    FollowUp,
    Grant,
    Household,
    Member,
    Person,
    Photo,
    Region,
    Unit,
    Visit,
)

Township, Head = aliased(Region), aliased(Person)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit that stands. `answers` are those of its form; `matters` the problems it opened."""

    id: int
    day: date
    township: str
    village: str
    group_no: int
    code: str
    head: str
    helper_id: int
    helper: str
    unit: str
    manner: str
    met: str
    form: str
    version: str
    late: bool
    bulk: bool
    next: date | None
    saved_at: datetime
    photos: int
    matters: tuple[str, ...]
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ActRow:
    """An on-site act with words of its own: said, or at its check-out (not one that only a visit made)."""

    id: int
    day: date
    person_id: int
    person: str
    unit: str
    village: str
    items: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A diary entry that stands. `answers` are those of its form."""

    id: int
    day: date
    person_id: int
    person: str
    unit: str
    village: str
    kind: str
    met: int | None
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem found on a visit."""

    township: str
    village: str
    group_no: int
    code: str
    head: str
    matter: str
    text: str
    urgent: bool
    visit_id: int
    visit_day: date
    owner: str
    unit: str
    opened_on: date
    due: date
    status: str
    closed_on: date | None


def visits(db: Connection, vault: Vault, window: Window, *, by_home: bool = False) -> Iterator[VisitRow]:
    """The visits of a window, by day; with `by_home` those to the households in it, whoever made them."""
    photos = select(func.count()).where(Photo.visit_id == Visit.id).scalar_subquery()
    matters = (
        select(func.aggregate_strings(FollowUp.matter, ","))
        .where(FollowUp.visit_id == Visit.id, FollowUp.status != "withdrawn")
        .scalar_subquery()
    )
    statement = _joined(
        select(
            Visit.id, Visit.day, func.coalesce(Township.name, ""), Region.name, Household.group_no, Household.code,
            func.coalesce(Head.name, ""), Person.id, Person.name, func.coalesce(Unit.name, ""), Visit.manner,
            Visit.met, Visit.form, Visit.version, Visit.late, Visit.bulk, Visit.next_visit, Visit.saved_at,
            photos, func.coalesce(matters, ""), Visit.answers_sealed,
        ).select_from(Visit),
        Visit, Visit.helper_id, Visit.day,
    ).where(
        Visit.status == "accepted", Visit.day.between(window.first, window.last), _chosen(window, by_home)
    )  # fmt: skip
    for row in db.execute(streamed(statement.order_by(Visit.day, Visit.helper_id, Visit.id))):
        *values, found, sealed = row
        told = tuple(sorted(filter(None, found.split(","))))
        values += [told, vault.open_json(sealed) if sealed else {}]
        yield VisitRow(*values)


def _chosen(window: Window, by_home: bool) -> ColumnElement[bool]:
    return homes_in(window) if by_home else records_in(window)


def _joined(statement: Any, table: Any, person: Any, day: Any) -> Any:  # noqa: ANN401 - columns of either table
    """To the household with its head on that day, the village, the person and the unit."""
    head = and_(Member.household_id == Household.id, Member.is_head, Member.starts <= day)
    still = or_(Member.ends.is_(None), Member.ends >= day)
    return (
        statement.join(Household, Household.id == table.household_id)
        .join(Region, Region.id == table.village_id)
        .outerjoin(Township, Township.id == Region.parent_id)
        .outerjoin(Member, and_(head, still))
        .outerjoin(Head, Head.id == Member.person_id)
        .join(Person, Person.id == person)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    )


def problems(db: Connection, vault: Vault, window: Window, *, by_home: bool = False) -> Iterator[ProblemRow]:
    """The problems opened in a window, and older ones that were open when it began, by due date."""
    alive = or_(FollowUp.closed_on.is_(None), FollowUp.closed_on >= window.first)
    statement = _joined(
        select(
            func.coalesce(Township.name, ""), Region.name, Household.group_no, Household.code,
            func.coalesce(Head.name, ""), FollowUp.matter, FollowUp.text_sealed, FollowUp.urgent, Visit.id,
            Visit.day, Person.name, func.coalesce(Unit.name, ""), FollowUp.opened_on, FollowUp.due,
            FollowUp.status, FollowUp.closed_on,
        )
        .select_from(FollowUp)
        .join(Visit, Visit.id == FollowUp.visit_id),
        FollowUp, FollowUp.owner_id, Visit.day,
    ).where(
        FollowUp.status != "withdrawn", FollowUp.opened_on <= window.last, alive, _chosen(window, by_home)
    )  # fmt: skip
    for row in db.execute(streamed(statement.order_by(FollowUp.due, FollowUp.id))):
        values = list(row)
        values[6] = vault.open(values[6]) if values[6] else ""
        yield ProblemRow(*values)


def acts(db: Connection, vault: Vault, window: Window) -> Iterator[ActRow]:
    """The on-site acts of a window with words of their own that stand, by day."""
    statement = (
        select(
            CheckIn.id, CheckIn.day, Person.id, Person.name, func.coalesce(Unit.name, ""), Region.name,
            CheckIn.work_items, CheckIn.note_sealed,
        )
        .join(Region, Region.id == CheckIn.village_id)
        .join(Person, Person.id == CheckIn.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(
            CheckIn.status != "withdrawn", or_(CheckIn.source == "said", CheckIn.note_sealed.is_not(None)),
            CheckIn.day.between(window.first, window.last), records_in(window),
        )
        .order_by(CheckIn.day, CheckIn.person_id, CheckIn.id)
    )  # fmt: skip
    for row in db.execute(streamed(statement)):
        *values, sealed = row
        values.append(vault.open(sealed) if sealed else "")
        yield ActRow(*values)


def entries(db: Connection, vault: Vault, window: Window) -> Iterator[EntryRow]:
    """The diary entries of a window that stand, by day."""
    statement = (
        select(
            DiaryEntry.id, DiaryEntry.day, Person.id, Person.name, func.coalesce(Unit.name, ""), Region.name,
            DiaryEntry.kind, DiaryEntry.met, DiaryEntry.answers_sealed,
        )
        .join(Region, Region.id == DiaryEntry.village_id)
        .join(Person, Person.id == DiaryEntry.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(
            DiaryEntry.status == "accepted", DiaryEntry.day.between(window.first, window.last), records_in(window),
        )
        .order_by(DiaryEntry.day, DiaryEntry.person_id, DiaryEntry.id)
    )  # fmt: skip
    for row in db.execute(streamed(statement)):
        *values, sealed = row
        values.append(vault.open_json(sealed))
        yield EntryRow(*values)


@dataclass(frozen=True, slots=True)
class VillageCounts:
    """Figures of a village: its households and persons on a day, visits and problems of some days. Fen."""

    households: int = 0
    persons: int = 0
    exited: int = 0
    watched: int = 0
    visited: int = 0
    visits: int = 0
    opened: int = 0
    closed: int = 0


def village_counts(
    db: Connection, villages: Collection[int], first: date, last: date
) -> dict[int, VillageCounts]:
    """Village id -> its figures, on the day `last` and from `first` to `last`."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for statement in (_homes(last), _people(last), _done(first, last), _problems(first, last)):
        for row in db.execute(statement).mappings():
            if row["village_id"] in villages:
                found[row["village_id"]].update({k: int(v or 0) for k, v in row.items() if k != "village_id"})
    return {village: VillageCounts(**counts) for village, counts in found.items()}


def _homes(day: date) -> Any:  # noqa: ANN401 - a select of a village and its counts
    watched = func.sum(case((Household.watched, 1), else_=0)).label("watched")
    counts = select(Household.village_id, func.count().label("households"), watched)
    return counts.where(Household.state != "closed").group_by(Household.village_id)


def _people(day: date) -> Any:  # noqa: ANN401
    out = and_(Household.state == "exited", or_(Household.exited_on.is_(None), Household.exited_on <= day))
    return (
        select(Household.village_id, func.count().label("persons"), func.count().filter(out).label("exited"))
        .join(Member, Member.household_id == Household.id)
        .where(Household.state != "closed", on(Member, day))
        .group_by(Household.village_id)
    )


def _done(first: date, last: date) -> Any:  # noqa: ANN401
    visited = func.count(Visit.household_id.distinct()).label("visited")
    return (
        select(Visit.village_id, func.count().label("visits"), visited)
        .where(Visit.status == "accepted", Visit.day.between(first, last))
        .group_by(Visit.village_id)
    )


def _problems(first: date, last: date) -> Any:  # noqa: ANN401
    opened = func.count().filter(FollowUp.opened_on.between(first, last)).label("opened")
    closed = func.count().filter(FollowUp.closed_on.between(first, last)).label("closed")
    kept = FollowUp.status != "withdrawn"
    return select(FollowUp.village_id, opened, closed).where(kept).group_by(FollowUp.village_id)


def paid_by_village(db: Connection, villages: Collection[int], first: date, last: date) -> dict[int, int]:
    """Village id -> fen of benefits paid to its households from `first` to `last`."""
    rows = db.execute(
        select(Household.village_id, func.sum(Grant.amount_fen))
        .join(Grant, Grant.household_id == Household.id)
        .where(Grant.paid_on.between(first, last))
        .group_by(Household.village_id)
    )
    return {village: int(fen) for village, fen in rows if village in villages}

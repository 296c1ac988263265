"""Measures 措施: the open ones of somebody or of an area, and what their owners say of them (D23, N11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, case, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from storage.queries.matters_look import heads
from storage.sealed import Vault
from storage.tables import Household, Measure, MeasureReport, Member, Person, Region

DONE, PROGRESS, LATER = "done", "progress", "later"


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """An open measure as it stood at a moment: `due` as its owner may have moved it, `reached` of `goal` `unit`.

    `head` and `group_no` are those of its household; the empty head is a measure for the whole village.
    """

    id: int
    what: str
    goal: float
    unit: str
    due: date
    reached: float
    owner_id: int
    head: str
    group_no: int
    path: str
    village_id: int


def open_measures(now: datetime) -> Any:  # noqa: ANN401 - a select of the columns of MeasureLine
    """Every measure that was open at `now`, by due day: what was said later is not known yet."""
    head = aliased(Person)
    return (
        select(
            Measure.id, Measure.what, Measure.goal, Measure.unit, due(now).label("due"), _reached(now),
            Measure.owner_id, func.coalesce(head.name, ""), func.coalesce(Household.group_no, 0), Region.path,
            Measure.village_id,
        )
        .join(Region, Region.id == Measure.village_id)
        .outerjoin(Household, Household.id == Measure.household_id)
        .outerjoin(Member, heads())
        .outerjoin(head, head.id == Member.person_id)
        .where(Measure.state == "open", Measure.done_on.is_(None), ~_done(now))
        .order_by("due", Measure.id)
    )  # fmt: skip


def due(now: datetime) -> Any:  # noqa: ANN401 - a column
    """The day a measure is due: the office's, or a later one that its owner has said."""
    moved = select(func.max(MeasureReport.due)).where(*_said(LATER, now)).scalar_subquery()
    return case((moved > Measure.due, moved), else_=Measure.due)


def _reached(now: datetime) -> Any:  # noqa: ANN401
    """The last figure that its owner has said, else the office's."""
    last = (
        select(MeasureReport.amount).where(*_said(PROGRESS, now)).order_by(MeasureReport.id.desc()).limit(1)
    ).scalar_subquery()
    return func.coalesce(last, Measure.reached)


def _done(now: datetime) -> Any:  # noqa: ANN401
    return exists().where(*_said(DONE, now))


def _said(kind: str, now: datetime) -> tuple[Any, ...]:
    return (
        MeasureReport.measure_id == Measure.id,
        MeasureReport.kind == kind,
        MeasureReport.status == "accepted",
        MeasureReport.saved_at <= now,
    )


def of_owner(db: Connection, person_id: int, now: datetime) -> list[MeasureLine]:
    """The open measures that somebody answers for."""
    return [MeasureLine(*row) for row in db.execute(open_measures(now).where(Measure.owner_id == person_id))]


def in_area(db: Connection, path: str, now: datetime) -> list[MeasureLine]:
    """The open measures of an area."""
    rows = db.execute(open_measures(now).where(Region.path.startswith(path, autoescape=True)))
    return [MeasureLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class NewReport:
    """What somebody says of a measure: `amount` with progress, `due` and `reason` with a later day."""

    measure_id: int
    person_id: int
    kind: str
    amount: float | None = None
    due: date | None = None
    reason: str = ""


def add_report(
    db: Connection, vault: Vault, new: NewReport, contact_id: int | None, day: date, now: datetime
) -> int:
    """Write down what was said of a measure; its id."""
    row = {
        "measure_id": new.measure_id, "person_id": new.person_id, "kind": new.kind, "amount": new.amount,
        "due": new.due, "reason_sealed": vault.seal(new.reason) if new.reason else None,
    }  # fmt: skip
    statement = insert(MeasureReport).values(
        **row, day=day, status="accepted", contact_id=contact_id, saved_at=now
    )
    return db.execute(statement.returning(MeasureReport.id)).scalar_one()


def withdraw_report(db: Connection, report_id: int, now: datetime) -> None:
    """Take back what was said of a measure: it stands as before."""
    taken_back = {"status": "withdrawn", "withdrawn_at": now}
    db.execute(update(MeasureReport).where(MeasureReport.id == report_id).values(**taken_back))

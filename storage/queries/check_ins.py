"""On-site acts: written by a check-in or a visit, taken back, looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from storage.sealed import Vault
from storage.tables import Assignment, CheckIn, Region


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """An on-site act of a day. `source` is `said` or `visit`."""

    id: int
    village_id: int
    village: str
    day: date
    came_at: datetime
    left_at: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village somebody is assigned to."""

    id: int
    name: str
    path: str


def assigned_villages(db: Connection, person_id: int, day: date) -> list[Village]:
    """The villages a person is assigned to on a day, the first assignment first."""
    rows = db.execute(
        select(Region.id, Region.name, Region.path)
        .join(Assignment, Assignment.village_id == Region.id)
        .where(
            Assignment.person_id == person_id,
            Assignment.starts <= day,
            or_(Assignment.ends.is_(None), Assignment.ends >= day),
        )
        .order_by(Assignment.starts, Assignment.id)
    )
    return list({row.id: Village(*row) for row in rows}.values())


def check_ins_of(db: Connection, person_id: int, first: date, last: date) -> list[CheckInRow]:
    """A person's on-site acts that stand, from a day to a day."""
    rows = db.execute(
        select(
            CheckIn.id, CheckIn.village_id, Region.name, CheckIn.day, CheckIn.came_at, CheckIn.left_at, CheckIn.source
        )
        .join(Region, Region.id == CheckIn.village_id)
        .where(CheckIn.person_id == person_id, CheckIn.day.between(first, last), CheckIn.status != "withdrawn")
        .order_by(CheckIn.day, CheckIn.id)
    )  # fmt: skip
    return [CheckInRow(*row) for row in rows]


def add_check_in(
    db: Connection,
    vault: Vault,
    *,
    person_id: int,
    village_id: int,
    came_at: datetime,
    day: date,
    items: Sequence[str],
    note: str,
    source: str,
    status: str,
    contact_id: int,
    now: datetime,
    form_version: str | None = None,
    answers: Mapping[str, Any] | None = None,
) -> int:
    """Write an on-site act; returns its id. The day must not have one in that village yet.

    `answers` are those to questions that an office has added to the form.
    """
    return db.execute(
        insert(CheckIn)
        .values(
            person_id=person_id,
            village_id=village_id,
            day=day,
            came_at=came_at,
            work_items=list(items),
            note_sealed=vault.seal(note) if note else None,
            form_version=form_version,
            answers_sealed=vault.seal_json(dict(answers)) if answers else None,
            source=source,
            evidence="e0",
            status=status,
            contact_id=contact_id,
            saved_at=now,
        )
        .returning(CheckIn.id)
    ).scalar_one()


def say_check_in(
    db: Connection,
    vault: Vault,
    check_in_id: int,
    *,
    items: Sequence[str],
    note: str,
    form_version: str | None = None,
    answers: Mapping[str, Any] | None = None,
) -> None:
    """A day that a visit had made becomes one that was said, with its words."""
    db.execute(
        update(CheckIn)
        .where(CheckIn.id == check_in_id)
        .values(
            source="said",
            work_items=list(items),
            note_sealed=vault.seal(note) if note else None,
            form_version=form_version,
            answers_sealed=vault.seal_json(dict(answers)) if answers else None,
        )
    )


def leave_village(db: Connection, check_in_id: int, left_at: datetime, status: str) -> None:
    """Note the time of a check-out 签退, and what the day counts for now that its length is known."""
    db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(left_at=left_at, status=status))


def withdraw_check_in(db: Connection, check_in_id: int, now: datetime, *, back_to_visit: bool) -> None:
    """Take a check-in back; a day that a visit made too stays one, by that visit."""
    values = {"source": "visit"} if back_to_visit else {"status": "withdrawn", "withdrawn_at": now}
    db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(**values))


@dataclass(frozen=True, slots=True)
class KeptCheckIn:
    """A check-in that stands, with what was said of it; `answers` to what an office has added, as JSON."""

    id: int
    person_id: int
    village_id: int
    village: str
    village_path: str
    day: date
    came_at: datetime
    left_at: datetime | None
    items: tuple[str, ...]
    note: str
    contact_id: int | None
    saved_at: datetime
    form_version: str | None
    answers: Mapping[str, Any]


def kept_check_in(db: Connection, vault: Vault, check_in_id: int) -> KeptCheckIn | None:
    """A check-in by its id; None if there is none, it was taken back, or only a visit made it."""
    row = db.execute(
        select(
            CheckIn.id, CheckIn.person_id, CheckIn.village_id, Region.name, Region.path, CheckIn.day,
            CheckIn.came_at, CheckIn.left_at, CheckIn.work_items, CheckIn.note_sealed, CheckIn.contact_id,
            CheckIn.saved_at, CheckIn.form_version, CheckIn.answers_sealed,
        )
        .join(Region, Region.id == CheckIn.village_id)
        .where(CheckIn.id == check_in_id, CheckIn.source == "said", CheckIn.status != "withdrawn")
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    values: list[Any] = list(row)
    *first, items, note, contact, saved, version, own = values
    said = vault.open(note) if note else ""
    answers = vault.open_json(own) if own else {}
    return KeptCheckIn(*[*first, tuple(items), said, contact, saved, version, answers])


def change_check_in(
    db: Connection,
    vault: Vault,
    check_in_id: int,
    *,
    village_id: int,
    items: Sequence[str],
    note: str,
    status: str,
    answers: Mapping[str, Any],
) -> None:
    """Put a check-in right; its day and times stay. The day must not have one in that village yet."""
    sealed = vault.seal(note) if note else None
    values: dict[str, Any] = {"village_id": village_id, "work_items": list(items), "note_sealed": sealed}
    values |= {"status": status, "answers_sealed": vault.seal_json(dict(answers)) if answers else None}
    db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(**values))

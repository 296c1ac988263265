"""On-site acts: written by a check-in or a visit, taken back, looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, false, insert, or_, select, true, update

from storage.queries.act_words import add_note
from storage.sealed import Vault
from storage.tables import Assignment, CheckIn, Person, Region


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """An on-site act of a day. `source` is `said`, `retro` (made afterwards), or what made the day, `visit` or `diary`."""

    id: int
    village_id: int
    village: str
    day: date
    came_at: datetime
    left_at: datetime | None
    source: str
    evidence: str = "e0"
    status: str = "accepted"
    overnight: bool = False


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


COLUMNS = (
    CheckIn.id, CheckIn.village_id, Region.name, CheckIn.day, CheckIn.came_at, CheckIn.left_at, CheckIn.source,
    CheckIn.evidence, CheckIn.status, CheckIn.overnight,
)  # fmt: skip


def check_ins_of(
    db: Connection, person_id: int, first: date, last: date, *, withdrawn: bool = False
) -> list[CheckInRow]:
    """A person's on-site acts that stand, from a day to a day; with `withdrawn` also those taken back."""
    rows: Any = db.execute(
        select(*COLUMNS)
        .join(Region, Region.id == CheckIn.village_id)
        .where(
            CheckIn.person_id == person_id,
            CheckIn.day.between(first, last),
            true() if withdrawn else CheckIn.status != "withdrawn",
        )
        .order_by(CheckIn.day, CheckIn.id)
    )
    return [CheckInRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Seen:
    """An act as those may see it who are asked about it."""

    id: int
    person_id: int
    name: str
    village_id: int
    village: str
    path: str
    day: date
    came_at: datetime
    evidence: str
    contact_id: int | None


def acts_on(db: Connection, paths: Sequence[str], day: date) -> list[Seen]:
    """The acts that stand in the villages of some areas on a day, the first to come first."""
    below = or_(false(), *(Region.path.startswith(path, autoescape=True) for path in paths))
    return acts_at(db, CheckIn.day == day, below)


def acts_at(db: Connection, *conditions: ColumnElement[bool]) -> list[Seen]:
    """The acts that stand and meet some conditions, the first to come first."""
    rows: Any = db.execute(
        select(
            CheckIn.id, CheckIn.person_id, Person.name, CheckIn.village_id, Region.name, Region.path, CheckIn.day,
            CheckIn.came_at, CheckIn.evidence, CheckIn.contact_id,
        )
        .join(Person, Person.id == CheckIn.person_id)
        .join(Region, Region.id == CheckIn.village_id)
        .where(CheckIn.status != "withdrawn", *conditions)
        .order_by(CheckIn.came_at, CheckIn.id)
    )  # fmt: skip
    return [Seen(*row) for row in rows]


def confirm_check_in(db: Connection, check_in_id: int, status: str) -> None:
    """Somebody has confirmed the day (e4): it counts, and counts again if it did not stand.

    Where another act of that day in that village stands by now, the day needs none beside it.
    """
    one, other = CheckIn.__table__.alias("one"), CheckIn.__table__.alias("other")
    same = (one.c[name] == other.c[name] for name in ("person_id", "village_id", "day"))
    beside = exists().where(
        one.c.id == check_in_id, other.c.id != check_in_id, other.c.status != "withdrawn", *same
    )
    db.execute(
        update(CheckIn)
        .where(CheckIn.id == check_in_id, ~beside)
        .values(evidence="e4", status=status, withdrawn_at=None)
    )


def refuse_check_in(db: Connection, check_in_id: int) -> None:
    """A day that only waited to be confirmed was not: it never counted, so it is as if it had not stood."""
    db.execute(
        update(CheckIn)
        .where(CheckIn.id == check_in_id, CheckIn.status == "pending")
        .values(status="withdrawn", withdrawn_at=CheckIn.saved_at)
    )


def confirm_night(db: Connection, check_in_id: int) -> None:
    """The night after the day was spent in the village, and somebody of the village confirms it."""
    db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(overnight=True))


def place_of(db: Connection, check_in_id: int) -> Village | None:
    """The village of an act, whatever has become of the act."""
    row = db.execute(
        select(Region.id, Region.name, Region.path)
        .join(CheckIn, CheckIn.village_id == Region.id)
        .where(CheckIn.id == check_in_id)
    ).one_or_none()
    return Village(*row) if row else None


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
    evidence: str = "e0",
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
            evidence=evidence,
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
    """A day that work had made becomes one that was said, with its words behind those of a check-out before it."""
    if note:
        add_note(db, vault, check_in_id, note)
    db.execute(
        update(CheckIn)
        .where(CheckIn.id == check_in_id)
        .values(
            source="said",
            work_items=list(items),
            form_version=form_version,
            answers_sealed=vault.seal_json(dict(answers)) if answers else None,
        )
    )


def leave_village(db: Connection, check_in_id: int, left_at: datetime, status: str) -> None:
    """Note the time of a check-out 签退, and what the day counts for now that its length is known."""
    db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(left_at=left_at, status=status))


MADE = ("visit", "diary")
"""Work by which a day becomes an on-site day though nobody checked in."""


def withdraw_check_in(db: Connection, check_in_id: int, now: datetime, *, back_to: str | None) -> None:
    """Take a check-in back; a day that work (`back_to`) made too stays one, by that work."""
    values = {"source": back_to} if back_to else {"status": "withdrawn", "withdrawn_at": now}
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
    """A check-in by its id; None if there is none, it was taken back, or only other work made it."""
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

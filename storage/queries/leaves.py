"""Leave, official trips and training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.queries.requests import close
from storage.sealed import Vault
from storage.tables import Leave


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """An absence from a day to a day, both counted."""

    id: int
    kind: str
    starts: date
    ends: date


def add_leave(
    db: Connection,
    vault: Vault,
    *,
    person_id: int,
    kind: str,
    starts: date,
    ends: date,
    reason: str,
    contact_id: int,
    now: datetime,
    status: str = "effective",
) -> int:
    """Write an absence, in effect at once or `waiting` for somebody to agree; returns its id."""
    return db.execute(
        insert(Leave)
        .values(
            person_id=person_id,
            kind=kind,
            starts=starts,
            ends=ends,
            reason_sealed=vault.seal(reason) if reason else None,
            status=status,
            contact_id=contact_id,
            saved_at=now,
        )
        .returning(Leave.id)
    ).scalar_one()


def leaves_of(db: Connection, person_id: int, first: date, last: date, *statuses: str) -> list[LeaveRow]:
    """A person's absences that touch the days from `first` to `last`: those in effect, or in some `statuses`."""
    rows = db.execute(
        select(Leave.id, Leave.kind, Leave.starts, Leave.ends)
        .where(
            Leave.person_id == person_id,
            Leave.status.in_(statuses or ("effective",)),
            Leave.starts <= last,
            Leave.ends >= first,
        )
        .order_by(Leave.starts)
    )
    return [LeaveRow(*row) for row in rows]


def leave_of(db: Connection, leave_id: int) -> LeaveRow | None:
    """One absence, whatever has become of it."""
    row = db.execute(
        select(Leave.id, Leave.kind, Leave.starts, Leave.ends).where(Leave.id == leave_id)
    ).one_or_none()
    return LeaveRow(*row) if row else None


def decide_leave(db: Connection, leave_id: int, *, agreed: bool) -> bool:
    """Somebody has agreed to a leave that waited, or has not; False if it does not wait (any more)."""
    waits = Leave.id == leave_id, Leave.status == "waiting"
    done = db.execute(update(Leave).where(*waits).values(status="effective" if agreed else "refused"))
    return bool(done.rowcount)


def unask_leave(db: Connection, leave_id: int) -> bool:
    """Take back a leave that nobody has agreed to yet, with what was asked about it; False if it does not wait."""
    # Not `withdrawn`, which would say that it counted until now (X50).
    waited = decide_leave(db, leave_id, agreed=False)
    if waited:
        close(db, "leave", leave_id)
    return waited


def end_leave(db: Connection, leave_id: int, last_day: date) -> None:
    """Come back from leave early 销假: the absence ends on `last_day`."""
    db.execute(update(Leave).where(Leave.id == leave_id).values(ends=last_day))


def withdraw_leave(db: Connection, leave_id: int, now: datetime) -> None:
    """Take an absence back as if it had not been asked for."""
    db.execute(update(Leave).where(Leave.id == leave_id).values(status="withdrawn", withdrawn_at=now))


@dataclass(frozen=True, slots=True)
class KeptLeave:
    """An absence in effect, with its reason opened."""

    id: int
    person_id: int
    kind: str
    starts: date
    ends: date
    reason: str
    saved_at: datetime


def kept_leave(db: Connection, vault: Vault, leave_id: int) -> KeptLeave | None:
    """An absence by its id; None if there is none or it was taken back."""
    row = db.execute(
        select(
            Leave.id, Leave.person_id, Leave.kind, Leave.starts, Leave.ends, Leave.reason_sealed, Leave.saved_at
        ).where(Leave.id == leave_id, Leave.status == "effective")
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    values: list[Any] = list(row)
    *first, reason, saved = values
    return KeptLeave(*[*first, vault.open(reason) if reason else "", saved])


def change_leave(
    db: Connection, vault: Vault, leave_id: int, *, kind: str, starts: date, ends: date, reason: str
) -> None:
    """Put an absence right."""
    sealed = vault.seal(reason) if reason else None
    values = {"kind": kind, "starts": starts, "ends": ends, "reason_sealed": sealed}
    db.execute(update(Leave).where(Leave.id == leave_id).values(**values))

"""Corrections: what was asked for, who may agree, what came of it. Old and new answers are sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, insert, literal, or_, select, update

from storage.queries.digests import held
from storage.sealed import Vault
from storage.tables import Correction, DigestIssue, FollowUp, Notice, Person, Region, Role

APPROVERS = ("team_leader", "first_secretary", "township_clerk")
"""Roles that may agree to a correction, in their order (D07): two of the village, one of what it lies in."""


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """A correction to be written. `before` and `after` are the answers as JSON, `lines`
    label, old and new of what is changed, as it is read; `change` is withdraw or change."""

    receipt: str
    prefix: str
    record_id: int
    person_id: int
    village_id: int
    change: str
    items: Sequence[str]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    lines: Sequence[tuple[str, str, str]]
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction as it stands, its answers and the reason of a refusal opened."""

    id: int
    receipt: str
    prefix: str
    record_id: int
    person_id: int
    person: str
    village_id: int
    village_path: str
    change: str
    items: tuple[str, ...]
    before: dict[str, Any]
    after: dict[str, Any]
    lines: list[list[str]]
    reason: str
    state: str
    asked_at: datetime
    until: datetime
    why: str


def add_correction(
    db: Connection, vault: Vault, new: NewCorrection, now: datetime, *, decided_by: int | None
) -> int:
    """Write a correction: in effect where somebody has decided, else waiting; returns its id."""
    done = (
        {"state": "done", "decided_at": now, "decided_by": decided_by} if decided_by else {"state": "waiting"}
    )
    return db.execute(
        insert(Correction)
        .values(
            receipt=new.receipt,
            prefix=new.prefix,
            record_id=new.record_id,
            person_id=new.person_id,
            village_id=new.village_id,
            change=new.change,
            items=list(new.items),
            before_sealed=vault.seal_json(dict(new.before)),
            after_sealed=vault.seal_json(dict(new.after)),
            lines_sealed=vault.seal_json(list(new.lines)),
            reason=new.reason,
            asked_at=now,
            until=new.until,
            **done,
        )
        .returning(Correction.id)
    ).scalar_one()


def correction(db: Connection, vault: Vault, correction_id: int) -> CorrectionRow | None:
    """One correction, locked until the transaction ends (PostgreSQL)."""
    row = db.execute(
        _rows().where(Correction.id == correction_id).with_for_update(of=Correction)
    ).one_or_none()
    return _opened(vault, row) if row else None


def waiting(db: Connection, vault: Vault, now: datetime) -> list[CorrectionRow]:
    """Every correction that waits for an answer, the oldest first."""
    rows = db.execute(_rows().where(_waits(now)).order_by(Correction.id))
    return [_opened(vault, row) for row in rows]


def waits_for(db: Connection, prefix: str, record_id: int, now: datetime) -> bool:
    """Whether a correction of a record waits already."""
    found = select(Correction.id).where(
        Correction.prefix == prefix, Correction.record_id == record_id, _waits(now)
    )
    return db.execute(found).first() is not None


def known_as(db: Connection, receipt: str) -> tuple[str, int] | None:
    """(prefix, id) of the record that once had this receipt: a corrected day changes the number."""
    found = select(Correction.prefix, Correction.record_id).where(Correction.receipt == receipt)
    row = db.execute(found.limit(1)).one_or_none()
    return (row[0], row[1]) if row else None


def decide(
    db: Connection, vault: Vault, correction_id: int, state: str, *, by: int, why: str, now: datetime
) -> None:
    """Answer a correction that waits: done or refused; nobody need be told of it any more."""
    db.execute(
        update(Correction)
        .where(Correction.id == correction_id)
        .values(state=state, decided_at=now, decided_by=by, why_sealed=vault.seal(why) if why else None)
    )
    _take_back_notices(db, correction_id)


def _take_back_notices(db: Connection, correction_id: int) -> None:
    asked = Notice.key.startswith(f"correction:{correction_id}:", autoescape=True)
    db.execute(
        update(Notice)
        .where(asked, Notice.state.in_(("waiting", "to_phone")))
        .values(state="dropped", reason="answered already")
    )


def expire(db: Connection, now: datetime) -> list[tuple[int, int, str]]:
    """Close what nobody answered in time; (id, who asked, receipt) of each."""
    late = update(Correction).where(Correction.state == "waiting", Correction.until <= now)
    rows = db.execute(
        late.values(state="expired").returning(Correction.id, Correction.person_id, Correction.receipt)
    ).all()
    return [(id_, person, receipt) for id_, person, receipt in rows]


def approvers(db: Connection, path: str, day: date, but: int) -> dict[int, str]:
    """Who may agree for a village on a day (id -> name), the first of `APPROVERS` that anybody holds.

    Args:
        path: the village's.
        but: who asks, and never answers.
    """
    rows = db.execute(
        select(Role.kind, Person.id, Person.name)
        .join(Person, Person.id == Role.person_id)
        .join(Region, Region.id == Role.region_id)
        .where(
            Role.kind.in_(APPROVERS),
            Role.person_id != but,
            literal(path).startswith(Region.path),
            or_(Region.path == path, Role.kind == APPROVERS[-1]),
            *held(Role, day),
        )
        .order_by(Person.id)
    ).all()
    holders = ({id_: name for kind, id_, name in rows if kind == wanted} for wanted in APPROVERS)
    return next(filter(None, holders), {})


def is_used(db: Connection, path: str, since: datetime, visit_id: int | None) -> bool:
    """Whether others have used a record: a digest of its area told of it, a follow-up of it was closed."""
    told = (
        select(DigestIssue.id)
        .join(Region, Region.id == DigestIssue.region_id)
        .where(literal(path).startswith(Region.path), DigestIssue.cutoff >= since)
    )
    closed = select(FollowUp.id).where(FollowUp.visit_id == visit_id, FollowUp.status == "closed")
    return any(db.execute(found.limit(1)).first() for found in (told, closed))


@dataclass(frozen=True, slots=True)
class Told:
    """A correction in a digest's details: who, of which unit, which record, what, why, and its village."""

    village_id: int
    person: str
    receipt: str
    change: str
    reason: str


def done_between(db: Connection, villages: Collection[int], since: datetime, until: datetime) -> list[Told]:
    """What was put right or taken back between two cut-offs, in the order it was."""
    rows = db.execute(
        select(Correction.village_id, Person.name, Correction.receipt, Correction.change, Correction.reason)
        .join(Person, Person.id == Correction.person_id)
        .where(
            Correction.village_id.in_(villages),
            Correction.state == "done",
            Correction.decided_at > since,
            Correction.decided_at <= until,
        )
        .order_by(Correction.decided_at, Correction.id)
    )
    return [Told(*row) for row in rows]


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(Correction.state == "waiting", Correction.until > now)


COLUMNS = (
    Correction.id, Correction.receipt, Correction.prefix, Correction.record_id, Correction.person_id, Person.name,
    Correction.village_id, Region.path, Correction.change, Correction.items, Correction.before_sealed,
    Correction.after_sealed, Correction.lines_sealed, Correction.reason, Correction.state, Correction.asked_at, Correction.until,
    Correction.why_sealed,
)  # fmt: skip


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS)
        .join(Person, Person.id == Correction.person_id)
        .join(Region, Region.id == Correction.village_id)
    )


def _opened(vault: Vault, row: Row[*tuple[Any, ...]]) -> CorrectionRow:
    values: list[Any] = list(row)
    *plain, items, before, after, lines, reason, state, asked_at, until, why = values
    opened = (vault.open_json(sealed) for sealed in (before, after, lines))
    said = vault.open(why) if why else ""
    return CorrectionRow(*[*plain, tuple(items), *opened, reason, state, asked_at, until, said])

"""Diary entries 民情日记: written, put right, taken back, looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.queries.visits import days_with_visits
from storage.sealed import Vault
from storage.tables import DiaryEntry, Region


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written. `met`: so many people, `made_day`: written on its own day; `answers` as JSON."""

    person_id: int
    village_id: int
    day: date
    kind: str
    met: int | None
    made_day: bool
    version: str
    answers: Mapping[str, Any]
    contact_id: int | None


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry that stands, as it was saved; `answers` as JSON."""

    id: int
    person_id: int
    village_id: int
    village: str
    village_path: str
    day: date
    kind: str
    version: str
    contact_id: int | None
    saved_at: datetime
    answers: Mapping[str, Any]


def add_entry(db: Connection, vault: Vault, new: NewEntry, now: datetime) -> int:
    """Write an entry; returns its id."""
    written = insert(DiaryEntry).values(**_columns(vault, new), status="accepted", saved_at=now)
    return db.execute(written.returning(DiaryEntry.id)).scalar_one()


def _columns(vault: Vault, new: NewEntry) -> dict[str, Any]:
    plain = {name: getattr(new, name) for name in NewEntry.__slots__ if name != "answers"}
    return {**plain, "answers_sealed": vault.seal_json(dict(new.answers))}


def kept_entry(db: Connection, vault: Vault, number: int) -> KeptEntry | None:
    """An entry by its id; None if there is none or it was taken back."""
    row = db.execute(
        select(
            DiaryEntry.id, DiaryEntry.person_id, DiaryEntry.village_id, Region.name, Region.path, DiaryEntry.day,
            DiaryEntry.kind, DiaryEntry.version, DiaryEntry.contact_id, DiaryEntry.saved_at, DiaryEntry.answers_sealed,
        )
        .join(Region, Region.id == DiaryEntry.village_id)
        .where(DiaryEntry.id == number, DiaryEntry.status == "accepted")
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    values: list[Any] = list(row)
    return KeptEntry(*[*values[:-1], vault.open_json(values[-1])])


def change_entry(db: Connection, vault: Vault, number: int, new: NewEntry) -> None:
    """Put an entry right; its number and the time of saving stay."""
    db.execute(update(DiaryEntry).where(DiaryEntry.id == number).values(**_columns(vault, new)))


def withdraw_entry(db: Connection, number: int, now: datetime) -> None:
    """As if it had not been written; the row stays."""
    taken = update(DiaryEntry).where(DiaryEntry.id == number)
    db.execute(taken.values(status="withdrawn", withdrawn_at=now))


def what_makes_day(db: Connection, person_id: int, village_id: int, day: date) -> str | None:
    """What of somebody's work makes that day an on-site day in the village: `visit`, `diary` or nothing."""
    if days_with_visits(db, person_id, village_id, day):
        return "visit"
    entry = select(DiaryEntry.id).where(
        DiaryEntry.person_id == person_id,
        DiaryEntry.village_id == village_id,
        DiaryEntry.day == day,
        DiaryEntry.made_day,
        DiaryEntry.status == "accepted",
    )
    return "diary" if db.execute(entry.limit(1)).first() else None

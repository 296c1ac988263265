"""Patterns that a person should look at: raised, listed for those who look, set aside with a note."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, false, func, or_, select, update

from storage.queries.upsert import insert_ignore
from storage.sealed import Vault
from storage.tables import Flag, Person, Region


@dataclass(frozen=True, slots=True)
class NewFlag:
    """A pattern found: whose, where, on which day, and the figures it rests on. `key`: found twice, it stands once."""

    key: str
    pattern: str
    person_id: int
    village_id: int
    day: date
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A pattern as those may see it who look, and the person themself."""

    id: int
    pattern: str
    person_id: int
    name: str
    village: str
    path: str
    day: date
    facts: Mapping[str, Any]
    state: str
    note: str
    answer: str


def raise_flags(db: Connection, found: Iterable[NewFlag], now: datetime) -> int:
    """Write down what is not written down yet; how many."""
    rows = [
        {
            "key": flag.key, "pattern": flag.pattern, "person_id": flag.person_id, "village_id": flag.village_id,
            "day": flag.day, "facts": dict(flag.facts), "state": "open", "found_at": now,
        }
        for flag in found
    ]  # fmt: skip
    return insert_ignore(db, Flag, rows, ["key"]) if rows else 0


def is_raised(db: Connection, key: str) -> bool:
    """Whether it is written down already, looked at or not."""
    return db.execute(select(exists().where(Flag.key == key))).scalar_one()


def open_flags(db: Connection, vault: Vault, paths: Sequence[str], limit: int) -> list[FlagRow]:
    """What nobody has looked at yet in some areas, the newest first."""
    below = or_(false(), *(Region.path.startswith(path, autoescape=True) for path in paths))
    return _rows(db, vault, limit, Flag.state == "open", below)


def flag(db: Connection, vault: Vault, number: int) -> FlagRow | None:
    """One of them."""
    return next(iter(_rows(db, vault, 1, Flag.id == number)), None)


def own_flags(db: Connection, vault: Vault, person_id: int, limit: int) -> list[FlagRow]:
    """What was found about a person, the newest first."""
    return _rows(db, vault, limit, Flag.person_id == person_id)


def counted(db: Connection, villages: Collection[int], since: datetime, cutoff: datetime) -> tuple[int, int]:
    """Of some villages: how many nobody had looked at by a moment, and how often, after `since`, a household said
    that nobody came (looked at or not)."""
    waited = or_(Flag.looked_at.is_(None), Flag.looked_at > cutoff)
    denied = and_(Flag.pattern == "denied", Flag.found_at > since)
    row = db.execute(
        select(func.count(case((waited, 1))), func.count(case((denied, 1)))).where(
            Flag.village_id.in_(villages), Flag.found_at <= cutoff, or_(waited, denied)
        )
    ).one()
    return row[0], row[1]


def flags_of(db: Connection, vault: Vault, person_id: int, first: date, last: date) -> list[FlagRow]:
    """What was found about a person's days, for themself and those who may see why."""
    return _rows(db, vault, 20, Flag.person_id == person_id, Flag.day.between(first, last))


def looked(db: Connection, vault: Vault, number: int, by: int, note: str, now: datetime) -> None:
    """A person has looked at it: what they found is kept."""
    values = {
        "state": "looked",
        "looked_by": by,
        "looked_at": now,
        "note_sealed": vault.seal(note) if note else None,
    }
    db.execute(update(Flag).where(Flag.id == number).values(**values))


def answer(db: Connection, vault: Vault, number: int, text: str, now: datetime) -> None:
    """What the person looked at has to say; the last word stands."""
    values = {"answer_sealed": vault.seal(text), "answered_at": now}
    db.execute(update(Flag).where(Flag.id == number).values(**values))


def _rows(db: Connection, vault: Vault, limit: int, *conditions: ColumnElement[bool]) -> list[FlagRow]:
    rows: Any = db.execute(
        select(
            Flag.id, Flag.pattern, Flag.person_id, Person.name, Region.name, Region.path, Flag.day, Flag.facts,
            Flag.state, Flag.note_sealed, Flag.answer_sealed,
        )
        .join(Person, Person.id == Flag.person_id)
        .join(Region, Region.id == Flag.village_id)
        .where(*conditions)
        .order_by(Flag.day.desc(), Flag.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [FlagRow(*row[:-2], *(vault.open(text) if text else "" for text in row[-2:])) for row in rows]

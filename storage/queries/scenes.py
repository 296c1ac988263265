"""Scenes: one-time words that a QR code carries. Whoever scans the code is bound to whom it was made for (D01, D02).

They are codes of their own kind, found by their blind index and good for minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from sqlalchemy import Connection, and_, or_, select, update

from storage.queries.codes import LETTERS, SCENE
from storage.queries.people import by_code, by_phone
from storage.queries.upsert import insert_bulk
from storage.sealed import Vault
from storage.tables import Code, Household, Member, Role

PREFIX = "bind-"
LENGTH = 20
"""Letters of a scene: nobody guesses one in its minutes. WeChat takes 64 with the prefix."""


@dataclass(frozen=True, slots=True)
class Owner:
    """For whom a scene is made: a person; with a household, as a member of it."""

    person_id: int
    household_id: int | None
    name: str


def owner_called(conn: Connection, vault: Vault, who: str, today: date) -> Owner | None:
    """The person of a code or a phone, or the head of a household of that code; None where there is none."""
    person = by_code(conn, who) or next(iter(by_phone(conn, vault, who[-11:])), None)
    if person is None:
        return _head_of(conn, vault, who)
    return Owner(
        person.id, None if _has_office(conn, person.id, today) else _home(conn, person.id), person.name
    )


def _head_of(conn: Connection, vault: Vault, household: str) -> Owner | None:
    head = and_(Member.household_id == Household.id, Member.is_head, Member.ends.is_(None))
    found = select(Member.person_id, Household.id).join(Member, head).where(Household.code == household)
    row = conn.execute(found).first()
    return Owner(row[0], row[1], household) if row else None


def _has_office(conn: Connection, person_id: int, today: date) -> bool:
    held = and_(Role.starts <= today, or_(Role.ends.is_(None), Role.ends >= today))
    return conn.execute(select(Role.id).where(Role.person_id == person_id, held).limit(1)).first() is not None


def _home(conn: Connection, person_id: int) -> int | None:
    lives = select(Member.household_id).where(Member.person_id == person_id, Member.ends.is_(None))
    return conn.execute(lives.order_by(Member.id).limit(1)).scalar_one_or_none()


def issue_scene(
    conn: Connection, vault: Vault, rng: Random, owner: Owner, now: datetime, expires: datetime
) -> str:
    """A new scene for somebody; what the QR code is to carry.

    Args:
        rng: `random.SystemRandom()`.
    """
    word = "".join(rng.choices(LETTERS, k=LENGTH))
    row = {
        "kind": SCENE, "code_sealed": vault.seal(word), "code_index": vault.index("code", word),
        "person_id": owner.person_id, "household_id": owner.household_id, "issued_at": now,
        "expires_at": expires, "used_at": None, "tries": 0, "locked_until": None,
    }  # fmt: skip
    insert_bulk(conn, Code, [row])
    return PREFIX + word


def use_scene(conn: Connection, vault: Vault, scene: str, now: datetime) -> tuple[int, int | None] | None:
    """Whom a scene was made for (person, household), the first time within its minutes; else None."""
    word = scene.removeprefix(PREFIX)
    mine = and_(Code.kind == SCENE, Code.code_index == vault.index("code", word))
    good = and_(Code.used_at.is_(None), Code.expires_at > now)
    used = update(Code).where(mine, good).values(used_at=now).returning(Code.person_id, Code.household_id)
    row = conn.execute(used).one_or_none()
    return (row[0], row[1]) if row and row[0] is not None else None

"""Reasons given for weeks that were not met."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.sealed import Vault
from storage.tables import Explanation


def keep_explanation(
    db: Connection, vault: Vault, *, person_id: int, week: str, text: str, now: datetime
) -> None:
    """Keep a person's reason for a week (`2026-W47`); a later one takes its place."""
    db.execute(delete(Explanation).where(Explanation.person_id == person_id, Explanation.week == week))
    db.execute(
        insert(Explanation).values(person_id=person_id, week=week, text_sealed=vault.seal(text), saved_at=now)
    )


def explanations(db: Connection, vault: Vault, week: str, people: Collection[int]) -> dict[int, str]:
    """Person id -> the reason given for a week."""
    rows = db.execute(
        select(Explanation.person_id, Explanation.text_sealed).where(
            Explanation.week == week, Explanation.person_id.in_(people)
        )
    )
    return {person: vault.open(sealed) for person, sealed in rows}

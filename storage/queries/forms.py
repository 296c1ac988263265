"""Published forms, version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.tables import FormVersion


@dataclass(frozen=True, slots=True)
class FormRow:
    """A version of a form, compiled (the JSON of handlers.forms.model); the newest not retired is in force."""

    name: str
    version: str
    compiled: dict[str, Any]
    published_at: datetime
    retired_at: datetime | None


def all_forms(db: Connection) -> list[FormRow]:
    """Every version ever published, in the order of publishing: drafts end with the one they began with."""
    rows = db.execute(
        select(
            FormVersion.name, FormVersion.version, FormVersion.compiled, FormVersion.published_at, FormVersion.retired_at
        ).order_by(FormVersion.published_at, FormVersion.id)
    )  # fmt: skip
    return [FormRow(*row) for row in rows]


def publish(db: Connection, name: str, version: str, compiled: dict[str, Any], now: datetime) -> None:
    """Put a version in force; the one before is retired, its drafts go on with it."""
    db.execute(
        update(FormVersion)
        .where(FormVersion.name == name, FormVersion.retired_at.is_(None))
        .values(retired_at=now)
    )
    db.execute(insert(FormVersion).values(name=name, version=version, compiled=compiled, published_at=now))

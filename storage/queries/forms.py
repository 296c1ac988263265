"""Published forms, version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.tables import FormVersion


@dataclass(frozen=True, slots=True)
class FormRow:
    """A version of a form, compiled (the JSON of handlers.forms.kept); the one not retired is in force."""

    name: str
    version: str
    compiled: dict[str, Any]
    published_at: datetime
    retired_at: datetime | None
    by_office: bool


def all_forms(db: Connection) -> list[FormRow]:
    """Every version ever published, in the order of publishing: drafts end with the one they began with."""
    rows = db.execute(
        select(
            FormVersion.name, FormVersion.version, FormVersion.compiled, FormVersion.published_at,
            FormVersion.retired_at, FormVersion.by_office,
        ).order_by(FormVersion.published_at, FormVersion.id)
    )  # fmt: skip
    return [FormRow(*row) for row in rows]


def publish(
    db: Connection,
    name: str,
    version: str,
    compiled: dict[str, Any],
    now: datetime,
    *,
    by_office: bool = False,
    in_force: bool = True,
) -> None:
    """Keep a new version, and put it in force: the one before is retired, its drafts go on with it."""
    if in_force:
        retire(db, name, now)
    row = {
        "name": name,
        "version": version,
        "compiled": compiled,
        "published_at": now,
        "by_office": by_office,
    }
    db.execute(insert(FormVersion).values(**row, retired_at=None if in_force else now))


def retire(db: Connection, name: str, now: datetime) -> int:
    """Take a form out of force; its drafts go on. Returns how many versions were in force."""
    standing = (FormVersion.name == name) & FormVersion.retired_at.is_(None)
    return db.execute(update(FormVersion).where(standing).values(retired_at=now)).rowcount


def put_in_force(db: Connection, name: str, version: str, now: datetime) -> None:
    """Put a version that is there already in force again."""
    retire(db, name, now)
    wanted = (FormVersion.name == name) & (FormVersion.version == version)
    db.execute(update(FormVersion).where(wanted).values(retired_at=None))

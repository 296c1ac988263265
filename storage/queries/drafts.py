"""Drafts: forms being filled in. The conversation's only memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, insert, select, update

from storage.sealed import Vault
from storage.tables import Base, Draft

OPEN = ("active", "parked")
drafts = Base.metadata.tables["drafts"]
COLUMNS = (
    drafts.c.id, drafts.c.form, drafts.c.version, drafts.c.state, drafts.c.body_sealed, drafts.c.receipt,
    drafts.c.updated_at, drafts.c.corrects,
)  # fmt: skip


def _open_of(owned: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Drafts of an owner that are neither saved nor given up, the active one first, then the newest."""
    return (
        select(*COLUMNS)
        .where(owned, drafts.c.state.in_(OPEN))
        .order_by(drafts.c.state, drafts.c.updated_at.desc(), drafts.c.id.desc())
        .limit(bindparam("most"))
        .with_for_update()
    )


# Built once: every message reads its draft, and most write it back.
OF_PERSON = _open_of(drafts.c.person_id == bindparam("owner"))
# What a person began is that person's: an address that is unbound sees nothing of it.
OF_CONTACT = _open_of(and_(drafts.c.contact_id == bindparam("owner"), drafts.c.person_id.is_(None)))
KEEP = (
    update(drafts)
    .where(drafts.c.id == bindparam("draft"))
    .values(
        body_sealed=bindparam("body"), state=bindparam("standing"), updated_at=bindparam("at"),
        receipt=bindparam("number"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with its body opened (the JSON of handlers.forms.engine.Draft).

    `corrects` is the receipt of the saved record that it puts right, None for a new one.
    """

    id: int
    form: str
    version: str
    state: str  # active parked saved cancelled expired
    body: dict[str, Any]
    receipt: str | None
    updated_at: datetime
    corrects: str | None = None


def current_draft(db: Connection, vault: Vault, contact_id: int, person_id: int | None) -> DraftRow | None:
    """The draft being asked, else the parked one touched last; a person's on whatever channel."""
    found = open_drafts(db, vault, contact_id, person_id, limit=1)
    return found[0] if found else None


def open_drafts(
    db: Connection, vault: Vault, contact_id: int, person_id: int | None, limit: int = 9
) -> list[DraftRow]:
    """Drafts not yet saved or given up, the active one first, then the newest."""
    owned, owner = (OF_PERSON, person_id) if person_id else (OF_CONTACT, contact_id)
    rows = db.execute(owned, {"owner": owner, "most": limit})
    return [_opened(vault, row) for row in rows]


def draft_of(
    db: Connection, vault: Vault, draft_id: int, contact_id: int, person_id: int | None
) -> DraftRow | None:
    """One draft, if it belongs to the speaker."""
    row = db.execute(
        select(*COLUMNS).where(Draft.id == draft_id, _owner(contact_id, person_id))
    ).one_or_none()
    return _opened(vault, row) if row else None


def add_draft(
    db: Connection,
    vault: Vault,
    *,
    contact_id: int,
    person_id: int | None,
    form: str,
    version: str,
    body: dict[str, Any],
    now: datetime,
    corrects: str | None = None,
) -> int:
    """Begin a draft as the active one; any other active draft of the speaker is parked."""
    db.execute(
        update(Draft).where(_owner(contact_id, person_id), Draft.state == "active").values(state="parked")
    )
    return db.execute(
        insert(Draft)
        .values(
            contact_id=contact_id,
            person_id=person_id,
            form=form,
            version=version,
            state="active",
            body_sealed=vault.seal_json(body),
            corrects=corrects,
            updated_at=now,
        )
        .returning(Draft.id)
    ).scalar_one()


def keep_draft(
    db: Connection,
    vault: Vault,
    draft_id: int,
    *,
    body: dict[str, Any],
    state: str,
    now: datetime,
    receipt: str | None = None,
) -> None:
    """Write a draft back after a step."""
    db.execute(
        KEEP,
        {"draft": draft_id, "body": vault.seal_json(body), "standing": state, "at": now, "number": receipt},
    )


def set_draft_state(db: Connection, draft_id: int, state: str, now: datetime) -> None:
    """Park, take up again or give up a draft; its answers stay as they are."""
    db.execute(update(Draft).where(Draft.id == draft_id).values(state=state, updated_at=now))


def expire_drafts(db: Connection, before: datetime) -> int:
    """Give up drafts nobody touched since `before`; returns how many."""
    stale = update(Draft).where(Draft.state.in_(OPEN), Draft.updated_at < before).values(state="expired")
    return db.execute(stale).rowcount


def _owner(contact_id: int, person_id: int | None) -> ColumnElement[bool]:
    if person_id:
        return Draft.person_id == person_id
    return and_(Draft.contact_id == contact_id, Draft.person_id.is_(None))


def _opened(vault: Vault, row: Any) -> DraftRow:  # noqa: ANN401 - a row of COLUMNS
    body = vault.open_json(row.body_sealed)
    return DraftRow(row.id, row.form, row.version, row.state, body, row.receipt, row.updated_at, row.corrects)

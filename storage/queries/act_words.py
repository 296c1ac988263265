"""What is added to an on-site act that stands: words, and by what its day is made."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from storage.sealed import Vault
from storage.tables import CheckIn


def add_note(db: Connection, vault: Vault, check_in_id: int, note: str) -> None:
    """Words behind those that an act has already; the very same words are not said twice."""
    sealed = db.execute(select(CheckIn.note_sealed).where(CheckIn.id == check_in_id)).scalar_one()
    before = vault.open(sealed) if sealed else ""
    if note not in before.split(";"):
        both = vault.seal(";".join(filter(None, (before, note))))
        db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(note_sealed=both))


def made_again(db: Connection, check_in_id: int, source: str) -> None:
    """A day that work had made is made by other work of the day now."""
    db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(source=source))

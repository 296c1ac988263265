"""What the audit table keeps of ledgers and pages: numbers read in the clear, and who took what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from storage.queries.upsert import insert_bulk
from storage.tables import AuditEntry


def note_reads(
    db: Connection, reader_id: int | None, read: Iterable[tuple[int, str]], reason: str, now: datetime
) -> int:
    """Note every field read in the clear: (person id, field), each once. Returns how many."""
    fields = dict.fromkeys(read)
    rows = [
        {"at": now, "reader_id": reader_id, "subject_id": subject, "field": field, "reason": reason}
        for subject, field in fields
    ]
    insert_bulk(db, AuditEntry, rows)
    return len(rows)


def note_download(db: Connection, reader_id: int, field: str, what: str, now: datetime) -> None:
    """Note that somebody took a ledger or a page: `field` names it, `what` is its area, period and size."""
    note_reads(db, reader_id, [(reader_id, field)], what, now)

"""What a conversation has left in the database, as plain lines that two channels can be compared by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from storage.sealed import Vault
from storage.tables import Base

KEPT = ("check_ins", "visits", "follow_ups", "leaves", "photos", "explanations", "bindings")
"""The tables of what people said and did. Bindings of standing people are the stage's work, not the dialog's."""

LEFT_OUT = frozenset({"contact_id", "text_index"})
"""Which contact it came from is what differs; the blind index is drawn from a text that is compared itself."""


def records(db: Connection, vault: Vault) -> dict[str, list[str]]:
    """Table -> its rows in their order, sealed texts opened."""
    return {name: list(_rows(db, vault, name)) for name in KEPT}


def _rows(db: Connection, vault: Vault, name: str) -> Iterator[str]:
    table = Base.metadata.tables[name]
    for row in db.execute(select(table).order_by(*table.primary_key.columns)).mappings():
        yield ", ".join(
            f"{key}={_plain(vault, key, value)}" for key, value in row.items() if key not in LEFT_OUT
        )


def _plain(vault: Vault, key: str, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if not key.endswith("_sealed") or value is None:
        return value
    return vault.open(value)

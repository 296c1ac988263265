"""What a conversation has left in the database, as plain lines that two channels can be compared by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from storage.sealed import Vault
from storage.tables import Base

KEPT = ("check_ins", "visits", "follow_ups", "leaves", "photos", "explanations", "bindings")
"""The tables of what people said and did. Bindings of standing people are the stage's work, not the dialog's."""

LEFT_OUT = frozenset({"contact_id", "text_index"})
"""Which contact it came from is what differs; the blind index is drawn from a text that is compared itself."""


LINES: dict[tuple[str, ...], dict[tuple[Any, ...], str]] = {}
"""Columns -> row as it is stored -> its line."""


def records(db: Connection, vault: Vault) -> dict[str, list[str]]:
    """Table -> its rows in their order, sealed texts opened; on SQLite, whose values are plain as they are stored."""
    return {name: _rows(db, vault, name) for name in KEPT}


def _rows(db: Connection, vault: Vault, name: str) -> list[str]:
    order = ", ".join(Base.metadata.tables[name].primary_key.columns.keys())
    found = db.exec_driver_sql(f"SELECT * FROM {name} ORDER BY {order}")
    keys = tuple(found.keys())
    return [_line(vault, keys, tuple(row)) for row in found]


def _line(vault: Vault, keys: tuple[str, ...], row: tuple[Any, ...]) -> str:
    """A row; those of the demonstration county are the same after every conversation, and put down once."""
    if row not in LINES.setdefault(keys, {}):
        shown = (
            f"{key}={_plain(vault, key, value)}"
            for key, value in zip(keys, row, strict=True)
            if key not in LEFT_OUT
        )
        LINES[keys][row] = ", ".join(shown)
    return LINES[keys][row]


def _plain(vault: Vault, key: str, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if not key.endswith("_sealed") or value is None:
        return value
    return vault.open(value)

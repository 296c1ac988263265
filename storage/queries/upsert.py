"""Insert where absent, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

Values = Mapping[str, Any]
"""One row: column -> value."""

FEW = 200
CHUNK = 5000
"""Rows of one executemany: enough to be fast, few enough to say how far it has come."""


def table_of(model: type[DeclarativeBase]) -> Table:
    """The Core table of a mapped class."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def upsert(conn: Connection, model: type[DeclarativeBase]) -> sqlite.Insert | postgresql.Insert:
    """An insert of this database's dialect, which has `on_conflict_do_nothing` and `…_do_update`."""
    table = table_of(model)
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def insert_ignore(
    conn: Connection, model: type[DeclarativeBase], rows: Sequence[Values], keys: Sequence[str]
) -> int:
    """Insert the rows whose `keys` (a unique constraint) are not there yet; how many that were."""
    added = 0
    for start in range(0, len(rows), FEW):
        # One statement of many values: psycopg counts no rows of an executemany.
        values = [dict(row) for row in rows[start : start + FEW]]
        statement = upsert(conn, model).values(values).on_conflict_do_nothing(index_elements=list(keys))
        added += conn.execute(statement, execution_options={"preserve_rowcount": True}).rowcount
    return added


def insert_bulk(conn: Connection, model: type[DeclarativeBase], rows: Sequence[Values]) -> None:
    """Insert many rows, all with the same columns."""
    statement = insert(table_of(model))
    for start in range(0, len(rows), CHUNK):
        conn.execute(statement, [dict(row) for row in rows[start : start + CHUNK]])

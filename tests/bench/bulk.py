"""A million rows into a table: past SQLAlchemy's types, which would cost 30 µs a row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import DeclarativeBase

from storage.queries.upsert import table_of

Plain = Callable[[Any], Any]


@lru_cache(200_000)
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@lru_cache(1000)
def _day(value: date) -> str:
    return value.isoformat()


@lru_cache(1000)
def _words(value: tuple[str, ...]) -> str:
    return json.dumps(value)


def load(conn: Connection, model: type[DeclarativeBase], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns in the same order; lists are given as tuples."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return
    sqlite = conn.dialect.name == "sqlite"
    plain: dict[type, Plain] = {datetime: _moment, date: _day, tuple: _words} if sqlite else {tuple: _words}
    values = (
        tuple(plain[v.__class__](v) if v.__class__ in plain else v for v in row.values())
        for row in chain((first,), waiting)
    )
    cursor = conn.connection.cursor()
    if sqlite:
        cursor.executemany(_insert(model, tuple(first)), values)
        return
    with cursor.copy(_copy(model, tuple(first))) as copy:  # type: ignore[attr-defined]
        for row in values:
            copy.write_row(row)


def pour(
    conn: Connection,
    model: type[DeclarativeBase],
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """Insert rows of numbers and of words without tabs, ends of lines and backslashes: as they are kept, moments in UTC."""
    cursor = conn.connection.cursor()
    if conn.dialect.name == "sqlite":
        cursor.executemany(_insert(model, columns), rows)
        return
    cursor.execute("SET LOCAL TimeZone = 'UTC'")
    with cursor.copy(_copy(model, columns)) as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write("\t".join(map(str, row)) + "\n")


def _insert(model: type[DeclarativeBase], columns: tuple[str, ...]) -> str:
    names, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    return f"INSERT INTO {table_of(model).name} ({names}) VALUES ({places})"


def _copy(model: type[DeclarativeBase], columns: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f"COPY {table_of(model).name} ({quoted}) FROM STDIN"

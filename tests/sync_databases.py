"""One synchronous connection to an empty database of either kind, for tests of query functions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, text

from storage.database import prepare_sqlite, read_url
from storage.sealed import Vault
from storage.tables import Base

SERVER = os.environ.get("BANGFU_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/test")
VAULT = Vault({1: bytes(range(32))}, bytes(32))


@contextmanager
def connected(kind: str, folder: Path) -> Iterator[Connection]:
    """A connection in a transaction that is thrown away; `kind`: sqlite or postgresql."""
    engine = _sqlite(folder / f"{uuid4().hex}.db") if kind == "sqlite" else _postgresql()
    try:
        with engine.connect() as connection:
            if kind == "postgresql":
                _own_schema(connection)
            Base.metadata.create_all(connection)
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda raw, _: prepare_sqlite(raw))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _postgresql() -> Engine:
    return create_engine(read_url(SERVER))


def _own_schema(connection: Connection) -> None:
    """A schema inside the transaction: it goes when that is rolled back."""
    schema = f"bangfu_{os.getpid()}_{uuid4().hex[:8]}"
    connection.execute(text(f"CREATE SCHEMA {schema}"))
    connection.execute(text(f"SET LOCAL search_path TO {schema}"))

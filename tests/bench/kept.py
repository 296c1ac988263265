"""Large databases for the benches, kept outside the repository and used again while their plan is the same.

On SQLite a file in the folder that BANGFU_BENCH_DATA names (the system's temporary one where nothing is
said), on PostgreSQL a database of the test server.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.city import generate
from bench.city_plan import Plan
from databases import POSTGRESQL
from sqlalchemy import URL, Connection, create_engine, func, select, text
from sqlalchemy.pool import NullPool

from storage.database import read_url
from storage.migrations import ensure_current
from storage.sealed import Vault
from storage.tables import CheckIn, Visit

VAULT = Vault({1: bytes(range(32))}, bytes(32))
FOLDER = Path(os.environ.get("BANGFU_BENCH_DATA") or Path(tempfile.gettempdir()) / "bangfu-bench")
FAST = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "foreign_keys=OFF")
"""How a SQLite file is made that is thrown away if it does not come to its end."""


def kept(kind: str, plan: Plan) -> str:
    """The URL of a database of this plan, made first if it is not there; `kind`: sqlite or postgresql."""
    url = _sqlite(plan) if kind == "sqlite" else _postgresql(plan)
    ensure_current(url)  # tables that came since it was made
    return url


def _sqlite(plan: Plan) -> str:
    file = FOLDER / f"{plan.name}.db"
    if not file.exists():
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        _make(f"sqlite:///{part}", plan)
        part.rename(file)
    return f"sqlite:///{file}"


def _postgresql(plan: Plan) -> str:
    server = read_url(POSTGRESQL)
    name, part = f"bangfu_bench_{plan.name}", f"bangfu_bench_{plan.name}_part"
    with _on_server(server) as db:
        found = db.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first()
    if found is None:
        with _on_server(server) as db:
            db.execute(text(f"DROP DATABASE IF EXISTS {part} WITH (FORCE)"))
            db.execute(text(f"CREATE DATABASE {part}"))
        _make(_url(server, part), plan)
        with _on_server(server) as db:
            db.execute(text(f"ALTER DATABASE {part} RENAME TO {name}"))
    return _url(server, name)


def _url(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


@contextmanager
def _on_server(server: URL) -> Iterator[Connection]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def _make(url: str, plan: Plan) -> None:
    began = time.monotonic()
    ensure_current(url)
    engine = create_engine(read_url(url), poolclass=NullPool)
    with engine.connect() as db:
        _hurry(db)
        generate(db, VAULT, plan)
        counts = [
            db.execute(select(func.count()).select_from(model)).scalar_one() for model in (Visit, CheckIn)
        ]
        db.commit()
    if engine.dialect.name == "postgresql":
        with _on_server(engine.url) as db:
            db.execute(text("VACUUM ANALYZE"))  # as the server does by itself in the first night
    took = time.monotonic() - began
    told = f"made {engine.dialect.name} {plan.name}: {counts[0]:,} visits in {plan.weeks} weeks,"
    print(told, f"{counts[1]:,} check-ins in {plan.check_ins}, in {took:.0f} s", file=sys.stderr)


def _hurry(db: Connection) -> None:
    if db.dialect.name == "sqlite":
        raw = db.connection.cursor()
        for pragma in FAST:
            raw.execute(f"PRAGMA {pragma}")
        return
    # What is made here holds together by itself: looking up every key of it would double the time.
    db.execute(text("SET LOCAL session_replication_role = replica"))
    db.execute(text("SET LOCAL maintenance_work_mem = '400MB'"))

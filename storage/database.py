"""The engine: one database behind plain functions on a SQLAlchemy `Connection`.

SQLite (the default): aiosqlite gives each connection its own thread, and a whole function runs there
in one hop, on SQLAlchemy Core; a hop for every statement, fetch and close would cost four times as
much (docs/decisions/one-hop.md). One connection writes, another reads beside it (WAL).
PostgreSQL: an ordinary asynchronous engine; the same functions run through `run_sync`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from storage.sealed import Vault

P = ParamSpec("P")
T = TypeVar("T")
Query = Callable[Concatenate[Connection, P], T]
"""A function of `storage/queries`: takes the connection first."""


class DatabaseProblem(Exception):
    """The database cannot be used as it is; the message says what to do."""


def read_url(text: str) -> URL:
    """The URL of a database, with the driver this house uses for it.

    Raises:
        DatabaseProblem: neither SQLite nor PostgreSQL, or not a URL.
    """
    try:
        url = make_url(text)
    except Exception as error:
        raise DatabaseProblem(
            f"not a database URL: write sqlite:///FILE or postgresql://HOST/NAME ({error})"
        ) from error
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    if url.get_backend_name() not in drivers:
        raise DatabaseProblem("only sqlite:/// and postgresql:// databases are supported")
    if url.get_backend_name() == "sqlite" and (url.database or "") in ("", ":memory:"):
        raise DatabaseProblem("Bangfu keeps its records in a file: write sqlite:///FILE")
    return url.set(drivername=drivers[url.get_backend_name()])


def problem_of(error: Exception) -> str | None:
    """The line for an operator if it is the machine or the server that fails, and not we."""
    if isinstance(error, DatabaseProblem):
        return str(error)
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        first = str(error.orig).strip().splitlines()[0]
        return f"the database cannot be used: {first}; look at --db or BANGFU_DB"
    return None


@contextlib.contextmanager
def looked_at(url: str) -> Iterator[Connection]:
    """A connection to look at a database as it stands, whatever its revision."""
    engine = create_engine(read_url(url))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def answers(db: Connection) -> bool:
    """Whether the database answers at all."""
    return bool(db.exec_driver_sql("SELECT 1").scalar_one())


def make_private(path: Path) -> None:
    """A SQLite file that its owner alone can read, made empty where there is none: names stand in it in the clear."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def prepare_sqlite(raw: sqlite3.Connection) -> None:
    """The settings every SQLite connection gets: durable at commit, keys checked, patient."""
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "temp_store=MEMORY",
    ):
        raw.execute(f"PRAGMA {pragma}")


class Work:
    """One unit of work: all of it is committed, or nothing."""

    def __init__(self, runner: _Runner) -> None:
        self._runner = runner
        self._last: list[Callable[[Connection], object]] = []

    async def run(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query function inside this unit of work."""
        return await self._runner.call(query, *args, **kwargs)

    def at_end(
        self, query: Callable[Concatenate[Connection, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Run a query function just before the commit, in the same hop; nobody waits for its result."""
        self._last.append(lambda connection: query(connection, *args, **kwargs))

    def finish(self, connection: Connection) -> None:
        """What was left for the end."""
        for query in self._last:
            query(connection)


class _Runner(Protocol):
    async def call(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...  # noqa: ANN401


class _Thread(aiosqlite.Connection):
    """aiosqlite's thread, given whole functions to run."""

    async def hop(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        result: T = await self._execute(function, *args, **kwargs)  # type: ignore[no-untyped-call]
        return result


class _Station:
    """One SQLite connection in its thread, with SQLAlchemy on top of it."""

    def __init__(self, path: str, begin: str) -> None:
        self._thread = _Thread(lambda: sqlite3.connect(path), iter_chunk_size=64)
        self._begin = begin
        self._lock = asyncio.Lock()

    async def open(self) -> None:
        await self._thread
        self._connection = await self._thread.hop(self._wrap)

    def _wrap(self) -> Connection:
        raw = self._thread._conn
        prepare_sqlite(raw)
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(self._begin))
        return engine.connect()

    async def call(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        return await self._thread.hop(query, self._connection, *args, **kwargs)

    @contextlib.asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        async with self._lock:
            work = Work(self)
            try:
                yield work
                # Shielded: a cancelled turn must not leave its transaction open for the next one.
                await asyncio.shield(self._thread.hop(self._commit, work))
            except BaseException:
                await asyncio.shield(self._thread.hop(self._rollback))
                raise

    async def once(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        """A unit of work that is a single query, from its beginning to its commit in one hop."""
        async with self._lock:
            return await self._thread.hop(self._whole, query, *args, **kwargs)

    def _whole(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        try:
            result = query(self._connection, *args, **kwargs)
            self._connection.commit()
        except BaseException:
            self._rollback()
            raise
        return result

    def _rollback(self) -> None:
        # SQLAlchemy's transaction is over once a commit has failed (a full disk); SQLite's is still open.
        self._thread._conn.rollback()
        self._connection.rollback()

    def _commit(self, work: Work) -> None:
        work.finish(self._connection)
        self._connection.commit()

    async def close(self) -> None:
        await self._thread.hop(self._connection.close)
        await self._thread.close()


class Sqlite:
    """A SQLite file: one writer, one reader."""

    def __init__(self, url: URL) -> None:
        path = url.database or ""
        make_private(Path(path))
        self._writer = _Station(path, "BEGIN IMMEDIATE")
        self._reader = _Station(path, "BEGIN")

    async def open(self) -> None:
        await self._writer.open()
        await self._reader.open()

    def work(self) -> contextlib.AbstractAsyncContextManager[Work]:
        return self._writer.work()

    async def run(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        return await self._writer.once(query, *args, **kwargs)

    async def read(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        return await self._reader.once(query, *args, **kwargs)

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()


class Postgres:
    """A PostgreSQL server: a pool of asynchronous connections."""

    def __init__(self, url: URL) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine

        self._engine = create_async_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )

    async def open(self) -> None:
        async with self._engine.connect():
            pass

    @contextlib.asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        async with self._engine.begin() as connection:
            work = Work(_Bridge(connection))
            yield work
            await connection.run_sync(work.finish)

    async def run(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        async with self.work() as work:
            return await work.run(query, *args, **kwargs)

    read = run

    async def close(self) -> None:
        await self._engine.dispose()


class _Bridge:
    def __init__(self, connection: Any) -> None:  # noqa: ANN401
        self._connection = connection

    async def call(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        result: T = await self._connection.run_sync(query, *args, **kwargs)
        return result


class Database:
    """The one database, with the vault its sealed values open with."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = read_url(url)
        self.vault = vault
        sqlite = self.url.get_backend_name() == "sqlite"
        self._kind: Sqlite | Postgres = Sqlite(self.url) if sqlite else Postgres(self.url)

    async def __aenter__(self) -> Database:
        await self._kind.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._kind.close()

    def work(self) -> contextlib.AbstractAsyncContextManager[Work]:
        """A unit of work that may write."""
        return self._kind.work()

    async def run(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """One query function in a unit of work of its own."""
        return await self._kind.run(query, *args, **kwargs)

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """One query function on a snapshot beside the writer: long reports hold nobody up."""
        return await self._kind.read(query, *args, **kwargs)

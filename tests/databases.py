"""Databases for tests: the demonstration county is built once and copied for each test that wants it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.assemble import House, open_house
from bot.settings import Settings
from storage.database import read_url
from storage.values.week import SHANGHAI

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=SHANGHAI)
"""When the county of the tests begins: the Monday of 2026-W47, before work."""

AT_ONCE = 16
"""Copies that a process has removed from the server side by side."""

POSTGRESQL = os.environ.get("BANGFU_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/test")


def postgresql_answers() -> bool:
    """Whether the server for tests is there."""
    try:
        engine = create_engine(read_url(POSTGRESQL), connect_args={"connect_timeout": 2}, poolclass=NullPool)
        with engine.connect():
            return True
    except Exception:
        return False


class Databases:
    """Makes the county once for each kind of database; `fresh` copies it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template"
        self._made: set[str] = set()
        self._copies = 0
        self._server = read_url(POSTGRESQL)
        self._name = f"bangfu_test_{os.getpid()}"
        self._on_server: list[str] = []
        self._dropping = ThreadPoolExecutor(AT_ONCE)
        self._going: list[Future[None]] = []

    def settings(self, kind: str) -> Settings:
        """Settings for a copy of the county, with its own data folder."""
        if kind not in self._made:
            self._make(kind)
        self._copies += 1
        data = self._folder / f"copy{self._copies}"
        shutil.copytree(self._template, data)
        if kind == "sqlite":
            return Settings(data=data)
        return Settings(data=data, db=self._copy_on_server())

    def _make(self, kind: str) -> None:
        if "sqlite" not in self._made:
            _run(_built(Settings(data=self._template)))
            self._made.add("sqlite")
        if kind == "postgresql":
            self._drop_left_over()
            self._run_on_server(f"CREATE DATABASE {self._name}")
            url = self._server.set(database=self._name).render_as_string(hide_password=False)
            _run(_built(Settings(data=self._template, db=url)))
            self._made.add(kind)

    def _copy_on_server(self) -> str:
        """A copy, written through the log (the server's own choice): copying files waits for a checkpoint."""
        name = f"{self._name}_{self._copies}"
        self._run_on_server(f"CREATE DATABASE {name} TEMPLATE {self._name}")
        self._on_server.append(name)
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _run_on_server(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))

    def _drop_on_server(self, name: str) -> None:
        self._run_on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _drop_left_over(self) -> None:
        """Remove what an earlier process of the same number left when it was broken off."""
        engine = create_engine(self._server, poolclass=NullPool)
        with engine.connect() as connection:
            names = (
                connection.execute(text("SELECT datname FROM pg_database ORDER BY datname")).scalars().all()
            )
        for name in names:
            if name == self._name or name.startswith(f"{self._name}_"):
                self._drop_on_server(name)

    def give_back(self) -> None:
        """Nobody reads the copies made up to now any more. They go side by side, and nobody waits for it: each
        one waits for a checkpoint, which the server makes for all that wait.
        """
        self._going += [self._dropping.submit(self._drop_on_server, name) for name in self._on_server]
        self._on_server.clear()

    def drop(self) -> None:
        """Remove what is left on the server, the original too."""
        if "postgresql" in self._made:
            self._on_server.append(self._name)
        self.give_back()
        for each in self._going:
            each.result()
        self._dropping.shutdown()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: the test that asks may have a loop running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


async def _built(settings: Settings) -> None:
    async with open_house(settings, lambda: NOW, demo=True) as house:
        await house.office()


class Hands:
    """A clock that tests move."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@contextlib.asynccontextmanager
async def open_copy(
    databases: Databases, kind: str = "sqlite", hands: Hands | None = None
) -> AsyncIterator[House]:
    """The county, open, with a clock to be moved."""
    async with open_house(databases.settings(kind), hands or Hands(), demo=True) as house:
        yield house


def kinds() -> Iterator[object]:
    """Both databases, for parametrised tests."""
    import pytest

    yield pytest.param("sqlite", id="sqlite")
    yield pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql)

"""The migrations make exactly the tables of the code, on both databases, and can be walked back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import POSTGRESQL, kinds
from sqlalchemy import Connection, create_engine, inspect, text

from storage.database import prepare_sqlite, read_url
from storage.migrations import HEAD, HERE, ensure_current, move, revision
from storage.tables import Base

SCHEMA = f"bangfu_migrations_{os.getpid()}"


@pytest.fixture(params=list(kinds()))
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """A connection to an empty database; what was done is thrown away."""
    server = request.param == "postgresql"
    engine = create_engine(read_url(POSTGRESQL if server else f"sqlite:///{tmp_path / 'empty.db'}"))
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        connection = stack.enter_context(engine.connect())
        if server:
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
            connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
        else:
            prepare_sqlite(connection.connection.driver_connection)
            connection.exec_driver_sql("BEGIN")
        yield connection
        connection.rollback()


def tables(connection: Connection) -> set[str]:
    """The tables there are, but for alembic's own."""
    inspect(connection).clear_cache()
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again_makes_all_tables_none_and_all(empty: Connection) -> None:
    for target, there in (
        ("head", set(Base.metadata.tables)),
        ("base", set()),
        ("head", set(Base.metadata.tables)),
    ):
        move(empty, target)
        assert tables(empty) == there
    assert revision(empty) == HEAD


def test_every_single_step_can_be_taken_back(empty: Connection) -> None:
    steps = [step.revision for step in ScriptDirectory(str(HERE)).walk_revisions()][::-1]
    for before, step in zip(["base", *steps], steps, strict=False):
        move(empty, step)
        move(empty, before)
        move(empty, step)
        assert revision(empty) == step


def test_autogenerate_finds_no_difference_between_migrations_and_tables(empty: Connection) -> None:
    move(empty, "head")
    context = MigrationContext.configure(empty, opts={"compare_type": True, "compare_server_default": True})
    assert not compare_metadata(context, Base.metadata), 'run: make migration NAME="what changes"'


def test_the_newest_revision_is_the_only_head_and_its_number_counts_on() -> None:
    scripts = ScriptDirectory(str(HERE))
    assert scripts.get_heads() == [HEAD]
    numbers = sorted(step.revision for step in scripts.walk_revisions())
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_a_new_database_is_made_and_a_current_one_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'bangfu.db'}"
    assert ensure_current(url) is None
    assert ensure_current(url) == HEAD

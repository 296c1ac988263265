"""The migrations (alembic): how the tables came to be as they are.

A new one: change the class in `storage/tables`, then `make migration NAME="what changes"`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, event, inspect, text

from storage.database import DatabaseProblem, make_private, prepare_sqlite, read_url

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
HEAD = max((path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*.py")), default="0000")
"""The newest revision; revisions are numbered 0001, 0002, …"""


def ensure_current(url: str) -> str | None:
    """Bring a database to the newest revision; returns the one it had (None: it was new).

    Raises:
        DatabaseProblem: it is of a newer release than this one.
    """
    engine = create_engine(read_url(url))
    if engine.dialect.name == "sqlite":
        make_private(Path(engine.url.database or ""))
        event.listen(engine, "connect", lambda raw, _: prepare_sqlite(raw))
        # One transaction from the look to the last table: a second process waits, then finds it done.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.connect() as connection:
            before = revision(connection)
            if before is not None and before > HEAD:
                raise DatabaseProblem(
                    f"this database is of a newer release (revision {before}, this one knows {HEAD}): install that release"
                )
            if before != HEAD:
                move(connection, "head")
                connection.commit()
            return before
    finally:
        engine.dispose()


def revision(connection: Connection) -> str | None:
    """The revision a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def move(connection: Connection, target: str) -> None:
    """Upgrade or downgrade to a revision (`head`, `base`, a number) on this connection."""
    from alembic import command

    config = configured(connection)
    if target == "base" or (target.isdigit() and target < (revision(connection) or "")):
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


def configured(connection: Connection) -> Config:
    """alembic's configuration for one connection; there is no alembic.ini to keep in step."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config

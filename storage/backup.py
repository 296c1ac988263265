"""Copies of the one file: taken while the office works, put back in one piece.

The key file is not in the copy: without it the sealed values of a backup do not open. It is kept apart.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import read_url

MARK = "people"
"""A table that every database of Bangfu has."""


class BackupProblem(Exception):
    """A backup cannot be taken or put back; the message says why and what to do."""


def backup(url: str, target: Path) -> None:
    """Copy a SQLite database, also while it is written to; the copy appears whole or not at all.

    Raises:
        BackupProblem: PostgreSQL, no such database, or the copy cannot be written.
    """
    source = _file_of(url, "take a backup with pg_dump")
    if not source.exists():
        raise BackupProblem(f"there is no database at {source.name} to copy")
    half = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _copy(source, half)
        _as_one_file(half)
        os.replace(half, target)
    except (OSError, sqlite3.Error) as error:
        half.unlink(missing_ok=True)
        raise BackupProblem(f"the backup could not be written: {error}") from error


def restore(source: Path, url: str) -> None:
    """Put a backup in the place of a SQLite database; what was there is gone.

    Raises:
        BackupProblem: PostgreSQL, not a whole backup of Bangfu, or the database cannot be written.
    """
    target = _file_of(url, "put a backup back with pg_restore or psql")
    _check(source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(source, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupProblem(f"the backup could not be put back: {error}") from error


def _file_of(url: str, instead: str) -> Path:
    read = read_url(url)
    if read.get_backend_name() != "sqlite":
        raise BackupProblem(f"this database is on a PostgreSQL server: {instead}")
    return Path(read.database or "")


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def _as_one_file(copy: Path) -> None:
    """Out of WAL mode, so that nobody need keep more than the one file."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _check(source: Path) -> None:
    if not source.is_file():
        raise BackupProblem(f"there is no file {source.name}")
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?immutable=1", uri=True)) as found:
            sound = found.execute("PRAGMA quick_check").fetchone() == ("ok",)
            ours = found.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MARK,)).fetchone()
    except sqlite3.Error as error:
        raise BackupProblem(f"{source.name} is not a backup: {error}") from error
    if not (sound and ours):
        raise BackupProblem(f"{source.name} is not a whole backup of Bangfu")

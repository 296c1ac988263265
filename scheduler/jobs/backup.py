"""The nightly copy of a SQLite database: the last few stay. A server is backed up by its own tools."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from storage.backup import backup
from storage.database import Database


async def back_up(database: Database, folder: Path, day: date, keep: int) -> None:
    """Copy the database to `folder/bangfu-<day>.sqlite3`; of the copies the last `keep` stay.

    Raises:
        BackupProblem: the copy could not be written.
    """
    if database.url.get_backend_name() == "sqlite":
        url = database.url.render_as_string(hide_password=False)
        await asyncio.to_thread(backup, url, folder / f"bangfu-{day.isoformat()}.sqlite3")
        await asyncio.to_thread(_thin_out, folder, keep)


def _thin_out(folder: Path, keep: int) -> None:
    copies = sorted(folder.glob("bangfu-????-??-??.sqlite3"))
    for copy in copies[:-keep]:
        copy.unlink()

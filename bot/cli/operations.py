"""`bangfu migrate`, `backup`, `restore`, `doctor`: keeping it running."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Db, Demo, command, say, settings_of
from bot.finding import Finding
from bot.refusal import Refusal

File = Annotated[Path, typer.Argument(help="The backup file.")]


@command
async def migrate(db: Db = "", demo: Demo = False) -> None:
    """Bring the database to the newest revision of its tables."""
    from storage.migrations import HEAD, ensure_current

    before = ensure_current(settings_of(db, demo).database_url)
    say(f"at revision {HEAD}" if before == HEAD else f"moved from {before or 'nothing'} to revision {HEAD}")


@command
async def backup(file: File, db: Db = "", demo: Demo = False) -> None:
    """Copy the database into one file while the server runs (SQLite). Keep the key file apart."""
    from storage.backup import BackupProblem
    from storage.backup import backup as copy

    settings = settings_of(db, demo)
    try:
        copy(settings.database_url, file)
    except BackupProblem as refused:
        raise Refusal(str(refused)) from refused
    say(f"written to {file}; it opens only with the key file {settings.key_path.name}, keep that apart")


@command
async def restore(file: File, db: Db = "", demo: Demo = False) -> None:
    """Put a backup in the place of the database; the server must be stopped. What was there is gone."""
    from storage.backup import BackupProblem
    from storage.backup import restore as put_back

    settings = settings_of(db, demo)
    try:
        put_back(file, settings.database_url)
    except BackupProblem as refused:
        raise Refusal(str(refused)) from refused
    say(f"restored from {file}")


@command
async def doctor(db: Db = "", demo: Demo = False) -> None:
    """Look whether everything is in order; each line that is not says how to mend it."""
    from bot.channels.looking import channel_findings
    from bot.doctor import findings

    settings = settings_of(db, demo)
    found = [_told(finding) for finding in findings(settings)]
    found += [_told(finding) async for finding in channel_findings(settings)]
    if not all(found):
        raise typer.Exit(1)


def _told(finding: Finding) -> bool:
    """Say it as soon as it is known: a provider that does not answer takes its time."""
    say(f"{'ok  ' if finding.ok else 'MEND'} {finding.what}")
    return finding.ok


def add_to(app: typer.Typer) -> None:
    """This family's commands."""
    for one in (migrate, backup, restore, doctor):
        app.command()(one)

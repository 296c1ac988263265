"""What `bangfu doctor` looks at: folder, key file, database, pictures, calendar, register."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from bot.finding import Finding
from bot.settings import Settings
from storage.database import looked_at, problem_of
from storage.migrations import HEAD, revision
from storage.queries.calendar import load
from storage.queries.keys import a_sealed_value, try_key
from storage.queries.people import count
from storage.sealed import KeyProblem, load_or_create

ROOM = 1 << 30
"""Bytes of free space below which the disk is called nearly full."""


def findings(settings: Settings, today: date | None = None) -> Iterator[Finding]:
    """Look at everything; nothing is changed but that a missing data folder is made."""
    yield from _folder(settings)
    yield _key(settings)
    yield from _database(settings, today or date.today())  # noqa: DTZ011 - the machine's own day will do


def _folder(settings: Settings) -> Iterator[Finding]:
    settings.data.mkdir(parents=True, exist_ok=True)
    writable = os.access(settings.data, os.W_OK)
    yield Finding(
        writable,
        f"data folder {settings.data}"
        + ("" if writable else ": not writable; give it to the user that runs bangfu"),
    )
    free = shutil.disk_usage(settings.data).free
    yield Finding(
        free > ROOM, f"{free >> 20} MB free" + ("" if free > ROOM else "; make room, or move BANGFU_DATA")
    )


def _key(settings: Settings) -> Finding:
    if not settings.key_path.exists():
        return Finding(True, f"key file {settings.key_path.name} is made at the first start")
    try:
        load_or_create(settings.key_path)
    except KeyProblem as problem:
        return Finding(False, str(problem))
    mode = stat.S_IMODE(settings.key_path.stat().st_mode)
    ok = mode & 0o077 == 0
    return Finding(
        ok,
        f"key file {settings.key_path.name}"
        + ("" if ok else f": others can read it; chmod 600 {settings.key_path}"),
    )


def _database(settings: Settings, today: date) -> Iterator[Finding]:
    try:
        with looked_at(settings.database_url) as db:
            at = revision(db)
            yield Finding(
                at == HEAD,
                f"database at revision {at or 'none'}" + ("" if at == HEAD else "; run bangfu migrate"),
            )
            if at == HEAD:
                yield _opens(db, settings)
                yield from _content(db, today)
    except Exception as error:
        line = problem_of(error)
        if line is None:
            raise
        yield Finding(False, line)


def _opens(db: Connection, settings: Settings) -> Finding:
    name = settings.key_path.name
    if not settings.key_path.exists():
        missing = a_sealed_value(db) is not None
        return Finding(
            not missing, f"key file {name} is missing; put it back" if missing else "nothing is sealed yet"
        )
    try:
        try_key(db, load_or_create(settings.key_path))
    except KeyProblem:
        return Finding(
            False, f"{name} is not the key file this database was written with; restore its backup"
        )
    return Finding(True, f"{name} opens what is sealed")


def _content(db: Connection, today: date) -> Iterator[Finding]:
    calendar = load(db)
    known = calendar.known(today.year)
    yield Finding(
        known,
        f"calendar of {today.year}" + ("" if known else ": not in; Monday to Friday is assumed and marked"),
    )
    if today.month >= 11 and not calendar.known(today.year + 1):
        yield Finding(
            True,
            f"calendar of {today.year + 1} is not in yet; it comes with the next release after its publication",
        )
    people = count(db)
    yield Finding(
        people > 0,
        f"{people} people in the register" + ("" if people else "; run bangfu import WORKBOOK --commit"),
    )

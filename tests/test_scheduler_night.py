"""The clock itself, and what it does at night: forgetting, copying, looking at the calendar."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hamlet import SHIGUAN, VAULT, Village, assign, at, come, opened, person
from sqlalchemy import Connection, func, insert, select

from scheduler.clock import Clock
from scheduler.jobs.calendar_check import year_missing
from scheduler.jobs.retention import tidy
from scheduler.tick import nightly
from storage.backup import BackupProblem, backup, restore
from storage.database import Database
from storage.queries.attempts import Tried, add_attempts
from storage.queries.notices import NewNotice, add_notices, record_sent
from storage.queries.retention import PORTION
from storage.tables import Attempt, Draft, Inbound, Notice, Person, QueryEntry

VILLAGE = Village()
NOW = at("2026-11-16 03:15")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[tuple[str, Database]]:
    async with opened("sqlite", tmp_path) as (url, database):
        await database.run(person, 1, "张三")
        yield url, database


def count(conn: Connection, table: type[object]) -> int:
    return conn.execute(select(func.count()).select_from(table)).scalar_one()


def leave_traces(conn: Connection, moment: datetime) -> None:
    """A reply, a question, a sent notice with its attempt and an open draft of a moment."""
    conn.execute(
        insert(Inbound).values(
            contact_id=1, message_id=moment.isoformat(), sent_at=moment, received_at=moment, reply_sealed=b""
        )
    )
    conn.execute(insert(QueryEntry).values(at=moment, kind="funds", scope="", size=1, refused=False))
    conn.execute(
        insert(Draft).values(
            contact_id=1, form="visit", version="1", state="parked", body_sealed=b"", updated_at=moment
        )
    )
    key = f"N01:{moment.isoformat()}"
    add_notices(conn, [NewNotice(key, "N01", 1, {}, moment, moment)], moment)
    ids = list(conn.execute(select(Notice.id).where(Notice.key == key)).scalars())
    add_attempts(conn, [(id_, Tried("webchat", "sent")) for id_ in ids], moment)
    record_sent(conn, ids, "webchat", moment)


async def test_what_has_had_its_time_is_forgotten_and_the_rest_is_kept(place: tuple[str, Database]) -> None:
    _, database = place
    for days in (1, 59, 61, 400):
        await database.run(leave_traces, NOW - timedelta(days=days))
    await tidy(database, VILLAGE, NOW)
    kept = {table: await database.read(count, table) for table in (Inbound, QueryEntry, Notice, Attempt)}
    assert kept == {Inbound: 2, QueryEntry: 3, Notice: 3, Attempt: 3}
    states = await database.read(
        lambda conn: list(conn.execute(select(Draft.state).order_by(Draft.id)).scalars())
    )
    assert states == ["parked", "expired", "expired", "expired"]


async def test_more_than_a_portion_is_forgotten_too(place: tuple[str, Database]) -> None:
    _, database = place
    old = NOW - timedelta(days=100)
    rows = [
        {"contact_id": 1, "message_id": str(n), "sent_at": old, "received_at": old, "reply_sealed": b""}
        for n in range(PORTION + 5)
    ]
    await database.run(lambda conn: conn.execute(insert(Inbound), rows) and None)
    await tidy(database, VILLAGE, NOW)
    assert await database.read(count, Inbound) == 0


async def test_the_nightly_work_is_done_once_a_night(place: tuple[str, Database], tmp_path: Path) -> None:
    _, database = place
    folder = tmp_path / "backups"
    assert not await nightly(database, VILLAGE, at("2026-11-15 22:00"), folder), (
        "the first beat only remembers"
    )
    assert not await nightly(database, VILLAGE, at("2026-11-16 03:09"), folder)
    assert await nightly(database, VILLAGE, at("2026-11-16 03:10"), folder)
    assert not await nightly(database, VILLAGE, at("2026-11-16 03:11"), folder)
    assert await nightly(database, VILLAGE, at("2026-11-18 09:00"), folder), (
        "a night without power is made up for"
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        "bangfu-2026-11-16.sqlite3",
        "bangfu-2026-11-18.sqlite3",
    ]


async def test_as_many_copies_stay_as_the_office_wants(place: tuple[str, Database], tmp_path: Path) -> None:
    _, database = place
    for day in range(1, 12):
        await nightly(database, VILLAGE, at(f"2026-11-{day:02d} 03:10"), tmp_path / "backups", keep=3)
    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert len(names) == 3
    assert names[0] == "bangfu-2026-11-09.sqlite3"


async def test_a_backup_is_whole_private_and_can_be_put_back(
    place: tuple[str, Database], tmp_path: Path
) -> None:
    url, database = place
    copy = tmp_path / "copy #1.sqlite3"
    await database.run(assign, 1, SHIGUAN)
    backup(url, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    await database.run(come, 1, SHIGUAN, "2026-11-16")
    await database.run(person, 2, "李四")
    restore(copy, url)
    elsewhere = f"sqlite:///{tmp_path}/new/place.db"
    restore(copy, elsewhere)
    for each in (url, elsewhere):
        async with Database(each, VAULT) as opened_again:
            assert await opened_again.read(count, Person) == 1
    assert [name for name in os.listdir(tmp_path) if "copy" in name] == ["copy #1.sqlite3"]


def test_a_backup_that_is_none_is_refused_in_a_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    with pytest.raises(BackupProblem, match=r"no database at office\.db"):
        backup(url, tmp_path / "copy")
    (tmp_path / "letter").write_text("Dear office,")
    with pytest.raises(BackupProblem, match="letter is not a backup"):
        restore(tmp_path / "letter", url)
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE things (id)")
    with pytest.raises(BackupProblem, match="not a whole backup"):
        restore(tmp_path / "other", url)
    with pytest.raises(BackupProblem, match="no file gone"):
        restore(tmp_path / "gone", url)


@pytest.mark.parametrize("work", [backup, restore])
def test_a_server_is_left_to_its_own_tools(work: object, tmp_path: Path) -> None:
    server, file = "postgresql://127.0.0.1/office", tmp_path / "copy"
    with pytest.raises(BackupProblem, match="pg_"):
        backup(server, file) if work is backup else restore(file, server)


def test_next_years_holidays_are_asked_for_from_november() -> None:
    assert year_missing(VILLAGE.calendar, date(2026, 10, 31)) is None
    assert year_missing(VILLAGE.calendar, date(2026, 11, 1)) == 2027
    assert year_missing(VILLAGE.calendar, date(2027, 3, 1)) == 2027


async def test_the_missing_year_is_a_line_in_the_log(
    place: tuple[str, Database], caplog: pytest.LogCaptureFixture
) -> None:
    _, database = place
    with caplog.at_level(logging.WARNING):
        await nightly(database, VILLAGE, at("2026-10-31 22:00"))
        await nightly(database, VILLAGE, at("2026-11-01 03:10"))
    assert [record.message for record in caplog.records] == [
        "the holidays of 2027 are not in the calendar: import the State Council's notice"
    ]


async def test_the_clock_beats_at_once_and_goes_on_after_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    beats: list[int] = []
    enough = asyncio.Event()

    async def beat() -> None:
        beats.append(1)
        if len(beats) == 1:
            raise ValueError("the database is away")
        enough.set()

    clock = Clock(beat, every=0.01)
    clock.start()
    await asyncio.wait_for(enough.wait(), 5)
    await clock.stop()
    assert "a beat of the clock failed" in caplog.text
    after = len(beats)
    await asyncio.sleep(0.05)
    assert len(beats) == after


async def test_stopping_waits_for_the_beat_that_runs() -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    async def beat() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        done.set()

    clock = Clock(beat, every=60)
    clock.start()
    await asyncio.wait_for(begun.wait(), 5)
    await clock.stop()
    assert done.is_set()


async def test_a_clock_that_was_never_started_stops() -> None:
    async def beat() -> None: ...

    await Clock(beat).stop()

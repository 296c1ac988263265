"""The contract of a database: a unit of work is committed whole or not at all, on either of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime

import pytest
from brittle import mend, refuse_commits
from databases import Databases, kinds
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.settings import Settings
from storage.database import Database
from storage.sealed import load_or_create
from storage.tables import Contact, Inbound, Parameter, Workday
from storage.values.week import SHANGHAI

DAY = date(2199, 1, 1)


@pytest.fixture(scope="module", params=list(kinds()))
def town(request: pytest.FixtureRequest, databases: Databases) -> Settings:
    """One database for all tests here: each cleans up before it begins."""
    return databases.settings(request.param)


@pytest.fixture
async def database(town: Settings) -> AsyncIterator[Database]:
    async with Database(town.database_url, load_or_create(town.key_path)) as opened:
        await opened.run(clear)
        yield opened


def clear(db: Connection) -> None:
    db.execute(delete(Workday).where(Workday.day >= DAY))
    db.execute(delete(Parameter).where(Parameter.name == "contract"))


def add(db: Connection, number: int = 0) -> int:
    db.execute(
        insert(Workday).values(day=DAY.replace(day=number + 1), works=True, name="", source="contract")
    )
    return number


def count(db: Connection) -> int:
    return db.execute(select(func.count()).where(Workday.day >= DAY)).scalar_one()


class Stopped(Exception):
    """Something went wrong in the middle."""


async def a_work(
    database: Database, *numbers: int, at_end: Sequence[int] = (), stopped: bool = False
) -> None:
    """A unit of work that writes some rows, and some more at its end, or is stopped before that."""
    async with database.work() as work:
        for number in numbers:
            await work.run(add, number)
        for number in at_end:
            work.at_end(add, number)
        if stopped:
            raise Stopped


async def test_what_a_unit_of_work_wrote_is_there_when_it_has_ended(database: Database) -> None:
    async with database.work() as work:
        assert await work.run(add, 3) == 3
        assert await work.run(count) == 1
    assert await database.read(count) == 1


async def test_nobody_sees_what_a_unit_of_work_has_not_committed_and_nobody_waits_for_it(
    database: Database,
) -> None:
    async with database.work() as work:
        await work.run(add)
        async with asyncio.timeout(2):
            assert await database.read(count) == 0
    assert await database.read(count) == 1


async def test_an_exception_takes_everything_back_and_is_passed_on(database: Database) -> None:
    with pytest.raises(Stopped):
        await a_work(database, 1, 2, stopped=True)
    assert await database.read(count) == 0
    await database.run(add)
    assert await database.read(count) == 1


async def test_a_statement_that_fails_takes_the_unit_of_work_with_it(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await a_work(database, 1, 1)
    assert await database.read(count) == 0
    await database.run(add)


async def test_what_was_left_for_the_end_runs_in_its_order_before_the_commit(database: Database) -> None:
    ran: list[int] = []

    def note(db: Connection, number: int) -> None:
        ran.append(number)
        add(db, number)

    async with database.work() as work:
        work.at_end(note, 1)
        work.at_end(note, 2)
        assert await work.run(count) == 0
    assert ran == [1, 2]
    assert await database.read(count) == 2


async def test_a_failure_at_the_end_takes_everything_back(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await a_work(database, 1, at_end=(2, 1))
    assert await database.read(count) == 0


async def test_what_was_left_for_the_end_does_not_run_after_an_exception(database: Database) -> None:
    with pytest.raises(Stopped):
        await a_work(database, at_end=(1,), stopped=True)
    assert await database.read(count) == 0


async def test_a_commit_that_fails_takes_everything_back_and_the_next_one_succeeds(
    database: Database,
) -> None:
    def take_in(db: Connection) -> None:
        add(db)
        contact = db.execute(insert(Contact).values(**CONTACT).returning(Contact.id)).scalar_one()
        db.execute(insert(Inbound).values(contact_id=contact, **MESSAGE))

    await database.run(refuse_commits)
    for _ in range(3):
        with pytest.raises(SQLAlchemyError):
            await database.run(take_in)
    await database.run(mend)
    assert await database.read(count) == 0
    await database.run(take_in)
    assert await database.read(count) == 1


NOW = datetime(2026, 11, 17, 9, 0, tzinfo=SHANGHAI)
CONTACT = {
    "channel": "contract", "address_index": b"x", "address_sealed": b"x", "tries": 0, "created_at": NOW, "last_in": NOW,
}  # fmt: skip
MESSAGE = {"message_id": "1", "sent_at": NOW, "received_at": NOW, "reply_sealed": b"x"}


async def test_a_unit_of_work_that_is_cancelled_is_taken_back_and_the_next_one_begins(
    database: Database,
) -> None:
    begun = asyncio.Event()

    async def slow() -> None:
        async with database.work() as work:
            await work.run(add)
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await begun.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert await database.read(count) == 0
    async with asyncio.timeout(5):
        await database.run(add)


async def test_units_of_work_on_one_row_follow_one_another(database: Database) -> None:
    def rise(db: Connection) -> None:
        row = select(Parameter.value).where(Parameter.name == "contract").with_for_update()
        value = db.execute(row).scalar_one()
        db.execute(update(Parameter).where(Parameter.name == "contract").values(value=value + 1))

    await database.run(_parameter, 0)
    await asyncio.gather(*(database.run(rise) for _ in range(8)))
    assert await database.read(_value) == 8


def _parameter(db: Connection, value: object) -> None:
    db.execute(insert(Parameter).values(name="contract", valid_from=DAY, value=value, source=""))


def _value(db: Connection) -> object:
    return db.execute(select(Parameter.value).where(Parameter.name == "contract")).scalar_one()


@pytest.mark.parametrize(
    "value",
    [0, -1, 70.5, "饮水", "", True, None, [1, "二", {"三": 3}], {"a": {"b": []}}, "𠮷👍", "引\"号'\\", 2**40],
)
async def test_json_comes_back_as_it_was(database: Database, value: object) -> None:
    await database.run(_parameter, value)
    assert await database.read(_value) == value


@pytest.mark.parametrize(
    "moment", [NOW, NOW.astimezone(UTC), datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=SHANGHAI)], ids=str
)
async def test_a_moment_comes_back_as_the_same_instant_in_shanghai(
    database: Database, moment: datetime
) -> None:
    def keep(db: Connection) -> datetime:
        values = {**CONTACT, "address_index": str(moment).encode(), "last_in": moment}
        number = db.execute(insert(Contact).values(**values).returning(Contact.id)).scalar_one()
        return db.execute(select(Contact.last_in).where(Contact.id == number)).scalar_one()

    kept = await database.run(keep)
    assert kept == moment
    assert kept.tzinfo == SHANGHAI

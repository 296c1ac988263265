"""What did not arrive is sent again to who has written since: under a new reference, the same after a crash."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hamlet import Village, at, contact, opened, person
from sqlalchemy import Connection, select, update

from bot.channels.base import Capabilities, Filled, Receipt
from bot.sender import SendPlanner
from handlers.replies import Say
from scheduler.jobs.deliveries import deliver
from scheduler.judging import judge
from storage.database import Database
from storage.queries.claims import claim
from storage.queries.notices import NewNotice, add_notices
from storage.queries.reports import Told, take_report
from storage.tables import Contact, Notice

NOW = at("2026-11-19 16:00")
VILLAGE = Village()
BLOCKED = Told("wechat", "t-1", "", False, "failed:user block", NOW + timedelta(seconds=20))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(request.param, tmp_path) as (_, database):
        await database.run(furnish)
        yield database


def furnish(conn: Connection) -> None:
    person(conn, 1, "张三", channel=None)
    contact(conn, 1, "wechat")
    add_notices(conn, [NewNotice("n1", "new_account", 1, {}, NOW, NOW + timedelta(hours=6))], NOW)


async def send(database: Database, planner: SendPlanner, minutes: int = 0) -> None:
    async for _ in deliver(database, VILLAGE, planner, NOW + timedelta(minutes=minutes)):
        pass


async def tell(database: Database, told: Told, key: str = "k1") -> str:
    return await database.run(take_report, told, key, NOW)


def state(conn: Connection) -> tuple[str, str, str | None]:
    return tuple(conn.execute(select(Notice.state, Notice.reason, Notice.channel)).one())  # type: ignore[return-value]


@dataclass
class OnceOnly:
    """A provider of templates that takes a reference once and reports by its own id."""

    taken: list[str] = field(default_factory=list)
    name: str = "wechat"
    catalogue: str = "wechat"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            buttons=False, pictures_in=False, pictures_out=False, pushes=True, longest=500, free_text=False,
            templates=True, reports=True,
        )
    )  # fmt: skip

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        raise AssertionError("no free text here")

    async def send_template(self, address: str, filled: Filled, reference: str = "") -> Receipt:
        if reference in self.taken:
            return Receipt(again=True)
        self.taken.append(reference)
        return Receipt((f"t-{len(self.taken)}",))

    def planner(self) -> SendPlanner:
        return SendPlanner({self.name: self}, self)

    def fills(self, section: str, kind: str, said: Mapping[str, Any], language: str) -> Sequence[Filled]:
        return [Filled(kind, "T1", {}, kind)]


def writes(conn: Connection) -> None:
    """The person writes, a minute later."""
    conn.execute(update(Contact).values(last_in=NOW + timedelta(minutes=1)))


async def test_who_writes_after_a_failure_is_sent_it_anew_and_hears_it(database: Database) -> None:
    provider = OnceOnly()
    await send(database, provider.planner())
    await tell(database, BLOCKED)
    await database.run(writes)
    await send(database, provider.planner(), 2)
    first, second = provider.taken
    assert second == f"{first}-2"
    assert await database.read(state) == ("sent", "", "wechat")
    await tell(database, replace(BLOCKED, id="t-2", delivered=True), "k2")
    assert await database.read(state) == ("delivered", "", "wechat")


async def test_a_crash_before_it_is_noted_repeats_the_new_reference(database: Database) -> None:
    provider = OnceOnly()
    await send(database, provider.planner())
    await tell(database, BLOCKED)
    await database.run(writes)
    claimed = await database.run(claim, NOW + timedelta(minutes=2), 10, timedelta(minutes=1))
    verdicts = await database.read(judge, VILLAGE, claimed, NOW + timedelta(minutes=2))
    await provider.planner().send(verdicts.errands[0])
    await send(database, provider.planner(), 4)
    assert len(provider.taken) == 2
    assert await database.read(state) == ("sent", "", "wechat")

"""A house with its doors of one-time links open, and a browser that knocks."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import aiohttp
from acting import WORKDAY, Actor, Scene, scene
from aiohttp import web
from databases import Databases
from prometheus_client import CollectorRegistry
from sqlalchemy import Connection, select, update

from bot.run import DOORS
from bot.web.application import application
from storage.queries.links import LENGTH
from storage.queries.people import phone_of
from storage.tables import AuditEntry, Contact, QueryEntry, Role


def key_of(kind: str) -> re.Pattern[str]:
    """The word of a link of a kind, as it stands in an answer."""
    return re.compile(rf"/{kind}\?key=([a-z]{{{LENGTH}}})\b")


@dataclass
class Counter:
    """The house with its doors open, and a browser at one of them."""

    stage: Scene
    browser: aiohttp.ClientSession
    url: str
    kind: str = "ledger"

    async def asked(self, actor: Actor, text: str) -> str:
        """The word of the link that somebody is answered with."""
        found = key_of(self.kind).search(await actor.hears(text))
        assert found
        return found[1]

    async def look(self, key: str) -> tuple[int, str]:
        async with self.browser.get(
            f"{self.url}/{self.kind}", params={"key": key}, headers={"Accept": "text/html"}
        ) as got:
            return got.status, await got.text()

    async def take(self, key: str, tail: str = "") -> tuple[int, bytes, Any]:
        """Press the button: status, body, headers."""
        async with self.browser.post(f"{self.url}/{self.kind}", data={"key": key, "tail": tail}) as got:
            return got.status, await got.read(), got.headers

    async def tail_of(self, actor: Actor) -> str:
        assert actor.who is not None
        database = self.stage.house.database
        return (await database.read(phone_of, self.stage.house.vault, actor.who))[-4:]

    async def let_happen(self, what: str, actor: Actor) -> None:
        """`unbound`, `another person` or `role ended`: why somebody may not have it any more."""
        await self.stage.house.database.run(_let_happen, what, actor.who, self.stage.hands().date())

    async def audited(self) -> list[tuple[Any, ...]]:
        """Who took what: reader, subject, field, reason; the query log says the same."""
        return await self.stage.house.database.read(_audited, self.kind)


async def healthy() -> bool:
    return True


@asynccontextmanager
async def counter(
    databases: Databases, kind: str = "sqlite", of: str = "ledger", now: datetime = WORKDAY
) -> AsyncIterator[Counter]:
    """The doors of a house on a copy of the county; `of` is the kind of link that is asked for."""
    async with scene(databases, kind, now) as stage:
        doors = [door(stage.house.database, stage.office, stage.hands).mount for door in DOORS]
        runner = web.AppRunner(application(doors, healthy=healthy, registry=CollectorRegistry()))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        stage.office.site = f"http://{host}:{port}"
        try:
            async with aiohttp.ClientSession() as browser:
                yield Counter(stage, browser, stage.office.site, of)
        finally:
            stage.office.site = ""
            await runner.cleanup()


def _audited(db: Connection, kind: str) -> list[tuple[Any, ...]]:
    rows = db.execute(
        select(AuditEntry.reader_id, AuditEntry.subject_id, AuditEntry.field, AuditEntry.reason)
    )
    noted = db.execute(select(QueryEntry.person_id).where(QueryEntry.kind == kind)).scalars().all()
    found = [tuple(row) for row in rows]
    assert noted == [row[0] for row in found]
    return found


def _let_happen(db: Connection, happens: str, person: int, today: date) -> None:
    if happens == "role ended":
        db.execute(update(Role).where(Role.person_id == person).values(ends=today - timedelta(days=1)))
        return
    other = None if happens == "unbound" else 1
    db.execute(update(Contact).where(Contact.person_id == person).values(person_id=other))

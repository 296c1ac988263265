"""20,000 notices, a person each, from the outbox to an SMS gateway: as fast as it goes, and at a configured rate.

Everything between is the product: claims, looking again, the planner, the pace, the channel, a call over
HTTP for each, and what became of it written down on SQLite, synchronous=FULL. The gateway is a process of its own.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
from bench.gateway import Line, gateway
from bench.ratio import line
from hamlet import VAULT, Village, at, opened
from sqlalchemy import Connection

from bot.answers import Spoken
from bot.channel_settings import SmsBlock
from bot.channels.ports import Ports
from bot.channels.sms.channel import SmsChannel
from bot.memory import Remembered
from bot.sender import SendPlanner
from bot.templates.catalogue import Catalogue
from scheduler.jobs.deliveries import deliver
from storage.database import Database
from storage.photos import PhotoStore
from storage.queries.notices import NewNotice, add_notices
from storage.queries.upsert import insert_bulk
from storage.tables import Contact, Person

NOTICES, PACED, RATE = 20_000, 5_000, 500
NOW = at("2026-11-17 10:00")
WITHOUT = 1e9
"""So many a second are no pace."""


async def measure() -> list[str]:
    """Notices a second of both; the sender's memory when a fifth has left, and at the end."""
    fast, early, late = await _sent(NOTICES, WITHOUT)
    paced, _, _ = await _sent(PACED, RATE)
    return [
        line("fanout", fast, 1000, "notices/s", f"{NOTICES} notices to a loopback SMS gateway, against 1,000/s"),
        line("fanout paced", paced, RATE, "notices/s", f"{PACED} notices with a pace of {RATE}/s, against that"),
        line("fanout memory", late, early, "MB", f"resident memory after all {NOTICES}, against that after a fifth"),
    ]  # fmt: skip


async def _sent(count: int, per_second: float) -> tuple[float, float, float]:
    """Notices a second, and megabytes after a fifth and after all."""
    async with gateway() as line_, _house(line_, per_second) as (database, planner):
        await database.run(_furnish, count)
        began, found, early = time.perf_counter(), 0, 0.0
        async for _ in deliver(database, Village(), planner, NOW):
            found += 1
            if found == count // 5:
                early = _megabytes()
        took, late = time.perf_counter() - began, _megabytes()
        assert (found, line_.counted()) == (count, (count, count))
    return count / took, early, late


@contextlib.asynccontextmanager
async def _house(line_: Line, per_second: float) -> AsyncIterator[tuple[Database, SendPlanner]]:
    with tempfile.TemporaryDirectory() as folder:
        async with opened("sqlite", Path(folder)) as (_, database), aiohttp.ClientSession() as http:
            channel = SmsChannel(_block(line_, per_second), _ports(database, http, Path(folder)), _none())
            yield database, SendPlanner({"sms": channel}, _none())


def _none() -> Catalogue:
    return Catalogue.load(Path("/nowhere"))


def _block(line_: Line, per_second: float) -> SmsBlock:
    gateway_ = {
        "url": f"{line_.address}/send", "body": '{"to": "{to}", "text": "{text}", "id": "{id}"}', "encoding": "json",
        "success_path": "status", "success": "ok", "id_path": "id", "reports": True,
    }  # fmt: skip
    whole = {
        "signature": "示范县帮扶",
        "path_secret": "s" * 48,
        "gateway": gateway_,
        "allow": ["127.0.0.0/8"],
    }
    return SmsBlock.model_validate({**whole, "per_second": per_second})


def _ports(database: Database, http: aiohttp.ClientSession, folder: Path) -> Ports:
    async def nobody(*_: object) -> list[object]:
        return []

    return Ports(
        receive=nobody, answers=Spoken(database, nobody, {}, lambda: NOW),
        memory=Remembered(database, lambda: NOW), report=nobody, woken=nobody,
        photos=PhotoStore(folder), clock=lambda: NOW, http=http,
    )  # fmt: skip


def _furnish(db: Connection, count: int) -> None:
    """People with a number each that has written once, and a notice for each."""
    names = {id_: f"1990{id_:07d}" for id_ in range(1, count + 1)}
    people = [{"id": id_, "code": f"P{id_}", "name": f"人{id_}", "sex": "", "rank": ""} for id_ in names]
    contacts = [
        {
            "channel": "sms", "address_index": VAULT.index("address", number), "address_sealed": VAULT.seal(number),
            "person_id": id_, "tries": 0, "created_at": NOW, "last_in": NOW,
        }
        for id_, number in names.items()
    ]  # fmt: skip
    insert_bulk(db, Person, people)
    insert_bulk(db, Contact, contacts)
    said = {"who": "某", "place": "石关村"}
    until = NOW + timedelta(hours=9)
    notices = (NewNotice(f"emergency:{id_}", "emergency", id_, said, NOW, until) for id_ in names)
    add_notices(db, notices, NOW)


def _megabytes() -> float:
    """Resident memory of this process."""
    with open("/proc/self/status") as status:
        return next(int(row.split()[1]) for row in status if row.startswith("VmRSS")) / 1024

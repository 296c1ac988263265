"""What /metrics counts of the sender, and the beat of a running server that counts it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import aiohttp
from databases import Databases
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Connection, select

from bot.assemble import open_house, system_clock
from bot.metrics import Metrics
from bot.run import running
from bot.standins.world import World
from scheduler.tick import DUE
from storage.demo.standing import STANDING
from storage.queries.attempts import Tried
from storage.queries.locks import keep_tick
from storage.queries.notices import NewNotice, add_notices
from storage.queries.stock import Stock
from storage.tables import Attempt, Notice, Person

EMERGENCY = {"who": "某", "place": "石关村"}


def lines(metrics: Metrics) -> dict[str, float]:
    """Line -> value, of the sender's figures."""
    return parsed(generate_latest(metrics.registry).decode())


def parsed(text: str) -> dict[str, float]:
    found = (line.rsplit(" ", 1) for line in text.splitlines() if line.startswith("bangfu_"))
    return {name: float(value) for name, value in found if "_created" not in name}


def test_attempts_are_counted_by_channel_way_and_outcome_so_that_quota_errors_are_seen() -> None:
    metrics = Metrics(CollectorRegistry())
    for outcome in ("sent", "sent", "quota", "unclear"):
        metrics.attempt(Tried("wechat", outcome, "somebody's words", 7, "text", "n1-7", ("id",)))
    metrics.attempt(Tried("sms", "passed", "asked for silence", 8))
    assert (
        lines(metrics).items()
        >= {
            'bangfu_attempts_total{channel="wechat",outcome="sent",way="text"}': 2,
            'bangfu_attempts_total{channel="wechat",outcome="quota",way="text"}': 1,
            'bangfu_attempts_total{channel="wechat",outcome="unclear",way="text"}': 1,
            'bangfu_attempts_total{channel="sms",outcome="passed",way=""}': 1,
        }.items()
    )
    assert "words" not in generate_latest(metrics.registry).decode(), "reasons are no labels"


def test_reports_are_counted_by_what_became_of_them() -> None:
    metrics = Metrics(CollectorRegistry())
    for outcome in ("delivered", "again", "failed", "unknown", "again"):
        metrics.report("sms", outcome)
    assert (
        lines(metrics).items()
        >= {
            'bangfu_reports_total{channel="sms",outcome="delivered"}': 1,
            'bangfu_reports_total{channel="sms",outcome="again"}': 2,
            'bangfu_reports_total{channel="sms",outcome="failed"}': 1,
            'bangfu_reports_total{channel="sms",outcome="unknown"}': 1,
        }.items()
    )


def test_the_stock_is_taken_anew_and_what_is_gone_is_not_shown() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.take_stock(Stock({("waiting", "N01", ""): 3, ("to_phone", "N05", ""): 1}, late=2, calls=1))
    metrics.take_stock(Stock({("sent", "N01", "wechat"): 3}, late=0, calls=0))
    found = lines(metrics)
    assert found['bangfu_notices{channel="wechat",kind="N01",state="sent"}'] == 3
    assert not any('state="waiting"' in line or 'state="to_phone"' in line for line in found)
    assert (found["bangfu_late_answers"], found["bangfu_calls"]) == (0, 0)


def waits(db: Connection, now: datetime) -> None:
    """Nothing is written for the days before, and one call for help waits for the officer of the demonstration."""
    keep_tick(db, DUE, now)
    who = db.execute(select(Person.id).where(Person.code == STANDING["officer"])).scalar_one()
    over = now + timedelta(hours=3)
    add_notices(db, [NewNotice("emergency:test", "emergency", who, EMERGENCY, now, over, urgent=True)], now)


def fate(db: Connection) -> tuple[str, str | None]:
    state, channel = db.execute(
        select(Notice.state, Notice.channel).where(Notice.key == "emergency:test")
    ).one()
    return state, channel


async def told(address: str, wanted: str) -> Mapping[str, float]:
    """The figures, as soon as a line is among them."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(20):
        while True:
            async with http.get(f"{address}/metrics") as answer:
                found = parsed(await answer.text())
            if wanted in found:
                return found
            await asyncio.sleep(0.1)


def attempts_by_sms(db: Connection) -> int:
    """The messages that were taken by the gateway, as the outbox keeps them."""
    taken = select(Attempt.reference).where(Attempt.channel == "sms", Attempt.outcome == "sent").distinct()
    return len(db.execute(taken).all())


async def test_the_first_beat_sends_what_waits_and_a_report_ends_it(databases: Databases) -> None:
    settings = databases.settings("sqlite").model_copy(update={"port": 0})
    world = World(system_clock, ["sms"])
    async with world.open():
        world.plug(settings)
        async with open_house(settings, demo=True) as house:
            await world.settle(house)
            await house.database.run(waits, system_clock())
        async with running(settings, demo=True) as world.callback:
            await told(world.callback, 'bangfu_notices{channel="sms",kind="emergency",state="sent"}')
            async with open_house(settings, demo=True) as house, asyncio.timeout(20):
                while (await house.database.read(fate))[0] != "delivered":
                    await asyncio.sleep(0.05)
            found = await told(world.callback, 'bangfu_reports_total{channel="sms",outcome="delivered"}')
            sent = found['bangfu_attempts_total{channel="sms",outcome="sent",way="text"}']
        async with open_house(settings, demo=True) as house:
            # Whatever else the clock finds due at the hour of this run is counted too.
            assert sent == await house.database.read(attempts_by_sms)
            assert await house.database.read(fate) == ("delivered", "sms")
    assert "石关村" in world.phone("sms", "officer").inbox[-1].text

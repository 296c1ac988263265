"""A month of 10,000 notices on a moved clock, through providers with true rules and planted outages.

None is lost, none is heard twice, none is marked delivered that was not, and no provider ever had to say
that a quota is used up: the channels knew.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from hamlet import VAULT, Village, at, contact, opened, person
from month_channels import (
    CLICK,
    END,
    LANES,
    START,
    WRITE,
    Hands,
    Shelf,
    SmsLike,
    WeChatLike,
    WeComLike,
    World,
)
from sqlalchemy import Connection, select, update

from bot.channels.base import (
    Channel,
    Report,
)  # fmt: skip
from bot.memory import Remembered
from bot.pace import Pacer
from bot.sender import SendPlanner
from scheduler.jobs.deliveries import deliver
from scheduler.judging import MAYBE
from storage.database import Database
from storage.parameters import Parameters, Setting
from storage.queries.notices import NewNotice, add_notices
from storage.queries.reports import Told, take_report
from storage.tables import Notice, Person

PEOPLE, NOTICES, STEP = 400, 10_000, timedelta(hours=3)


def furnish(conn: Connection) -> None:
    """By the hundred: followers with a number, followers without one, members of WeCom, bare numbers; some have nothing."""
    for id_ in range(1, PEOPLE + 1):
        person(conn, id_, f"人{id_}", channel=None)
        if id_ <= 120:
            contact(conn, id_, "wechat")
        if 120 < id_ <= 300:
            contact(conn, id_, "wecom")
        if id_ <= 40 or 280 < id_ <= 350:
            phone = VAULT.seal(f"1990000{id_:04d}")
            conn.execute(update(Person).where(Person.id == id_).values(phone_sealed=phone))


def plan(dice: random.Random) -> list[NewNotice]:
    """Notices all over the month by day; one member of WeCom gets a heap at once, everything keeps six hours."""
    moments = [
        START + timedelta(days=dice.randrange(30), minutes=20 * dice.randrange(39)) for _ in range(NOTICES)
    ]
    people = [dice.randrange(1, PEOPLE + 1) for _ in moments]
    moments[:100], people[:100] = [at("2026-11-03 10:10")] * 100, [222] * 100
    return [
        NewNotice(
            f"emergency:{n}", "emergency", who, {"who": "某", "place": str(n)}, moment,
            moment + timedelta(hours=11), dice.random() < 0.05,
        )
        for n, (moment, who) in enumerate(zip(moments, people, strict=True))
    ]  # fmt: skip


def fates(conn: Connection) -> dict[int, tuple[str, str, str | None]]:
    rows = conn.execute(select(Notice.key, Notice.state, Notice.reason, Notice.channel))
    return {int(key.split(":")[1]): (state, reason, channel) for key, state, reason, channel in rows}


async def month(database: Database, world: World) -> None:
    """Live through it: people write and click, reports come, the clock beats."""
    hands, dice = world.hands, world.dice
    memory = Remembered(database, hands)

    async def reported(report: Report) -> None:
        told = Told("sms", report.id, report.reference, report.delivered, report.code, report.at)
        await database.run(take_report, told, report.key, hands.now)

    wechat, sms, wecom = WeChatLike(world, memory), SmsLike(world, reported), WeComLike(world)
    wechat.blocked = {f"wechat-{id_}" for id_ in range(1, 120, 11)}
    sms.dead = {f"1990000{id_:04d}" for id_ in range(300, 350, 9)}
    for id_ in range(301, 350, 13):
        await memory.opt_out("sms", f"1990000{id_:04d}", "TD")
    channels: dict[str, Channel] = {"wechat": wechat, "sms": sms, "wecom": wecom}
    planner = SendPlanner(channels, Shelf(), pacer=lambda pace: Pacer(pace, lambda: hands.now.timestamp()))
    caps = [Setting(f"cap.{who}", "/", date(2020, 1, 1), None, 200) for who in ("cadre", "household")]
    office = Village(parameters=Parameters(caps))
    while hands.now < END:
        for _ in range(3):
            grant = dice.choice((CLICK, WRITE))
            await wechat.acts(f"wechat-{dice.randrange(1, 121)}", grant)
        await sms.tell()
        if not world.down("house"):
            async for _ in deliver(database, office, planner, hands.now, lanes=LANES):
                pass
        hands.now += STEP if hands.now.hour < 22 else timedelta(hours=9)


async def test_in_a_month_nothing_is_lost_doubled_or_called_delivered_when_it_was_not(tmp_path: Path) -> None:
    world = World(Hands(START), random.Random("month"))
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(add_notices, plan(world.dice), START)
        await month(database, world)
        found = await database.read(fates)
    ended = Counter(state for state, _, _ in found.values())
    assert len(found) == NOTICES
    assert set(ended) == {"sent", "delivered", "dropped", "to_phone"}, ended
    assert min(ended.values()) > 50, ended
    assert world.provoked == []
    assert max(world.heard.values()) == 1, "somebody heard something twice"
    for number, (state, reason, channel) in found.items():
        heard, said = world.heard[number] == 1, state in ("sent", "delivered")
        assert heard == said or MAYBE in (reason or ""), (number, state, reason)
        assert reason or said
        assert (channel == "sms") == (state == "delivered"), (
            "only a report says delivered, and every one came"
        )

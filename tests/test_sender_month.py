"""A month of 10,000 notices on a moved clock, through providers with true rules and planted outages.

None is lost, none is heard twice, none is marked delivered that was not, and no provider ever had to say
that a quota is used up: the channels knew.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hamlet import VAULT, Village, at, contact, opened, person
from sqlalchemy import Connection, select, update

from bot.channels.base import (
    Capabilities,
    Channel,
    Filled,
    Grant,
    Later,
    QuotaUsed,
    Receipt,
    Report,
    Unclear,
    Unreachable,
)  # fmt: skip
from bot.memory import Remembered
from bot.pace import Pace, Pacer
from bot.sender import SendPlanner
from handlers.replies import Say
from scheduler.jobs.deliveries import deliver
from scheduler.judging import MAYBE
from storage.database import Database
from storage.parameters import Parameters, Setting
from storage.queries.notices import NewNotice, add_notices
from storage.queries.reports import Told, take_report
from storage.tables import Notice, Person

PEOPLE, NOTICES, STEP = 400, 10_000, timedelta(hours=3)
LANES = 64
"""More than a house has: what is written down at once is more, and the month shorter."""

START, END = at("2026-11-01 07:30"), at("2026-12-02 21:00")
CLICK = Grant(3, timedelta(minutes=1), quick=True)
WRITE = Grant(5, timedelta(hours=48))
Span = tuple[datetime, datetime]
OUTAGES: Mapping[str, Sequence[Span]] = {
    "wechat": [(at("2026-11-05 09:00"), at("2026-11-05 12:00"))],
    "sms": [(at("2026-11-20 08:00"), at("2026-11-20 16:30"))],
    "wecom": [(at("2026-11-10 13:00"), at("2026-11-10 15:00"))],
    "house": [(at("2026-11-12 08:30"), at("2026-11-12 18:00"))],
}


@dataclass
class Hands:
    """A clock that is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """What is true outside: the clock, who heard which notice, what was refused for its quota."""

    hands: Hands
    dice: random.Random
    heard: Counter[int] = field(default_factory=Counter)
    provoked: list[str] = field(default_factory=list)

    def down(self, name: str) -> bool:
        return any(since <= self.hands.now < until for since, until in OUTAGES[name])

    def hear(self, text: str) -> None:
        """The number in the text is that of the notice."""
        self.heard[int("".join(filter(str.isdigit, text)))] += 1


@dataclass
class WeChatLike:
    """Five messages in 48 h after one of the person's, three in a minute after a click; templates any time."""

    world: World
    memory: Remembered
    name: str = "wechat"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            buttons=False, pictures_in=True, pictures_out=True, pushes=True, longest=2048, unit="bytes",
            templates=True,
        )
    )  # fmt: skip
    catalogue: str = "wechat"
    windows: dict[str, dict[bool, tuple[int, datetime]]] = field(default_factory=lambda: defaultdict(dict))
    blocked: set[str] = field(default_factory=set)

    async def acts(self, address: str, grant: Grant) -> None:
        """The person does something; we are told, and so is the provider's own account."""
        now = self.world.hands.now
        self.windows[address][grant.quick] = (grant.count, now + grant.lasts)
        await self.memory.granted(self.name, address, grant, now)

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        if not await self.memory.take(self.name, address):
            raise QuotaUsed("nothing left of the window")
        self._up(address)
        now = self.world.hands.now
        for quick in (True, False):
            left, until = self.windows[address].get(quick, (0, now))
            if left and now < until:
                self.windows[address][quick] = (left - 1, until)
                self.world.hear(messages[0].text)
                return Receipt()
        self.world.provoked.append("45047")
        raise QuotaUsed("45047")

    async def send_template(self, address: str, filled: Filled, reference: str = "") -> Receipt:
        self._up(address)
        self.world.hear(filled.wording)
        return Receipt((f"t-{reference}",))

    def _up(self, address: str) -> None:
        if self.world.down(self.name):
            raise Later("does not answer")
        if address in self.blocked:
            raise Unreachable("blocked")


@dataclass
class SmsLike:
    """Takes a template, and reports minutes later; breaks off now and then, having taken it or not."""

    world: World
    report: Callable[[Report], Any]
    name: str = "sms"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            buttons=False, pictures_in=False, pictures_out=False, pushes=True, longest=500, free_text=False,
            templates=True, reports=True,
        )
    )  # fmt: skip
    catalogue: str = "sms"
    dead: set[str] = field(default_factory=set)
    due: list[tuple[datetime, Report, str]] = field(default_factory=list)
    taken: int = 0

    async def send_template(self, address: str, filled: Filled, reference: str = "") -> Receipt:
        if self.world.down(self.name):
            raise Later("busy")
        breaks = self.world.dice.random() < 0.03
        if breaks and self.world.dice.random() < 0.5:
            raise Unclear("the connection broke")
        id_ = await self._take(address, filled.wording, reference)
        if breaks:
            raise Unclear("the connection broke")
        return Receipt((id_,))

    async def _take(self, address: str, text: str, reference: str) -> str:
        self.taken += 1
        id_, arrives = f"biz-{self.taken}", address not in self.dead and self.world.dice.random() > 0.03
        now, minutes = self.world.hands.now, self.world.dice.choice((0, 1, 5, 12))
        told = Report(self.name, f"k-{id_}", arrives, now + timedelta(minutes=minutes), id_, reference, "x")
        self.due.append((told.at, told, text if arrives else ""))
        if not minutes:
            await self.tell()
        return id_

    async def tell(self) -> None:
        """Tell what became of messages by now; every fifth report is told twice."""
        ready = [each for each in self.due if each[0] <= self.world.hands.now]
        self.due = [each for each in self.due if each[0] > self.world.hands.now]
        for _, report, text in ready:
            if text:
                self.world.hear(text)
            for _ in range(2 if self.world.dice.random() < 0.2 else 1):
                await self.report(report)

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        raise AssertionError("no free text here")


@dataclass
class WeComLike:
    """Thirty a minute to one member; a reference counts once."""

    world: World
    name: str = "wecom"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            buttons=False, pictures_in=True, pictures_out=True, pushes=True, longest=2048, knows_repeats=True
        )
    )
    pace: Pace = field(default_factory=lambda: Pace(per_minute_each=30, per_hour_each=1000))
    minutes: Counter[tuple[str, datetime]] = field(default_factory=Counter)
    references: set[str] = field(default_factory=set)

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        if self.world.down(self.name):
            raise Later("busy")
        self.minutes[address, self.world.hands.now] += 1
        if self.minutes[address, self.world.hands.now] > 30:
            self.world.provoked.append("45033")
            raise QuotaUsed("45033")
        breaks = self.world.dice.random() < 0.03
        if breaks and self.world.dice.random() < 0.5:
            raise Unclear("the connection broke")
        if reference not in self.references:
            self.references.add(reference)
            self.world.hear(messages[0].text)
        if breaks:
            raise Unclear("the connection broke")
        return Receipt()


class Shelf:
    """One template that says where the call came from."""

    def fills(self, section: str, kind: str, said: Mapping[str, Any], language: str) -> Sequence[Filled]:
        return [Filled(kind, "T1", {"place": said["place"]}, said["place"])]


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

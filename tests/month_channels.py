"""Channels with the true rules of their providers, for a month of notices."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hamlet import at

from bot.channels.base import (
    Capabilities,
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
from bot.pace import Pace
from handlers.replies import Say

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

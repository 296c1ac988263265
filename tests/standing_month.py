"""A month through every provider's stand-in at once, on a moved clock, with cables that are cut and calls that go wrong.

The house is whole: callbacks come in through its web server, windows are opened by turns of people who write,
the planner sends through the real channels over HTTP, and reports come back the providers' own way.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cables import Cable
from databases import Databases, Hands
from hamlet import at
from sms_line import CARRIERS, SECRET, block_of
from sqlalchemy import Connection, select

from bot.assemble import House, open_house
from bot.channels.base import Report
from bot.channels.slots import Slots
from bot.channels.wechat import WeChatChannel
from bot.pace import Pacer
from bot.run import web_server
from bot.sender import SendPlanner
from bot.settings import Settings
from bot.standins import telegram_chats, texting, wecom_faults
from bot.standins.exchanges import Exchange, Telegram, WeChat, WeCom
from bot.standins.phone import Phone
from bot.standins.texting import Carrier
from bot.switchboard import started, switchboard
from bot.templates.catalogue import Catalogue
from handlers.office import Office
from scheduler.jobs.deliveries import deliver
from storage.parameters import Parameters, Setting
from storage.queries.contacts import settle_at
from storage.queries.notices import NewNotice, add_notices, next_waiting
from storage.queries.people import by_code
from storage.queries.reports import Told, take_report
from storage.sealed import Vault
from storage.tables import Notice, Person

START, END = at("2026-11-01 07:30"), at("2026-12-01 07:30")
STEP, SOON = timedelta(hours=4), timedelta(minutes=25)
"""Between two looks when nothing waits; what comes due before that is looked at when it does."""

FOLLOWERS, MEMBERS, CHATS, PEOPLE = range(1, 21), range(21, 36), range(36, 46), range(1, 61)
"""Helpers with WeChat, with WeCom, with Telegram; the others have their number in the register only, as all have."""

TEMPLATES = """
[wechat]
emergency.id = "T1"
[aliyun]
answer.id = "SMS_1"
answer_elsewhere.id = "SMS_2"
emergency.id = "SMS_3"
[tencent]
answer_elsewhere.id = "1002"
emergency.id = "1003"
"""
CUTS: Mapping[str, tuple[datetime, datetime]] = {
    "wechat": (at("2026-11-05 09:00"), at("2026-11-05 12:00")),
    "wecom": (at("2026-11-10 14:00"), at("2026-11-10 15:00")),
    "telegram": (at("2026-11-15 10:00"), at("2026-11-15 20:00")),
    "sms": (at("2026-11-20 08:00"), at("2026-11-20 16:30")),
}
"""Channel -> when its provider cannot be reached."""

THEIRS = wecom_faults.Fault
BUSY = (
    THEIRS(status=503),
    THEIRS(status=429, after=7),
    THEIRS(status=200, html=True),
    THEIRS(status=0),
    THEIRS(slow=0.2),
)
TAKEN = (THEIRS(status=0, taken=True), THEIRS(status=200, html=True, taken=True))
CHAT = telegram_chats.Fault
CALLS: Mapping[str, Sequence[Any]] = {
    # Neither gives an id to tell a repeated message by: what they took and did not say so would come twice.
    "message/custom/send": BUSY,
    "sendMessage": (CHAT(502, html=True), CHAT(429, "Too Many Requests", after=7), CHAT(0), CHAT(500)),
    "message/template/send": (*BUSY, *TAKEN),
    "message/send": (*BUSY, *TAKEN),
}  # fmt: skip
HOW: Sequence[Any] = ("drop", "cut", "html", "busy", "broken")
NOT_TAKEN = tuple(texting.Fault(how) for how in HOW)
TEXTS: Mapping[str, Sequence[texting.Fault]] = {
    # Its reports carry no word of ours: what it took without its answer arriving here would be sent again.
    "tencent": NOT_TAKEN,
    "aliyun": (*NOT_TAKEN, *(texting.Fault(how, taken=True) for how in HOW[:3])),
    "gateway": (*NOT_TAKEN, *(texting.Fault(how, taken=True) for how in HOW[:3])),
}


@dataclass
class Month:
    """The house, the providers, and the clock."""

    provider: str
    house: House
    office: Office
    hands: Hands
    planner: SendPlanner
    exchanges: Mapping[str, Exchange]
    carrier: Carrier
    cables: Mapping[str, Cable]
    numbers: Mapping[int, str]
    dice: random.Random
    called: dict[str, int] = field(default_factory=dict)

    async def live(self) -> None:
        """People write, calls go wrong, cables are cut and mended, the clock beats."""
        while self.hands.now < END:
            await self._happens()
            until = self._later()
            while self.hands.now < until:
                await self._beat()
                soon = await self.house.database.read(next_waiting, self.hands.now, self.hands.now + SOON)
                self.hands.now = min(soon or until, until)
        await self.carrier.tick()

    def _later(self) -> datetime:
        now = self.hands.now
        return now + (STEP if now.hour < 19 else timedelta(hours=12))

    async def _beat(self) -> None:
        await self._cables()
        await self.carrier.tick()
        async for _ in deliver(self.house.database, self.office, self.planner, self.hands.now):
            pass
        await self.wechat.standin.reported()

    async def _cables(self) -> None:
        for name, (since, until) in CUTS.items():
            cable, up = self.cables[name], not since <= self.hands.now < until
            if cable.whole != up:
                await (cable.join() if up else cable.cut())

    async def _happens(self) -> None:
        """Somebody writes or presses the menu, which opens a window; now and then a call is going to go wrong."""
        phone = self.wechat.standin.phone(f"G{self.dice.choice(FOLLOWERS):03d}")
        await (phone.say("我的本周") if self.dice.random() < 0.6 else phone.press("go:菜单"))
        if self.dice.random() < 0.5 and self._called("sms", self.carrier.calls):
            self.carrier.order(self.dice.choice(TEXTS[self.provider]))
        for path, faults in CALLS.items():
            standin = self._standin_of(path)
            if self.dice.random() < 0.25 and self._called(path, standin.calls.count(path)):
                standin.order(path, self.dice.choice(faults))

    def _called(self, path: str, calls: int) -> bool:
        """Whether what was ordered last has come: one at a time, since what stays unclear three times goes elsewhere too."""
        before, self.called[path] = self.called.get(path, -1), calls
        return calls > before

    def _standin_of(self, path: str) -> Any:  # noqa: ANN401 - each orders faults of its own kind
        name = {"message/send": "wecom", "sendMessage": "telegram"}.get(path, "wechat")
        exchange: Any = self.exchanges[name]
        return exchange.standin

    @property
    def wechat(self) -> WeChat:
        exchange = self.exchanges["wechat"]
        assert isinstance(exchange, WeChat)
        return exchange

    def phones(self) -> Iterator[Phone]:
        """Everything that can ring."""
        for name, theirs in (("wechat", FOLLOWERS), ("wecom", MEMBERS), ("telegram", CHATS)):
            yield from (self.exchanges[name].phone(f"G{n:03d}") for n in theirs)
        yield from (self.carrier.phone(number) for number in self.numbers.values())

    def heard(self) -> Counter[int]:
        """The number of a notice -> how often it was heard."""
        texts = (heard.text for phone in self.phones() for heard in phone.inbox)
        return Counter(int(found[1]) for text in texts if (found := re.search(r"点(\d+)", text)))

    async def fates(self) -> dict[int, tuple[str, str, str | None]]:
        """The number of a notice -> its state, the reason, the channel."""
        return await self.house.database.read(_fates)


def _fates(db: Connection) -> dict[int, tuple[str, str, str | None]]:
    columns = (Notice.key, Notice.state, Notice.reason, Notice.channel)
    rows = db.execute(select(*columns).where(Notice.key.startswith("month:")))
    return {int(key.removeprefix("month:")): (state, reason, channel) for key, state, reason, channel in rows}


def _bind(db: Connection, vault: Vault, exchanges: Mapping[str, Exchange]) -> dict[int, tuple[int, str]]:
    """Bind everybody's phones; the number of a helper -> person id and phone number."""
    found = {}
    for n in PEOPLE:
        person = by_code(db, f"G{n:03d}")
        assert person is not None
        sealed = db.execute(select(Person.phone_sealed).where(Person.id == person.id)).scalar_one()
        assert sealed is not None
        found[n] = person.id, vault.open(sealed)
        for name, theirs in (("wechat", FOLLOWERS), ("wecom", MEMBERS), ("telegram", CHATS)):
            if n in theirs:
                settle_at(db, vault, name, exchanges[name].address(f"G{n:03d}"), person.id, START)
    return found


def plan(dice: random.Random, ids: Mapping[int, int], count: int) -> list[NewNotice]:
    """Notices all over the month by day; a member of WeCom gets a heap at once, which is more than a minute bears."""
    moments = [
        START + timedelta(days=dice.randrange(29), hours=dice.randrange(0, 13, 4)) for _ in range(count)
    ]
    people = [ids[dice.choice(PEOPLE)] for _ in moments]
    moments[:60], people[:60] = [at("2026-11-03 11:30")] * 60, [ids[MEMBERS[0]]] * 60
    return [
        NewNotice(
            f"month:{n}", "emergency", who, {"who": "某", "place": f"点{n}"}, moment,
            moment + timedelta(hours=11), dice.random() < 0.05,
        )
        for n, (moment, who) in enumerate(zip(moments, people, strict=True), 1)
    ]  # fmt: skip


@asynccontextmanager
async def month(databases: Databases, provider: str, notices: int) -> AsyncIterator[Month]:
    """The month as it begins, with so many notices to come; SMS by one of the providers of `sms_line`."""
    settings: Settings = databases.settings("sqlite")
    settings.templates_path.write_text(TEMPLATES, "utf-8")
    settings.port, hands, address, dice = 0, Hands(START), [""], random.Random(f"month {provider}")
    catalogue = Catalogue.load(settings.templates_path)
    known = {each.id: each.body for each in catalogue.templates if each.section == provider and each.id}
    carrier = CARRIERS[provider](hands, lambda: f"{address[0]}/sms/{SECRET}", known)
    exchanges = {
        kind.__name__.lower(): kind(hands, lambda: address[0], catalogue)
        for kind in (WeChat, WeCom, Telegram)
    }
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        for exchange in exchanges.values():
            await enter(exchange.open())
        cables = await _plugged(stack, settings, exchanges, provider, await enter(carrier.serving()))
        house = await enter(open_house(settings, hands, demo=True))
        office, slots = await house.office(), Slots()
        caps = [Setting(f"cap.{who}", "/", date(2020, 1, 1), None, 200) for who in ("cadre", "household")]
        office.parameters = Parameters(caps)

        async def report(told: Report) -> None:
            what = Told(told.channel, told.id, told.reference, told.delivered, told.code, told.at)
            await house.database.run(take_report, what, told.key, hands.now)

        async def woken(channel: str, address: str) -> None:
            pass

        board = await enter(switchboard(house, report, woken, slots))
        address[0], _ = await enter(web_server(house, office, None, board))
        await enter(started(board))
        wechat, line = exchanges["wechat"], board.channels["wechat"]
        assert isinstance(wechat, WeChat)
        assert isinstance(line, WeChatChannel)
        wechat.standin.finished = line.settled
        bound = await house.database.run(_bind, house.vault, exchanges)
        ids = {n: person for n, (person, _) in bound.items()}
        await house.database.run(add_notices, plan(dice, ids, notices), START)
        planner = SendPlanner(
            board.channels, catalogue, slots, pacer=lambda pace: Pacer(pace, lambda: hands.now.timestamp())
        )
        numbers = {n: number for n, (_, number) in bound.items()}
        world = Month(provider, house, office, hands, planner, exchanges, carrier, cables, numbers, dice)
        assert all(not phone.inbox for phone in world.phones()), "from now on they are there to be called"
        yield world


async def _plugged(
    stack: AsyncExitStack, settings: Settings, exchanges: Mapping[str, Exchange], provider: str, api: str
) -> dict[str, Cable]:
    """The channels switched on, each with a cable to its provider."""
    cables = {}

    async def laid(name: str, address: str) -> str:
        cable = cables[name] = Cable(int(address.rpartition(":")[2]))
        await cable.join()
        stack.push_async_callback(_unplugged, cable)
        return f"http://127.0.0.1:{cable.port}"

    for name, exchange in exchanges.items():
        block: Any = exchange.block()
        changes = {"api": await laid(name, block.api), "per_second": 10_000, "menus": False}
        fields = {key: value for key, value in changes.items() if key in type(block).model_fields}
        setattr(settings, name, block.model_copy(update=fields))
    settings.sms = block_of(provider, await laid("sms", api), per_second=10_000, allow=["127.0.0.0/8"])
    return cables


async def _unplugged(cable: Cable) -> None:
    if cable.whole:
        await cable.cut()

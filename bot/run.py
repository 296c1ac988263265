"""Start and stop in order: database, parts, web server, clock; on SIGTERM the other way round.

Draining: no new connection, running turns finish and are answered, the beat of the clock finishes, then
the database closes. A kill at any moment loses nothing that was acknowledged: see bot/turn.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.assemble import House, open_house
from bot.channels.base import Channel, Report
from bot.channels.slots import Slots
from bot.channels.webchat import Sessions, WebChat
from bot.demo import people_of
from bot.desk import Desk
from bot.logs import set_up
from bot.metrics import Metrics
from bot.sender import SendPlanner
from bot.settings import Settings
from bot.switchboard import Switchboard, started, switchboard
from bot.templates.catalogue import Catalogue
from bot.waking import Waking
from bot.web.application import Part, application
from bot.web.digest import DigestDoor
from bot.web.ledgers import LedgerDoor
from handlers.office import Office
from scheduler.clock import Clock
from scheduler.errands import Sender
from scheduler.jobs.calls import tell_callers
from scheduler.jobs.deliveries import deliver
from scheduler.tick import hurry, nightly, write_due
from storage.photos import PhotoStore
from storage.queries.reports import Told, take_report
from storage.queries.stock import stock

log = logging.getLogger(__name__)
DOORS = (LedgerDoor, DigestDoor)
"""What a link from the conversation opens once."""
HURRY = 5.0
"""Seconds between two looks at what is urgent."""

LAST_WORDS = 25.0
"""Seconds that open connections have to finish when the server stops."""


async def serve(settings: Settings, *, demo: bool, catalogue: Catalogue | None = None) -> None:
    """Serve until SIGTERM or SIGINT; the arguments are those of `running`."""
    set_up(settings.log_level, as_json=settings.log_json)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, demo=demo, catalogue=catalogue) as address:
        print(f"Bangfu 帮扶: {address}  (Ctrl+C stops)", flush=True)  # noqa: T201 - told to whoever started it
        await stop.wait()
        log.info("draining")


@contextlib.asynccontextmanager
async def running(
    settings: Settings, *, demo: bool, catalogue: Catalogue | None = None
) -> AsyncIterator[str]:
    """The server, running; gives the address it listens on.

    Args:
        catalogue: of the templates; None for the office's own.
    """
    async with open_house(settings, demo=demo) as house:
        await house.take_over_calendar()
        office = await house.office()
        metrics, slots, senders = Metrics(CollectorRegistry()), Slots(), dict[str, Channel]()
        catalogue = catalogue or Catalogue.load(settings.templates_path)
        sender = SendPlanner(senders, catalogue, slots, metrics.attempt)
        waking = Waking(house, office, sender)
        async with (
            switchboard(house, _reporting(house, metrics), waking, slots) as board,
            web_server(house, office, waking, board, metrics) as (address, chat),
            started(board),
        ):
            board.channels[chat.name] = chat
            senders.update(board.channels)
            clock = _clock(house, office, sender, board, metrics)
            hurried = Clock(partial(_hurry, house, office, sender), every=HURRY, first=HURRY)
            clock.start()
            hurried.start()
            try:
                yield address
            finally:
                await asyncio.gather(clock.stop(), hurried.stop())
                await waking.settled()


@contextlib.asynccontextmanager
async def web_server(
    house: House,
    office: Office,
    waking: Waking | None = None,
    board: Switchboard | None = None,
    metrics: Metrics | None = None,
) -> AsyncIterator[tuple[str, WebChat]]:
    """The chat page and the lines' callbacks, served; gives the address and the chat page's channel.

    Args:
        waking: tells whoever comes back what waits for them.
        board: the lines that are switched on.
        metrics: what is counted; None counts for this server alone.
    """
    settings, metrics = house.settings, metrics or Metrics(CollectorRegistry())
    desk = Desk(house.database, office, house.clock, board.grants if board else None)
    receive = metrics.timed(desk.receive)
    chat = WebChat(
        receive,
        PhotoStore(settings.photos_path),
        Sessions(_session_key(settings.key_path)),
        people=people_of(house.database) if house.demo else None,
        now=house.clock,
        per_minute=settings.messages_a_minute,
        secure=settings.public_url.startswith("https://"),
        origins=[settings.public_url] if settings.public_url else [],
        opened=partial(waking, WebChat.name) if waking else None,
    )
    parts: list[Part] = [chat.mount, *(door(house.database, office, house.clock).mount for door in DOORS)]
    if board:
        board.connect(waking.after(receive) if waking else receive)
        parts += [line.mount for line in board.lines]
    app = application(parts, healthy=house.is_healthy, registry=metrics.registry)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_WORDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        office.site = _address(settings, runner.addresses)
        yield office.site, chat
    finally:
        await runner.cleanup()


def _address(settings: Settings, listening: Sequence[tuple[str, int]]) -> str:
    host, port = listening[0][:2]
    return settings.public_url or f"http://{host}:{port}"


def _session_key(key_file: Path) -> bytes:
    """A key for the chat page's cookies, derived from the office's: it lasts over restarts."""
    return hmac.digest(key_file.read_bytes(), b"webchat sessions", "sha256")


def _reporting(house: House, metrics: Metrics) -> Callable[[Report], Awaitable[None]]:
    """Writes down what a provider tells later of a message."""

    async def reported(report: Report) -> None:
        told = Told(
            report.channel, report.id, report.reference, report.delivered, report.code, report.at
        )  # fmt: skip
        outcome = await house.database.run(take_report, told, report.key, house.clock())
        metrics.report(report.channel, outcome)

    return reported


async def _hurry(house: House, office: Office, sender: Sender) -> None:
    await hurry(house.database, office, sender, house.clock())


def _clock(house: House, office: Office, sender: Sender, board: Switchboard, metrics: Metrics) -> Clock:
    async def sending() -> None:
        now = house.clock()
        await tell_callers(house.database, office, now)
        await write_due(house.database, office, now)
        async for _ in deliver(house.database, office, sender, now):
            pass  # nobody reads here what left: it is not kept

    async def beat() -> None:
        await house.refresh(office)
        # Side by side: a provider that does not take late answers holds no notice up.
        await asyncio.gather(board.sweep(), sending())
        now = house.clock()
        metrics.take_stock(await house.database.read(stock, now))
        await nightly(house.database, office, now, house.backups(), house.settings.backup_keep)

    return Clock(beat)

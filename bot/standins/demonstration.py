"""`bangfu demo --all-channels`: the stand-ins of every provider, and one page with all the phones."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

from aiohttp import web

from bot.assemble import open_house, system_clock
from bot.demo import STRANGER, WHAT
from bot.settings import Settings
from bot.standins.table import Owner, Table
from bot.standins.world import World
from bot.templates.catalogue import Catalogue
from storage.demo.cards import standing_people


def all_approved() -> Catalogue:
    """The shipped catalogue with an id for every template, as of an office that has been through with it all."""
    return Catalogue(
        replace(each, id=f"{each.section}-{each.kind}-{each.way}-{each.language}")
        for each in Catalogue.load().templates
    )


@contextlib.asynccontextmanager
async def stand_ins(settings: Settings, catalogue: Catalogue) -> AsyncIterator[str]:
    """Switch every channel on in these settings, at stand-ins; gives the address of the page with the phones.

    Args:
        catalogue: of the templates that the providers have approved.
    """
    settings.port = settings.port or _free_port()
    world = World(system_clock, catalogue=catalogue)
    world.callback = f"http://127.0.0.1:{settings.port}"
    async with open_house(settings, demo=True) as house:
        people = await house.database.read(standing_people)
        await world.settle(house)
    owners = [Owner(key, name, WHAT[key]) for key, name, _ in people]
    owners.append(Owner("stranger", "陌生人", STRANGER))
    async with world.open():
        world.plug(settings)
        phones = {
            channel: {owner.key: world.phone(channel, owner.key) for owner in owners}
            for channel in world.channels
        }
        async with _served(Table(owners, phones)) as address:
            yield address


@contextlib.asynccontextmanager
async def _served(table: Table) -> AsyncIterator[str]:
    runner = web.AppRunner(table.application(), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _free_port() -> int:
    """A port nobody listens at now; the stand-ins must know it before the server takes it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""The server of the WeChat measure, a process of its own: `python -m tests.bench.wechat_server FOLDER`.

Bangfu as `bangfu run` serves it, with one WeChat account in safe mode; beside it, on the same event loop, a
bare aiogram echo behind an aiohttp handler. Its one line is JSON: the ports of both.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message, Update
from aiohttp import web
from bench.turn import Anything
from sqlalchemy import Connection

from bot.assemble import open_house
from bot.channel_settings import WeChatBlock
from bot.channels.session import SilentSession
from bot.run import running
from bot.settings import Settings
from bot.standins.wechat_callback import WeChatAccount
from storage.queries.contacts import settle_at
from storage.queries.people import by_code
from storage.sealed import Vault

PEOPLE = 16
ACCOUNT = WeChatAccount()
OPENIDS = [f"o-cadre-{n}" for n in range(1, PEOPLE + 1)]


def block() -> WeChatBlock:
    """The account; without menus a turn calls nothing of WeChat's."""
    names = ("app_id", "app_secret", "token", "aes_key", "mode")
    return WeChatBlock.model_validate({**{name: getattr(ACCOUNT, name) for name in names}, "menus": False})


def _bind(db: Connection, vault: Vault, now: datetime) -> None:
    """Each openid is a helper's."""
    for number, openid in enumerate(OPENIDS, 1):
        person = by_code(db, f"G{number:03d}")
        assert person is not None
        settle_at(db, vault, "wechat", openid, person.id, now)


@contextlib.asynccontextmanager
async def echo() -> AsyncIterator[int]:
    """aiogram and aiohttp, and nothing else: an update as JSON in, its text out."""
    router, dispatcher = Router(), Dispatcher(disable_fsm=True)
    bot = Bot("900001:echo", session=SilentSession())

    @router.message(Anything())
    async def say(message: Message) -> str | None:
        return message.text

    async def take(request: web.Request) -> web.Response:
        update = Update.model_validate(await request.json(), context={"bot": bot})
        return web.Response(text=await dispatcher.feed_update(bot, update))

    dispatcher.include_router(router)
    app = web.Application()
    app.router.add_post("/echo", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def main(folder: Path) -> None:
    """Serve both until SIGTERM."""
    settings, stop = Settings(data=folder, port=0, wechat=block(), backup_keep=0), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with open_house(settings, demo=True) as house:
        await house.database.run(_bind, house.vault, house.clock())
    async with running(settings, demo=True) as address, echo() as port:
        print(json.dumps([int(address.rpartition(":")[2]), port]), flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))

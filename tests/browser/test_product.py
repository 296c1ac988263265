"""The product itself in the browser: the demonstration county, its dialogs, its database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from databases import NOW, Databases, Hands, open_copy
from playwright.async_api import Browser
from screens import PHONE, Screen
from sqlalchemy import Connection, func, select
from test_conversation import photo_of

from bot.assemble import House
from bot.channels.webchat import WebChat
from bot.run import web_server
from bot.sender import SendPlanner
from bot.waking import Waking
from scheduler.tick import tick
from storage.tables import CheckIn, Photo, Visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@dataclass
class Open:
    """The county behind a real server, and where it listens."""

    house: House
    chat: WebChat
    address: str

    def at(self, path: str) -> str:
        return self.address + path


@pytest_asyncio.fixture(loop_scope="session")
async def county(databases: Databases) -> AsyncIterator[Open]:
    async with open_copy(databases) as house:
        house.settings.port = 0
        senders: dict[str, WebChat] = {}
        office = await house.office()
        async with web_server(house, office, Waking(house, office, SendPlanner(senders))) as (address, chat):
            senders[chat.name] = chat
            yield Open(house, chat, address)


@pytest_asyncio.fixture(loop_scope="session")
async def screen(chromium: Browser, county: Open) -> AsyncIterator[Screen]:
    context = await chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    seen = Screen(await context.new_page(), county)  # type: ignore[arg-type] - it asks only where things are
    seen.watch()
    yield seen
    await context.close()


def counted(db: Connection) -> dict[str, int]:
    """How many check-ins and visits of today, and photos, there are."""
    of = {"check_ins": CheckIn, "visits": Visit}
    today = {
        name: db.execute(
            select(func.count()).where(table.day == NOW.date(), table.contact_id.is_not(None))
        ).scalar_one()
        for name, table in of.items()
    }
    return {**today, "photos": db.execute(select(func.count()).select_from(Photo)).scalar_one()}


async def test_a_check_in_and_a_visit_with_a_photo_reach_the_database(
    screen: Screen, county: Open, tmp_path: Path
) -> None:
    await screen.enter("cadre")
    await screen.write("签到")
    await screen.sees("本周已1天,还需1天")
    await screen.write("走访")
    await screen.choose("高*(1组)")
    await screen.sees("有什么问题")
    await screen.page.set_input_files("#files", await photo_of(screen, tmp_path))
    await screen.sees("照片收下了")
    await screen.choose("饮水")
    await screen.page.click(".row:not(.old) >> text=完成")
    await screen.sees("饮水有什么问题")
    await screen.write("水管冬天冻住")
    await screen.choose("不急")
    await screen.sees("困难或意见")
    await screen.write("0")
    await screen.sees("请核对")
    await screen.keep_picture("product-review")
    await screen.choose("保存")
    await screen.sees("已保存走访")
    await screen.keep_picture("product-saved")
    assert await county.house.database.read(counted) == {"check_ins": 1, "visits": 1, "photos": 1}
    assert screen.troubles == []


async def test_a_leader_reads_the_digest_and_looks_into_it_by_a_button(screen: Screen) -> None:
    await screen.enter("leader")
    await screen.write("日报")
    await screen.sees("示范办事处 帮扶日报")
    await screen.choose("资金")
    await screen.sees("示范办事处2026年财政资金")
    await screen.keep_picture("product-digest")


async def test_a_household_reads_what_it_was_paid(screen: Screen) -> None:
    await screen.enter("household")
    await screen.write("我的补助")
    await screen.sees("合计已发")
    await screen.keep_picture("product-benefits")


async def test_a_reminder_that_waited_is_said_when_the_page_comes_up(screen: Screen, county: Open) -> None:
    await screen.enter("cadre")
    await screen.write("我的本周")
    await screen.sees("应驻2天")
    await screen.page.goto("about:blank")
    hands = county.house.clock
    assert isinstance(hands, Hands)
    hands.now = hands.now.replace(hour=8, minute=31)
    await tick(
        county.house.database, await county.house.office(), SendPlanner({"webchat": county.chat}), hands.now
    )
    await screen.open()
    await screen.sees("本周(11.16-11.22)应驻村2天")

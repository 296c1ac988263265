"""The picture in README.md: a phone talking to the demonstration (`python -m tests.house.picture`)."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright

from bot.assemble import open_house
from bot.run import web_server
from bot.settings import Settings
from storage.values.week import SHANGHAI

PICTURE = Path(__file__).parents[2] / "docs/pictures/chat.png"
CHROMIUM = "/usr/bin/chromium"
PHONE = ViewportSize(width=375, height=812)
NOW = datetime(2026, 11, 17, 8, 42, tzinfo=SHANGHAI)


async def take(folder: Path) -> None:
    """Start the demonstration at `NOW`, check in and begin a visit on its page, and keep what is seen."""
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(
            open_house(Settings(data=folder, port=0), lambda: NOW, demo=True)
        )
        address, _ = await stack.enter_async_context(web_server(house, await house.office()))
        play = await stack.enter_async_context(async_playwright())
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport=PHONE, device_scale_factor=2, timezone_id="Asia/Shanghai")
        await page.clock.set_fixed_time(NOW)
        await talk(page, address)
        await page.screenshot(path=PICTURE)
        await browser.close()


async def talk(page: Page, address: str) -> None:
    """What the person on the picture does."""
    await page.goto(f"{address}/chat")
    await page.click("[data-person=cadre]")
    for words, answer in (("签到", "已签到"), ("走访 高", "(1/2)")):
        await page.fill("#text", words)
        await page.press("#text", "Enter")
        await page.locator(".bot .bubble", has_text=answer).last.wait_for()
    await page.wait_for_timeout(500)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(take(Path(made)))

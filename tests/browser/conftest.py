"""Chromium once for all tests here, a server for each, and phones and desks to look through.

Everything runs in one event loop, so that a test can hold the server's talker in its hand.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, async_playwright
from screens import PHONE, Open, Screen
from talker import Served, serving

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def screen_of(chromium: Browser, served: Served) -> AsyncIterator[Open]:
    """`await screen_of(viewport, **context)`: another browser with its own storage."""
    async with AsyncExitStack() as stack:

        async def open_screen(viewport: ViewportSize = PHONE, **more: Any) -> Screen:  # noqa: ANN401
            context = await chromium.new_context(viewport=viewport, **more)
            stack.push_async_callback(context.close)
            screen = Screen(await context.new_page(), served)
            screen.watch()
            return screen

        yield open_screen


@pytest_asyncio.fixture(loop_scope="session")
async def phone(screen_of: Open) -> Screen:
    return await screen_of(PHONE, has_touch=True, is_mobile=True)

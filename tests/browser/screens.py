"""A page in front of somebody: what one does there and what one sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, ViewportSize
from talker import Served

PHONE = ViewportSize(width=360, height=740)
SMALL = ViewportSize(width=360, height=640)
DESK = ViewportSize(width=1280, height=800)
TWICE = 650
"""Milliseconds after which a second tap at the same place counts."""

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
PATIENCE = 10_000
"""Milliseconds for what comes back by itself (the page's pauses between tries are seconds)."""


@dataclass
class Screen:
    """A page in front of somebody, and what one does and sees there."""

    page: Page
    served: Served
    troubles: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def watch(self) -> None:
        """Notes errors of the scripts, of the content policy, and every address asked for."""
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self.hear)
        self.context.on("request", lambda request: self.asked.add(request.url))

    def hear(self, said: ConsoleMessage) -> None:
        """An error in the browser's console is trouble."""
        if said.type == "error":
            self.troubles.append(said.text)

    async def open(self, path: str = "/chat") -> None:
        await self.page.goto(self.served.at(path))

    async def enter(self, person: str = "cadre") -> None:
        await self.open()
        await self.page.click(f"[data-person={person}]")
        await self.page.wait_for_selector(".hello")

    async def write(self, text: str) -> None:
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")

    async def choose(self, label: str, row: str = ".row:not(.old)") -> None:
        """Presses a button of the question that stands, no sooner than a thumb would."""
        await self.page.wait_for_timeout(TWICE)
        await self.page.click(f"{row} .choice:has-text('{label}')")

    async def sees(self, text: str, within: str = ".bot .bubble") -> Locator:
        """Waits until the text is there."""
        seen = self.page.locator(within, has_text=text).last
        await seen.wait_for(timeout=PATIENCE)
        return seen

    async def texts(self, of: str) -> list[str]:
        return await self.page.locator(of).all_inner_texts()

    async def is_wider_than_the_screen(self) -> bool:
        return bool(
            await self.page.evaluate(
                "[document.documentElement, document.querySelector('#talk')].some(e => e.scrollWidth > e.clientWidth)"
            )
        )

    async def is_at_the_end(self) -> bool:
        """Is the newest message in sight?"""
        script = "list => list.scrollHeight - list.scrollTop - list.clientHeight < 2"
        return bool(await self.page.locator("#talk").evaluate(script))

    async def grow(self, height: int) -> None:
        """A picture arrives at the end: it takes its place a frame before it is whole."""
        script = """async (list, height) => {
          const picture = document.createElement('img');
          picture.style.cssText = `display: block; height: ${height}px`;
          list.append(picture);
          list.dispatchEvent(new Event('scroll'));
          await new Promise(requestAnimationFrame);
          picture.dispatchEvent(new Event('load'));
        }"""
        await self.page.locator("#talk").evaluate(script, height)

    async def keep_picture(self, name: str) -> None:
        """A picture for people to look at, in `artefacts/`."""
        ARTEFACTS.mkdir(exist_ok=True)
        await self.page.wait_for_timeout(300)
        await self.page.screenshot(path=ARTEFACTS / f"webchat-{name}.png")


Open = Callable[..., Awaitable[Screen]]

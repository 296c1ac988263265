"""The page of a digest on a phone, on a desk and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digest_examples import large, village, walked
from playwright.async_api import Browser, Page, Route, ViewportSize
from screens import ARTEFACTS, DESK, PHONE

from bot.web.digest import as_html, policy
from handlers.digests.facts import DigestFacts
from locales import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ADDRESS = "http://page.test/digest"
FACTS: dict[str, Callable[[], DigestFacts]] = {
    "village": village,
    "township": walked,
    "county": large,
}

OVERLAPS = """() => {
  const words = [...document.querySelectorAll('svg text, th, td, caption')].map(e => [e, e.getBoundingClientRect()]);
  const shown = words.filter(([, box]) => box.width && box.height);
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return shown.flatMap(([e, a], n) => shown.slice(n + 1)
    .filter(([, b]) => over(a, b)).map(([f]) => `${e.textContent} | ${f.textContent}`));
}"""
"""Words that lie over one another."""
BEYOND = """() => [...document.querySelectorAll('main *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => `${e.tagName} ${e.textContent.slice(0, 20)}`)"""
"""What reaches over the right edge."""


async def opened(
    chromium: Browser, facts: DigestFacts, language: str, viewport: ViewportSize, **more: str
) -> tuple[Page, list[str]]:
    """The page as the door hands it out, and what the browser complains of."""
    context = await chromium.new_context(viewport=viewport, **more)  # type: ignore[arg-type]
    shown, troubles = await context.new_page(), list[str]()
    shown.on("console", lambda said: troubles.append(said.text))

    async def hand_out(route: Route) -> None:
        headers = {"Content-Security-Policy": policy(), "Content-Type": "text/html; charset=utf-8"}
        await route.fulfill(body=as_html(facts, language), headers=headers)

    await shown.route("**/*", hand_out)
    await shown.goto(ADDRESS)
    return shown, troubles


@pytest.mark.parametrize("level", FACTS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_on_a_phone_nothing_reaches_over_the_edge_or_lies_over_other_words(
    chromium: Browser, level: str, language: str
) -> None:
    shown, troubles = await opened(chromium, FACTS[level](), language, PHONE)
    assert await shown.evaluate(BEYOND) == []
    assert await shown.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert await shown.evaluate(OVERLAPS) == []
    assert troubles == []
    size = await shown.evaluate("parseFloat(getComputedStyle(document.querySelector('td')).fontSize)")
    assert size >= 15
    await keep(shown, f"{level}-{language}-phone")
    await shown.context.close()


async def test_at_night_it_is_dark(chromium: Browser) -> None:
    shown, _ = await opened(chromium, walked(), "zh_Hans", DESK, color_scheme="dark")
    assert await colour(shown) == ["rgb(20, 22, 21)", "rgb(236, 236, 236)"]
    assert await shown.evaluate(OVERLAPS) == []
    await keep(shown, "township-dark")
    await shown.context.close()


async def test_on_paper_it_is_black_on_white_with_its_head_on_every_sheet(chromium: Browser) -> None:
    shown, _ = await opened(
        chromium, walked(), "zh_Hans", ViewportSize(width=680, height=990), color_scheme="dark"
    )
    await shown.emulate_media(media="print")
    assert await colour(shown) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert await shown.locator(".screen").is_hidden()
    assert await shown.locator(".running").is_visible()
    assert await shown.evaluate(OVERLAPS) == []
    await keep(shown, "township-print")
    pdf = await shown.pdf(prefer_css_page_size=True, path=ARTEFACTS / "digest-township.pdf")
    assert 2 <= pdf.count(b"/Type /Page\n") <= 6
    await shown.context.close()


async def colour(shown: Page) -> list[str]:
    script = "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
    found: list[str] = await shown.evaluate(script)
    return found


async def keep(shown: Page, name: str) -> None:
    """A picture for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    await shown.screenshot(path=ARTEFACTS / f"digest-{name}.png", full_page=True)

"""The digest as a page by a link that opens once: one response that needs nothing else, to be read, printed or kept."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template

from bot.web.charts import drawing
from bot.web.door import Door
from bot.web.errors import PAGE
from handlers.digest.paper import opened
from handlers.digests.figures import Figures
from handlers.digests.page import page
from locales import DEFAULT, translator, words
from storage.queries.links import LinkRow

SAID = {
    "attention": words("What needs attention"),
    "once": words("This page opens once. To keep it, print it or save it with your browser."),
    "message": words("The same as a message"),
}
"""The page's own words."""


class DigestDoor(Door):
    """Hands out pages."""

    kind = "digest"
    title = words("A digest for you")
    button = words("Open the page")

    async def hand_out(self, link: LinkRow) -> web.Response:
        facts = await self._database.read(opened, self._office, link, self._clock())
        if facts is None:
            raise web.HTTPNotFound
        text = as_html(facts, link.language or DEFAULT)
        await self.use(link, f"{facts.area} {link.opens.period}", 1)
        headers = {"Content-Security-Policy": policy(), "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", headers=headers)


def as_html(facts: Figures, language: str) -> str:
    """The page of a digest in a language (a key of `locales.LANGUAGES`)."""
    t = translator(language)
    said = {name: t(each) for name, each in SAID.items()}
    return template().render(lang=language.replace("_", "-"), page=page(t, facts), style=style(), said=said)


def policy() -> str:
    """Nothing runs or is loaded; the one style is the page's own."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


@cache
def style() -> str:
    """The rules of style, read once."""
    return (PAGE / "digest.css").read_text("utf-8")


@cache
def template() -> Template:
    """The page, read once."""
    environment = Environment(
        loader=FileSystemLoader(PAGE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["drawing"] = drawing
    return environment.get_template("digest.html")

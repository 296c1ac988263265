"""The door of the ledgers: a link from the conversation opens one, once, for whom it was made.

    GET  /ledger?key=WORD        a page with a button, so that whoever only looks ahead (a chat's preview, a
                                 virus scanner) uses nothing up
    POST /ledger key=WORD tail=  the file, as an attachment that nobody keeps

A link that is used up, over, or whose person may not have that ledger any more is a page that is not there: all
of them look alike. The word stands in the query and never in a path, since paths may be logged.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from datetime import datetime
from functools import cache
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template

from bot.ledgers import as_bytes
from bot.web.errors import PAGE
from bot.web.language import language_of
from handlers.ledgers.act import opened, taken
from handlers.office import Office
from locales import translator, words
from storage.database import Database
from storage.ledgers.model import Heading
from storage.queries.links import LinkRow, count_wrong, find_link
from storage.queries.people import phone_of

TITLE = words("A ledger for you")
QUESTION = words("The last 4 digits of your phone:")
TAKE = words("Get the file")
WRONG = words("That does not match. Tries left: {left}")
PAPER = {"card": (".html", "text/html; charset=utf-8")}
"""Ledgers that are handed out as a page to print; all others are workbooks."""
WORKBOOK = (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
TAIL = 4


class LedgerDoor:
    """The two routes, over the office's database."""

    def __init__(self, database: Database, office: Office, clock: Callable[[], datetime]) -> None:
        self._database, self._office, self._clock = database, office, clock

    def mount(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/ledger", self.ask, allow_head=False)
        app.router.add_post("/ledger", self.give)

    async def ask(self, request: web.Request) -> web.Response:
        """The page with the button."""
        word = request.query.get("key", "")
        link = await self._link(word)
        return _page(request, word, asks=bool(await self._phone(link)))

    async def give(self, request: web.Request) -> web.Response:
        """The file, after the proof of being the person."""
        form = await request.post()
        word, tail = str(form.get("key", "")), str(form.get("tail", ""))
        link = await self._link(word)
        phone = await self._phone(link)
        if phone and not hmac.compare_digest(phone[-TAIL:].encode(), tail.strip().encode()):
            left = await self._database.run(count_wrong, link.id)
            return _page(request, word, asks=True, left=left)
        return await self._file(link)

    async def _link(self, word: str) -> LinkRow:
        link = await self._database.read(find_link, self._office.vault, word, self._clock())
        if link is None:
            raise web.HTTPNotFound
        return link

    async def _phone(self, link: LinkRow) -> str:
        return await self._database.read(phone_of, self._office.vault, link.person_id)

    async def _file(self, link: LinkRow) -> web.Response:
        found = await self._database.read(opened, self._office, link, self._clock())
        if found is None:
            raise web.HTTPNotFound
        heading, pages = found
        suffix, kind = PAPER.get(link.ledger, WORKBOOK)
        # In a thread: a workbook of some thousand rows takes a second, and others are talking.
        body = await asyncio.to_thread(as_bytes, heading, pages, suffix)
        rows = sum(len(list(page.rows)) for page in pages)
        scope = f"{heading.office} {link.period}".strip()
        if not await self._database.run(taken, link, scope, rows, self._clock()):
            raise web.HTTPNotFound
        return _attached(heading, body, suffix, kind)


def _attached(heading: Heading, body: bytes, suffix: str, kind: str) -> web.Response:
    """A file to be saved, under its Chinese name."""
    name = quote(f"{heading.line.replace('/', '-')}{suffix}")
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f"attachment; filename=\"ledger{suffix}\"; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return web.Response(body=body, headers=headers)


def _page(request: web.Request, word: str, *, asks: bool, left: int | None = None) -> web.Response:
    language = language_of(request)
    t = translator(language)
    text = _template().render(
        lang=language.replace("_", "-"), title=t(TITLE), question=t(QUESTION), take=t(TAKE), key=word, asks=asks,
        wrong="" if left is None else t(WRONG, left=left),
    )  # fmt: skip
    return web.Response(text=text, content_type="text/html", status=200 if left is None else 403)


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(PAGE), autoescape=True).get_template("ledger.html")

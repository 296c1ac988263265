"""The door of what is handed out once: a link from the conversation opens it, for whom it was made.

    GET  /KIND?key=WORD        a page with a button, so that whoever only looks ahead (a chat's preview, a
                               virus scanner) uses nothing up
    POST /KIND key=WORD tail=  what was asked for

A link that is used up, over, or whose person may not have that any more is a page that is not there: all
of them look alike. The word stands in the query and never in a path, since paths may be logged.
"""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import ClassVar

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template

from bot.web.errors import PAGE
from bot.web.language import language_of
from handlers.links import taken
from handlers.office import Office
from locales import Words, translator, words
from storage.database import Database
from storage.queries.links import LinkRow, count_wrong, find_link
from storage.queries.people import phone_of

QUESTION = words("The last 4 digits of your phone:")
WRONG = words("That does not match. Tries left: {left}")
TAIL = 4


class Door(ABC):
    """The two routes of one kind of link, over the office's database."""

    kind: ClassVar[str]
    title: ClassVar[Words]
    button: ClassVar[Words]

    def __init__(self, database: Database, office: Office, clock: Callable[[], datetime]) -> None:
        self._database, self._office, self._clock = database, office, clock

    def mount(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get(f"/{self.kind}", self.ask, allow_head=False)
        app.router.add_post(f"/{self.kind}", self.give)

    async def ask(self, request: web.Request) -> web.Response:
        """The page with the button."""
        word = request.query.get("key", "")
        link = await self._link(word)
        return self._page(request, link, word, asks=bool(await self._phone(link)))

    async def give(self, request: web.Request) -> web.Response:
        """What the link opens, after the proof of being the person."""
        form = await request.post()
        word, tail = str(form.get("key", "")), str(form.get("tail", ""))
        link = await self._link(word)
        phone = await self._phone(link)
        if phone and not hmac.compare_digest(phone[-TAIL:].encode(), tail.strip().encode()):
            left = await self._database.run(count_wrong, link.id)
            return self._page(request, link, word, asks=True, left=left)
        return await self.hand_out(link)

    @abstractmethod
    async def hand_out(self, link: LinkRow) -> web.Response:
        """What a link opens, as its person may see it now; the link is used up.

        Raises:
            web.HTTPNotFound: not any more.
        """

    async def use(self, link: LinkRow, scope: str, size: int) -> None:
        """Use a link up, noting who took what; the second of two gets nothing."""
        if not await self._database.run(taken, link, scope, size, self._clock()):
            raise web.HTTPNotFound

    async def _link(self, word: str) -> LinkRow:
        vault, now = self._office.vault, self._clock()
        link = await self._database.read(find_link, vault, self.kind, word, now)
        if link is None:
            raise web.HTTPNotFound
        return link

    async def _phone(self, link: LinkRow) -> str:
        return await self._database.read(phone_of, self._office.vault, link.person_id)

    def _page(
        self, request: web.Request, link: LinkRow, word: str, *, asks: bool, left: int | None = None
    ) -> web.Response:
        language = link.language or language_of(request)
        t = translator(language)
        text = _template().render(
            lang=language.replace("_", "-"), kind=self.kind, title=t(self.title), question=t(QUESTION),
            take=t(self.button), key=word, asks=asks, wrong="" if left is None else t(WRONG, left=left),
        )  # fmt: skip
        return web.Response(text=text, content_type="text/html", status=200 if left is None else 403)


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(PAGE), autoescape=True).get_template("door.html")

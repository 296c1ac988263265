"""Entering: who a request comes from, who one can become, and the cookie that remembers it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.channels.webchat.people import People
from bot.channels.webchat.sessions import LASTS, Sessions, Visitor
from bot.channels.webchat.wire import Frame
from bot.web.headers import is_foreign
from locales import Translate

COOKIE = "bangfu"
Cards = list[dict[str, str]]


class Entry:
    """With `people` a demonstration: every visitor is one of them. Without, every visitor is unknown at first."""

    def __init__(
        self,
        sessions: Sessions,
        people: People | None,
        now: Callable[[], datetime],
        *,
        secure: bool,
        origins: frozenset[str],
    ) -> None:
        self._sessions = sessions
        self._people = people
        self._now = now
        self._secure = secure
        self._origins = origins

    def visitor(self, request: web.Request) -> Visitor | None:
        """Whose cookie came along; a demonstration's is worth nothing outside it."""
        visitor = self._sessions.visitor(request.cookies.get(COOKIE), self._now())
        chosen = visitor is not None and visitor.person is not None
        return visitor if chosen == (self._people is not None) else None

    def known(self, request: web.Request) -> Visitor:
        """The visitor of a request from our own page; 403 for a foreign page, 401 for nobody."""
        self.only_own_pages(request)
        visitor = self.visitor(request)
        if visitor is None:
            raise web.HTTPUnauthorized
        return visitor

    def only_own_pages(self, request: web.Request) -> None:
        """403 for what another site's page sends."""
        if is_foreign(request, self._origins):
            raise web.HTTPForbidden

    async def become(self, person: object) -> Visitor | None:
        """A new visitor, as the person chosen; None for nobody who can be chosen."""
        if self._people is None:
            return Visitor.new()
        chosen = {each.key: each for each in await self._people()}.get(str(person))
        return Visitor.new(chosen.key, chosen.who) if chosen else None

    async def cards(self, t: Translate) -> Cards | None:
        """The people to choose from, as data for the page; None outside a demonstration."""
        return None if self._people is None else [person.card(t) for person in await self._people()]

    async def me(self, visitor: Visitor, t: Translate) -> Frame:
        """What the page may know of its visitor."""
        cards = await self.cards(t) or []
        return {"id": visitor.mark, **next((card for card in cards if card["key"] == visitor.person), {})}

    def remember(self, answer: web.Response, visitor: Visitor) -> None:
        """Sets the cookie; scripts and other sites never see it."""
        answer.set_cookie(
            COOKIE,
            self._sessions.cookie(visitor, self._now()),
            max_age=int(LASTS.total_seconds()),
            path="/chat",
            secure=self._secure,
            httponly=True,
            samesite="Strict",
        )

    def forget(self, answer: web.Response) -> None:
        """Takes the cookie back."""
        answer.del_cookie(COOKIE, path="/chat")

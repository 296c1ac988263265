"""Which language the words around the conversation are in: the reader's choice, kept in a cookie."""

from __future__ import annotations

from aiohttp import web

from locales import DEFAULT, LANGUAGES

COOKIE = "lang"


def language_of(request: web.Request) -> str:
    """A key of `locales.LANGUAGES`: asked for in the address, else chosen before, else the default."""
    asked = request.query.get(COOKIE) or request.cookies.get(COOKIE)
    return asked if asked in LANGUAGES else DEFAULT

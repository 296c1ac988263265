"""One error page in the reader's language; programs get the status as JSON."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template

from bot.web.language import language_of
from locales import Words, translator, words

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).parent / "page"
TITLE = words("Bangfu")
BACK = words("Back to the first page")
SENTENCES: dict[int, Words] = {
    403: words("This page is not open to you."),
    404: words("There is no such page."),
    413: words("That was too large to take."),
    500: words("Something went wrong here. Please try again in a moment."),
}

log = logging.getLogger(__name__)


@web.middleware
async def speak_of_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns what went wrong into the page or the JSON; the unforeseen is logged and shown as 500."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return answer(request, error.status)
    except Exception:
        log.exception("unforeseen error at %s %s", request.method, request.path)
        return answer(request, 500)


def answer(request: web.Request, status: int) -> web.Response:
    """The page for a browser, JSON for everything else."""
    if "text/html" not in request.headers.get("Accept", ""):
        return web.json_response({"error": status}, status=status)
    return web.Response(text=page(status, language_of(request)), content_type="text/html", status=status)


def page(status: int, language: str) -> str:
    """The HTML of the error page."""
    t = translator(language)
    sentence = t(SENTENCES.get(status, SENTENCES[404 if status < 500 else 500]))
    return template().render(lang=language.replace("_", "-"), title=t(TITLE), sentence=sentence, back=t(BACK))


@cache
def template() -> Template:
    """The page's template, read once."""
    return Environment(loader=FileSystemLoader(PAGE), autoescape=True).get_template("error.html")


async def stylesheet(_: web.Request) -> web.FileResponse:
    """The error page's own few rules of style."""
    return web.FileResponse(PAGE / "page.css")

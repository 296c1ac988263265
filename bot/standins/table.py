"""A table full of phones: a page on which a new user tries every channel without an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template

from bot.standins.phone import Heard, Phone
from bot.web.headers import add_headers, is_foreign
from bot.web.language import language_of
from locales import Words, translator, words

PAGE = Path(__file__).parent / "page"
FILES = {"phones.css": "text/css", "phones.js": "text/javascript"}

TITLES: Mapping[str, Words] = {
    "wechat": words("WeChat"),
    "wecom": words("WeCom"),
    "sms": words("SMS"),
    "telegram": words("Telegram"),
}
SAID: Mapping[str, Words] = {
    "title": words("A phone for every channel"),
    "lead": words("Stand-ins of the providers, on this machine only. Choose a phone and write to Bangfu."),
    "choose": words("Choose a phone"),
    "type_here": words("Message"),
    "send": words("Send"),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose phone it is: a key for addresses, a name, what they can do here."""

    key: str
    name: str
    what: Words


class Table:
    """Serves the page. `phones`: channel -> key of the owner -> that phone."""

    def __init__(self, owners: Sequence[Owner], phones: Mapping[str, Mapping[str, Phone]]) -> None:
        self._owners = owners
        self._phones = phones

    def mount(self, app: web.Application) -> None:
        """Adds the page at `/`, its files, and a resource for each phone."""
        app.on_response_prepare.append(add_headers)
        app.router.add_get("/", self.show)
        app.router.add_get("/{name:phones\\.(css|js)}", self.file)
        app.router.add_get("/phone/{channel}/{who}", self.look)
        app.router.add_post("/phone/{channel}/{who}", self.act)

    async def show(self, request: web.Request) -> web.Response:
        """The page, with every phone there is."""
        language = language_of(request)
        t = translator(language)
        channels = [{"name": name, "title": t(TITLES[name])} for name in self._phones]
        people = [{"key": o.key, "name": o.name, "what": t(o.what)} for o in self._owners]
        said = {name: t(line) for name, line in SAID.items()}
        html = template().render(lang=language.replace("_", "-"), channels=channels, people=people, **said)
        return web.Response(text=html, content_type="text/html")

    async def file(self, request: web.Request) -> web.Response:
        """A file of the page."""
        name = request.match_info["name"]
        return web.Response(text=(PAGE / name).read_text("utf-8"), content_type=FILES[name])

    async def look(self, request: web.Request) -> web.Response:
        """What a phone received after the first `after` messages."""
        inbox, after = self._phone(request).inbox, request.query.get("after", "0")
        since = int(after) if after.isdecimal() and len(after) < 10 else 0
        return web.json_response({"heard": [plain(heard) for heard in inbox[since:]], "all": len(inbox)})

    async def act(self, request: web.Request) -> web.Response:
        """Do what the page says with a phone: {"text"} or {"press"}."""
        if is_foreign(request, frozenset()):
            raise web.HTTPForbidden
        phone, what = self._phone(request), await request.json()
        if isinstance(what, dict) and isinstance(what.get("press"), str):
            await phone.press(what["press"])
        elif isinstance(what, dict) and isinstance(what.get("text"), str):
            await phone.say(what["text"])
        else:
            raise web.HTTPBadRequest
        return web.json_response({})

    def _phone(self, request: web.Request) -> Phone:
        phone = self._phones.get(request.match_info["channel"], {}).get(request.match_info["who"])
        if phone is None:
            raise web.HTTPNotFound
        return phone


def plain(heard: Heard) -> dict[str, Any]:
    """A message as the page's script reads it."""
    return {"text": heard.text, "buttons": heard.buttons, "picture": heard.picture is not None}


@cache
def template() -> Template:
    """The page's template, read once."""
    return Environment(loader=FileSystemLoader(PAGE), autoescape=True).get_template("phones.html")

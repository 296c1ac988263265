"""A table full of phones: a page on which a new user tries every channel without an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from json import JSONDecodeError
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template

from bot.standins.phone import Phone
from bot.standins.thread import Thread, Wrong, plain
from bot.web.headers import add_headers, is_foreign
from bot.web.language import language_of
from locales import Words, translator, words
from storage.photos import LARGEST, kind

PAGE = Path(__file__).parent / "page"
FILES = {"phones.css": "text/css", "phones.js": "text/javascript", "phones.svg": "image/svg+xml"}
ROOM = 64 * 1024
"""Bytes of a request besides its picture."""

WITHOUT = {"sms": ("photo", "place")}
"""Channel -> what its phones cannot send."""

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
    "photo": words("Photo"),
    "place": words("Location"),
    "failed": words("That did not go out. Is the demonstration still running?"),
    "unread": words("unread"),
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
        self._threads = {
            channel: {who: Thread(phone) for who, phone in theirs.items()}
            for channel, theirs in phones.items()
        }

    def application(self) -> web.Application:
        """The page at `/`, its files, and a resource for each phone."""
        app = web.Application(client_max_size=LARGEST + ROOM)
        app.on_response_prepare.append(add_headers)
        app.router.add_get("/", self.show)
        app.router.add_get("/{name:phones\\.(css|js|svg)}", self.file)
        app.router.add_get("/phones", self.count)
        app.router.add_get("/phone/{channel}/{who}", self.look)
        app.router.add_post("/phone/{channel}/{who}", self.act)
        app.router.add_get("/phone/{channel}/{who}/{at:[0-9]{1,6}}", self.picture)
        return app

    async def show(self, request: web.Request) -> web.Response:
        """The page, with every phone there is."""
        language = language_of(request)
        t = translator(language)
        channels = [
            {"name": name, "title": t(TITLES[name]), "without": " ".join(WITHOUT.get(name, ()))}
            for name in self._threads
        ]
        people = [{"key": o.key, "name": o.name, "what": t(o.what)} for o in self._owners]
        said = {name: t(line) for name, line in SAID.items()}
        html = template().render(lang=language.replace("_", "-"), channels=channels, people=people, **said)
        return web.Response(text=html, content_type="text/html")

    async def file(self, request: web.Request) -> web.Response:
        """A file of the page."""
        name = request.match_info["name"]
        return web.Response(text=(PAGE / name).read_text("utf-8"), content_type=FILES[name])

    async def count(self, _: web.Request) -> web.Response:
        """How much every phone has received: channel/owner -> messages."""
        return web.json_response(
            {
                f"{channel}/{who}": thread.received()
                for channel, theirs in self._threads.items()
                for who, thread in theirs.items()
            }
        )

    async def look(self, request: web.Request) -> web.Response:
        """What passed on a phone after the first `after` messages."""
        lines, after = self._thread(request).lines(), request.query.get("after", "0")
        since = int(after) if after.isdecimal() and len(after) < 10 else 0
        return web.json_response({"heard": [plain(line) for line in lines[since:]], "all": len(lines)})

    async def picture(self, request: web.Request) -> web.Response:
        """The picture of one message."""
        lines, at = self._thread(request).lines(), int(request.match_info["at"])
        content = lines[at].heard.picture if at < len(lines) else None
        if content is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type=kind(content) or "application/octet-stream")

    async def act(self, request: web.Request) -> web.Response:
        """Do with a phone what the page says: a picture as it is, or what `Thread.do` takes."""
        if is_foreign(request, frozenset()):
            raise web.HTTPForbidden
        thread = self._thread(request)
        try:
            if request.content_type.startswith("image/"):
                await thread.show(await request.read())
            else:
                await thread.do(await request.json())
        except (Wrong, JSONDecodeError, UnicodeDecodeError):
            raise web.HTTPBadRequest from None
        return web.json_response({})

    def _thread(self, request: web.Request) -> Thread:
        thread = self._threads.get(request.match_info["channel"], {}).get(request.match_info["who"])
        if thread is None:
            raise web.HTTPNotFound
        return thread


@cache
def template() -> Template:
    """The page's template, read once."""
    return Environment(loader=FileSystemLoader(PAGE), autoescape=True).get_template("phones.html")

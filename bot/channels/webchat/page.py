"""The page and its files, read and packed once; the files' address changes with their content."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.channels.webchat.words import in_language
from locales import LANGUAGES, translator

FOLDER = Path(__file__).parent / "page"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class File:
    """A file ready to be served: as it is, and packed for a thin line."""

    content: bytes
    packed: bytes
    media_type: str

    @classmethod
    def of(cls, content: bytes, media_type: str) -> File:
        """Packs the content."""
        return cls(content, gzip.compress(content, mtime=0), media_type)

    @property
    def tag(self) -> str:
        """The entity tag: changes with the content."""
        return sha256(self.content).hexdigest()[:16]

    def answer(self, request: web.Request, keep: str) -> web.Response:
        """The file, or 304 when the browser has it; `keep` is the Cache-Control."""
        headers = {"Cache-Control": keep, "Vary": "Accept-Encoding, Cookie", "ETag": f'"{self.tag}"'}
        if self.tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        body = self.content
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"], body = "gzip", self.packed
        return web.Response(body=body, headers=headers, content_type=self.media_type, charset="utf-8")


@cache
def files() -> dict[str, File]:
    """The scripts, styles and pictures by name."""
    return {
        path.name: File.of(path.read_bytes(), TYPES[path.suffix])
        for path in sorted(FOLDER.iterdir())
        if path.suffix in TYPES
    }


@cache
def version() -> str:
    """Stands in the files' address: a changed file is never mixed with an old one."""
    return sha256(b"".join(file.content for file in files().values())).hexdigest()[:10]


@cache
def shell(language: str, large: bool) -> File:
    """The page in a language; it names nobody, who is there is told by the socket."""
    template = Environment(loader=FileSystemLoader(FOLDER), autoescape=True).get_template("chat.html")
    html = template.render(
        lang=language.replace("_", "-"),
        other=next(code for code in LANGUAGES if code != language),
        large=large,
        files=f"/chat/page/{version()}",
        scripts=[name for name in files() if name.endswith(".js") and name != "worker.js"],
        words=in_language(translator(language)),
    )
    return File.of(html.encode(), "text/html")

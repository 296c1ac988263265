"""A ledger by a link that opens once: the file, as an attachment that nobody keeps."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from aiohttp import web

from bot.ledgers import as_bytes
from bot.web.door import Door
from handlers.ledgers.act import opened
from locales import words
from storage.ledgers.model import Heading
from storage.queries.links import LinkRow

PAPER = {"card": (".html", "text/html; charset=utf-8")}
"""Ledgers that are handed out as a page to print; all others are workbooks."""
WORKBOOK = (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class LedgerDoor(Door):
    """Hands out files."""

    kind = "ledger"
    title = words("A ledger for you")
    button = words("Get the file")

    async def hand_out(self, link: LinkRow) -> web.Response:
        found = await self._database.read(opened, self._office, link, self._clock())
        if found is None:
            raise web.HTTPNotFound
        heading, pages = found
        suffix, kind = PAPER.get(link.opens.name, WORKBOOK)
        # In a thread: a workbook of some thousand rows takes a second, and others are talking.
        body = await asyncio.to_thread(as_bytes, heading, pages, suffix)
        rows = sum(len(list(page.rows)) for page in pages)
        await self.use(link, f"{heading.office} {link.opens.period}".strip(), rows)
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

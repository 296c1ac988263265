"""The callbacks' routes. Nothing is signed: a secret in the path and a list of addresses stand for it."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address
from typing import TypeVar

from aiohttp import web

from bot.channel_settings import SmsBlock
from bot.channels.sms.intake import Intake
from bot.channels.sms.wire import Fields, Provider, Unreadable, items
from bot.desk import TurnFailed

log = logging.getLogger(__name__)
T = TypeVar("T")


class Door:
    """`/sms/<path_secret>/in` takes messages, `/sms/<path_secret>/report` what became of ours."""

    def __init__(self, block: SmsBlock, provider: Provider, intake: Intake) -> None:
        self._block = block
        self._provider = provider
        self._intake = intake

    def mount(self, app: web.Application) -> None:
        """Adds the routes. A gateway that has a route for each status names it in the path."""
        app.router.add_route("*", "/sms/{secret}/in", self.take_messages)
        app.router.add_route("*", "/sms/{secret}/report", self.take_reports)
        app.router.add_route("*", "/sms/{secret}/report/{status}", self.take_reports)

    async def take_messages(self, request: web.Request) -> web.Response:
        """Messages of people; 503 where one was not saved, so that it comes again."""
        self._guard(request)
        messages = read(await self._items(request), self._provider.message)
        try:
            await self._intake.take(messages)
        except TurnFailed:
            raise web.HTTPServiceUnavailable from None
        return self._taken()

    async def take_reports(self, request: web.Request) -> web.Response:
        """Delivery reports."""
        self._guard(request)
        found = await self._items(request)
        if "status" in request.match_info and self._block.gateway is not None:
            status = {self._block.gateway.report_status_field: request.match_info["status"]}
            found = [{**item, **status} if isinstance(item, dict) else item for item in found]
        reports = read(found, self._provider.report)
        await self._intake.report([report for report in reports if report is not None])
        return self._taken()

    def _guard(self, request: web.Request) -> None:
        secret = self._block.path_secret.get_secret_value().encode()
        if not hmac.compare_digest(request.match_info["secret"].encode("utf-8", "surrogatepass"), secret):
            raise web.HTTPNotFound
        if self._block.allow and not self._is_allowed(caller(request, self._block.behind_proxy)):
            log.warning("an SMS callback came from an address that is not in sms.allow")
            raise web.HTTPForbidden

    def _is_allowed(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        plain = getattr(address, "ipv4_mapped", None) or address
        return any(plain in network for network in self._block.allow)

    async def _items(self, request: web.Request) -> Sequence[object]:
        try:
            return await items(request)
        except Unreadable:
            raise web.HTTPBadRequest from None

    def _taken(self) -> web.Response:
        text = self._provider.reply
        kind = "application/json" if text.startswith("{") else "text/plain"
        return web.Response(text=text, content_type=kind)


def caller(request: web.Request, behind_proxy: bool) -> str:
    """The address a callback comes from: the last one that our own proxy has written, where one stands in front."""
    if not behind_proxy:
        return request.remote or ""
    return ",".join(request.headers.getall("X-Forwarded-For", [])).rpartition(",")[2].strip()


def read(found: Sequence[object], reading: Callable[[Fields], T]) -> list[T]:
    """The good parts of a callback; the broken ones are counted in one line.

    Raises:
        web.HTTPBadRequest: all are broken.
    """
    good = list(_good(found, reading))
    if len(good) < len(found):
        log.warning("an SMS callback held %d parts that cannot be read", len(found) - len(good))
    if found and not good:
        raise web.HTTPBadRequest
    return good


def _good(found: Sequence[object], reading: Callable[[Fields], T]) -> Iterator[T]:
    for item in found:
        try:
            if isinstance(item, dict):
                yield reading(item)
        except (Unreadable, KeyError, TypeError, ValueError):
            continue

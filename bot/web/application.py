"""The aiohttp application: parts with their routes, health, metrics, headers and one error page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bot.web.errors import speak_of_errors, stylesheet
from bot.web.headers import add_headers

Part = Callable[[web.Application], None]
"""What adds itself to the application: its routes, and what it does when the server stops."""

Healthy = Callable[[], Awaitable[bool]]
"""Answers whether the process can serve: the database answers."""

LARGEST_BODY = 1024 * 1024
"""Bytes of a request body; a part that takes more (pictures) reads the stream under its own limit."""


def application(
    parts: Sequence[Part], *, healthy: Healthy, registry: CollectorRegistry, home: str = "/chat"
) -> web.Application:
    """The application of these parts; `home` is where `/` leads."""
    app = web.Application(middlewares=[speak_of_errors], client_max_size=LARGEST_BODY)
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/", partial(to_home, home))
    app.router.add_get("/healthz", partial(healthz, healthy))
    app.router.add_get("/metrics", partial(metrics, registry))
    app.router.add_get("/web/page.css", stylesheet)
    for part in parts:
        part(app)
    return app


async def to_home(home: str, _: web.Request) -> web.StreamResponse:
    """`/` leads to the first page."""
    raise web.HTTPSeeOther(home)


async def healthz(healthy: Healthy, _: web.Request) -> web.Response:
    """200 `ok` or 503 `not ready`, for a supervisor or a balancer."""
    if await healthy():
        return web.Response(text="ok\n")
    return web.Response(text="not ready\n", status=503)


async def metrics(registry: CollectorRegistry, _: web.Request) -> web.Response:
    """The counters in Prometheus' text form."""
    return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

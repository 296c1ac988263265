"""What the house gives a channel, and what a channel of the outside world is to the house."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import aiohttp
from aiohttp import web

from bot.channels.base import Answers, Channel, Memory, Receive, Report
from bot.channels.slots import Slots
from storage.photos import PhotoStore


async def _stranger(channel: str, address: str) -> str:
    return "stranger"


@dataclass(frozen=True, slots=True)
class Ports:
    """The doors of the house that a channel uses.

    `receive` takes a message in and gives the committed answer, for channels that answer inside the
    provider's request; `answers` speaks by itself. `report` takes what a provider tells later of a
    message. `woken` is told of a contact that can be reached again. `http` is shared by all channels. In
    `slots` a channel that answers inside the provider's request opens its reply to what waits for the person.
    `audience` tells which menu the person at an address has (`handlers.menus.MENUS`).
    """

    receive: Receive
    answers: Answers
    memory: Memory
    report: Callable[[Report], Awaitable[None]]
    woken: Callable[[str, str], Awaitable[None]]
    photos: PhotoStore
    clock: Callable[[], datetime]
    http: aiohttp.ClientSession
    public_url: str = ""
    slots: Slots = field(default_factory=Slots)
    audience: Callable[[str, str], Awaitable[str]] = _stranger


class Line(Channel, Protocol):
    """A channel with a provider: its routes, and what runs beside the server."""

    def mount(self, app: web.Application) -> None:
        """Add the callback's routes."""
        ...

    async def start(self) -> None:
        """Begin what runs by itself (polling, menus); a provider that does not answer is no reason to fail."""
        ...

    async def stop(self) -> None:
        """End it; turns that run are finished."""
        ...

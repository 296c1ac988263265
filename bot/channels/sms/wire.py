"""What an SMS provider is to the channel, and what its callbacks hold, read without trust."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

from aiohttp import web

from bot.channels.base import Filled, Report
from storage.values.week import SHANGHAI

EARLY, OLD = timedelta(minutes=5), timedelta(days=3)
"""How far a message's own time may be ahead of ours, and how long ago."""

LONGEST_ID = 64
"""Characters of a message id that is kept as it is."""

Fields = Mapping[str, Any]


class Unreadable(Exception):
    """A callback, or one part of it, that is not what was agreed on."""


@dataclass(frozen=True, slots=True)
class Message:
    """One SMS as a provider handed it on: `phone` in 11 digits, `sent` as it said, where it said."""

    id: str
    phone: str
    text: str
    sent: datetime | None


class Provider(Protocol):
    """One way to send and receive SMS.

    `section` is its part of the template catalogue. `reply` is what a callback is answered. Items are the
    objects of a callback; the readers raise Unreadable, KeyError, TypeError or ValueError for a broken one.
    """

    section: str
    free_text: bool
    reports: bool
    reply: str

    def message(self, item: Fields) -> Message:
        """A message of a person."""
        ...

    def report(self, item: Fields) -> Report | None:
        """What became of a message of ours; None while that is open."""
        ...

    async def send_text(self, phone: str, text: str, reference: str) -> tuple[str, ...]:
        """Send any text; the provider's ids. Raises SendError."""
        ...

    async def send_template(self, phone: str, filled: Filled, reference: str) -> tuple[str, ...]:
        """Send an approved template; the provider's ids. Raises SendError."""
        ...


async def items(request: web.Request) -> list[object]:
    """The objects of a callback: of a JSON array, one JSON object, or the fields of a form or query.

    Raises:
        Unreadable: JSON that is none, or of another shape.
        web.HTTPRequestEntityTooLarge: more than the application takes.
    """
    body = await request.read()
    if body.lstrip()[:1] in (b"[", b"{") or request.content_type == "application/json":
        return _parsed(body)
    try:
        form = await request.post()
    except (ValueError, LookupError):
        raise Unreadable from None
    fields = {**request.query, **{key: value for key, value in form.items() if isinstance(value, str)}}
    if not fields:
        raise Unreadable
    return [fields]


def _parsed(body: bytes) -> list[object]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(read, (list, dict)):
        raise Unreadable
    return read if isinstance(read, list) else [read]


def word(item: Fields, name: str) -> str:
    """A field that is a text or a number, as text.

    Raises:
        Unreadable: it is not there, or something else.
    """
    value = item.get(name)
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise Unreadable
    return str(value)


def own_id(*parts: str) -> str:
    """An id for what carries none: the same for the same parts, telling nothing about them to who reads a log."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def kept_id(given: str) -> str:
    """A provider's id as it is kept; one that is too long to keep is hashed."""
    return given if 0 < len(given) <= LONGEST_ID and given.isprintable() else own_id(given)


def moment(said: str) -> datetime | None:
    """A time as providers write it: YYYY-MM-DD HH:MM:SS of China, RFC 3339, Unix seconds or milliseconds."""
    try:
        if said.isdecimal():
            return datetime.fromtimestamp(int(said) / (1000 if len(said) > 11 else 1), SHANGHAI)
        read = datetime.fromisoformat(said)
    except (ValueError, OverflowError, OSError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def plausible(sent: datetime | None, received: datetime) -> datetime:
    """The message's own time, or that of receipt where it says none or one that cannot be."""
    if sent is None or not received - OLD <= sent <= received + EARLY:
        return received
    return sent

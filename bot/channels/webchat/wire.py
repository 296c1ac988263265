"""The JSON between page and server (listed in the package's docstring), read and written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.channels.base import Incoming
from bot.channels.webchat.sessions import Sessions, Visitor
from handlers.replies import Say, to_json

ZONE = ZoneInfo("Asia/Shanghai")
NEAR = timedelta(minutes=10)
"""How far a phone's clock may be off before the server's time counts instead (domain.md X24)."""

ID = re.compile(r"[\w-]{6,64}", re.ASCII)
MOST_PHOTOS = 9
LONGEST_PRESS = 200

Frame = dict[str, Any]
"""One JSON object, either way."""


class Unreadable(Exception):
    """What came is not a message of our page. `id` is the message's id where that much could be read."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id)
        self.id = id


def read(raw: str | bytes) -> Frame:
    """The JSON object in `raw`.

    Raises:
        Unreadable: it is none.
    """
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(data, dict):
        raise Unreadable
    return data


def write(frame: Frame) -> str:
    """The frame as text; half a surrogate pair, which no socket can carry, becomes a question mark."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def as_json(frame: Frame, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """The frame as an HTTP answer."""
    return web.Response(text=write(frame), content_type="application/json", status=status, headers=headers)


def incoming(data: Frame, visitor: Visitor, sessions: Sessions, now: datetime) -> Incoming:
    """The message in a frame.

    Raises:
        Unreadable: a field is missing, of another type, too long, or names another visitor's picture.
    """
    id, text, press = data.get("id"), data.get("text", ""), data.get("press")
    if not (isinstance(id, str) and ID.fullmatch(id)):
        raise Unreadable
    if not (isinstance(text, str) and (press is None or is_short(press))):
        raise Unreadable(id)
    return Incoming(
        channel="webchat",
        address=visitor.address,
        id=id,
        sent=sent(data.get("sent"), now),
        text=text,
        press=press,
        photos=photos(data.get("photos", []), visitor, sessions, id),
        files=files(data.get("files", []), visitor, sessions, id),
        who=visitor.who,
    )


def is_short(press: object) -> TypeGuard[str]:
    """A button's payload as we make them."""
    return isinstance(press, str) and 0 < len(press) <= LONGEST_PRESS


def photos(tokens: object, visitor: Visitor, sessions: Sessions, id: str) -> tuple[str, ...]:
    """The hashes in the tokens of this visitor's pictures."""
    return _hashes(tokens, visitor, sessions.photo_name, id)


def files(tokens: object, visitor: Visitor, sessions: Sessions, id: str) -> tuple[str, ...]:
    """The hashes in the tokens of this visitor's files."""
    return _hashes(tokens, visitor, sessions.file_name, id)


def _hashes(
    tokens: object, visitor: Visitor, read: Callable[[str, str], str | None], id: str
) -> tuple[str, ...]:
    if not isinstance(tokens, list) or len(tokens) > MOST_PHOTOS:
        raise Unreadable(id)
    names = [read(visitor.address, token) if isinstance(token, str) else None for token in tokens]
    known = tuple(name for name in names if name)
    if len(known) < len(names):
        raise Unreadable(id)
    return known


def sent(said: object, now: datetime) -> datetime:
    """The phone's time where it is within `NEAR` of the server's, else the server's; in Asia/Shanghai."""
    try:
        theirs = datetime.fromisoformat(said) if isinstance(said, str) else now
    except ValueError:
        return now.astimezone(ZONE)
    near = theirs.tzinfo is not None and abs(theirs - now) <= NEAR
    return (theirs if near else now).astimezone(ZONE)


def spoken(messages: Sequence[Say], address: str, sessions: Sessions) -> list[Frame]:
    """The messages as data, with a token for this visitor where a picture's hash stood."""
    frames = to_json(messages)
    for frame in frames:
        if frame["picture"]:
            frame["picture"] = sessions.photo_token(address, frame["picture"])
    return frames


def moment(when: datetime) -> str:
    """A time as the page shows it: Asia/Shanghai, to the second."""
    return when.astimezone(ZONE).isoformat(timespec="seconds")

"""What WeCom pushes, read: a message for the house, a member who is gone, or nothing we act on.

Not acted on, and never kept: LOCATION. WeCom reports where a member is whenever they open the application, if
the company has switched that on; nobody shows us a place by that. A place is what a member sends as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.channels.base import Incoming
from bot.channels.xml import Unreadable
from handlers.replies import Place
from storage.values.week import SHANGHAI

NAME = "wecom"
MENU = "go:菜单"
WHAT = ("CreateTime", "Event", "EventKey", "TaskId", "ResponseCode")
"""What makes an event the one it is: each press of a card has a code of its own, the same in every try."""

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pushed:
    """One push, understood.

    `incoming` is None where nothing is to be answered. `media`: the picture or recording (`incoming` lacks
    it still). `aloud`: an answer inside the request would not be shown. `card`: task and code of the
    card that was pressed. `came`, `left`: the member can be reached from now on, or no more.
    """

    member: str
    incoming: Incoming | None = None
    media: str = ""
    spoken: bool = False
    aloud: bool = False
    card: tuple[str, str] | None = None
    came: bool = False
    left: bool = False


def read(message: Message) -> Pushed:
    """The push.

    Raises:
        Unreadable: what every push has is missing, or is none of its kind.
    """
    kind, member = needed(message, "MsgType").lower(), needed(message, "FromUserName").lower()
    event = word(message, "Event").lower()
    if not (word(message, "MsgId") or event):
        raise Unreadable
    reader = EVENTS.get(event) if kind == "event" else KINDS.get(kind)
    sent = moment(message)
    return reader(message, member, sent) if reader else Pushed(member)


def word(message: Message, name: str) -> str:
    """A field that is text; empty where it is missing or something else."""
    value = message.get(name, "")
    return value if isinstance(value, str) else ""


def needed(message: Message, name: str) -> str:
    """The same, where it must be there."""
    value = word(message, name)
    if not value:
        raise Unreadable
    return value


def moment(message: Message) -> datetime:
    """When it was sent, in the county's time."""
    seconds = needed(message, "CreateTime")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 11):
        raise Unreadable
    return datetime.fromtimestamp(int(seconds), SHANGHAI)


def key(message: Message, member: str) -> str:
    """What a retry has in common with its first try: WeCom's number; for events what they are."""
    if number := word(message, "MsgId"):
        return number
    parts = (member, *(word(message, name) for name in WHAT))
    return "event-" + sha256("\n".join(parts).encode()).hexdigest()[:32]


def _incoming(message: Message, member: str, sent: datetime, **what: Any) -> Incoming:  # noqa: ANN401
    return Incoming(NAME, member, key(message, member), sent, **what)


def _text(message: Message, member: str, sent: datetime) -> Pushed:
    return Pushed(member, _incoming(message, member, sent, text=word(message, "Content")))


def _image(message: Message, member: str, sent: datetime) -> Pushed:
    return Pushed(member, _incoming(message, member, sent), media=needed(message, "MediaId"))


def _voice(message: Message, member: str, sent: datetime) -> Pushed:
    return Pushed(member, _incoming(message, member, sent), media=needed(message, "MediaId"), spoken=True)


def _location(message: Message, member: str, sent: datetime) -> Pushed:
    place = Place(
        degrees(message, "Location_X", 90), degrees(message, "Location_Y", 180), word(message, "Label")
    )
    return Pushed(member, _incoming(message, member, sent, place=place))


def degrees(message: Message, name: str, most: int) -> float:
    """A coordinate."""
    try:
        value = float(needed(message, name))
    except ValueError:
        raise Unreadable from None
    if not -most <= value <= most:
        raise Unreadable
    return value


def _subscribe(message: Message, member: str, sent: datetime) -> Pushed:
    return Pushed(member, _incoming(message, member, sent, press=MENU), came=True)


def _unsubscribe(_: Message, member: str, __: datetime) -> Pushed:
    return Pushed(member, left=True)


def _click(message: Message, member: str, sent: datetime) -> Pushed:
    return Pushed(member, _incoming(message, member, sent, press=f"go:{needed(message, 'EventKey')}"))


def _card(message: Message, member: str, sent: datetime) -> Pushed:
    pressed = _incoming(message, member, sent, press=needed(message, "EventKey"))
    return Pushed(member, pressed, aloud=True, card=(word(message, "TaskId"), word(message, "ResponseCode")))


Reader = Callable[[Message, str, datetime], Pushed]
KINDS: Mapping[str, Reader] = {"text": _text, "image": _image, "voice": _voice, "location": _location}
EVENTS: Mapping[str, Reader] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "click": _click,
    "template_card_event": _card,
}

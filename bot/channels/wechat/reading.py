"""What WeChat's messages and events mean to us: pure, from the fields of the XML.

text image voice location, subscribe SCAN CLICK        Heard: a turn
unsubscribe                                            Left
TEMPLATESENDJOBFINISH subscribe_msg_sent_event         Told: delivery reports
subscribe_msg_popup_event subscribe_msg_change_event   Accepts
everything else                                        None: `success`, nothing done
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bot.channels.base import Incoming, Report
from bot.channels.xml import Unreadable
from handlers.replies import Place

NAME = "wechat"
MENU = "菜单"
"""The command that shows the menu: what somebody hears who has just followed."""

OPENID = re.compile(r"[\w-]{1,64}", re.ASCII)
FOLLOWED_BY = "qrscene_"
PAYLOADS = ("go:", "a:")

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """Something a person said or did. `picture` and `voice` are MediaIds, still to be fetched."""

    incoming: Incoming
    picture: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody does not follow any more."""

    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """What became of messages. `blocked`: whose account refuses all of ours."""

    reports: Sequence[Report]
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Accepts:
    """Subscription messages accepted (1) or refused (0), by template. `id` names the event."""

    address: str
    id: str
    counts: Sequence[tuple[str, int]]


Meaning = Heard | Left | Told | Accepts | None


def meaning(fields: Fields) -> Meaning:
    """What was meant.

    Raises:
        Unreadable: a field is missing that must be there.
    """
    kind = need(fields, "MsgType").lower()
    address, sent = _address(fields), _sent(fields)
    if kind == "event":
        name = need(fields, "Event").lower()
        event = Incoming(NAME, address, _event_id(fields), sent)
        read = EVENTS.get(name)
    else:
        event = Incoming(NAME, address, need(fields, "MsgId")[:64], sent)
        read = MESSAGES.get(kind)
    return read(fields, event) if read else None


def need(fields: Fields, name: str) -> str:
    """A field that must be there."""
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise Unreadable
    return value


def word(fields: Fields, name: str) -> str:
    """A field that may be missing."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _address(fields: Fields) -> str:
    address = need(fields, "FromUserName")
    if not OPENID.fullmatch(address):
        raise Unreadable
    return address


def _sent(fields: Fields) -> datetime:
    seconds = need(fields, "CreateTime")
    # Ten digits are seconds up to the year 2286; thirteen would be milliseconds.
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 10):
        raise Unreadable
    return datetime.fromtimestamp(int(seconds), UTC)


def _event_id(fields: Fields) -> str:
    """Events have no id: who, when, what. Hashed, since ids are kept in the clear."""
    names = ("FromUserName", "CreateTime", "Event", "EventKey", "MsgID")
    whole = "+".join(word(fields, name) for name in names)
    return f"event-{sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _text(fields: Fields, event: Incoming) -> Heard:
    line = word(fields, "bizmsgmenuid")
    if line.startswith(PAYLOADS):
        return Heard(replace(event, press=line, did="menu"))
    # A line of a menu message counts as a click, whatever it stands for.
    return Heard(replace(event, text=word(fields, "Content"), did="menu" if line else "message"))


def _image(fields: Fields, event: Incoming) -> Heard:
    return Heard(event, picture=need(fields, "MediaId"))


def _voice(fields: Fields, event: Incoming) -> Heard:
    return Heard(event, voice=need(fields, "MediaId"))


def _location(fields: Fields, event: Incoming) -> Heard:
    """Location_X is the latitude."""
    latitude, longitude = _degrees(fields, "Location_X", 90), _degrees(fields, "Location_Y", 180)
    return Heard(replace(event, place=Place(latitude, longitude, word(fields, "Label"))))


def _degrees(fields: Fields, name: str, most: float) -> float:
    try:
        value = float(need(fields, name))
    except ValueError:
        raise Unreadable from None
    if not -most <= value <= most:
        raise Unreadable
    return value


def _followed(fields: Fields, event: Incoming) -> Heard:
    key = word(fields, "EventKey")
    scene = key.removeprefix(FOLLOWED_BY) if key.startswith(FOLLOWED_BY) else ""
    return _came(replace(event, did="follow"), scene)


def _scanned(fields: Fields, event: Incoming) -> Heard:
    return _came(replace(event, did="scan"), word(fields, "EventKey"))


def _came(event: Incoming, scene: str) -> Heard:
    """By a QR code with a scene, or by themselves: then the menu is shown."""
    return Heard(replace(event, scene=scene) if scene else replace(event, press=f"go:{MENU}"))


def _clicked(fields: Fields, event: Incoming) -> Heard:
    return Heard(replace(event, press=f"go:{word(fields, 'EventKey')}", did="menu"))


def _left(_: Fields, event: Incoming) -> Left:
    return Left(event.address)


def _template_done(fields: Fields, event: Incoming) -> Told:
    status, number = word(fields, "Status"), need(fields, "MsgID")
    report = Report(NAME, f"template-{number}", status == "success", event.sent, id=number, code=status)
    return Told([report], event.address if "user block" in status else "")


def _subscription_done(fields: Fields, event: Incoming) -> Told:
    return Told(
        [
            Report(
                NAME, f"subscription-{need(each, 'MsgID')}", word(each, "ErrorCode") == "0", event.sent,
                id=need(each, "MsgID"), code=word(each, "ErrorStatus"),
            )
            for each in _listed(fields, "SubscribeMsgSentEvent")
        ]
    )  # fmt: skip


def _popped_up(fields: Fields, event: Incoming) -> Accepts:
    return _accepts(event, _listed(fields, "SubscribeMsgPopupEvent"))


def _changed(fields: Fields, event: Incoming) -> Accepts:
    """In the settings one can only refuse for the future: an acceptance there adds no message."""
    refused = [each for each in _listed(fields, "SubscribeMsgChangeEvent") if not _accepted(each)]
    return _accepts(event, refused)


def _accepts(event: Incoming, listed: Sequence[Fields]) -> Accepts:
    counts = [(need(each, "TemplateId"), _accepted(each)) for each in listed]
    return Accepts(event.address, event.id, counts)


def _accepted(each: Fields) -> int:
    return int(word(each, "SubscribeStatusString") == "accept")


def _listed(fields: Fields, name: str) -> Sequence[Fields]:
    """The `List` elements in an element; one alone is no list."""
    inside = fields.get(name)
    listed = inside.get("List") if isinstance(inside, Mapping) else None
    found = listed if isinstance(listed, list) else [listed]
    return [each for each in found if isinstance(each, Mapping)]


Read = Callable[[Fields, Incoming], Meaning]
MESSAGES: Mapping[str, Read] = {"text": _text, "image": _image, "voice": _voice, "location": _location}
EVENTS: Mapping[str, Read] = {
    "subscribe": _followed,
    "unsubscribe": _left,
    "scan": _scanned,
    "click": _clicked,
    "templatesendjobfinish": _template_done,
    "subscribe_msg_popup_event": _popped_up,
    "subscribe_msg_change_event": _changed,
    "subscribe_msg_sent_event": _subscription_done,
}

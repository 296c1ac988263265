"""Somebody with WeChat on their phone, at the other end of the stand-in."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any, Protocol

from bot.standins.phone import Heard, first_of_run
from bot.standins.wechat_rules import Person

Content = dict[str, Any]
NUMBERS = itertools.count(23_000_000_000_000_000 + first_of_run())
"""Message ids are 64 bit numbers."""


class Behind(Protocol):
    """What a phone needs of the account behind it."""

    def clock(self) -> datetime:
        """The time there."""
        ...

    async def push(self, message: Content) -> str | None:
        """Tell the house; the text it answers in the same breath."""
        ...

    async def settled(self) -> None:
        """Returns when the house has said what it had to say."""
        ...

    def keep_file(self, content: bytes, kind: str) -> str:
        """Store a medium; gives its MediaId."""
        ...


class WeChatPhone:
    """One person."""

    def __init__(self, behind: Behind, openid: str) -> None:
        self.inbox: list[Heard] = []
        self.person = Person()
        self.openid = openid
        self._behind = behind
        self._last: Content = {}

    async def say(self, text: str) -> list[Heard]:
        """Type a message."""
        return await self._write({"MsgType": "text", "Content": text})

    async def press(self, payload: str) -> list[Heard]:
        """Press an entry of the account's menu; a line of a menu message where it is no command."""
        if payload.startswith("go:"):
            return await self._act({"Event": "CLICK", "EventKey": payload.removeprefix("go:")})
        self.person.acted(self._behind.clock())
        line = {"MsgType": "text", "Content": payload, "bizmsgmenuid": payload, "MsgId": next(NUMBERS)}
        return await self._do({**self._head(), **line})

    async def photo(self, content: bytes) -> list[Heard]:
        """Send a picture."""
        media = self._behind.keep_file(content, "image/jpeg")
        return await self._write({"MsgType": "image", "PicUrl": "http://127.0.0.1/", "MediaId": media})

    async def voice(self, content: bytes) -> list[Heard]:
        """Speak a message."""
        media = self._behind.keep_file(content, "audio/amr")
        return await self._write({"MsgType": "voice", "MediaId": media, "Format": "amr", "Recognition": ""})

    async def place(self, latitude: float, longitude: float, label: str = "") -> list[Heard]:
        """Show a place."""
        where = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": 16, "Label": label}
        return await self._write({"MsgType": "location", **where})

    async def scan(self, scene: str) -> list[Heard]:
        """Scan a QR code of the account; whoever does not follow it yet does by that."""
        if not self.person.follows:
            return await self.follow(scene)
        return await self._act({"Event": "SCAN", "EventKey": scene, "Ticket": "t"})

    async def follow(self, scene: str = "") -> list[Heard]:
        """Follow the account."""
        self.person.follows = True
        key = f"qrscene_{scene}" if scene else ""
        return await self._act({"Event": "subscribe", "EventKey": key})

    async def unfollow(self) -> list[Heard]:
        """Follow it no more."""
        self.person.left()
        return await self._do({**self._head(), "MsgType": "event", "Event": "unsubscribe", "EventKey": ""})

    async def decide(self, template: str, accept: bool) -> list[Heard]:
        """Answer the question whether a subscription message may come."""
        self.person.accepted[template] = self.person.accepted.get(template, 0) + 1 if accept else 0
        said = {
            "TemplateId": template,
            "SubscribeStatusString": "accept" if accept else "reject",
            "PopupScene": 0,
        }
        event = {"Event": "subscribe_msg_popup_event", "SubscribeMsgPopupEvent": {"List": [said]}}
        return await self._do({**self._head(), "MsgType": "event", **event})

    async def again(self) -> list[Heard]:
        """WeChat repeats the last message."""
        return await self._do(self._last)

    def show(self, heard: Heard) -> None:
        """A message of the account arrives."""
        self.inbox.append(heard)

    async def _write(self, message: Content) -> list[Heard]:
        self.person.wrote(self._behind.clock())
        return await self._do({**self._head(), **message, "MsgId": next(NUMBERS)})

    async def _act(self, event: Content) -> list[Heard]:
        self.person.acted(self._behind.clock())
        return await self._do({**self._head(), "MsgType": "event", **event})

    def _head(self) -> Content:
        return {"FromUserName": self.openid, "CreateTime": int(self._behind.clock().timestamp())}

    async def _do(self, message: Content) -> list[Heard]:
        """Let a message go its way; what came back."""
        before, self._last = len(self.inbox), message
        answer = await self._behind.push(message)
        if answer is not None:
            self.inbox.insert(before, Heard(answer))
        await self._behind.settled()
        return self.inbox[before:]

"""A member with WeCom on their phone, at the other end of the stand-in."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from bot.standins.phone import Heard, first_of_run

Content = dict[str, Any]
FIRST = 7_500_000_000_000_000_000
NUMBERS = itertools.count(FIRST + first_of_run())


class Company(Protocol):
    """What a phone needs of the company behind it."""

    def clock(self) -> datetime:
        """The time there."""
        ...

    async def push(self, message: Content) -> Content | None:
        """Tell the house; what it answers in the same breath."""
        ...

    async def settled(self, expecting: Callable[[], bool]) -> None:
        """Returns when the house has said what it had to say; `expecting`: whether something must still come."""
        ...

    def keep_file(self, content: bytes) -> str:
        """Store a file; gives its media id."""
        ...

    def new_code(self, task: str) -> str:
        """A code by which a card may be changed once."""
        ...


class WeComPhone:
    """One member. `member`: whether they can see the application. `cards`: task -> what its button says now."""

    def __init__(self, company: Company, name: str) -> None:
        self.inbox: list[Heard] = []
        self.cards: dict[str, str] = {}
        self.member = True
        self._company = company
        self._name = name
        self._tasks: dict[str, str] = {}
        self._last: Content = {}

    async def say(self, text: str) -> list[Heard]:
        """Type a message."""
        return await self.do({**self.message("text"), "Content": text})

    async def press(self, payload: str) -> list[Heard]:
        """Press a button of the newest card that has it; else an entry of the application's menu.

        What is no command and on no card is pressed as on one that is long gone.
        """
        if payload not in self._tasks and payload.startswith("go:"):
            return await self.do({**self.event("click"), "EventKey": payload.removeprefix("go:")})
        task = self._tasks.get(payload, "gone")
        pressed = {"EventKey": payload, "TaskId": task, "CardType": "button_interaction"}
        code = self._company.new_code(task)
        return await self.do({**self.event("template_card_event"), **pressed, "ResponseCode": code})

    async def photo(self, content: bytes) -> list[Heard]:
        """Send a picture."""
        media = self._company.keep_file(content)
        return await self.do({**self.message("image"), "PicUrl": "http://127.0.0.1/", "MediaId": media})

    async def voice(self, content: bytes) -> list[Heard]:
        """Speak a message."""
        media = self._company.keep_file(content)
        return await self.do({**self.message("voice"), "MediaId": media, "Format": "amr"})

    async def place(self, latitude: float, longitude: float, label: str = "") -> list[Heard]:
        """Show a place."""
        where = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": 16, "Label": label}
        return await self.do({**self.message("location"), **where, "AppType": "wxwork"})

    async def again(self) -> list[Heard]:
        """WeCom repeats the message sent last."""
        return await self.do(self._last)

    async def do(self, message: Content) -> list[Heard]:
        """Let a message go its way; what came back."""
        self._last = message
        before = len(self.inbox)
        answer = await self._company.push(message)
        if answer and answer.get("MsgType") == "text":
            self.shown({"text": answer["Content"]})
        await self._company.settled(lambda: len(self.inbox) == before)
        return self.inbox[before:]

    def message(self, kind: str) -> Content:
        """What every message begins with."""
        return {**self._head(kind), "MsgId": next(NUMBERS)}

    def event(self, name: str) -> Content:
        """What every event begins with."""
        return {**self._head("event"), "Event": name}

    def shown(self, content: Content) -> None:
        """A message of the application arrives."""
        buttons = content.get("buttons", ())
        if task := content.get("task"):
            self.cards[task] = ""
            self._tasks.update({key: task for _, key in buttons})
        self.inbox.append(Heard(content["text"], buttons, content.get("picture")))

    def changed(self, task: str, label: str) -> None:
        """A card is greyed; its button says something else."""
        if task in self.cards:
            self.cards[task] = label

    def _head(self, kind: str) -> Content:
        now = int(self._company.clock().timestamp())
        return {"FromUserName": self._name, "CreateTime": now, "MsgType": kind}

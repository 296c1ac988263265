"""Somebody with Telegram on their phone, at the other end of the stand-in."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.standins.phone import Heard

Content = dict[str, Any]


class Post(Protocol):
    """What a phone needs of the Bot API behind it."""

    def clock(self) -> datetime:
        """The time there."""
        ...

    def keep_file(self, content: bytes) -> Content:
        """Store a file that was sent; gives its description."""
        ...

    def publish(self, update: Content) -> int:
        """Put an update in line for the bot; gives its number."""
        ...

    def repeat(self, number: int, update: Content) -> None:
        """Put an update in line once more, under the number it had."""
        ...

    async def settled(self, update: int) -> None:
        """Returns when the bot has taken the update."""
        ...


class TelegramPhone:
    """One chat with the bot: of a person, or (`kind` group) of several.

    `inbox`: everything that came; `screen`: the messages of the bot as they look now, edited as they are.
    """

    def __init__(self, post: Post, number: int, name: str, kind: str = "private") -> None:
        self.inbox: list[Heard] = []
        self.sent: dict[int, Content] = {}
        self.number = number
        self.language = "zh-hans"
        self._post = post
        self._kind = kind
        self._numbers = itertools.count(1)
        self._queries = itertools.count(number * 1000)
        self._user = {"id": abs(number), "is_bot": False, "first_name": name}
        self._last: Content = {}
        self._told: list[tuple[int, Content]] = []

    @property
    def screen(self) -> list[str]:
        """The texts of the bot's messages as they stand now."""
        return [message["text"] for message in self.sent.values() if "text" in message]

    async def say(self, text: str) -> list[Heard]:
        """Type a message."""
        return await self.quickly([text])

    async def quickly(self, texts: Sequence[str]) -> list[Heard]:
        """Type several without waiting for an answer in between."""
        return await self._do([self._message(text=text) for text in texts])

    async def press(self, payload: str) -> list[Heard]:
        """Press the newest button that carries `payload`; a button that is gone by now too."""
        number = next((n for n, m in reversed(self.sent.items()) if payload in payloads(m)), max(self.sent))
        query = {
            "id": str(next(self._queries)),
            "from": self._me(),
            "message": {**self.sent[number], "chat": self._chat()},
            "chat_instance": "1",
            "data": payload,
        }
        return await self._do([{"callback_query": query}])

    async def photo(self, content: bytes) -> list[Heard]:
        """Send a picture."""
        return await self.album([content])

    async def album(self, pictures: Sequence[bytes], caption: str = "") -> list[Heard]:
        """Send several pictures at once; the caption stands with the first."""
        return await self._do(
            [self._picture(each, caption if n == 0 else "") for n, each in enumerate(pictures)]
        )

    async def place(self, latitude: float, longitude: float, label: str = "") -> list[Heard]:
        """Show a place, in degrees; with a name it is one that was looked up."""
        point = {"latitude": latitude, "longitude": longitude}
        venue = {"venue": {"location": point, "title": label, "address": ""}} if label else {}
        return await self._do([self._message(location=point, **venue)])

    async def voice(self, content: bytes) -> list[Heard]:
        """Speak a message."""
        return await self._do([self._message(voice={**self._post.keep_file(content), "duration": 3})])

    async def edit(self, text: str) -> list[Heard]:
        """Change the message sent last."""
        edited = {**self._last, "text": text, "edit_date": self._now()}
        return await self._do([{"edited_message": edited}])

    async def again(self) -> list[Heard]:
        """Telegram tells once more what it told last."""
        before = len(self.inbox)
        for number, update in self._told:
            self._post.repeat(number, update)
            await self._post.settled(number)
        return self.inbox[before:]

    async def block(self) -> list[Heard]:
        """Block the bot."""
        return await self._do([{"my_chat_member": self._became("kicked", "member")}])

    async def unblock(self) -> list[Heard]:
        """Let it in again."""
        return await self._do([{"my_chat_member": self._became("member", "kicked")}])

    def shown(self, message: Content, picture: bytes | None = None) -> Content:
        """A message of the bot arrives; gives it as Telegram answers it."""
        number = next(self._numbers)
        self.sent[number] = {"message_id": number, "date": self._now(), **message}
        self.inbox.append(Heard(message.get("text", ""), buttons(message), picture))
        return {**self.sent[number], "chat": self._chat()}

    async def _do(self, updates: Sequence[Content]) -> list[Heard]:
        before = len(self.inbox)
        self._told = [(self._post.publish(update), update) for update in updates]
        for number, _ in self._told:
            await self._post.settled(number)
        return self.inbox[before:]

    def _message(self, **content: object) -> Content:
        self._last = {
            "message_id": next(self._numbers), "date": self._now(), "chat": self._chat(), "from": self._me(), **content
        }  # fmt: skip
        return {"message": self._last}

    def _picture(self, content: bytes, caption: str) -> Content:
        small, large = self._post.keep_file(b""), self._post.keep_file(content)
        sizes = [{**small, "width": 90, "height": 90}, {**large, "width": 1280, "height": 960}]
        return self._message(photo=sizes, media_group_id="1", **({"caption": caption} if caption else {}))

    def _became(self, new: str, old: str) -> Content:
        bot = {"id": 1, "is_bot": True, "first_name": "Bangfu"}
        until = {"until_date": 0}
        members = {"new_chat_member": {"status": new, "user": bot, **until}, "old_chat_member": {"status": old, "user": bot, **until}}  # fmt: skip
        return {"chat": self._chat(), "from": self._me(), "date": self._now(), **members}

    def _me(self) -> Content:
        return {**self._user, "language_code": self.language}

    def _chat(self) -> Content:
        return {"id": self.number, "type": self._kind, "first_name": "x"}

    def _now(self) -> int:
        return int(self._post.clock().timestamp())


def buttons(message: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return tuple((button["text"], button["callback_data"]) for row in rows for button in row)


def payloads(message: Mapping[str, Any]) -> list[str]:
    """What they carry."""
    return [payload for _, payload in buttons(message)]


def keyboard_of(form: Mapping[str, Any]) -> Content:
    """The keyboard that came with a call."""
    return {"reply_markup": json.loads(form["reply_markup"])} if form.get("reply_markup") else {}

"""Somebody speaking: through the desk, over the chat page's socket, on a phone at a provider's stand-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import aiohttp
from sqlalchemy import Connection, func, select

from bot.assemble import House
from bot.channels.base import Incoming
from bot.channels.terminal.who import Speaker
from bot.channels.text import numbered
from bot.desk import Desk
from bot.standins.exchanges import SIGNATURE
from bot.standins.phone import Heard, Phone
from handlers.replies import Place, Say, from_json
from storage.demo.standing import STANDING
from storage.photos import PhotoStore
from storage.sealed import Vault
from storage.tables import Inbound

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)

SPOKEN = b"OggS" + bytes(60)
"""A spoken message: what it says is of no matter, nobody listens."""

Sent = dict[str, object]
"""What a message is made of: `text`, `press`, `photo`, `voice` (True) or `place`."""


SIGNED = f"【{SIGNATURE}】"
"""What stands before every SMS."""


class Voice(Protocol):
    """Somebody speaking on one channel."""

    async def say(self, id_: str, sent: Sent) -> list[Say]:
        """Send one message and take the answer."""
        ...


class AtDesk:
    """Straight through the desk: what the terminal does."""

    def __init__(self, house: House, desk: Desk, speaker: Speaker) -> None:
        self._house, self._desk, self._speaker = house, desk, speaker

    async def say(self, id_: str, sent: Sent) -> list[Say]:
        store, me = PhotoStore(self._house.settings.photos_path), self._speaker
        content: dict[str, Any] = dict(sent)
        if content.pop("photo", False):
            content["photos"] = (store.put(PIXEL),)
        if content.pop("voice", False):
            content["voice"] = store.put_voice(SPOKEN)
        message = Incoming(me.channel, me.address, id_, self._house.clock(), who=me.person_id, **content)
        return list(await self._desk.receive(message))


class OnPage:
    """Over the socket of the chat page, as a browser does."""

    def __init__(self, house: House, client: aiohttp.ClientSession, address: str) -> None:
        self._house, self._client, self._address = house, client, address

    async def enter(self, who: str) -> None:
        """Become a standing person of the demonstration, or a new visitor."""
        person = who if who in STANDING else "stranger"
        headers = {"Origin": self._address}
        await self._client.post(f"{self._address}/chat/enter", json={"person": person}, headers=headers)
        self._socket = await self._client.ws_connect(f"{self._address}/chat/socket", headers=headers)
        await self._socket.receive_json()

    async def say(self, id_: str, sent: Sent) -> list[Say]:
        frame: dict[str, object] = {"id": id_, "sent": self._house.clock().isoformat(), **sent}
        if frame.pop("photo", False):
            answer = await self._client.post(
                f"{self._address}/chat/photo", data=PIXEL, headers={"Origin": self._address}
            )
            frame["photos"] = [(await answer.json())["photo"]]
        await self._socket.send_json(frame)
        answered = await self._socket.receive_json(timeout=10)
        return from_json(answered["messages"])


class OnPhone:
    """Through a provider's stand-in, on a phone that shows what the provider shows.

    The answer is what the house has stored for the message; what the phone shows of it is looked at here.
    """

    def __init__(self, house: House, phone: Phone) -> None:
        self._house, self._phone = house, phone
        self._id = ""
        self._keys: dict[str, str] = {}

    async def say(self, id_: str, sent: Sent) -> list[Say]:
        before = await self._house.database.read(last_inbound)
        heard = await (self._phone.again() if id_ == self._id else self._act(sent))
        self._id = id_
        said = await self._house.database.read(said_since, self._house.vault, before)
        shown = heard or self._phone.inbox[-1:]
        for message in said:
            self._look(message, shown)
            self._keys |= {option.press: option.key for option in (*message.options, *message.moves)}
        return said

    async def _act(self, sent: Sent) -> list[Heard]:
        match sent:
            case {"photo": _}:
                return await self._phone.photo(PIXEL)
            case {"voice": _}:
                return await self._phone.voice(SPOKEN)
            case {"place": Place(latitude, longitude, label)}:
                return await self._phone.place(latitude, longitude, label)
            case {"press": str(press)} if self._is_button(press):
                return await self._phone.press(press)
            case {"press": str(press)}:
                return await self._phone.say(self._keys[press])
            case _:
                return await self._phone.say(str(sent["text"]))

    def _is_button(self, press: str) -> bool:
        return any(press == payload for heard in self._phone.inbox for _, payload in heard.buttons)

    def _look(self, said: Say, heard: Sequence[Heard]) -> None:
        """All of it is to be seen: the words, and each choice as a button or as a line."""
        text = "".join("".join(part.text.removeprefix(SIGNED).split()) for part in heard)
        labels = {payload: label for part in heard for label, payload in part.buttons}
        assert "".join(said.text.split()) in text, (said.text, text)
        for option in (*said.options, *said.moves):
            label = numbered(option)
            assert option.press in labels or label in labels.values() or "".join(label.split()) in text, (
                option,
                text,
            )


def last_inbound(db: Connection) -> int:
    """The newest message taken in."""
    return db.execute(select(func.coalesce(func.max(Inbound.id), 0))).scalar_one()


def said_since(db: Connection, vault: Vault, after: int) -> list[Say]:
    """What was answered to the messages taken in since; to a repeated one, what it was answered before."""
    rows = (
        db.execute(select(Inbound.reply_sealed).where(Inbound.id > after).order_by(Inbound.id))
        .scalars()
        .all()
    )
    if not rows:
        rows = db.execute(select(Inbound.reply_sealed).where(Inbound.id == after)).scalars().all()
    return [say for sealed in rows for say in from_json(vault.open_json(sealed))]

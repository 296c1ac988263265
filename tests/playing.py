"""Playing a transcript: through the desk as the terminal does, or over the chat page's socket."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any, Protocol

import aiohttp
from databases import Databases, Hands
from records import records
from sqlalchemy import Connection, func, select
from transcripts import Line

from bot.assemble import House, open_house
from bot.channels.base import Incoming
from bot.channels.terminal.play import place_named
from bot.channels.terminal.who import Speaker, speaker_named
from bot.channels.text import as_text, numbered
from bot.desk import Desk
from bot.run import web_server
from bot.settings import Settings
from bot.standins.exchanges import EXCHANGES, SIGNATURE
from bot.standins.phone import Heard, Phone
from bot.standins.world import World
from bot.switchboard import started, switchboard
from handlers.office import Office
from handlers.replies import Place, Say, from_json
from storage.demo.standing import STANDING
from storage.photos import PhotoStore
from storage.queries.codes import list_codes
from storage.queries.contacts import settle_at
from storage.sealed import Vault
from storage.tables import Inbound
from storage.values.week import SHANGHAI

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)

SPOKEN = b"OggS" + bytes(60)
"""A spoken message: what it says is of no matter, nobody listens."""

MUTE = frozenset({"webchat", "sms", "wecom"})
"""Channels on which nobody speaks a message; the line is left out there, and it changes nothing elsewhere."""

BLIND = frozenset({"sms"})
"""Channels on which nobody sends a picture, and on which a button is a number to type."""

SIGNED = "【示范县帮扶】"
"""What every SMS begins with."""

PLACELESS = frozenset({"webchat", "sms"})
"""Channels on which nobody shows a place."""

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


class Stage:
    """A house that transcripts are played in; it can be stopped and started again on the same database."""

    def __init__(self, databases: Databases, kind: str, channel: str) -> None:
        self.settings: Settings = databases.settings(kind)
        self.hands = Hands()
        self.channel = channel
        self._world = World(self.hands, [channel]) if channel in EXCHANGES else None
        self._ids = (f"message-{n}" for n in itertools.count())
        self._voices: dict[str, Voice] = {}
        self._seen: list[Say] = []
        self._sent: tuple[str, Sent] = ("", {})
        self._who = "cadre"

    async def play(self, lines: Sequence[Line]) -> list[tuple[Line, list[str]]]:
        """Each line that was sent, with what was answered to it. Answers are compared by the caller."""
        heard: list[tuple[Line, list[str]]] = []
        rest = list(lines)
        async with self._world.open() if self._world else nullcontext():
            while rest:
                async with self._house() as house:
                    rest = await self._until_restart(house, rest, heard)
                    self.records = await house.database.read(records, house.vault)
        return heard

    async def _until_restart(
        self, house: House, lines: list[Line], heard: list[tuple[Line, list[str]]]
    ) -> list[Line]:
        for at, line in enumerate(lines):
            if line.word == "@restart":
                return lines[at + 1 :]
            said = await self._do(house, line)
            if said is not None:
                self._seen += said
                text = "\n".join(as_text(message) for message in said)
                heard.append((line, [x for x in text.split("\n") if x]))
        return []

    async def _do(self, house: House, line: Line) -> list[Say] | None:
        match line.word:
            case "@voice" if self.channel in MUTE:
                return None
            case "@place" if self.channel in PLACELESS:
                return None
            case "@now":
                self.hands.now = datetime.fromisoformat(line.rest).replace(tzinfo=SHANGHAI)
                return None
            case "@as":
                self._who = line.rest
                return None
            case "@again":
                id_, message = self._sent
            case "@press":
                id_, message = next(self._ids), {"press": self._button(line.rest)}
            case "@photo":
                id_, message = next(self._ids), {"photo": True}
            case "@voice":
                id_, message = next(self._ids), {"voice": True}
            case "@place":
                id_, message = next(self._ids), {"place": place_named(line.rest)}
            case "@code":
                id_, message = next(self._ids), {"text": await self._code(house, line.rest)}
            case _:
                id_, message = next(self._ids), {"text": line.rest}
        self._sent = (id_, message)
        return await (await self._voice(house)).say(id_, message)

    def _button(self, key: str) -> str:
        """The button of that number or word seen last; it may be an old one."""
        seen = (o for say in reversed(self._seen) for o in (*say.options, *say.moves))
        return next(o.press for o in seen if key in (o.key, o.label))

    async def _code(self, house: House, who: str) -> str:
        codes = await house.database.run(list_codes, house.vault)
        return next(line.code for line in codes if line.who == who and line.used_at is None)

    async def _voice(self, house: House) -> Voice:
        if self._who not in self._voices:
            self._voices[self._who] = await self._made(house)
        return self._voices[self._who]

    async def _made(self, house: House) -> Voice:
        if self._world:
            return await self._phone(house, self._world)
        if self.channel == "webchat":
            page = OnPage(house, self._session(), self._address)
            await page.enter(self._who)
            return page
        speaker = await house.database.run(speaker_named, house.vault, self._who, True)
        return AtDesk(house, self._desk, speaker)

    async def _phone(self, house: House, world: World) -> OnPhone:
        """A phone; that of a standing person is bound to them."""
        person = await house.database.run(speaker_named, house.vault, self._who, True)
        if person.person_id is not None:
            address = world.address(self.channel, self._who)
            await house.database.run(
                settle_at, house.vault, self.channel, address, person.person_id, self.hands()
            )
        return OnPhone(house, world.phone(self.channel, self._who))

    def _session(self) -> aiohttp.ClientSession:
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._sessions.append(session)
        return session

    @asynccontextmanager
    async def _house(self) -> AsyncIterator[House]:
        self._voices, self._sessions = {}, list[aiohttp.ClientSession]()
        async with open_house(self.settings, self.hands, demo=True) as house:
            office = await house.office()
            if self._world:
                async with self._lines(house, office, self._world):
                    yield house
                return
            if self.channel != "webchat":
                self._desk = Desk(house.database, office, self.hands)
                yield house
                return
            self.settings.port, self.settings.messages_a_minute = 0, 10_000
            async with web_server(house, office) as (self._address, _):
                try:
                    yield house
                finally:
                    for session in self._sessions:
                        await session.close()

    @asynccontextmanager
    async def _lines(self, house: House, office: Office, world: World) -> AsyncIterator[None]:
        """The house with the channel's line plugged in at the stand-in."""
        self.settings.port = 0
        world.plug(self.settings)
        async with (
            switchboard(house, _nothing, _nothing) as board,
            web_server(house, office, None, board) as (world.callback, _),
            started(board),
        ):
            yield


async def _nothing(*_: object) -> None:
    """Reports and wakings: there is no sender in a transcript."""

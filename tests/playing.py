"""Playing a transcript: through the desk as the terminal does, or over the chat page's socket."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol

import aiohttp
from databases import Databases, Hands
from transcripts import Line

from bot.assemble import House, open_house
from bot.channels.base import Incoming
from bot.channels.terminal.who import Speaker, speaker_named
from bot.channels.text import as_text
from bot.desk import Desk
from bot.run import web_server
from bot.settings import Settings
from handlers.replies import Say, from_json
from storage.demo.standing import STANDING
from storage.photos import PhotoStore
from storage.queries.codes import list_codes
from storage.values.week import SHANGHAI

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)


class Voice(Protocol):
    """Somebody speaking on one channel."""

    async def say(self, id_: str, text: str = "", press: str | None = None, photo: bool = False) -> list[Say]:
        """Send one message and take the answer."""
        ...


class AtDesk:
    """Straight through the desk: what the terminal does."""

    def __init__(self, house: House, desk: Desk, speaker: Speaker) -> None:
        self._house, self._desk, self._speaker = house, desk, speaker

    async def say(self, id_: str, text: str = "", press: str | None = None, photo: bool = False) -> list[Say]:
        photos = (PhotoStore(self._house.settings.photos_path).put(PIXEL),) if photo else ()
        me = self._speaker
        message = Incoming(
            me.channel, me.address, id_, self._house.clock(), text, press, photos, who=me.person_id
        )
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

    async def say(self, id_: str, text: str = "", press: str | None = None, photo: bool = False) -> list[Say]:
        frame: dict[str, object] = {"id": id_, "sent": self._house.clock().isoformat()}
        if photo:
            answer = await self._client.post(
                f"{self._address}/chat/photo", data=PIXEL, headers={"Origin": self._address}
            )
            frame["photos"] = [(await answer.json())["photo"]]
        elif press is not None:
            frame["press"] = press
        else:
            frame["text"] = text
        await self._socket.send_json(frame)
        answered = await self._socket.receive_json(timeout=10)
        return from_json(answered["messages"])


class Stage:
    """A house that transcripts are played in; it can be stopped and started again on the same database."""

    def __init__(self, databases: Databases, kind: str, channel: str) -> None:
        self.settings: Settings = databases.settings(kind)
        self.hands = Hands()
        self.channel = channel
        self._ids = (f"message-{n}" for n in itertools.count())
        self._voices: dict[str, Voice] = {}
        self._seen: list[Say] = []
        self._sent: tuple[str, dict[str, object]] = ("", {})
        self._who = "cadre"

    async def play(self, lines: Sequence[Line]) -> list[tuple[Line, list[str]]]:
        """Each line that was sent, with what was answered to it. Answers are compared by the caller."""
        heard: list[tuple[Line, list[str]]] = []
        rest = list(lines)
        while rest:
            async with self._house() as house:
                rest = await self._until_restart(house, rest, heard)
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
            case "@code":
                id_, message = next(self._ids), {"text": await self._code(house, line.rest)}
            case _:
                id_, message = next(self._ids), {"text": line.rest}
        self._sent = (id_, message)
        return await (await self._voice(house)).say(id_, **message)  # type: ignore[arg-type]

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
        if self.channel == "webchat":
            page = OnPage(house, self._session(), self._address)
            await page.enter(self._who)
            return page
        speaker = await house.database.run(speaker_named, house.vault, self._who, True)
        return AtDesk(house, self._desk, speaker)

    def _session(self) -> aiohttp.ClientSession:
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._sessions.append(session)
        return session

    @asynccontextmanager
    async def _house(self) -> AsyncIterator[House]:
        self._voices, self._sessions = {}, list[aiohttp.ClientSession]()
        async with open_house(self.settings, self.hands, demo=True) as house:
            office = await house.office()
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

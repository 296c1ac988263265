"""Playing a transcript: through the desk as the terminal does, or over the chat page's socket."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime

import aiohttp
from databases import Databases, Hands
from records import records
from transcripts import Line
from voices import AtDesk, OnPage, OnPhone, Sent, Voice

from bot.assemble import House, open_house
from bot.channels.terminal.play import place_named
from bot.channels.terminal.who import speaker_named
from bot.channels.text import as_text
from bot.desk import Desk
from bot.run import web_server
from bot.settings import Settings
from bot.standins.exchanges import EXCHANGES
from bot.standins.world import World
from bot.switchboard import started, switchboard
from handlers.office import Office
from handlers.replies import Say
from storage.queries.codes import list_codes
from storage.queries.contacts import settle_at
from storage.values.week import SHANGHAI

MUTE = frozenset({"webchat", "sms", "wecom"})
"""Channels on which nobody speaks a message; the line is left out there, and it changes nothing elsewhere."""

BLIND = frozenset({"sms"})
"""Channels on which nobody sends a picture."""

NUMBERED = frozenset({"sms", "wechat", "wecom"})
"""Channels on which some choices, or all, are a number to type, which an old button is not."""

PLACELESS = frozenset({"webchat", "sms"})
"""Channels on which nobody shows a place."""

NOWHERE = ""
"""Where links would lead: transcripts read alike with a server and without one; links have tests of their own."""


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
                    if not self.settings.db:
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
                office.site = NOWHERE
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
            office.site = NOWHERE
            yield


async def _nothing(*_: object) -> None:
    """Reports and wakings: there is no sender in a transcript."""

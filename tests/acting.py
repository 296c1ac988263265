"""Acting: somebody at the desk of a house on a copy of the county, and what stands in its database."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from databases import Databases, Hands, kinds
from sqlalchemy import Connection, func, select
from voices import PIXEL

from bot.assemble import House, open_house
from bot.channels.base import Incoming
from bot.channels.terminal.who import speaker_named
from bot.channels.text import as_text
from bot.desk import Desk
from bot.settings import Settings
from handlers.office import Office
from handlers.replies import Option, Say
from storage.demo.standing import STANDING
from storage.photos import PhotoStore
from storage.queries.codes import list_codes
from storage.tables import Base
from storage.values.week import SHANGHAI

WORKDAY = datetime(2026, 11, 17, 9, 42, tzinfo=SHANGHAI)
"""A Tuesday on which anybody may be at work."""

EVERYBODY = (*STANDING, "stranger:1")


def count_rows(db: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.tables.values()
    return {t.name: db.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


def grown(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """By how many rows the tables have grown; those that have not are left out."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def words_of(said: Sequence[Say]) -> str:
    """An answer as plain text."""
    return "\n".join(as_text(message) for message in said)


@dataclass(slots=True)
class Actor:
    """One address on one channel, speaking through a desk. `who` is a person's id where the channel knows it."""

    stage: Scene
    address: str
    who: int | None
    channel: str = "terminal"
    last: list[Say] = field(default_factory=list)

    async def say(
        self, text: str = "", *, press: str | None = None, photos: int = 0, id: str | None = None
    ) -> list[Say]:
        """Send one message; the answer is also kept as `last`."""
        self.last = list(await self.stage.desk.receive(self.message(text, press=press, photos=photos, id=id)))
        return self.last

    async def hears(
        self, text: str = "", *, press: str | None = None, photos: int = 0, id: str | None = None
    ) -> str:
        """The same, the answer as plain text."""
        return words_of(await self.say(text, press=press, photos=photos, id=id))

    def message(
        self, text: str = "", *, press: str | None = None, photos: int = 0, id: str | None = None
    ) -> Incoming:
        """The message, not yet sent."""
        store = PhotoStore(self.stage.house.settings.photos_path)
        pictures = tuple(store.put(PIXEL) for _ in range(photos))
        return Incoming(
            self.channel,
            self.address,
            id or next(self.stage.ids),
            self.stage.hands(),
            text,
            press,
            pictures,
            self.who,
        )

    def button(self, key: str) -> str:
        """The payload of a button of the last answer, by its number or word."""
        return next(o.press for o in buttons(self.last) if key in (o.key, o.label))


def buttons(said: Sequence[Say]) -> list[Option]:
    """Every button of an answer."""
    return [option for message in said for option in (*message.options, *message.moves)]


@dataclass(slots=True)
class Scene:
    """A house with its desk and a clock to be moved."""

    house: House
    office: Office
    desk: Desk
    hands: Hands
    ids: Iterator[str] = field(default_factory=lambda: (f"{uuid.uuid4()}" for _ in itertools.count()))

    async def actor(self, who: str, channel: str = "terminal") -> Actor:
        """A standing person, a person's code, or `stranger:N`."""
        speaker = await self.house.database.run(speaker_named, self.house.vault, who, True)
        return Actor(self, speaker.address, speaker.person_id, channel)

    def nobody(self, address: str) -> Actor:
        """An address nobody is known by."""
        return Actor(self, address, None)

    async def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return await self.house.database.read(count_rows)

    async def code_of(self, who: str) -> str:
        """The unused code of a person or household."""
        lines = await self.house.database.read(list_codes, self.house.vault)
        return next(line.code for line in lines if line.who == who and line.used_at is None)


OFFICES: dict[str, Office] = {}
"""Read once for each database: several tests play on one."""


@asynccontextmanager
async def scene(
    county: Databases | Settings, kind: str = "sqlite", now: datetime = WORKDAY
) -> AsyncIterator[Scene]:
    """A house on a fresh copy of the county, or on the one of some settings."""
    hands = Hands(now)
    settings = county.settings(kind) if isinstance(county, Databases) else county
    async with open_house(settings, hands, demo=True) as house:
        office = OFFICES.get(settings.database_url) or await house.office()
        OFFICES[settings.database_url] = office
        yield Scene(house, office, Desk(house.database, office, hands), hands)


def on_both(everything: Iterable[str], few: Iterable[str] = ()) -> list[Any]:
    """(kind, each) for parametrised tests: all on SQLite, on PostgreSQL a few that reach all the queries."""
    sqlite, postgresql = kinds()
    return [
        pytest.param(kind.values[0], each, id=f"{kind.id}-{each}", marks=kind.marks)  # type: ignore[attr-defined]
        for kind, chosen in ((sqlite, everything), (postgresql, few))
        for each in chosen
    ]


VISIT: tuple[str, ...] = ("走访", "2", "5", "水管冻住了", "急", "盼修蓄水池", "1")
"""A visit with one problem, word by word, as the cadre logs it; the last message saves."""

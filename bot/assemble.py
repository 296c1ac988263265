"""The composition root: settings -> running parts. The only file that knows all of them."""

from __future__ import annotations

import contextlib
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.forms import load_forms, publish_built_in
from bot.settings import Settings
from handlers.house import plays_with
from handlers.office import Office
from storage.database import Database, answers
from storage.demo import is_demo
from storage.migrations import ensure_current
from storage.photos import PhotoStore
from storage.queries import calendar, parameters
from storage.queries.keys import try_key
from storage.sealed import KeyProblem, Vault, load_or_create
from storage.values.week import SHANGHAI

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, in Shanghai."""
    return datetime.now(SHANGHAI)


@dataclass(slots=True)
class House:
    """The open database and what all turns share."""

    settings: Settings
    database: Database
    vault: Vault
    clock: Clock
    demo: bool

    async def office(self) -> Office:
        """Read what every turn shares; before that, publish built-in forms that are new."""
        await self.database.run(self._prepare)
        return await self.database.read(self._load)

    def _prepare(self, db: Connection) -> None:
        publish_built_in(db, self.clock())

    async def take_over_calendar(self) -> None:
        """Put in the official days that this release knows and the database does not."""
        await self.database.run(calendar.seed)

    def _load(self, db: Connection) -> Office:
        forms, current = load_forms(db)
        return Office(
            vault=self.vault, calendar=calendar.load(db), parameters=parameters.load(db), forms=forms,
            current=current, plays=plays_with(forms.values()), rng=random.SystemRandom(), demo=self.demo,
            store=PhotoStore(self.settings.photos_path),
        )  # fmt: skip

    async def refresh(self, office: Office) -> None:
        """Read again what an office may have changed meanwhile: calendar, parameters, forms."""
        fresh = await self.database.read(self._load)
        office.calendar, office.parameters = fresh.calendar, fresh.parameters
        office.forms, office.current, office.plays = fresh.forms, fresh.current, fresh.plays

    async def is_healthy(self) -> bool:
        """Whether the database answers."""
        try:
            return await self.database.read(answers)
        except Exception:
            return False

    def backups(self) -> Path | None:
        """The folder of the nightly copies; None where there are none to make."""
        sqlite = self.settings.database_url.startswith("sqlite")
        return self.settings.backups_path if sqlite and self.settings.backup_keep else None


def _seed_calendar(db: Connection) -> None:
    if not calendar.is_seeded(db):
        calendar.seed(db)


def _ensure_demo(db: Connection, vault: Vault, now: datetime) -> None:
    if not is_demo(db):
        from storage.demo.build import ensure_demo  # 0.3 s of making a county, needed once

        ensure_demo(db, vault, now)


async def _try_key(database: Database, path: Path, fresh: bool) -> None:
    """A key made just now is no key to a database that was there before: it must not be written with two."""
    try:
        await database.read(try_key, database.vault)
    except KeyProblem as problem:
        raise KeyProblem(_lost(path) if fresh else _foreign(path)) from problem


def _lost(path: Path) -> str:
    path.unlink()
    return f"the key file {path.name} is missing: put it back, the database does not open without it"


def _foreign(path: Path) -> str:
    return f"{path.name} is not the key file this database was written with: put the right one back"


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings, clock: Clock = system_clock, *, demo: bool = False
) -> AsyncIterator[House]:
    """Open the database of these settings, brought up to the newest migration.

    Raises:
        DatabaseProblem, KeyProblem: with one line for the operator.
    """
    ensure_current(settings.database_url)
    fresh = not settings.key_path.exists()
    vault = load_or_create(settings.key_path)
    async with Database(settings.database_url, vault) as database:
        await _try_key(database, settings.key_path, fresh)
        house = House(settings, database, vault, clock, demo)
        await database.run(_seed_calendar)
        if demo:
            await database.run(_ensure_demo, vault, clock())
        yield house

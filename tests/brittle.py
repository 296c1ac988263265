"""A database that breaks: in the middle of a unit of work, or at the commit itself. Behind the one seam."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import Connection, text

from storage.database import Database, Work


class Broke(Exception):
    """The fault that was asked for."""


def breaking() -> None:
    """What happens when a fuse has burnt down, if nothing else is asked for."""
    raise Broke("a fault of ours")


class Brittle(Database):
    """Another database; right after the `fuse`-th query of a unit of work `then` happens."""

    def __init__(self, sound: Database, fuse: int, then: Callable[[], object] = breaking) -> None:
        self.vault, self._sound, self._fuse, self._then = sound.vault, sound, fuse, then

    @contextlib.asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:  # type: ignore[override]
        async with self._sound.work() as work:
            yield BrittleWork(work, self._fuse, self._then)


class BrittleWork(Work):
    """A unit of work that counts."""

    def __init__(self, sound: Work, fuse: int, then: Callable[[], object]) -> None:
        self._sound, self._left, self._then = sound, fuse, then

    async def run(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        result = await self._sound.run(query, *args, **kwargs)
        self._burn()
        return result

    def at_end(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        def last(db: Connection) -> None:
            query(db, *args, **kwargs)
            self._burn()

        self._sound.at_end(last)

    def _burn(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._then()


REFUSE = {
    "sqlite": (
        "CREATE TABLE full_disk (id INTEGER REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER full_disk AFTER INSERT ON inbound BEGIN INSERT INTO full_disk VALUES (-1); END",
    ),
    "postgresql": (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no space left'; END $$",
        "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON inbound DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION full_disk()",
    ),
}
MEND = {
    "sqlite": ("DROP TRIGGER full_disk", "DROP TABLE full_disk"),
    "postgresql": ("DROP TRIGGER full_disk ON inbound", "DROP FUNCTION full_disk()"),
}


def refuse_commits(db: Connection) -> None:
    """From now on every turn runs to its end, and then its commit fails."""
    for statement in REFUSE[db.dialect.name]:
        db.execute(text(statement))


def mend(db: Connection) -> None:
    """Commits succeed again."""
    for statement in MEND[db.dialect.name]:
        db.execute(text(statement))

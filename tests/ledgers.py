"""What the tests of ledgers share: a ledger of the demonstration as rows, for whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from acting import Scene
from sqlalchemy import Connection

from handlers.ledgers.act import sight
from handlers.ledgers.gather import pages
from handlers.ledgers.gather.export import Asked, Export, See
from handlers.office import Office
from storage.ledgers.model import Page, Row
from storage.ledgers.period import Period, read_period
from storage.ledgers.plans import BY_KEY
from storage.queries import areas, people
from storage.queries.ledgers_window import ALL
from storage.queries.speakers import speaker_of

Rows = list[dict[str, Any]]


def everything(_resource: str) -> Any:  # noqa: ANN401 - a Reach
    """What whoever runs the machine sees."""
    return ALL


async def tables(
    scene: Scene,
    key: str,
    *,
    area: str = "",
    person: str = "",
    period: str = "",
    reader: str = "",
    clear: bool = False,
) -> dict[str, Rows]:
    """Table -> its rows, of a ledger as it is at the scene's time."""
    return await scene.house.database.read(_tables, scene.office, scene.hands(), key, area, person, period, reader, clear)  # fmt: skip


async def rows(scene: Scene, key: str, table: str = "", **asked: Any) -> Rows:  # noqa: ANN401 - of `tables`
    """The rows of one table, the first by default."""
    found = await tables(scene, key, **asked)
    return found[table] if table else next(iter(found.values()))


def _tables(
    db: Connection,
    office: Office,
    now: datetime,
    key: str,
    area: str,
    person: str,
    period: str,
    reader: str,
    clear: bool,
) -> dict[str, Rows]:
    ledger = BY_KEY[key]
    found = read_period(period, now.date()) if period else Period.for_ledger(ledger, now.date())
    assert found is not None
    asked = Asked(found, areas.area_named(db, area)[0] if area else None)
    if person:
        asked = replace(asked, person_id=_id(db, person))
    export = Export(
        db, office, _sight(db, reader, now), asked, now, _id(db, reader) if reader else None, clear
    )
    return {page.table.key: [_shown(page, row) for row in page.rows] for page in pages(ledger, export)}


def _shown(page: Page, row: Row) -> dict[str, Any]:
    """What a row puts into the sheet."""
    return {field.key: row[field.key] for field in page.fields if field.key in row}


def _id(db: Connection, code: str) -> int:
    found = people.by_code(db, code)
    assert found is not None
    return found.id


def _sight(db: Connection, reader: str, now: datetime) -> See:
    if not reader:
        return everything
    speaker = speaker_of(db, _id(db, reader), now.date())
    assert speaker is not None
    return sight(speaker)

"""The use case: which area is meant, and the details behind its figures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from handlers.digests.collect import scene_of
from handlers.digests.details import TELL, Told
from handlers.digests.read import cutoff_of
from handlers.office import Office
from locales import Translate
from storage.queries import areas
from storage.queries.areas import Area
from storage.queries.reach import Reach


def areas_meant(db: Connection, word: str | None, may: Reach) -> list[Area]:
    """The areas a request can mean within one's reach: those of that name, or one's own widest."""
    if word is not None:
        return [area for area in areas.area_named(db, word) if may.covers(area.path)]
    return areas.widest_at(db, may.paths)


def details_of(
    db: Connection,
    area: Area,
    day: date,
    now: datetime,
    office: Office,
    section: str,
    t: Translate,
    named: bool,
) -> Told:
    """The details of a section, as records stood at the cut-off; `named` allows more than counts."""
    scene = scene_of(db, area, day, cutoff_of(area, day, now, office), office.calendar, office.parameters)
    return TELL[section](t, scene, named)

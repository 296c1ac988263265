"""A digest to be read: as it was issued, or of what is known now. For the dialog and the command line."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from handlers.digests.collect import collected, scene_of
from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts, from_json
from handlers.digests.span import cutoff_for
from handlers.office import Office
from locales import Translate
from storage.queries import areas, digests
from storage.queries.areas import Area
from storage.values.digest import AREA, DAY, Stretch, Subject


def digest_text(
    db: Connection, t: Translate, office: Office, word: str, day: date, now: datetime
) -> str | None:
    """The digest of the area that `word` names or has as its code; None if there is none such.

    Of several areas of that name the first by code is taken.
    """
    found = areas.area_named(db, word)
    return compose(t, facts_of(db, found[0], day, now, office)) if found else None


def facts_of(db: Connection, area: Area, day: date, now: datetime, office: Office) -> DigestFacts:
    """The figures of a day: as they were issued, else of what is known now up to the day's cut-off."""
    issued = digests.issued(db, Subject(AREA, area.id), Stretch.of(DAY, day))
    if issued is not None:
        return from_json(issued)
    cutoff = cutoff_of(area, day, now, office)
    return collected(scene_of(db, area, day, cutoff, office.calendar, office.parameters))


def cutoff_of(area: Area, day: date, now: datetime, office: Office) -> datetime:
    """The cut-off of an area's digest of a day that is asked for at `now`."""
    return cutoff_for(day, now, office.parameters.value("digest.cutoff", area.path, day))

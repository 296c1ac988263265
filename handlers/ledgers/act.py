"""Who may have which ledger of what, and the link that opens it; looked at again when it is opened."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from handlers.access import reach
from handlers.ledgers.gather import pages
from handlers.ledgers.gather.export import Asked, Export, See
from handlers.links import STAFF
from handlers.office import Office
from storage.ledgers.model import Heading, Ledger, Page
from storage.ledgers.period import Period, read_period
from storage.ledgers.plans import BY_KEY, LEDGERS
from storage.queries import areas
from storage.queries.areas import Area
from storage.queries.links import LinkRow
from storage.queries.speakers import SpeakerRow, speaker_of


def sight(speaker: SpeakerRow) -> See:
    """How far somebody's eyes go by the roles held."""
    return partial(reach, speaker, STAFF)


def offered(see: See) -> list[Ledger]:
    """The ledgers somebody may have."""
    return [ledger for ledger in LEDGERS if _opens(ledger, see)]


def _opens(ledger: Ledger, see: See) -> bool:
    if ledger.area:
        return any(see(resource).paths for resource in ledger.sight)
    return any(see(resource) for resource in ledger.sight)


def areas_meant(db: Connection, ledger: Ledger, see: See, word: str) -> list[Area | None]:
    """The areas a request can mean: those of that name within reach, one's own widest, or no area: one's own records."""
    paths = tuple(dict.fromkeys(path for resource in ledger.sight for path in see(resource).paths))
    if word:
        return [area for area in areas.area_named(db, word) if _covers(paths, area)]
    own = areas.areas_at(db, paths)
    widest = min((area.path.count("/") for area in own), default=0)
    return [area for area in own if area.path.count("/") == widest] or [None]


def _covers(paths: tuple[str, ...], area: Area) -> bool:
    return any(area.path.startswith(path) for path in paths)


def asked_of(speaker: SpeakerRow, area: Area | None, period: Period) -> Asked:
    """What somebody asks for: of an area, or what is one's own."""
    return Asked(period, area, whose="" if area else speaker.name)


def opened(db: Connection, office: Office, link: LinkRow, now: datetime) -> tuple[Heading, list[Page]] | None:
    """The ledger behind a link with its rows, if its person may still have it; else None.

    Numbers of people are covered, whoever it is: in the clear they leave the house by an operator's hand alone (X41).
    """
    speaker = speaker_of(db, link.person_id, now.date())
    period = read_period(link.opens.period, now.date())
    if speaker is None or period is None:
        return None
    see, ledger = sight(speaker), BY_KEY[link.opens.name]
    area = areas.area(db, link.opens.region_id) if link.opens.region_id is not None else None
    if not _still(db, ledger, see, area):
        return None
    export = Export(db, office, see, asked_of(speaker, area, period), now, speaker.person_id)
    found = [Page(page.table, page.fields, list(page.rows), page.note) for page in pages(ledger, export)]
    return export.heading(ledger), found


def _still(db: Connection, ledger: Ledger, see: See, area: Area | None) -> bool:
    if area is None:
        return _opens(ledger, see) and not ledger.area
    return area in areas_meant(db, ledger, see, area.code)

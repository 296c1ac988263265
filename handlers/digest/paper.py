"""The digest as a page: the link that opens it once, and its figures when it is opened."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from handlers.access import reach
from handlers.digests.facts import DigestFacts
from handlers.digests.read import facts_of
from handlers.links import STAFF, link_to
from handlers.office import Office
from handlers.replies import Say
from handlers.turn import Turn
from storage.queries import areas
from storage.queries.areas import Area
from storage.queries.links import LinkRow, Target
from storage.queries.speakers import speaker_of
from storage.values.digest import AREA, DAY, Stretch

KIND = "digest"


async def link_to_page(turn: Turn, area: Area, day: date) -> Say:
    """The link, where a server is there to open it."""
    told = turn.t("{area} digest {day} as a page", area=area.name, day=day)
    if not turn.office.site:
        return Say(turn.t("{digest}: pages come from the chat server, which does not run here.", digest=told))
    opens = Target(KIND, AREA, area.id, str(Stretch.of(DAY, day)))
    return Say("\n".join([told, *await link_to(turn, opens)]))


def opened(db: Connection, office: Office, link: LinkRow, now: datetime) -> DigestFacts | None:
    """The figures behind a link, if its person may still have them; else None.

    A digest that is not issued yet counts what was known when the link was asked for.
    """
    speaker = speaker_of(db, link.person_id, now.date())
    area = areas.area(db, link.opens.region_id) if link.opens.region_id is not None else None
    if area is None or not reach(speaker, STAFF, "digest").covers(area.path):
        return None
    return facts_of(db, area, Stretch.parse(link.opens.period).first, link.issued_at, office)

"""What reminders say of public notices, measures, training and duty on holidays (N11, N13, N15, N23)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from storage.queries.matters_look import DAY, Found, Look, in_force
from storage.queries.public_notices import NoticeLine, lines
from storage.tables import PublicNotice, Region, Role

TELLERS = ("village_officer", "township_clerk")
"""Who hears that a notice ends, and says what came of it."""


def notices_ending(db: Connection, look: Look) -> Found:
    """N13: notices that end in some days or have just ended, while they have no result.

    To the officers of the village and the clerk of the township: title, last day, objections so far,
    whether it is over, and for the clerk the place.
    """
    first, last = look.since - DAY, look.day + max((*look.notice_days, 0)) * DAY
    rows = db.execute(
        lines(look.now).where(PublicNotice.posted <= look.day, PublicNotice.ends.between(first, last))
    )
    open_ = [line for row in rows if not (line := NoticeLine(*row)).result]
    due = [e for e in open_ if look.today(*(e.ends - n * DAY for n in look.notice_days), e.ends + DAY)]
    for person, kind, path in _tellers(db, look.day) if due else ():
        for line in due:
            if line.path == path or (kind == "township_clerk" and line.path.startswith(path)):
                place = line.place if kind == "township_clerk" else ""
                yield (
                    person,
                    line.path,
                    [line.title, str(line.ends), line.objections, line.ends < look.day, place],
                )


def _tellers(db: Connection, day: date) -> list[tuple[int, str, str]]:
    rows = db.execute(
        select(Role.person_id, Role.kind, Region.path)
        .join(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(TELLERS), *in_force(Role, day))
        .order_by(Role.person_id, Region.path)
    )
    return [(person, kind, path) for person, kind, path in rows]

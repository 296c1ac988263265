"""What reminders say of public notices, measures, training and duty on holidays (N11, N13, N15, N23)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from storage.queries.holiday_duties import DutyLine, duties
from storage.queries.matters_look import DAY, Found, Look, in_force
from storage.queries.measures import due, open_measures
from storage.queries.public_notices import NoticeLine, lines
from storage.queries.trainings import enrolled, midnight
from storage.tables import Assignment, PublicNotice, Region, Role

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
    for person, kind, path in _holders(db, TELLERS, look.day) if due else ():
        for line in due:
            if line.path == path or (kind == "township_clerk" and line.path.startswith(path)):
                place = line.place if kind == "township_clerk" else ""
                yield (
                    person,
                    line.path,
                    [line.title, str(line.ends), line.objections, line.ends < look.day, place],
                )


def measures_due(db: Connection, look: Look) -> Found:
    """N11: a measure that is due in some days, to its owner: what, last day, head and group of its household."""
    last = look.day + max(look.measure_days, default=0) * DAY
    rows = db.execute(open_measures(look.now).where(due(look.now).between(look.since, last)))
    for row in rows:
        if look.today(*(row.due - n * DAY for n in look.measure_days)):
            yield row.owner_id, row.path, [row.what, str(row.due), row[7][:1], row[8]]


def trainings_tomorrow(db: Connection, look: Look) -> Found:
    """N15: a session of tomorrow, to whoever has enrolled for a seat and not answered yet.

    What, when, where, the number of the enrolment, and the surname of whom it is for, if that is another.
    """
    tomorrow = midnight(look.day + DAY)
    for each in enrolled(db, tomorrow, tomorrow + DAY, look.now):
        if not each.waits and not each.answer:
            other = each.person[:1] if each.person_id != each.said_by else ""
            session = each.session
            said = [session.title, session.starts.isoformat(), session.place, each.id, other]
            yield each.said_by, session.path, said


def duty_of_holiday(db: Connection, look: Look) -> Found:
    """N23: who is on duty on the days off that begin tomorrow, to them and to everybody on site in the township."""
    if not look.holiday:
        return
    found: defaultdict[str, list[DutyLine]] = defaultdict(list)
    for line in duties(db, look.holiday[0], look.holiday[-1]):
        found[line.path].append(line)
    for path, table in found.items():
        days: defaultdict[str, list[str]] = defaultdict(list)
        for line in table:
            days[str(line.day)].append(line.name)
        for person in sorted({line.person_id for line in table} | _on_site(db, path, look.day)):
            for day, names in days.items():
                yield person, path, [day, names]


def _on_site(db: Connection, path: str, day: date) -> set[int]:
    """Everybody assigned to a village of a township."""
    inside = Region.path.startswith(path, autoescape=True)
    rows = db.execute(
        select(Assignment.person_id)
        .join(Region, Region.id == Assignment.village_id)
        .where(inside, *in_force(Assignment, day))
    )
    return set(rows.scalars())


def duty_missing(db: Connection, look: Look) -> Found:
    """N23-ask: a holiday begins after the next workday and its list is not there, to the clerk: first and last day."""
    if not look.next_holiday:
        return
    first, last = look.next_holiday[0], look.next_holiday[-1]
    there = {line.path for line in duties(db, first, last)}
    for person, _, path in _holders(db, ("township_clerk",), look.day):
        if path not in there:
            yield person, path, [str(first), str(last)]


def _holders(db: Connection, kinds: Collection[str], day: date) -> list[tuple[int, str, str]]:
    """(person, office, path of its region) of everybody who holds one of these offices on a day."""
    rows = db.execute(
        select(Role.person_id, Role.kind, Region.path)
        .join(Region, Region.id == Role.region_id)
        .where(Role.kind.in_(kinds), *in_force(Role, day))
        .order_by(Role.person_id, Region.path)
    )
    return [(person, kind, path) for person, kind, path in rows]

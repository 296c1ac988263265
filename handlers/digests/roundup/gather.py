"""From the records to the figures of a round-up. The number of statements does not grow with area or unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from handlers.digests.frozen import read_as
from handlers.digests.gather_money import money_facts
from handlers.digests.gather_staffing import staffing_facts
from handlers.digests.roundup import attendance, changes, work
from handlers.digests.roundup.facts import Roundup
from handlers.digests.scene import Scene
from handlers.digests.span import Period
from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.queries import areas, digest_visits, digests, roundup_unit
from storage.queries.areas import Area
from storage.queries.digests import Ground
from storage.queries.roundup_unit import Seat
from storage.values.digest import AREA, DAY, DEPARTMENT, Stretch, Subject
from storage.values.week import SHANGHAI

EVERYWHERE = "/"


def gather(
    db: Connection,
    of: Subject,
    stretch: Stretch,
    *,
    cutoff: datetime,
    calendar: Calendar,
    parameters: Parameters,
) -> Roundup:
    """The figures of a stretch, from what was saved by the cut-off, with what has changed since the one before.

    Raises:
        LookupError: there is no such area or unit.
    """
    found = _figures(_scene(db, of, stretch, cutoff, calendar, parameters), of, stretch)
    issued = digests.issued(db, of, stretch.previous) if stretch.span != DAY else None
    if issued is None:
        return found
    again = _figures(_scene(db, of, stretch.previous, cutoff, calendar, parameters), of, stretch.previous)
    return replace(found, changes=changes.between(read_as(Roundup, issued), again))


def _scene(
    db: Connection,
    of: Subject,
    stretch: Stretch,
    cutoff: datetime,
    calendar: Calendar,
    parameters: Parameters,
) -> Scene:
    day = min(stretch.last, cutoff.astimezone(SHANGHAI).date())
    ground = _ground(db, of, day)
    reported = stretch.first - timedelta(days=1)
    since = datetime.combine(stretch.first, time(), SHANGHAI)
    if stretch.span == DAY:
        ends = parameters.value("digest.cutoff", ground.area.path, day)
        return Scene(db, ground, Period.of(day, cutoff, calendar, ends), calendar, parameters)
    return Scene(db, ground, Period(day, cutoff, reported, since), calendar, parameters)


def _ground(db: Connection, of: Subject, day: date) -> Ground:
    """An area as it is divided; of a department the area it answers for, under the department's name."""
    if of.kind == AREA:
        area = areas.area(db, of.id)
        if area is None:
            raise LookupError(f"there is no region {of.id}")
        return digests.ground(db, area, day)
    seat = seat_of(db, of)
    area = Area(of.id, seat.unit.code, seat.unit.name, of.kind, seat.path or EVERYWHERE)
    if of.kind != DEPARTMENT:
        return Ground(area, (), {}, {})
    own = areas.areas_at(db, [seat.path])
    level = own[0].level if own else "province"
    return replace(digests.ground(db, replace(area, level=level), day), area=area)


def seat_of(db: Connection, of: Subject) -> Seat:
    """The unit of a subject; raises LookupError."""
    found = roundup_unit.seats(db, [of.id])
    if not found:
        raise LookupError(f"there is no unit {of.id}")
    return found[0]


def _figures(scene: Scene, of: Subject, stretch: Stretch) -> Roundup:
    made = {AREA: _of_area, DEPARTMENT: _of_department}.get(of.kind, _of_unit)
    return made(scene, of, stretch)


def _bare(scene: Scene, of: Subject, stretch: Stretch, level: str) -> Roundup:
    last = scene.period.day
    return Roundup(
        of.kind, scene.ground.area.name, level, stretch.span, stretch.first, last, scene.period.cutoff
    )


def _of_area(scene: Scene, of: Subject, stretch: Stretch) -> Roundup:
    known = work.known_by(scene, stretch)
    cases = digest_visits.cases(scene.db, scene.villages, scene.period.reported, known)
    money = money_facts(scene)
    return replace(
        _bare(scene, of, stretch, scene.ground.area.level),
        attendance=attendance.of_area(scene, stretch),
        walks=work.walks(scene, stretch),
        tickets=work.tickets(scene, stretch, cases),
        purse=work.purse(scene, stretch, money),
        money=money,
        leaving=work.leaving(scene, stretch),
        staffing=staffing_facts(scene),
    )


def _of_unit(scene: Scene, of: Subject, stretch: Stretch) -> Roundup:
    known = work.known_by(scene, stretch)
    cases = roundup_unit.tickets(scene.db, of.id, scene.period.reported, known)
    return replace(
        _bare(scene, of, stretch, ""),
        attendance=attendance.of_unit(scene, stretch, seat_of(scene.db, of).unit),
        walks=work.unit_walks(scene, stretch, of.id),
        tickets=work.tickets(scene, stretch, cases),
        purse=work.unit_purse(scene, stretch, of.id),
    )


def _of_department(scene: Scene, of: Subject, stretch: Stretch) -> Roundup:
    """The follow-ups of its matter in all its area, whoever sees to them (A19)."""
    matter = seat_of(scene.db, of).unit.matter
    known = work.known_by(scene, stretch)
    cases = digest_visits.cases(scene.db, scene.villages, scene.period.reported, known)
    own = [case for case in cases if case.matter in matters_of(matter)]
    return replace(
        _bare(scene, of, stretch, matter),
        tickets=work.tickets(scene, stretch, own, scene.villages),
    )


ALSO = {"food": frozenset({"family"})}
"""What else a matter's department answers for: a change in the family is for civil affairs, as food and clothes are."""


def matters_of(matter: str) -> frozenset[str]:
    """The matters of follow-ups that a department answers for, by its own (A19)."""
    return frozenset({matter}) | ALSO.get(matter, frozenset())

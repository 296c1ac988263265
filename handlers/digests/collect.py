"""From the records to the figures of a digest. The number of statements does not grow with the area."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.digests.facts import DigestFacts, Exits, Quality
from handlers.digests.gather_money import money_facts, project_facts
from handlers.digests.gather_on_site import on_site_facts
from handlers.digests.gather_outlook import outlook
from handlers.digests.gather_papers import measure_facts, publicity_facts, session_facts
from handlers.digests.gather_registers import application_facts
from handlers.digests.gather_staffing import staffing_facts
from handlers.digests.gather_visits import problem_facts, risk_facts, visit_facts
from handlers.digests.scene import Scene
from handlers.digests.span import Period
from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.queries import areas, corrections, digest_people, digest_visits, digests, flags
from storage.queries.areas import Area


def collect(
    db: Connection, *, area_id: int, day: date, cutoff: datetime, calendar: Calendar, parameters: Parameters
) -> DigestFacts:
    """The figures of an area on a day, from what was saved by the cut-off (domain.md 8.1, X50).

    Args:
        cutoff: aware; see `span.cutoff_for`.

    Raises:
        LookupError: there is no such area.
    """
    area = areas.area(db, area_id)
    if area is None:
        raise LookupError(f"there is no region {area_id}")
    return collected(scene_of(db, area, day, cutoff, calendar, parameters))


def scene_of(
    db: Connection, area: Area, day: date, cutoff: datetime, calendar: Calendar, parameters: Parameters
) -> Scene:
    """The area as it is divided on the day, and the time that a digest of that day speaks of."""
    ends = parameters.value("digest.cutoff", area.path, day)
    period = Period.of(day, cutoff, calendar, ends)
    return Scene(db, digests.ground(db, area, day), period, calendar, parameters)


def collected(scene: Scene) -> DigestFacts:
    """The figures of a scene."""
    area, period = scene.ground.area, scene.period
    cases = digest_visits.cases(scene.db, scene.villages, period.reported, period.cutoff)
    return DigestFacts(
        area.name, area.level, period.day, period.cutoff,
        on_site=on_site_facts(scene),
        visits=visit_facts(scene),
        problems=problem_facts(scene, cases),
        risks=risk_facts(scene, cases),
        applications=application_facts(scene),
        money=money_facts(scene),
        projects=project_facts(scene),
        exits=_exits(scene),
        quality=_quality(scene),
        staffing=staffing_facts(scene),
        publicity=publicity_facts(scene),
        measures=measure_facts(scene),
        sessions=session_facts(scene),
        outlook=outlook(scene, cases),
    )  # fmt: skip


def _exits(scene: Scene) -> Exits | None:
    out, everybody = digest_visits.persons(scene.db, scene.villages, scene.period.day)
    return Exits(out, everybody) if everybody else None


def _quality(scene: Scene) -> Quality | None:
    period = scene.period
    found = digest_people.entries(scene.db, scene.villages, period.since, period.cutoff, period.reported)
    corrected = corrections.done_between(scene.db, scene.villages, period.since, period.cutoff)
    waiting, denied = flags.counted(scene.db, scene.villages, period.since, period.cutoff)
    quality = Quality(
        sum(each.late for each in found),
        sum(each.withdrawn for each in found),
        sum(each.bulk for each in found),
        sum(each.change == "change" for each in corrected),
        waiting,
        denied,
    )
    return quality if any(astuple(quality)) else None

"""The use case: which area is meant, and the details behind its figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.access import reach
from handlers.digests.collect import scene_of
from handlers.digests.details import TELL, Told
from handlers.digests.read import Topic, area_topic, cutoff_of, topics_named, unit_topics
from handlers.office import Office
from locales import Translate
from storage.queries import areas
from storage.queries.areas import Area
from storage.queries.digests import OF_UNITS
from storage.queries.reach import Reach
from storage.queries.speakers import SpeakerRow
from storage.queries.turns import ContactRow
from storage.values.digest import DEPARTMENT, UNIT, Subject


def areas_meant(db: Connection, word: str | None, may: Reach) -> list[Area]:
    """The areas a request can mean within one's reach: those of that name, or one's own widest."""
    if word is not None:
        return [area for area in areas.area_named(db, word) if may.covers(area.path)]
    return areas.widest_at(db, may.paths)


def topics_meant(db: Connection, word: str | None, may: Reach, own: Collection[Subject]) -> list[Topic]:
    """What a request can mean: what one may read of that name; else one's own widest area, or one's unit.

    Args:
        own: the units of which the speaker hears, each as what it is to them.
    """
    if word is None:
        mine = [area_topic(area) for area in areas.widest_at(db, may.paths)]
        return mine or unit_topics(db, own)
    found = [area_topic(area) for area in areas_meant(db, word, may)]
    named = topics_named(db, word)
    units = [topic for topic in named if not topic.of.is_area]
    kind, _, _ = word.rpartition(":")
    ids = {topic.of.id for topic in units}
    held = unit_topics(db, [of for of in own if of.id in ids and kind in ("", of.kind)])
    return found or held or [topic for topic in units if _may_read(topic, may, own)]


def topic_still_open(db: Connection, of: Subject, may: Reach, own: Collection[Subject]) -> Topic | None:
    """What a link was made for, if its person may read it now as when they asked; else None."""
    area = areas.area(db, of.id) if of.is_area else None
    found = [area_topic(area)] if area else [] if of.is_area else unit_topics(db, [of])
    return next((topic for topic in found if _may_read(topic, may, own)), None)


def _may_read(topic: Topic, may: Reach, own: Collection[Subject]) -> bool:
    """An area within reach; one's own unit, or one that sits in a region within reach."""
    seated = topic.of.is_area or topic.path != "/"
    return topic.of in own or (seated and may.covers(topic.path))


def area_of(db: Connection, topic: Topic) -> Area:
    """The region of a topic that is one."""
    found = areas.area(db, topic.of.id)
    assert found is not None
    return found


def rights(speaker: SpeakerRow | None, contact: ContactRow) -> tuple[Reach, list[Subject]]:
    """The areas whose digests a speaker may read, and the units of which they hear: the same for text and page."""
    digests, matters = reach(speaker, contact, "digest"), reach(speaker, contact, "matter")
    return digests, own_units(speaker, digests, matters)


def own_units(speaker: SpeakerRow | None, digests: Reach, matters: Reach) -> list[Subject]:
    """The unit of which a speaker hears, and the department, by the role held.

    Args:
        digests: what may be read of units as helpers; `matters`: of departments.
    """
    opened = {UNIT: digests.unit_ids, DEPARTMENT: matters.unit_ids}
    kinds = {OF_UNITS[role.kind] for role in (speaker.roles if speaker else ()) if role.kind in OF_UNITS}
    return sorted(Subject(kind, unit) for kind in kinds for unit in opened[kind])


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

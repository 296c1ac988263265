"""A digest to be read: as it was issued, or of what is known now. For the dialog and the command line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.digests.compose import compose, compose_short
from handlers.digests.facts import DigestFacts
from handlers.digests.figures import Figures, figures, kept
from handlers.digests.span import cutoff_for
from handlers.office import Office
from locales import Translate
from storage.queries import areas, digests, roundup_unit
from storage.queries.areas import Area
from storage.queries.units import units_named
from storage.values.digest import AREA, DAY, DEPARTMENT, MONTH, UNIT, Stretch, Subject
from storage.values.week import SHANGHAI


@dataclass(frozen=True, slots=True)
class Topic:
    """What a digest can be of: `path` is that of the region whose parameters hold."""

    of: Subject
    code: str
    name: str
    path: str


def digest_text(
    db: Connection,
    t: Translate,
    office: Office,
    word: str,
    stretch: Stretch,
    now: datetime,
    *,
    short: bool = False,
) -> str | None:
    """The digest of the area or unit that `word` names or has as its code; None if there is none such.

    Of several of that name the first by code is taken.
    """
    found = topics_named(db, word)
    if not found:
        return None
    facts = figures_of(db, found[0], stretch, now, office)
    return compose_short(t, facts) if short else compose(t, facts)


def topics_named(db: Connection, word: str) -> list[Topic]:
    """The areas and units of a name or code: a unit that answers for a matter is a department.

    `unit:U05` means its own people all the same, `department:U05` its matter.
    """
    kind, _, rest = word.rpartition(":")
    if kind in (UNIT, DEPARTMENT):
        return unit_topics(db, [Subject(kind, unit.id) for unit in units_named(db, rest)])
    found = [area_topic(area) for area in areas.area_named(db, word)]
    units = [Subject(DEPARTMENT if unit.matter else UNIT, unit.id) for unit in units_named(db, word)]
    return found + unit_topics(db, units)


def area_topic(area: Area) -> Topic:
    """A region as what a digest is of."""
    return Topic(Subject(AREA, area.id), area.code, area.name, area.path)


def unit_topics(db: Connection, subjects: Collection[Subject]) -> list[Topic]:
    """Units and departments by what they are, in the order of their codes."""
    seats = {seat.unit.id: seat for seat in roundup_unit.seats(db, {of.id for of in subjects})}
    found = [_topic(seats[of.id], of) for of in subjects if of.id in seats]
    return sorted(found, key=lambda topic: (topic.code, topic.of.kind))


def _topic(seat: roundup_unit.Seat, of: Subject) -> Topic:
    return Topic(of, seat.unit.code, seat.unit.name, seat.path or "/")


def figures_of(db: Connection, topic: Topic, stretch: Stretch, now: datetime, office: Office) -> Figures:
    """The figures of a day, week or month: as they were issued, else of what is known now up to its cut-off."""
    issued = digests.issued(db, topic.of, stretch)
    if issued is not None:
        return kept(issued)
    cutoff = cutoff_at(topic.path, stretch, now, office)
    return figures(
        db, topic.of, stretch, cutoff=cutoff, calendar=office.calendar, parameters=office.parameters
    )


def facts_of(db: Connection, area: Area, day: date, now: datetime, office: Office) -> DigestFacts:
    """The figures of a day of an area."""
    facts = figures_of(db, area_topic(area), Stretch.of(DAY, day), now, office)
    assert isinstance(facts, DigestFacts)
    return facts


def cutoff_of(area: Area, day: date, now: datetime, office: Office) -> datetime:
    """The cut-off of an area's digest of a day that is asked for at `now`."""
    return cutoff_at(area.path, Stretch.of(DAY, day), now, office)


def cutoff_at(path: str, stretch: Stretch, now: datetime, office: Office) -> datetime:
    """Until when records count: a day's cut-off, of a week or month the moment it is issued, or now if that is first."""
    if stretch.span == DAY:
        return cutoff_for(stretch.first, now, office.parameters.value("digest.cutoff", path, stretch.first))
    parameter = "digest.month_sent" if stretch.span == MONTH else "digest.week_sent"
    day = office.calendar.next_workday(stretch.last)
    return min(datetime.combine(day, office.parameters.value(parameter, path, day), SHANGHAI), now)

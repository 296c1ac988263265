"""The weeks on site of a stretch: of an area's people, or of a unit's (domain.md 3.1, 8.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.digests.facts import Share
from handlers.digests.gather_on_site import counting, workdays_left
from handlers.digests.roundup.facts import Attendance
from handlers.digests.scene import Scene, most_first
from handlers.digests.span import FULL_WEEKS
from handlers.digests.wording import SMALL, is_behind
from handlers.rules.onsite import OnsiteRule, WeekStanding
from handlers.rules.series import streak
from handlers.rules.weeks import area_standings, count_together
from storage.queries import roundup, roundup_unit
from storage.queries.standing import duties_in
from storage.queries.units import UnitRow
from storage.values.digest import DAY, MONTH, WEEK, Stretch
from storage.values.week import Week

EVERYWHERE = "/"

Standings = Mapping[Week, Mapping[int, WeekStanding]]
"""Week -> person -> how it stands."""


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody who was to be on site in a stretch: person -> place and unit, how their weeks stand, why not."""

    stretch: Stretch
    places: Mapping[int, str]
    units: Mapping[int, str]
    standings: Standings
    absences: Mapping[int, str]


def weeks_of(stretch: Stretch) -> tuple[Week, ...]:
    """The weeks that count in a stretch: those that end in it; a day's own."""
    if stretch.span != MONTH:
        return (stretch.week,)
    sundays = (stretch.first + timedelta(days=n) for n in range((stretch.last - stretch.first).days + 1))
    return tuple(Week.of(day) for day in sundays if day.isoweekday() == 7)


def trail_of(stretch: Stretch) -> tuple[Week, ...]:
    """The weeks of the trend, oldest first: the last four full ones, a month's own."""
    if stretch.span == MONTH:
        return weeks_of(stretch)
    last = stretch.week if stretch.span == WEEK else stretch.week.previous
    return tuple(Week.of(last.monday - timedelta(weeks=n)) for n in range(FULL_WEEKS - 1, -1, -1))


def _read(stretch: Stretch) -> list[Week]:
    before = weeks_of(stretch.previous) if stretch.span != DAY else ()
    return sorted({*weeks_of(stretch), *trail_of(stretch), *before})


def of_area(scene: Scene, stretch: Stretch) -> Attendance | None:
    """Of everybody assigned to a village of the area; None where nobody is."""
    period, db = scene.period, scene.db
    people = roundup.posted(db, scene.villages, stretch.first, period.day)
    gone = roundup.absences(db, scene.villages, *_days(stretch), period.cutoff)
    places = {person: scene.villages[each.village_id] for person, each in people.items()}
    units = {person: each.unit for person, each in people.items()}
    standings = _standings(scene, stretch, scene.ground.area.path, None)
    return _attendance(scene, Group(stretch, places, units, standings, gone))


def of_unit(scene: Scene, stretch: Stretch, unit: UnitRow) -> Attendance | None:
    """Of the people of a unit, wherever they are; None where nobody is to be on site."""
    period, db = scene.period, scene.db
    places = roundup_unit.posted(db, unit.id, stretch.first, period.day)
    gone = roundup_unit.absences(db, unit.id, *_days(stretch), period.cutoff)
    standings = _standings(scene, stretch, EVERYWHERE, unit)
    return _attendance(scene, Group(stretch, places, dict.fromkeys(places, ""), standings, gone))


def _days(stretch: Stretch) -> tuple[date, date]:
    """The first and the last day of the weeks that count."""
    weeks = weeks_of(stretch)
    return weeks[0].monday, weeks[-1].sunday


def _standings(scene: Scene, stretch: Stretch, path: str, unit: UnitRow | None) -> Standings:
    weeks, at = _read(stretch), scene.period.cutoff
    area = duties_in(scene.db, path, weeks, at, unit, together=count_together(scene.parameters))
    return {
        week: area_standings(area, week, scene.calendar, rule_of=_rules(scene, week), at=at) for week in weeks
    }


def _rules(scene: Scene, week: Week) -> Callable[[str], OnsiteRule]:
    return lambda path: OnsiteRule.of(scene.parameters, path, week.monday)


def _attendance(scene: Scene, group: Group) -> Attendance | None:
    stretch, weeks = group.stretch, weeks_of(group.stretch)
    due = _due(group, weeks)
    if not group.places:
        return None
    exempt = [person for person in group.places if person not in {person for person, _ in due}]
    met = [(person, week) for person, week in due if week.met]
    one_week = stretch.span != MONTH
    full = _full(scene, weeks[0]) if one_week else 0
    area = Share("", len(met), len(due))
    places = _shares(group.places, scene.ground.places, met, due)
    return Attendance(
        listed=len(group.places),
        exempt=most_first(group.absences.get(person, "") for person in exempt),
        met=area,
        full=full,
        eased=sum(len(week.counted) < full for _, week in met),
        short=_short(full, [week for _, week in due if not week.met]) if one_week else (),
        always=None if one_week else _always(due),
        before=_before(group),
        places=places,
        few=tuple(name for name, count in _people(group.places, due).items() if count < SMALL),
        units=_behind(group, met, due, area),
        small=sum(count < SMALL for count in _people(group.units, due).values()),
        repeated=_repeated(scene, group),
        repeated_weeks=scene.value("escalation.unit_weeks"),
        series=tuple(_share(group.standings, [week]) for week in trail_of(stretch)),
        left=workdays_left(scene) if stretch.span == DAY else 0,
        counting=counting([week for _, week in due]),
    )


def _before(group: Group) -> Share | None:
    """How the stretch before went; nobody on site at all means that the records begin later."""
    if group.stretch.span == DAY:
        return None
    found = _share(group.standings, weeks_of(group.stretch.previous))
    return found if found.part else None


Due = Sequence[tuple[int, WeekStanding]]
"""The weeks of people that asked something of them."""


def _due(group: Group, weeks: Iterable[Week]) -> Due:
    return [
        (person, standing)
        for week in weeks
        for person, standing in group.standings[week].items()
        if standing.counts and person in group.places
    ]


def _full(scene: Scene, week: Week) -> int:
    """The requirement of somebody who is there the whole week."""
    rule = _rules(scene, week)(scene.ground.area.path)
    workdays = len(scene.calendar.workdays(week))
    return min(rule.required_days, workdays) if rule.prorate else rule.required_days


def _short(full: int, weeks: Iterable[WeekStanding]) -> tuple[tuple[int, int], ...]:
    days = Counter(len(week.counted) for week in weeks)
    return tuple((n, days[n]) for n in range(full - 1, -1, -1))


def _always(due: Due) -> Share:
    """Who met every week that asked something."""
    asked = {person for person, _ in due}
    missed = {person for person, week in due if not week.met}
    return Share("", len(asked - missed), len(asked))


def _share(standings: Standings, weeks: Iterable[Week]) -> Share:
    counted = [week.met for each in weeks for week in standings[each].values() if week.counts]
    return Share("", sum(counted), len(counted))


def _people(names: Mapping[int, str], due: Due) -> dict[str, int]:
    """Name of a place or unit -> how many people of it something was asked of; nobody's name is left out."""
    return dict(Counter(names[person] for person in dict(due) if names[person]))


def _shares(names: Mapping[int, str], order: Iterable[str], met: Due, due: Due) -> tuple[Share, ...]:
    """By place, in their order, which for a unit is that of its people."""
    part, whole = (Counter(names[person] for person, _ in some) for some in (met, due))
    every = tuple(order) or tuple(dict.fromkeys(names.values()))
    return tuple(Share(name, part[name], whole[name]) for name in every if whole[name])


def _behind(group: Group, met: Due, due: Due, area: Share) -> tuple[Share, ...]:
    """The units that need help, in the order of their codes: never those of fewer than five people."""
    people = _people(group.units, due)
    found = _shares(group.units, dict.fromkeys(group.units.values()), met, due)
    return tuple(unit for unit in found if people.get(unit.name, 0) >= SMALL and is_behind(unit, area))


def _repeated(scene: Scene, group: Group) -> int:
    """How many missed the last weeks in a row (domain.md 7.7)."""
    weeks = trail_of(group.stretch)
    limit = scene.value("escalation.unit_weeks")
    own = (
        [group.standings[week][who] for week in weeks if who in group.standings[week]] for who in group.places
    )
    return sum(streak(each).in_a_row >= limit for each in own)

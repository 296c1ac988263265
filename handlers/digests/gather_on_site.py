"""The on-site figures of a digest: this week so far, last week by the same day, the last full weeks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.digests.counting import Counting
from handlers.digests.facts import OnSite, Share, Tally
from handlers.digests.scene import Scene, most_first
from handlers.rules.onsite import OnsiteRule, Status, WeekStanding
from handlers.rules.series import streak
from handlers.rules.weeks import area_standings, count_together
from handlers.shown import masked_name
from storage.queries import digest_people
from storage.queries.digest_people import Cadre
from storage.queries.standing import AreaDuty, Duty, duties_in
from storage.values.week import Week

Standings = Mapping[int, WeekStanding]


@dataclass(frozen=True, slots=True)
class Register:
    """The people on the list of an area (person id -> village) and how their weeks stand.

    `now` is this week at the cut-off, for the people listed; `past` the last full weeks, oldest first,
    for everybody who had the duty then.
    """

    villages: Mapping[int, int]
    now: Standings
    past: tuple[Standings, ...]
    before: Standings

    @property
    def due(self) -> dict[int, WeekStanding]:
        """Those of whom days are asked this week."""
        return {person: week for person, week in self.now.items() if week.counts}

    @property
    def idle(self) -> list[int]:
        """Those of them without a day, who still owe one."""
        return [person for person, week in self.due.items() if week.need and not week.counted]


def register(scene: Scene) -> Register:
    """The people of the area with their weeks."""
    period = scene.period
    villages = digest_people.listed(scene.db, scene.villages, period.day, scene.unit)
    weeks = (*period.last_weeks, period.week)
    area = duties_in(
        scene.db, scene.ground.area.path, weeks, period.cutoff, scene.unit,
        together=count_together(scene.parameters),
    )  # fmt: skip
    now = _standings(scene, area, period.week, at=period.cutoff)
    return Register(
        villages=villages,
        now={person: now[person] for person in villages if person in now},
        past=tuple(_standings(scene, area, week) for week in period.last_weeks),
        before=_by_the_same_day(scene, area),
    )


def _standings(scene: Scene, area: AreaDuty, week: Week, at: datetime | None = None) -> Standings:
    def rule_of(path: str) -> OnsiteRule:
        return OnsiteRule.of(scene.parameters, path, week.monday)

    return area_standings(area, week, scene.calendar, rule_of=rule_of, at=at)


def _by_the_same_day(scene: Scene, area: AreaDuty) -> Standings:
    """Last week as if it had ended on the same weekday as this one."""
    period = scene.period
    week, last = period.week.previous, period.day - timedelta(weeks=1)
    cut: defaultdict[Duty, list[int]] = defaultdict(list)
    for duty, people in area.weeks[week].items():
        cut[_until(duty, last)] += people
    at = period.cutoff - timedelta(weeks=1)
    return _standings(scene, AreaDuty(area.homes, {week: cut}), week, at)


def _until(duty: Duty, last: date) -> Duty:
    """Without the days on site after `last`, the unit's among them."""
    own = tuple(day for day in duty.accepted if day <= last)
    if duty.together is None:
        return duty._replace(accepted=own)
    shared = tuple(day for day in duty.together.accepted if day <= last)
    return duty._replace(accepted=own, together=duty.together._replace(accepted=shared))


def on_site_facts(scene: Scene) -> OnSite | None:
    """The on-site block; None where nobody has the duty."""
    people = register(scene)
    if not people.now:
        return None
    due = people.due
    met = [person for person, week in due.items() if week.met]
    full, left = _full(scene), workdays_left(scene)
    idle = cadres(scene, people.idle) if left < full and not scene.is_county else []
    here = _here(scene, people.now)
    pending = {person for person, week in people.now.items() if week.pending_days}
    asked = _to_confirm(scene)
    return OnSite(
        listed=len(people.now),
        exempt=_exempt(scene, people.now),
        required=len(due),
        full=full,
        met=len(met),
        eased=sum(len(due[person].counted) < full for person in met),
        short=_short(full, due.values()),
        before=_share(people.before.values()),
        here_today=len(here),
        today=scene.by_place(Counter(scene.villages[village] for village in here.values())),
        pending=len(pending - asked),
        places=scene.shares(_places(scene, people, met), _places(scene, people, due)),
        workdays_left=left,
        idle=most_first(person.unit for person in idle),
        idle_names=tuple(masked_name(person.name) for person in idle) if scene.is_village else (),
        repeated=_repeated(scene, people),
        repeated_weeks=scene.value("escalation.unit_weeks"),
        series=tuple(_share(week.values()) for week in people.past),
        to_confirm=len(asked),
        counting=counting(due.values()),
    )


def counting(weeks: Collection[WeekStanding]) -> Counting | None:
    """How many of these weeks the unit's days counted for; None where it is none."""
    by_unit = sum(week.together is not None for week in weeks)
    if not by_unit:
        return None
    both = any(week.counting == "both" for week in weeks)
    return Counting(by_unit, len(weeks), sum(week.met_alone for week in weeks) if both else None)


def _to_confirm(scene: Scene) -> frozenset[int]:
    period = scene.period
    if not scene.is_village or scene.unit:
        return frozenset()
    return digest_people.to_confirm(scene.db, list(scene.villages), period.day, period.cutoff)


def cadres(scene: Scene, people: Collection[int]) -> list[Cadre]:
    """Names and units of people; who has no unit is counted under the area's own name."""
    found = digest_people.cadres(scene.db, people)
    own = scene.ground.area.name
    return [Cadre(each.person_id, each.name, each.unit or own) for each in found]


def _full(scene: Scene) -> int:
    """The requirement of somebody who is there the whole week."""
    week = scene.period.week
    rule = OnsiteRule.of(scene.parameters, scene.ground.area.path, week.monday)
    workdays = len(scene.calendar.workdays(week))
    return min(rule.required_days, workdays) if rule.prorate else rule.required_days


def workdays_left(scene: Scene) -> int:
    """Workdays of the week on which one could still go: today until the working day ends."""
    period = scene.period
    ends = scene.value("onsite.workday_ends")
    first = (
        period.day if period.cutoff.timetz().replace(tzinfo=None) < ends else period.day + timedelta(days=1)
    )
    return len(scene.calendar.workdays_between(first, period.week.sunday))


def _alike(weeks: Collection[WeekStanding]) -> list[tuple[WeekStanding, int]]:
    """Each way the week went with the number of its people: they share one object, and are hundreds of thousands."""
    counts = Counter(map(id, weeks))
    return [(week, counts[number]) for number, week in {id(week): week for week in weeks}.items()]


def _share(weeks: Collection[WeekStanding]) -> Share:
    counted = [(week.met, count) for week, count in _alike(weeks) if week.counts]
    return Share("", sum(count for met, count in counted if met), sum(count for _, count in counted))


def _short(full: int, weeks: Collection[WeekStanding]) -> tuple[tuple[int, int], ...]:
    days: Counter[int] = Counter()
    for week, count in _alike(weeks):
        days[len(week.counted)] += 0 if week.met else count
    return tuple((n, days[n]) for n in range(full - 1, -1, -1))


def _places(scene: Scene, people: Register, some: Iterable[int]) -> Counter[str]:
    return Counter(scene.villages[people.villages[person]] for person in some)


def _here(scene: Scene, now: Standings) -> dict[int, int]:
    period = scene.period
    here = digest_people.here_on(scene.db, scene.villages, period.day, period.cutoff)
    return {person: village for person, village in here.items() if person in now}


def _exempt(scene: Scene, now: Standings) -> tuple[Tally, ...]:
    week = scene.period.week
    exempt = [person for person, standing in now.items() if standing.status is Status.EXEMPT]
    kinds = digest_people.absences(scene.db, exempt, week.monday, week.sunday, scene.period.cutoff)
    return most_first(kinds.get(person, "") for person in exempt)


def _repeated(scene: Scene, people: Register) -> tuple[Tally, ...]:
    """Those who missed the last weeks in a row (domain.md 7.7): by unit, in a county by township."""
    weeks = scene.value("escalation.unit_weeks")
    # Nearly everybody has met the last week without an absence: whose series is nought is not looked at.
    well = {id(week) for week, _ in _alike(people.past[-1].values()) if _ends_series(week)}
    others = (person for person in people.now if id(people.past[-1].get(person)) not in well)
    missed = [person for person in others if _in_a_row(people.past, person) >= weeks]
    if scene.is_county:
        return scene.by_place(_places(scene, people, missed))
    return most_first(person.unit for person in cadres(scene, missed))


def _in_a_row(past: tuple[Standings, ...], person: int) -> int:
    return streak(standings[person] for standings in past if person in standings).in_a_row


def _ends_series(week: WeekStanding) -> bool:
    return week.status is Status.MET and not week.absent

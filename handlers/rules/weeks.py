"""From the records of a person or an area to how their weeks stand."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime

from handlers.rules.onsite import (
    OnsiteRule,
    WeekStanding,
    accepted_days,
    pending_days,
    span_days,
    standing,
)
from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.queries.standing import OFFICIAL, AreaDuty, Duty, PersonDuty, Together
from storage.values.week import Week


def own_standing(
    duty: PersonDuty, week: Week, calendar: Calendar, *, settings: OnsiteRule, at: datetime | None
) -> WeekStanding:
    """One person's week, from the records as they are (at least those that touch the week)."""
    trips = [absence for absence in duty.absences if absence.kind in OFFICIAL]
    others = [absence for absence in duty.absences if absence.kind not in OFFICIAL]
    found = Duty(
        accepted=tuple(accepted_days(duty.acts, duty.spans)),
        pending=tuple(pending_days(duty.acts, duty.spans)),
        absent=tuple(span_days(others, week)),
        trips=tuple(span_days(trips, week)),
        assigned=tuple(span_days(duty.spans, week)),
        together=duty.together,
    )
    return duty_standing(found, week, calendar, settings=settings, at=at)


def area_standings(
    area: AreaDuty,
    week: Week,
    calendar: Calendar,
    *,
    rule_of: Callable[[str], OnsiteRule],
    at: datetime | None,
) -> dict[int, WeekStanding]:
    """Person id -> how the week stands, for everybody assigned to a village of the area in that week.

    Args:
        rule_of: the rule for the path of the village of somebody's main assignment.
    """
    # People alike in a week are judged once for each rule of the area: one rule, nearly always.
    numbers: dict[OnsiteRule, int] = {}
    number_at = {path: numbers.setdefault(rule_of(path), len(numbers)) for path in set(area.homes.values())}
    found: dict[int, WeekStanding] = {}
    for duty, people in area.weeks[week].items():
        made = [duty_standing(duty, week, calendar, settings=rule, at=at) for rule in numbers]
        if len(made) == 1:
            found.update(dict.fromkeys(people, made[0]))
        else:
            found.update((person, made[number_at[area.homes[person]]]) for person in people)
    return found


def duty_standing(
    duty: Duty, week: Week, calendar: Calendar, *, settings: OnsiteRule, at: datetime | None
) -> WeekStanding:
    """The week of whoever has this duty. Official trips count as the region's switch says (X22).

    Raises:
        ValueError: the region counts by unit and the unit's days were not read.
    """
    if settings.by_unit and duty.together is None:
        raise ValueError("the region counts by unit: read the days of the unit too (together=True)")
    return standing(
        week,
        calendar,
        accepted=(*duty.accepted, *_trip_days(duty, calendar, settings)),
        pending=duty.pending,
        absences=duty.absent if settings.trip_counts else (*duty.absent, *duty.trips),
        assigned=duty.assigned,
        together=_together(duty.together, calendar, settings) if duty.together else (),
        at=at,
        settings=settings,
    )


def _together(found: Together, calendar: Calendar, settings: OnsiteRule) -> Collection[date]:
    """The days of everybody of the unit, counted as each one's own are."""
    trips = found.trips if settings.trip_counts else ()
    return (*found.accepted, *(day for day in trips if calendar.works(day)))


def count_together(parameters: Parameters) -> bool:
    """Whether any region counts by unit, so that the days of units must be read."""
    return parameters.anywhere("onsite.counting") != {"person"}


def _trip_days(duty: Duty, calendar: Calendar, settings: OnsiteRule) -> Collection[date]:
    if not settings.trip_counts:
        return ()
    return [day for day in duty.trips if day in duty.assigned and calendar.works(day)]

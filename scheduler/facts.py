"""Reading what `due.py` decides from: everybody at once, in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection

from handlers.notices.sorts import wants
from handlers.rules.onsite import OnsiteRule, Status, WeekStanding
from handlers.rules.series import Series, streak
from handlers.rules.weeks import area_standings, count_together
from scheduler.due import ABOUT_OTHERS
from scheduler.jobs.calendar_check import year_missing
from scheduler.known import Facts, Matter, Missed, Weeks
from scheduler.rules import Rules
from scheduler.timetable import DAY, Timetable
from storage.queries import due as queries
from storage.queries.due import Overseer
from storage.queries.matters import MATTERS
from storage.queries.matters_look import Found, Look
from storage.queries.preferences import wishes
from storage.queries.standing import AreaDuty, duties_known
from storage.queries.statements import mourners
from storage.values.week import Week

EVERYWHERE = "/"
STAFF = frozenset({"N01", "N04", "N05", "N05-team", "N07"})
"""Kinds that need to know how people's weeks stand."""

LADDER = frozenset({"N08-2", "N08-3"})
"""Kinds that need the weeks before the one reported."""

SERIES = 8
"""Calendar weeks in which the last weeks that count are looked for."""


def gather(
    db: Connection,
    office: Rules,
    now: datetime,
    kinds: Collection[str],
    people: Collection[int] | None = None,
    since: date | None = None,
) -> Facts:
    """The facts at `now` that these kinds need.

    Args:
        people: whom the reminders are to or name; None is everybody. A claim of a few hundred of a city's
            reminders is looked at again without reading the city (the week that N08 reports excepted).
        since: what fell since this day is looked at as if it had fallen today.
    """
    asked, day = frozenset(kinds), now.date()
    this: Weeks = Weeks(Week.of(day), {})
    homes: Mapping[int, str] = {}
    if asked & STAFF:
        this, homes = _weeks(db, office, now, people, posted="N05-team" in asked)
    reported = (
        _reported(db, office, now, SERIES if asked & LADDER else 1) if asked & (LADDER | {"N08"}) else []
    )
    return Facts(
        now=now,
        this=this,
        homes=homes,
        away=queries.away_on(db, now, people) | mourners(db, now),
        unvisited=queries.unvisited(db, now, people) if "N09" in asked else {},
        overseers=_overseers(db, now, people) if asked & ABOUT_OTHERS else {},
        reported=reported[0] if reported else None,
        steps=_steps(office, reported) if asked & LADDER else {},
        matters=_matters(db, office, now, asked, people, since),
        wishes=wishes(db, people),
    )


def this_week(
    db: Connection, office: Rules, now: datetime, people: Collection[int]
) -> Mapping[int, WeekStanding]:
    """How the week of these people stands, as far as it is known at `now`."""
    return _weeks(db, office, now, people, posted=False)[0].standings


def _reported(db: Connection, office: Rules, now: datetime, count: int) -> list[Weeks]:
    """The week that N08 is about, and those before it, the last first."""
    weeks = [Timetable(office.calendar, office.parameters).week_to_report(now.date())]
    while len(weeks) < count:
        weeks.append(weeks[-1].previous)
    area = duties_known(db, None, weeks, now, together=count_together(office.parameters))
    found = [_weeks_of(area, office, week, now) for week in weeks]
    return [replace(found[0], posted=queries.posted(db, weeks[0].monday, weeks[0].sunday)), *found[1:]]


def _weeks(
    db: Connection, office: Rules, now: datetime, people: Collection[int] | None, *, posted: bool
) -> tuple[Weeks, Mapping[int, str]]:
    """This week of these people, as far as it is known at `now`."""
    week = Week.of(now.date())
    area = duties_known(db, people, [week], now, together=count_together(office.parameters))
    weeks = _weeks_of(area, office, week, now)
    posts = queries.posted(db, week.monday, week.sunday, people) if posted else {}
    return replace(weeks, posted=posts), area.homes


def _weeks_of(area: AreaDuty, office: Rules, week: Week, now: datetime) -> Weeks:
    @cache
    def rule_of(path: str) -> OnsiteRule:
        return OnsiteRule.of(office.parameters, path, week.monday)

    return Weeks(week, area_standings(area, week, office.calendar, rule_of=rule_of, at=now))


def _steps(office: Rules, weeks: Sequence[Weeks]) -> dict[str, Missed]:
    """Who has come to a step of the ladder with the first of these weeks, and had not before it (7.7)."""
    day = weeks[0].week.monday

    def value(name: str) -> int:
        found: int = office.parameters.value(f"escalation.{name}", EVERYWHERE, day)
        return found

    row, often, window = value("unit_weeks"), value("county_weeks"), value("county_of")
    missed = [person for person, week in weeks[0].standings.items() if week.status is Status.MISSED]
    series = {person: _series(weeks, person, window) for person in missed}
    return {
        "N08-2": Missed(
            frozenset(p for p, (now, was) in series.items() if now.in_a_row >= row > was.in_a_row), row, row
        ),
        "N08-3": Missed(
            frozenset(p for p, (now, was) in series.items() if now.of_last >= often > was.of_last),
            often,
            window,
        ),
    }


def _series(weeks: Sequence[Weeks], person: int, window: int) -> tuple[Series, Series]:
    """The series with the week reported, and as it was before it."""
    known = [each.standings[person] for each in weeks if person in each.standings]
    return streak(known, window), streak(known[1:], window)


def _matters(
    db: Connection,
    office: Rules,
    now: datetime,
    asked: Collection[str],
    people: Collection[int] | None,
    since: date | None,
) -> dict[str, dict[int, Matter]]:
    """Kind -> person -> what the reminder is about."""
    kinds = [kind for kind in MATTERS if kind in asked]
    if not kinds:
        return {}
    look = replace(_look(db, office, now, kinds, since), people=people)
    return {kind: _by_person(MATTERS[kind](db, look)) for kind in kinds}


def _look(db: Connection, office: Rules, now: datetime, kinds: Collection[str], since: date | None) -> Look:
    day = now.date()

    def value(name: str) -> Any:  # noqa: ANN401 - typed by the declaration
        return office.parameters.value(name, EVERYWHERE, day)

    year = year_missing(office.calendar, day)
    return Look(
        now=now,
        since=min(office.calendar.previous_workday(day) + DAY, since or day),
        back=since or day,
        team_days=value("escalation.team_days"),
        township_days=value("escalation.township_days"),
        term_days=value("reminder.term_days"),
        missing=year,
        wanting=_wanting(db, day) if "N24" in kinds else (),
        notice_days=value("reminder.public_notice_days"),
        rule=lambda name, path: office.parameters.value(name, path, day),
        measure_days=value("reminder.measure_days"),
        holiday=office.calendar.holiday_after(day),
        next_holiday=office.calendar.holiday_after(office.calendar.next_workday(day)),
    )


def _wanting(db: Connection, day: date) -> list[int]:
    """Who wants to hear of grants (N24)."""
    return [person for person, wish in wishes(db).items() if wants(wish, "N24", day)]


def _by_person(found: Found) -> dict[int, Matter]:
    matters: dict[int, Matter] = {}
    for person, path, item in found:
        matters.setdefault(person, Matter(path, [])).items.append(item)
    return matters


def _overseers(db: Connection, now: datetime, people: Collection[int] | None) -> dict[int, list[Overseer]]:
    found: defaultdict[int, list[Overseer]] = defaultdict(list)
    for overseer in queries.overseers(db, now.date(), people):
        found[overseer.person_id].append(overseer)
    return dict(found)

"""Reading what `due.py` decides from: everybody at once, in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import Connection

from handlers.rules.onsite import OnsiteRule
from handlers.rules.weeks import area_standings
from scheduler.due import Facts, Weeks
from scheduler.rules import Rules
from scheduler.timetable import Timetable
from storage.queries import due as queries
from storage.queries.due import Overseer
from storage.queries.standing import AreaDuty, Duty, duties_in
from storage.values.week import Week

EVERYWHERE = "/"
STAFF = frozenset({"N01", "N04", "N05", "N05-team", "N07", "N08"})
"""Kinds that need to know how people's weeks stand."""

LISTS = frozenset({"N05-team", "N08"})
"""Kinds that tell somebody about others."""


def gather(
    db: Connection,
    office: Rules,
    now: datetime,
    kinds: Collection[str],
    helpers: Collection[int] | None = None,
) -> Facts:
    """The facts at `now` that these kinds need.

    Args:
        helpers: whose households to look at; None is everybody's.
    """
    asked, day = frozenset(kinds), now.date()
    this: Weeks = Weeks(Week.of(day), {})
    homes: Mapping[int, str] = {}
    if asked & STAFF:
        this, homes = _weeks(db, office, Week.of(day), now, posted="N05-team" in asked)
    return Facts(
        now=now,
        this=this,
        homes=homes,
        away=queries.away_on(db, now),
        unvisited=queries.unvisited(db, now, helpers) if "N09" in asked else {},
        overseers=_overseers(db, now) if asked & LISTS else {},
        reported=_reported(db, office, now) if "N08" in asked else None,
    )


def _reported(db: Connection, office: Rules, now: datetime) -> Weeks:
    week = Timetable(office.calendar, office.parameters).week_to_report(now.date())
    return _weeks(db, office, week, now, posted=True)[0]


def _weeks(
    db: Connection, office: Rules, week: Week, now: datetime, *, posted: bool
) -> tuple[Weeks, Mapping[int, str]]:
    """A week of everybody, as far as it is known at `now`."""

    @cache
    def rule_of(path: str) -> OnsiteRule:
        return OnsiteRule.of(office.parameters, path, week.monday)

    area = duties_in(db, EVERYWHERE, [week])
    later = queries.not_yet_known(db, week.monday, week.sunday, now)
    if later:
        area = AreaDuty(area.homes, {week: _known(area.weeks[week], later)})
    standings = area_standings(area, week, office.calendar, rule_of=rule_of, at=now)
    posts = queries.posted(db, week.monday, week.sunday) if posted else {}
    return Weeks(week, standings, posts), area.homes


def _known(
    duties: Mapping[Duty, Sequence[int]], later: Collection[tuple[int, date]]
) -> dict[Duty, Sequence[int]]:
    """The same people without the days that are not known yet."""
    found: defaultdict[Duty, list[int]] = defaultdict(list)
    for duty, people in duties.items():
        for person in people:
            accepted = tuple(day for day in duty.accepted if (person, day) not in later)
            found[duty._replace(accepted=accepted)].append(person)
    return dict(found)


def _overseers(db: Connection, now: datetime) -> dict[int, list[Overseer]]:
    found: defaultdict[int, list[Overseer]] = defaultdict(list)
    for overseer in queries.overseers(db, now.date()):
        found[overseer.person_id].append(overseer)
    return dict(found)

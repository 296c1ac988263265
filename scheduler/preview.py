"""Whom a rule would have reached in a month that is over: the same functions as the clock, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.notices import say
from locales import Translate
from scheduler.due import due
from scheduler.facts import EVERYWHERE, gather
from scheduler.rules import Rules
from scheduler.timetable import DAY, RULES, Places, Timetable
from storage.queries.due import names_of, region_paths
from storage.queries.notices import NewNotice
from storage.values.week import Week

FOLLOWS = {"N05-team": "N05"}
"""A rule that is due only beside another."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody a rule would have spoken to: when, whom, in which words."""

    at: datetime
    person_id: int
    name: str
    text: str


def preview(
    db: Connection, office: Rules, t: Translate, kind: str, first: date, last: date, area: str = EVERYWHERE
) -> list[Reached]:
    """Whom `kind` would have reached from `first` to `last`, whether it is switched on or not.

    Records count as they were known at each moment; what has been taken back since is not there any more.
    Caps and merging are not looked at: they make fewer messages of it, never more.

    Args:
        area: only people whose parameters are those of a region below this path.
    """
    found = list(replayed(db, office, (kind,), first, last, area))
    names = names_of(db, {notice.person_id for notice in found})
    return [
        Reached(notice.not_before, notice.person_id, names[notice.person_id], say(t, kind, notice.parameters).text)
        for notice in found
    ]  # fmt: skip


def replayed(
    db: Connection, office: Rules, kinds: tuple[str, ...], first: date, last: date, area: str = EVERYWHERE
) -> Iterator[NewNotice]:
    """The reminders of these kinds from one day to another, in the order in which they would have been written."""
    table = Timetable(office.calendar, office.parameters)
    paths = [path for path in (EVERYWHERE, *region_paths(db)) if path.startswith(area)]
    asked = {*kinds, *(FOLLOWS[kind] for kind in kinds if kind in FOLLOWS)}
    told: set[str] = set()
    day = first
    while day <= last:
        for now, fallen in sorted(_falls(table, asked, paths, day).items()):
            written = due(table, fallen, gather(db, office, now, fallen), told)
            told |= {notice.key for notice in written if notice.kind == "N05"}
            yield from (notice for notice in written if notice.kind in kinds)
        day += DAY


def _falls(
    table: Timetable, kinds: set[str], paths: list[str], day: date
) -> dict[datetime, Mapping[str, Places]]:
    """Moment of a day -> kind -> where it falls then."""
    found: dict[datetime, dict[str, dict[str, datetime]]] = {}
    for kind in RULES:
        for path in paths if kind in kinds else ():
            at = table.fall(kind, path, day)
            if at is not None:
                found.setdefault(at, {}).setdefault(kind, {})[path] = at
    return dict(found)


def per_week(reached: list[Reached]) -> dict[str, dict[str, int]]:
    """Name -> week -> messages."""
    counts: dict[str, dict[str, int]] = {}
    for each in reached:
        weeks = counts.setdefault(each.name, {})
        week = str(Week.of(each.at.date()))
        weeks[week] = weeks.get(week, 0) + 1
    return counts

"""The daily digests: figures frozen at the cut-off, and a notice to everybody who hears them (domain.md 8.1).

On workdays only. The text is composed when it is sent, from the figures as they were issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from handlers.digests.collect import collect
from handlers.digests.facts import from_json, to_json
from scheduler.rules import Rules
from scheduler.timetable import DAY, Timetable
from storage.queries import digests
from storage.queries.digests import Area
from storage.queries.notices import NewNotice, NoticeRow, add_notices

KIND = "digest"
FRESH = timedelta(hours=24)
"""How long a digest is worth sending: until the next one, on ordinary days."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest to be issued: where, of which day, to whom, and its figures once they are read."""

    area: Area
    day: date
    cutoff: datetime
    moment: datetime
    people: Sequence[int]
    facts: dict[str, Any] | None = None


def issues(
    db: Connection, office: Rules, paths: Iterable[str], after: datetime, now: datetime
) -> list[Issue]:
    """The digests whose moment lies after `after`, up to and with `now`: today's, or yesterday's if missed.

    Args:
        paths: of all regions.
    """
    table = Timetable(office.calendar, office.parameters)
    late, places = max(after, now - FRESH), tuple(paths)
    found: list[Issue] = []
    for day in (now.date() - DAY, now.date()):
        moments = {path: table.at("digest.sent", path, day) for path in places}
        fallen = {path: moment for path, moment in moments.items() if late < moment <= now}
        if fallen and table.calendar.works(day):
            found += _issues_of(db, table, day, fallen)
    return found


def _issues_of(
    db: Connection, table: Timetable, day: date, fallen: Mapping[str, datetime]
) -> Iterator[Issue]:
    people: dict[int, list[int]] = {}
    for person, area_id, _ in digests.subscribers(db, day):
        people.setdefault(area_id, []).append(person)
    for area in digests.areas(db, list(people)):
        if area.path in fallen:
            cutoff = table.at("digest.cutoff", area.path, day)
            yield Issue(area, day, cutoff, fallen[area.path], people[area.id])


def with_figures(db: Connection, office: Rules, issue: Issue) -> Issue:
    """The issue with its figures, read from what was saved up to the cut-off (X50).

    Those of a digest issued before stand as they are.
    """
    facts = digests.issued(db, issue.area.id, issue.day) or to_json(
        collect(
            db,
            area_id=issue.area.id,
            day=issue.day,
            cutoff=issue.cutoff,
            calendar=office.calendar,
            parameters=office.parameters,
        )
    )
    return replace(issue, facts=facts)


def publish(db: Connection, office: Rules, found: Iterable[Issue], now: datetime) -> None:
    """Freeze the figures and write the notices, in one transaction."""
    table = Timetable(office.calendar, office.parameters)
    for issue in found:
        if issue.facts is not None:
            digests.store(db, issue.area.id, issue.day, cutoff=issue.cutoff, facts=issue.facts, now=now)
            add_notices(db, _notices(table, issue), now)


def _notices(table: Timetable, issue: Issue) -> list[NewNotice]:
    not_before = table.quiet_until(issue.area.path, issue.moment) or issue.moment
    said = {"area": issue.area.id, "day": issue.day.isoformat()}
    return [
        NewNotice(
            key=f"{KIND}:{person}:{issue.area.id}:{issue.day.isoformat()}",
            kind=KIND,
            person_id=person,
            parameters=said,
            not_before=not_before,
            expires=issue.moment + FRESH,
        )
        for person in issue.people
    ]


def figures_of(
    db: Connection, notices: Iterable[NoticeRow], now: datetime
) -> dict[int, dict[str, Any] | None]:
    """Notice id -> what a digest notice says, with the figures; None for whoever no longer hears of the area."""
    hear = {(person, area) for person, area, _ in digests.subscribers(db, now.date())}
    figures: dict[tuple[int, str], Any] = {}
    found: dict[int, dict[str, Any] | None] = {}
    for notice in notices:
        area, day = notice.parameters["area"], notice.parameters["day"]
        if (area, day) not in figures:
            kept = digests.issued(db, area, date.fromisoformat(day))
            figures[area, day] = from_json(kept) if kept else None
        facts = figures[area, day]
        heard = facts is not None and (notice.person_id, area) in hear
        found[notice.id] = {**notice.parameters, "facts": facts} if heard else None
    return found

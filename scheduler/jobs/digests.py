"""The digests: figures frozen at the cut-off, and a notice to everybody who hears them (domain.md 8.1).

One issue for everybody. The text is composed when it is sent, from the figures as they were issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from handlers.digests.collect import collect
from handlers.digests.facts import from_json, to_json
from scheduler.rules import Rules
from scheduler.timetable import DAY, Timetable
from storage.queries import digests
from storage.queries.areas import areas
from storage.queries.notices import NewNotice, NoticeRow, add_notices
from storage.values import digest as spans
from storage.values.digest import Stretch, Subject

KIND = "digest"
FRESH = timedelta(hours=24)
"""How long a digest is worth sending: until the next one, on ordinary days."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest to be issued: of what, of which days, to whom, and its figures once they are read.

    `path`: of the region whose parameters hold.
    """

    of: Subject
    path: str
    stretch: Stretch
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
            found += _issues_of(db, table, Stretch(spans.DAY, day), fallen)
    return found


def _issues_of(
    db: Connection, table: Timetable, stretch: Stretch, fallen: Mapping[str, datetime]
) -> Iterator[Issue]:
    hearers = digests.hearers(db, stretch.last)
    for area in areas(db, [of.id for of in hearers if of.is_area]):
        if area.path in fallen:
            of = Subject(spans.AREA, area.id)
            cutoff = table.at("digest.cutoff", area.path, stretch.last)
            yield Issue(of, area.path, stretch, cutoff, fallen[area.path], hearers[of])


def with_figures(db: Connection, office: Rules, issue: Issue) -> Issue:
    """The issue with its figures, read from what was saved up to the cut-off (X50).

    Those of a digest issued before stand as they are.
    """
    facts = digests.issued(db, issue.of, issue.stretch) or to_json(
        collect(
            db,
            area_id=issue.of.id,
            day=issue.stretch.first,
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
            digests.store(db, issue.of, issue.stretch, cutoff=issue.cutoff, facts=issue.facts, now=now)
            add_notices(db, _notices(table, issue), now)


def _notices(table: Timetable, issue: Issue) -> list[NewNotice]:
    not_before = table.quiet_until(issue.path, issue.moment) or issue.moment
    said = {issue.of.kind: issue.of.id, "day": str(issue.stretch)}
    return [
        NewNotice(
            key=f"{KIND}:{person}:{_name(issue.of)}:{issue.stretch}",
            kind=KIND,
            person_id=person,
            parameters=said,
            not_before=not_before,
            expires=issue.moment + FRESH,
        )
        for person in issue.people
    ]


def _name(of: Subject) -> str:
    """What a notice's key calls it: an area by its number alone."""
    return str(of.id) if of.is_area else f"{of.kind}{of.id}"


def _spoken_of(notice: NoticeRow) -> tuple[Subject, Stretch]:
    """What a notice is of: `{"area": 12, "day": "2026-W47"}`."""
    kind = next(kind for kind in (spans.AREA, spans.UNIT, spans.DEPARTMENT) if kind in notice.parameters)
    return Subject(kind, notice.parameters[kind]), Stretch.parse(notice.parameters["day"])


def figures_of(
    db: Connection, notices: Iterable[NoticeRow], now: datetime
) -> dict[int, dict[str, Any] | None]:
    """Notice id -> what a digest notice says, with the figures; None for whoever does not hear of it any more."""
    hear = digests.hearers(db, now.date())
    figures: dict[tuple[Subject, Stretch], Any] = {}
    found: dict[int, dict[str, Any] | None] = {}
    for notice in notices:
        of, stretch = _spoken_of(notice)
        if (of, stretch) not in figures:
            kept = digests.issued(db, of, stretch)
            figures[of, stretch] = from_json(kept) if kept else None
        facts = figures[of, stretch]
        heard = facts is not None and notice.person_id in hear.get(of, ())
        found[notice.id] = {**notice.parameters, "facts": facts} if heard else None
    return found

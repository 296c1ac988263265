"""The digests: figures frozen at the cut-off, and a notice to everybody who hears them (domain.md 8.1, 8.5).

One issue for everybody, however many moments and channels it is sent at. The text is composed when it is
sent, from the figures as they were issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from handlers.digests.compose import is_exceptional
from handlers.digests.facts import to_json
from handlers.digests.figures import Figures, figures, kept
from handlers.digests.news import has_news
from handlers.digests.read import area_topic, unit_topics
from handlers.digests.roundup.facts import Roundup
from handlers.notices.digest import KINDS
from scheduler.rules import Rules
from scheduler.timetable import DAY, SENT, Timetable
from storage.queries import digests
from storage.queries.areas import areas
from storage.queries.notices import NewNotice, NoticeRow, add_notices
from storage.queries.preferences import Subscription, wishes
from storage.values import digest as spans
from storage.values.digest import Stretch, Subject

FRESH = timedelta(hours=24)
"""How long a digest is worth sending: until the next one, on ordinary days."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest to be issued: of what, of which days, to whom, and its figures once they are read.

    `path`: of the region whose parameters hold. `only_news`: it is issued only if there is any.
    """

    of: Subject
    path: str
    stretch: Stretch
    cutoff: datetime
    moment: datetime
    people: Sequence[int]
    only_news: bool = False
    facts: Figures | None = None


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
        for stretch in table.reported_on(day):
            moments = {path: table.at(SENT[stretch.span], path, day) for path in places}
            fallen = {path: moment for path, moment in moments.items() if late < moment <= now}
            found += _issues_of(db, table, stretch, fallen) if fallen else ()
    return found


def _issues_of(
    db: Connection, table: Timetable, stretch: Stretch, fallen: Mapping[str, datetime]
) -> Iterator[Issue]:
    """Of areas, the widest first, then of units."""
    of_day = stretch.span == spans.DAY
    hearers = _hearers(db, stretch, max(moment.date() for moment in fallen.values()))
    topics = [area_topic(area) for area in areas(db, [of.id for of in hearers if of.is_area])]
    for topic in (*topics, *unit_topics(db, [of for of in hearers if not of.is_area])):
        if topic.path in fallen:
            moment = fallen[topic.path]
            cutoff = table.at("digest.cutoff", topic.path, stretch.first) if of_day else moment
            # A unit's day is worth a message only if something happened, an area's on any workday (8.1).
            quiet = of_day and not (topic.of.is_area and table.calendar.works(stretch.first))
            yield Issue(topic.of, topic.path, stretch, cutoff, moment, hearers[topic.of], quiet)


def _hearers(db: Connection, stretch: Stretch, day: date) -> dict[Subject, list[int]]:
    """Who hears of what: where everybody has switched the span off, nothing is collected."""
    off = {person for person, wish in wishes(db).items() if stretch.span in wish.digests.off}
    heard = digests.hearers(db, day)
    return {of: people for of, people in heard.items() if not off.issuperset(people)}


def with_figures(db: Connection, office: Rules, issue: Issue) -> Issue:
    """The issue with its figures, read from what was saved up to the cut-off (X50); without, if there is no news.

    Those of a digest issued before stand as they are.
    """
    issued = digests.issued(db, issue.of, issue.stretch)
    if issued is not None:
        return replace(issue, facts=kept(issued))
    facts = figures(
        db, issue.of, issue.stretch,
        cutoff=issue.cutoff, calendar=office.calendar, parameters=office.parameters,
    )  # fmt: skip
    nothing = isinstance(facts, Roundup) and facts.is_empty
    if nothing or (issue.only_news and not has_news(facts, _before(db, issue))):
        return issue
    return replace(issue, facts=facts)


def _before(db: Connection, issue: Issue) -> Figures | None:
    last = digests.last_issued(db, issue.of, issue.stretch)
    return kept(last) if last else None


def publish(db: Connection, office: Rules, found: Iterable[Issue], now: datetime) -> None:
    """Freeze the figures and write the notices, in one transaction."""
    table = Timetable(office.calendar, office.parameters)
    ready = [issue for issue in found if issue.facts is not None]
    wanted = wishes(db) if ready else {}
    for issue in ready:
        digests.store(db, issue.of, issue.stretch, cutoff=issue.cutoff, facts=to_json(issue.facts), now=now)
        hear = {person: wanted[person].digests for person in issue.people if person in wanted}
        add_notices(db, _notices(table, issue, hear), now)


def _notices(table: Timetable, issue: Issue, wanted: Mapping[int, Subscription]) -> Iterator[NewNotice]:
    said = {issue.of.kind: issue.of.id, "day": str(issue.stretch)}
    for person in issue.people:
        wish = wanted.get(person, Subscription())
        if _wants(wish, issue):
            moment = table.digest_at(wish.at, issue.stretch, issue.moment)
            yield NewNotice(
                key=f"digest:{person}:{_name(issue.of)}:{issue.stretch}",
                kind=KINDS[issue.stretch.span],
                person_id=person,
                parameters=said,
                not_before=table.quiet_until(issue.path, moment) or moment,
                expires=moment + FRESH,
            )


def _wants(wish: Subscription, issue: Issue) -> bool:
    """Whether somebody who may hear it wants to: its span, and of a day perhaps only what is out of the ordinary."""
    if issue.stretch.span in wish.off:
        return False
    rest = wish.exceptions and issue.stretch.span == spans.DAY
    return issue.facts is not None and (not rest or is_exceptional(issue.facts))


def _name(of: Subject) -> str:
    """What a notice's key calls it: an area by its number alone."""
    return str(of.id) if of.is_area else f"{of.kind}{of.id}"


def _spoken_of(notice: NoticeRow) -> tuple[Subject, Stretch]:
    """What a notice is of: `{"area": 12, "day": "2026-W47"}`."""
    kind = next(kind for kind in (spans.AREA, spans.UNIT, spans.DEPARTMENT) if kind in notice.parameters)
    return Subject(kind, notice.parameters[kind]), Stretch.parse(notice.parameters["day"])


def figures_of(
    db: Connection, notices: Sequence[NoticeRow], now: datetime
) -> dict[int, dict[str, Any] | None]:
    """Notice id -> what a digest notice says, with the figures; None for whoever does not hear of it any more,
    or has switched it off since it was issued."""
    hear, wanted = digests.hearers(db, now.date()), wishes(db, {notice.person_id for notice in notices})
    issued: dict[tuple[Subject, Stretch], Figures | None] = {}
    found: dict[int, dict[str, Any] | None] = {}
    for notice in notices:
        of, stretch = _spoken_of(notice)
        if (of, stretch) not in issued:
            data = digests.issued(db, of, stretch)
            issued[of, stretch] = kept(data) if data else None
        facts, wish = issued[of, stretch], wanted.get(notice.person_id)
        off = wish is not None and stretch.span in wish.digests.off
        heard = facts is not None and notice.person_id in hear.get(of, ()) and not off
        found[notice.id] = {**notice.parameters, "facts": facts} if heard else None
    return found

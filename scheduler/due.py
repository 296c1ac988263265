"""Who is due, and whether still: pure functions of what is known of people at a moment (domain.md 7.7).

One function a kind tells what there is to say to a person, or that there is nothing. It is asked twice:
when a reminder falls, and again, with fresh facts, when it is about to be sent (the stop conditions).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from handlers.notices.sorts import wants
from handlers.rules.onsite import Status, WeekStanding
from scheduler.known import Facts, Weeks
from scheduler.timetable import RULES, Places, Timetable
from storage.queries.due import COUNTY, TEAM, TOWNSHIP, UNIT, Overseer, Posted
from storage.queries.notices import NewNotice
from storage.queries.preferences import Wish
from storage.values.week import SHANGHAI, Week

Parameters = dict[str, Any]
"""What a notice says, as plain data: an SMS template takes the same fields."""

OF_A_DAY = tuple(
    kind
    for kind in RULES
    if kind not in {"N01", "N04", "N05", "N05-team", "N07", "N08", "N08-2", "N08-3", "N09"}
)
"""Kinds whose matter is found by the day alone (storage/queries/matters.py)."""

ABOUT_OTHERS = frozenset({"N05-team", "N08", "N08-2", "N08-3"})
"""Kinds that tell an overseer how the weeks of others stand."""


Build = Callable[[int, Parameters, Facts], Parameters | None]


def plan_week(person: int, _: Parameters, facts: Facts) -> Parameters | None:
    """N01: what the week asks, unless it is exempt or done already."""
    week = facts.this.standings.get(person)
    if week is None or week.need == 0:
        return None
    return {
        "monday": week.week.monday.isoformat(),
        "required": week.required,
        "done": len(week.counted),
        "need": week.need,
        "certain": week.certain,
    }


def halfway(person: int, _: Parameters, facts: Facts) -> Parameters | None:
    """N04: no day yet and two or more wanted."""
    week = facts.this.standings.get(person)
    return _wanted(week) if week and not week.counted and week.need >= 2 else None


def tight(person: int, _: Parameters, facts: Facts) -> Parameters | None:
    """N05: every workday left is needed (n=r), or they no longer suffice (n>r); on a day on site only the latter.

    Who is on site today and has days enough left is on the way: in a week of two workdays everybody would
    hear of it on the first evening.
    """
    week = facts.this.standings.get(person)
    if week is None or (week.status is Status.TIGHT and facts.now.date() in week.counted):
        return None
    return _wanted(week) if week.status in (Status.TIGHT, Status.IMPOSSIBLE) else None


def _wanted(week: WeekStanding) -> Parameters:
    return {"need": week.need, "left": [day.isoformat() for day in week.workdays_left]}


def tight_team(person: int, said: Parameters, facts: Facts) -> Parameters | None:
    """N05 to the leader of the team: those of the people just reminded who still want days."""
    named = frozenset(said["people"])  # of a whole city's: not copied for each leader
    lines = {
        post.person_id: [post.name, post.village, facts.this.standings[post.person_id].need]
        for post in _overseen(person, facts.this, facts, TEAM)
        if post.person_id in named and post.person_id != person and tight(post.person_id, {}, facts)
    }
    return {"people": list(lines), "lines": list(lines.values())} if lines else None


def missed(person: int, _: Parameters, facts: Facts) -> Parameters | None:
    """N07: the week ends and days are wanting."""
    week = facts.this.standings.get(person)
    return {"done": len(week.counted), "need": week.need} if week and week.need > 0 else None


def week_report(person: int, _: Parameters, facts: Facts) -> Parameters | None:
    """N08: who did not meet the week, by village, in everything the person oversees."""
    if facts.reported is None:
        return None
    standings = facts.reported.standings
    seen = _overseen(person, facts.reported, facts, (*TEAM, *TOWNSHIP, *UNIT))
    posts = [post for post in seen if standings[post.person_id].counts]
    groups = [group for group in _by_village(posts, standings) if group["people"]]
    return {"monday": facts.reported.week.monday.isoformat(), "groups": groups} if groups else None


def _by_village(posts: Iterable[Posted], standings: Mapping[int, WeekStanding]) -> Iterator[Parameters]:
    for _, members in groupby(sorted(posts, key=lambda post: post.path), lambda post: post.path):
        people = list(members)
        short = [post for post in people if not standings[post.person_id].met]
        yield {
            "place": people[0].village,
            "met": len(people) - len(short),
            "asked": len(people),
            "people": [_missed_line(post.name, standings[post.person_id]) for post in short],
        }


def _missed_line(name: str, week: WeekStanding) -> list[Any]:
    """Name, days, days asked, workdays excused."""
    return [name, len(week.counted), week.required, len(week.absent)]


def _overseen(
    person: int, weeks: Weeks, facts: Facts, kinds: Collection[str] | None = None
) -> Iterator[Posted]:
    """The posts within the person's scopes, each once; the person's own among them."""
    scopes = [scope for scope in facts.overseers.get(person, ()) if kinds is None or scope.kind in kinds]
    paths = tuple(scope.path for scope in scopes if scope.kind not in UNIT and scope.path)
    units = {scope.unit_id for scope in scopes if scope.kind in UNIT and scope.unit_id}
    for path, posts in weeks.posted.items():
        inside = path.startswith(paths)
        if inside or units:
            for post in posts:
                if post.person_id in weeks.standings and (inside or post.unit_id in units):
                    yield post


def repeated(kind: str, kinds: Collection[str]) -> Build:
    """N08-2, N08-3: who has come to this step now, to those of these offices; who came earlier is not named again."""

    def build(person: int, _: Parameters, facts: Facts) -> Parameters | None:
        step = facts.steps.get(kind)
        if step is None or facts.reported is None:
            return None
        seen = _overseen(person, facts.reported, facts, kinds)
        found = {post.person_id: [post.name, post.village] for post in seen if post.person_id in step.people}
        return {"items": list(found.values()), "weeks": step.weeks, "of": step.of} if found else None

    return build


def matter(kind: str) -> Build:
    """A reminder of a day: the things it is about, while there are any."""

    def build(person: int, _: Parameters, facts: Facts) -> Parameters | None:
        found = facts.matters.get(kind, {}).get(person)
        return {"items": found.items} if found else None

    return build


def visits(person: int, _: Parameters, facts: Facts) -> Parameters | None:
    """N09: paired households that nobody has visited this month."""
    left = facts.unvisited.get(person, ())
    return {"households": [[house.head[:1], house.group_no] for house in left]} if left else None


BUILD: Mapping[str, Build] = {
    "N01": plan_week,
    "N04": halfway,
    "N05": tight,
    "N05-team": tight_team,
    "N07": missed,
    "N08": week_report,
    "N08-2": repeated("N08-2", (*UNIT, "township_leader")),
    "N08-3": repeated("N08-3", COUNTY),
    "N09": visits,
    **{kind: matter(kind) for kind in OF_A_DAY},
}


def still_wanted(kind: str, person: int, said: Parameters, facts: Facts) -> Parameters | None:
    """What a reminder has to say now, or None: done meanwhile, on leave, switched off, nothing to report (X51)."""
    wish = facts.wishes.get(person)
    if person in facts.away or (wish and not wants(wish, kind, facts.now.date())):
        return None
    return BUILD[kind](person, said, facts)


def due(
    table: Timetable, fallen: Mapping[str, Places], facts: Facts, told: Collection[str]
) -> list[NewNotice]:
    """The reminders to be written, given where each kind has fallen.

    Args:
        told: the keys of this week's N05: it is said once a week, the first time it is true.
    """
    found: list[NewNotice] = []
    for kind, places in fallen.items():
        if kind != "N05-team":
            found += _due_of(kind, places, facts, table)
    found = [notice for notice in found if notice.key not in told]
    tightened = [notice.person_id for notice in found if notice.kind == "N05"]
    if tightened:
        said = {"people": frozenset(tightened)}
        found += _due_of("N05-team", fallen.get("N05-team", {}), facts, table, said)
    return found


def _due_of(
    kind: str, places: Places, facts: Facts, table: Timetable, said: Parameters | None = None
) -> Iterator[NewNotice]:
    for person, path in _candidates(kind, facts, places):
        says = still_wanted(kind, person, said or {}, facts)
        if says is not None:
            moment = _moved(places[path], facts.wishes.get(person))
            yield NewNotice(
                key=f"{kind}:{person}:{_period(kind, facts.now.date())}",
                kind=kind,
                person_id=person,
                parameters=says,
                not_before=table.quiet_until(path, moment) or moment,
                expires=table.expiry(moment, path),
            )


def _moved(moment: datetime, wish: Wish | None) -> datetime:
    """A reminder waits for the time of day that its person has chosen."""
    if wish is None or wish.not_before is None:
        return moment
    return max(moment, datetime.combine(moment.date(), wish.not_before, SHANGHAI))


def _candidates(kind: str, facts: Facts, places: Places) -> Iterator[tuple[int, str]]:
    """Who may be due, with the path whose parameters hold for them."""
    if kind == "N09":
        pairs = (
            (helper, facts.homes.get(helper) or left[0].path) for helper, left in facts.unvisited.items()
        )
    elif kind in OF_A_DAY:
        pairs = ((person, found.path) for person, found in facts.matters.get(kind, {}).items())
    elif kind in ABOUT_OTHERS:
        pairs = ((person, _own_path(scopes)) for person, scopes in facts.overseers.items())
    else:
        pairs = ((person, facts.homes[person]) for person in facts.this.standings)
    return ((person, path) for person, path in pairs if path in places)


def _own_path(scopes: Sequence[Overseer]) -> str:
    return next((scope.path for scope in scopes if scope.path), "/")


def _period(kind: str, day: date) -> str:
    """What a reminder is said once for: its week, or where it may come again sooner its day."""
    return day.isoformat() if kind in ("N05-team", "N09", *OF_A_DAY) else str(Week.of(day))

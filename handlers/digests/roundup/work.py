"""Visits, follow-ups, money and people out of poverty in a stretch of days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from statistics import median_low

from handlers.digests.facts import Exits, Money, Share, Tally
from handlers.digests.gather_visits import is_closed
from handlers.digests.roundup.facts import Leaving, Purse, Tickets, Walks
from handlers.digests.scene import Scene, most_first
from storage.queries import digest_visits, roundup, roundup_unit
from storage.queries.digest_visits import Case
from storage.values.digest import Stretch
from storage.values.week import SHANGHAI

KINDS = 5
"""So many of the most frequent kinds of problems are named (domain.md 8.5)."""
SOON_DAYS = 7


def walks(scene: Scene, stretch: Stretch) -> Walks | None:
    """The visits in an area; None where there is no household."""
    period, before, limit = scene.period, stretch.previous, scene.value("visits.overdue_days")
    covered = digest_visits.coverage(scene.db, scene.villages, period.day, period.cutoff, limit)
    if not covered:
        return None
    found = roundup.walked(scene.db, scene.villages, stretch.first, period.day, period.cutoff)
    earlier = roundup.walked(scene.db, scene.villages, before.first, before.last, period.cutoff)
    visited, everybody, neglected = Counter[str](), Counter[str](), Counter[str]()
    for each in covered:
        place = scene.villages[each.village_id]
        visited[place] += each.visited
        everybody[place] += each.households
        neglected[place] += each.neglected
    return Walks(
        visits=sum(each.visits for each in found),
        households=sum(each.households for each in found),
        before=sum(each.households for each in earlier),
        month=Share("", visited.total(), everybody.total()),
        places=scene.shares(visited, everybody) if not scene.is_village else (),
        neglected_days=limit,
        neglected=scene.by_place(neglected),
    )


def unit_walks(scene: Scene, stretch: Stretch, unit_id: int) -> Walks | None:
    """The visits of a unit's people, and the households paired with them; None where there is neither."""
    period, before = scene.period, stretch.previous
    visits, households = roundup_unit.walked(scene.db, unit_id, stretch.first, period.day, period.cutoff)
    _, earlier = roundup_unit.walked(scene.db, unit_id, before.first, before.last, period.cutoff)
    month = period.day.replace(day=1)
    visited, everybody = roundup_unit.paired(scene.db, unit_id, month, period.day, period.cutoff)
    if not (visits or everybody):
        return None
    return Walks(visits, households, earlier, Share("", visited, everybody), (), 0, ())


def as_of(scene: Scene, stretch: Stretch) -> date:
    """The day on which what is overdue is looked at: the day after the stretch, unless it is still going on."""
    after = stretch.last + timedelta(days=1)
    return min(after, scene.period.cutoff.astimezone(SHANGHAI).date())


def known_by(scene: Scene, stretch: Stretch) -> datetime:
    """Until when something must have been written down to be new in the stretch."""
    return min(scene.period.cutoff, datetime.combine(stretch.next.first, time(), SHANGHAI))


def tickets(
    scene: Scene, stretch: Stretch, cases: Sequence[Case], places: Mapping[int, str] | None = None
) -> Tickets | None:
    """The balance of follow-ups; None where there is nothing to say.

    Args:
        cases: those still open at the end of the day before the stretch.
        places: village -> place, to tell where the overdue ones are; None tells only how many.
    """
    if not cases:
        return None
    period, today = scene.period, as_of(scene, stretch)
    new = [case for case in cases if case.opened_at > period.since]
    closed = [case for case in cases if is_closed(case, period.day)]
    still = [case for case in cases if not is_closed(case, period.day)]
    late = [case for case in still if case.due < today]
    return Tickets(
        carried=len(cases) - len(new),
        new=len(new),
        closed=len(closed),
        urgent=sum(case.urgent for case in new),
        late=len(late),
        late_new=sum(case.due >= period.reported for case in late),
        late_places=_late_places(late, places) if places is not None else (),
        soon=sum(today <= case.due < today + timedelta(days=SOON_DAYS) for case in still),
        soon_days=SOON_DAYS,
        median_days=median_low(map(_took, closed)) if closed else None,
        kinds=most_first(case.matter for case in new)[:KINDS],
    )


def _took(case: Case) -> int:
    assert case.closed_on is not None
    return max(0, (case.closed_on - case.opened_at.astimezone(SHANGHAI).date()).days)


def _late_places(late: Sequence[Case], places: Mapping[int, str]) -> tuple[Tally, ...]:
    """How many by place, in the order of the places."""
    counts = Counter(places[case.village_id] for case in late)
    return tuple(Tally(name, counts[name]) for name in dict.fromkeys(places.values()) if counts[name])


def purse(scene: Scene, stretch: Stretch, money: Money | None) -> Purse | None:
    """Fiscal money that moved in the stretch; None where none did."""
    received, spent = roundup.moved(scene.db, scene.ground.area.path, stretch.first, scene.period.day)
    if not (received or spent):
        return None
    return Purse(received, spent, money.received if money else 0, money.spent if money else 0)


def unit_purse(scene: Scene, stretch: Stretch, unit_id: int) -> Purse | None:
    """A unit's own money; None where it gave none this year."""
    found = Purse(*roundup_unit.purse(scene.db, unit_id, stretch.first, scene.period.day))
    return found if found.year_received or found.year_spent else None


def leaving(scene: Scene, stretch: Stretch) -> Leaving | None:
    """Who came out of poverty in the stretch, and since the beginning; None where nobody is on the register."""
    out, everybody = digest_visits.persons(scene.db, scene.villages, scene.period.day)
    if not everybody:
        return None
    return Leaving(
        *roundup.left(scene.db, scene.villages, stretch.first, scene.period.day), Exits(out, everybody)
    )

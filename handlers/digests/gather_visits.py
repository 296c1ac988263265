"""The figures of visits, problems and risks of a digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from handlers.digests.facts import Family, Problem, Problems, Risk, Risks, Share, Tally, Visits
from handlers.digests.gather_registers import need_facts
from handlers.digests.scene import Scene, most_first
from handlers.shown import masked_name
from storage.queries import digest_visits
from storage.queries.digest_visits import Case, Coverage

LONG_DAYS = 7
"""Days overdue from which a county hears of a problem by unit (domain.md 8.1)."""
NAMED = 5
"""So many overdue problems are kept by name; the rest are counted."""


def visit_facts(scene: Scene) -> Visits | None:
    """The block of visits; None where there is no household."""
    period, limit = scene.period, scene.value("visits.overdue_days")
    found = digest_visits.coverage(
        scene.db, scene.villages, period.day, period.cutoff, limit, scene.unit, period.last_weeks
    )
    quiet = digest_visits.paused(scene.db, scene.villages, period.day, period.cutoff, scene.unit)
    if not found:
        return None
    visited, everybody = _by_place(scene, found, "visited"), _by_place(scene, found, "households")
    return Visits(
        today=sum(each.today for each in found),
        month=Share("", visited.total(), everybody.total()),
        before=Share("", sum(each.before for each in found), everybody.total()),
        places=scene.shares(visited, everybody) if not scene.is_village else (),
        neglected_days=limit,
        neglected=_most_first(
            scene.by_place(_by_place(scene, found, "neglected") - _left(scene, quiet, limit))
        ),
        waiting=_waiting(scene) if scene.is_village else (),
        weeks=tuple(
            Share("", sum(week), everybody.total()) for week in zip(*(e.weeks for e in found), strict=True)
        ),
        paused=sum(last is None or last < period.months.first for _, last in quiet),
    )


def _left(scene: Scene, quiet: Iterable[tuple[int, date | None]], limit: int) -> Counter[str]:
    """Households left in peace that would otherwise count as neglected, by place."""
    recent = scene.period.day - timedelta(days=limit)
    return Counter(scene.villages[village] for village, last in quiet if last is None or last < recent)


def _by_place(scene: Scene, found: Iterable[Coverage], figure: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in found:
        counts[scene.villages[each.village_id]] += getattr(each, figure)
    return counts


def _most_first(items: Iterable[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(items, key=lambda item: -item.count))


def _waiting(scene: Scene) -> tuple[Family, ...]:
    period = scene.period
    found = digest_visits.waiting(
        scene.db, scene.villages, period.day, period.cutoff, watched_only=True, unit=scene.unit
    )
    return tuple(Family(masked_name(each.head), each.group_no) for each in found)


def problem_facts(scene: Scene, cases: Sequence[Case]) -> Problems | None:
    """The balance of follow-ups, and those overdue; None where there is nothing to say."""
    period = scene.period
    new = sum(case.opened_at > period.since for case in cases)
    closed = sum(is_closed(case, period.day) for case in cases)
    still = [case for case in cases if not is_closed(case, period.day)]
    overdue = [case for case in still if case.due < period.day]
    needs = need_facts(scene)
    if not cases and needs is None:
        return None
    return Problems(
        carried=len(cases) - new,
        new=new,
        closed=closed,
        overdue_count=len(overdue),
        overdue=tuple(_problem(scene, case) for case in overdue[:NAMED]) if not scene.is_county else (),
        long_days=LONG_DAYS,
        long=_long(scene, overdue),
        due_tomorrow=_due_tomorrow(scene, still) if scene.is_village else (),
        needs=needs,
    )


def is_closed(case: Case, day: date) -> bool:
    """Whether a follow-up was closed by the end of a day."""
    return case.closed_on is not None and case.closed_on <= day


def _problem(scene: Scene, case: Case) -> Problem:
    late = (scene.period.day - case.due).days
    return Problem(scene.villages[case.village_id], case.group_no, case.matter, case.unit, max(0, late))


def _long(scene: Scene, overdue: Iterable[Case]) -> tuple[Tally, ...]:
    limit = scene.period.day - timedelta(days=LONG_DAYS)
    return most_first(case.unit or scene.villages[case.village_id] for case in overdue if case.due < limit)


def _due_tomorrow(scene: Scene, still: Iterable[Case]) -> tuple[Problem, ...]:
    tomorrow = scene.period.day + timedelta(days=1)
    return tuple(_problem(scene, case) for case in still if case.due == tomorrow)


CHANGES = frozenset({"family", "health", "income"})
"""Matters of problems that are changes in a family (8.1 家庭变化/风险)."""


def risk_facts(scene: Scene, cases: Iterable[Case]) -> Risks | None:
    """Urgent problems since the last digest, by place and matter; None where there are none.

    A county also counts what has changed in families without being urgent (domain.md 8.4).
    """
    fresh = [case for case in cases if case.opened_at > scene.period.since]
    urgent = [case for case in fresh if case.urgent]
    events = [case for case in fresh if case.urgent or case.matter in CHANGES] if scene.is_county else urgent
    if not events:
        return None
    kinds = Counter((scene.villages[c.village_id], c.group_no * scene.is_village, c.matter) for c in urgent)
    items = tuple(Risk(place, group, matter, count) for (place, group, matter), count in kinds.items())
    return Risks(len(urgent), items, max(case.due for case in events), len(events))

"""The figures of applications, entitlements not enjoyed and needs of a digest; units have none of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from handlers.digests.registers import Applications, Ending, GapKind, Gaps, Needs, Step
from handlers.digests.scene import Scene
from storage.queries import digest_registers, digest_visits
from storage.queries.digest_registers import OpenApplication

SOON = timedelta(days=2)
"""Notices that end so soon are named with their day (domain.md 8.1)."""
NAMED = 5
"""So many overdue steps are kept by name; the rest are counted."""


def application_facts(scene: Scene) -> Applications | None:
    """The block of applications with what is not enjoyed; None where there is neither, and for units."""
    if scene.unit:
        return None
    found = digest_registers.applications(scene.db, scene.villages, scene.period.day)
    gaps = _gaps(scene)
    if not found and gaps is None:
        return None
    used, quota = _used(scene)
    overdue = [each for each in found if each.step_due and each.step_due < scene.period.day]
    return Applications(
        open=len(found),
        published=sum(each.is_published(scene.period.day) for each in found),
        ending=_ending(scene, found),
        overdue_count=len(overdue),
        overdue=_steps(scene, overdue[:NAMED]) if not scene.is_county else (),
        objections=sum(each.objections for each in found),
        each=_steps(scene, found[:NAMED]) if scene.is_village else (),
        used=used,
        quota=quota,
        gaps=gaps,
    )


def _ending(scene: Scene, found: Iterable[OpenApplication]) -> tuple[Ending, ...]:
    day = scene.period.day
    last = [each.published_to for each in found if each.is_published(day) and each.published_to]
    counts = Counter(end for end in last if end <= day + SOON)
    return tuple(Ending(end, counts[end]) for end in sorted(counts))


def _steps(scene: Scene, found: Iterable[OpenApplication]) -> tuple[Step, ...]:
    day = scene.period.day
    return tuple(
        Step(scene.villages[each.village_id], each.kind, each.step, (each.step_due - day).days if each.step_due else None)
        for each in found
    )  # fmt: skip


def _used(scene: Scene) -> tuple[int, int | None]:
    """People identified, and how many may be (Q21); counted only where there is a limit and for counties."""
    quota = scene.value("identify.quota") if scene.is_county else None
    if not quota:
        return 0, None
    _, everybody = digest_visits.persons(scene.db, scene.villages, scene.period.day)
    return everybody, quota


def _gaps(scene: Scene) -> Gaps | None:
    found = digest_registers.gaps(scene.db, scene.villages, scene.period.day)
    kinds = Counter(kind for _, kind in found).most_common()
    tallied = tuple(GapKind(name, count) for name, count in kinds)
    return Gaps(len({household for household, _ in found}), tallied) if found else None


def need_facts(scene: Scene) -> Needs | None:
    """Needs; None where none is open, new or newly met, and for units."""
    if scene.unit:
        return None
    reported, day = scene.period.reported, scene.period.day
    found = digest_registers.needs(scene.db, scene.villages, reported, day)
    still = [each for each in found if each.closed_on is None or each.closed_on > day]
    return Needs(
        new=sum(each.opened_on > reported for each in found),
        matched=sum(each.matched_on is not None and reported < each.matched_on <= day for each in found),
        open=len(still),
        waiting=sum(each.matched_on is None or each.matched_on > day for each in still),
    ) if found else None  # fmt: skip

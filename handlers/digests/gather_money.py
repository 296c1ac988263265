"""The figures of fiscal money and projects of a digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from handlers.digests.facts import Money, ProjectLine, Projects, Share
from handlers.digests.scene import Scene
from handlers.rules.ratios import fund_ratios
from storage.queries import digest_money
from storage.queries.digest_money import FiscalSums, ProjectSums

AHEAD_POINTS = 20
"""Paid so many points of the approved money beyond the progress: worth a question (domain.md 8.4)."""
UNDER_WAY, DONE = ("building",), ("finished", "accepted")


def money_facts(scene: Scene) -> Money | None:
    """Fiscal money of the calendar year up to the day; None where none has come."""
    path, day = scene.ground.area.path, scene.period.day
    found = digest_money.fiscal(scene.db, path, day.year, day, scene.period.months.last_day)
    received = sum(each.received for each in found)
    if not received:
        return None
    before = Share("", sum(e.earlier_spent for e in found), sum(e.earlier_received for e in found))
    return Money(
        received=received,
        spent=sum(each.spent for each in found),
        before=before if before.whole else None,
        industry=sum(each.industry for each in found),
        direct=sum(each.direct for each in found),
        industry_percent=scene.value("funds.industry_percent"),
        direct_percent=scene.value("funds.direct_percent"),
        weak_places=_weak(scene, found) if scene.is_county else 0,
        early=digest_money.paid_early(scene.db, path, day.year, day),
    )


def _weak(scene: Scene, found: Iterable[FiscalSums]) -> int:
    """Places that fail both ratios."""
    sums: defaultdict[str | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in found:
        own = sums[scene.ground.place_of(each.path)]
        for n, fen in enumerate((each.received, each.industry, each.direct)):
            own[n] += fen
    return sum(_fails_both(scene, *fen) for place, fen in sums.items() if place is not None)


def _fails_both(scene: Scene, received: int, industry: int, direct: int) -> bool:
    ratios = fund_ratios(
        received, industry, direct,
        industry_percent=scene.value("funds.industry_percent"),
        direct_percent=scene.value("funds.direct_percent"),
    )  # fmt: skip
    return not ratios.industry.passes and not ratios.direct.passes


def project_facts(scene: Scene) -> Projects | None:
    """The projects by state; None where there are none."""
    found = digest_money.projects(scene.db, scene.villages, scene.period.day)
    shown = [each for each in found if each.state not in ("planned", "accepted")]
    if not found:
        return None
    return Projects(
        building=sum(each.state in UNDER_WAY for each in found),
        finished=sum(each.state in DONE for each in found),
        stopped=tuple(_line(scene, each) for each in found if each.state == "stopped"),
        ahead=sum(map(_is_ahead, found)),
        ahead_points=AHEAD_POINTS,
        each=tuple(_line(scene, each) for each in shown) if scene.is_village else (),
    )


def _line(scene: Scene, each: ProjectSums) -> ProjectLine:
    return ProjectLine(scene.villages[each.village_id], each.name, each.state, each.progress, each.note)


def _is_ahead(each: ProjectSums) -> bool:
    return each.paid_fen * 100 > each.approved_fen * (each.progress + AHEAD_POINTS)

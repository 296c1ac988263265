"""The figures of fiscal money and projects of a digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.digests.facts import Money, ProjectLine, Projects, Share
from handlers.digests.scene import Scene
from handlers.rules.ratios import FundRatios, fund_ratios
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


@dataclass(frozen=True, slots=True)
class PlaceMoney:
    """Fiscal money of a place in fen, with its ratios."""

    received: int
    spent: int
    ratios: FundRatios


def money_by_place(scene: Scene) -> dict[str, PlaceMoney]:
    """Name of a place -> its fiscal money of the year; what is the area's own stands under its name."""
    day = scene.period.day
    found = digest_money.fiscal(scene.db, scene.ground.area.path, day.year, day, day)
    return _by_place(scene, found)


def _by_place(scene: Scene, found: Iterable[FiscalSums]) -> dict[str, PlaceMoney]:
    sums: defaultdict[str, list[FiscalSums]] = defaultdict(list)
    for each in found:
        sums[scene.ground.place_of(each.path) or scene.ground.area.name].append(each)
    return {name: _place_money(scene, some) for name, some in sums.items()}


def _place_money(scene: Scene, some: Sequence[FiscalSums]) -> PlaceMoney:
    ratios = fund_ratios(
        sum(each.received for each in some),
        sum(each.industry for each in some),
        sum(each.direct for each in some),
        industry_percent=scene.value("funds.industry_percent"),
        direct_percent=scene.value("funds.direct_percent"),
    )
    return PlaceMoney(ratios.industry.whole_fen, sum(each.spent for each in some), ratios)


def _weak(scene: Scene, found: Iterable[FiscalSums]) -> int:
    """Places that fail both ratios."""
    places = (each.ratios for name, each in _by_place(scene, found).items() if name in scene.ground.places)
    return sum(not ratios.industry.passes and not ratios.direct.passes for ratios in places)


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

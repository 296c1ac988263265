"""The use case: find what a question about money means within the speaker's sight, and look it up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from handlers.funds.answers import (
    Answer,
    Books,
    OneProject,
    OtherYears,
    Payments,
    Refused,
    SomeProjects,
    Totals,
    Unpublished,
    View,
    Vouchers,
    Which,
)  # fmt: skip
from handlers.funds.asked import Asked
from handlers.funds.sight import Sight
from handlers.rules.ratios import FundRatios, fund_ratios
from storage.parameters import Parameters
from storage.queries import areas, funds
from storage.queries.areas import Area
from storage.queries.fund_books import booked
from storage.queries.funds import FISCAL, PlaceSums, Scope, SourceSums
from storage.queries.imported import as_of
from storage.queries.projects import ProjectLine, projects
from storage.queries.reach import Reach

SHOWN = 9
"""Payments, vouchers and choices in one message (D40)."""


def look_up(db: Connection, sight: Sight, asked: Asked, today: date, parameters: Parameters) -> Answer:
    """The answer to a question, never more than the sight allows (domain.md D40)."""
    if asked.own:
        return _own_payments(db, sight, asked, today)
    views = list(_views(db, sight, asked))
    if not views:
        return _project(db, sight, asked, today) if asked.word else Refused()
    if len(views) > 1:
        return Which([view.area for view in views if view.area])
    return _of(db, sight, views[0], asked, today, parameters)


def _views(db: Connection, sight: Sight, asked: Asked) -> Iterator[View]:
    """The views that the word can mean: places of that name, or what is one's own."""
    if asked.word is not None:
        for area in areas.area_named(db, asked.word):
            scope = _scope(sight, area, asked.source)
            if scope is not None:
                yield View(area.name, scope, area)
        return
    own = areas.areas_at(db, sight.fund.paths) or areas.areas_at(db, (sight.home,))
    for area in _widest(own):
        yield View(area.name, _scope(sight, area, asked.source) or Scope(published=True), area)
    if not own and sight.unit_ids:
        scope = Scope(unit_ids=sight.unit_ids, source=asked.source)
        yield View(funds.unit_names(db, sight.unit_ids), scope, None)


def _widest(found: Sequence[Area]) -> list[Area]:
    top = min((area.path.count("/") for area in found), default=0)
    return [area for area in found if area.path.count("/") == top]


def _scope(sight: Sight, area: Area, source: str | None) -> Scope | None:
    """Through which scope a place is seen, if at all."""
    if sight.fund.covers(area.path):
        return Scope(area.path, source=source)
    if sight.unit_ids:
        return Scope(area.path, unit_ids=sight.unit_ids, source=source)
    public = sight.at_home(area.path) or (sight.stranger and area.level == "village")
    return Scope(area.path, published=True, source=source) if public else None


def _of(
    db: Connection, sight: Sight, view: View, asked: Asked, today: date, parameters: Parameters
) -> Answer:
    year = asked.year or today.year
    known = funds.years(db, view.scope, today)
    if not known and view.scope.unit_ids and view.area:
        return Refused()  # no money of one's own there: as if there were no such place
    if year not in known:
        return OtherYears(view.name, known)
    if asked.what == "payments":
        return _payments(db, sight, view, year, today)
    if asked.what == "vouchers":
        return _vouchers(db, sight, view, year, today)
    if asked.what == "books":
        return _books(db, sight, view, year, today, parameters)
    listed = _visible(db, sight, view, year, today)
    if asked.what == "notices":
        return SomeProjects(view.name, listed, notices=True) if not sight.stranger else Refused()
    return _totals(db, sight, view, year, today, parameters, listed)


def _visible(db: Connection, sight: Sight, view: View, year: int, today: date) -> list[ProjectLine]:
    """The projects of a view that may be named; none to strangers."""
    if sight.stranger:
        return []
    return [each for each in _projects(db, view, year, today) if sight.opens(each, today)]


def _projects(db: Connection, view: View, year: int, today: date) -> list[ProjectLine]:
    units = view.scope.unit_ids
    found = projects(db, today, path=None if units else view.scope.path, unit_ids=units, year=year)
    return [each for each in found if each.path.startswith(view.scope.path)]


def _totals(
    db: Connection, sight: Sight, view: View, year: int, today: date, parameters: Parameters,
    listed: Sequence[ProjectLine],
) -> Totals:  # fmt: skip
    sums = funds.by_source(db, view.scope, year, today)
    return Totals(
        view=view,
        year=year,
        sums=sums,
        ratios=_ratios(sums, parameters, view.scope.path, today),
        projects=listed,
        places=_places(db, view, year, today),
        plans=_plans(db, sight, view, year, today),
        latest=as_of(db, "funds") or funds.latest(db, today),
        own=sight.own_words,
    )


def _ratios(sums: Sequence[SourceSums], parameters: Parameters, path: str, day: date) -> FundRatios | None:
    fiscal = next((each for each in sums if each.source == FISCAL and each.received), None)
    if fiscal is None:
        return None
    return fund_ratios(
        fiscal.received, fiscal.industry, fiscal.direct,
        industry_percent=parameters.value("funds.industry_percent", path, day),
        direct_percent=parameters.value("funds.direct_percent", path, day),
    )  # fmt: skip


def _places(db: Connection, view: View, year: int, today: date) -> list[tuple[Area, PlaceSums]]:
    """The places right below that have money; none below a village."""
    if view.area is None or view.area.level == "village":
        return []
    found = funds.by_region(db, view.scope, year, today)
    summed = ((place, _sum_below(place, found)) for place in funds.places_below(db, view.area))
    return [(place, sums) for place, sums in summed if sums.received or sums.spent]


def _sum_below(place: Area, found: Sequence[PlaceSums]) -> PlaceSums:
    below = [each for each in found if each.path.startswith(place.path)]
    return PlaceSums(place.path, sum(each.received for each in below), sum(each.spent for each in below))


def _plans(db: Connection, sight: Sight, view: View, year: int, today: date) -> tuple[int, int]:
    if view.area is None or not sight.plan.covers(view.area.path):
        return 0, 0
    found = [each for each in _projects(db, view, year, today) if not each.is_published(today)]
    return len(found), sum(each.approved for each in found)


def _payments(db: Connection, sight: Sight, view: View, year: int, today: date) -> Answer:
    may = replace(sight.payment, helper_id=None, household_id=None)
    if not may.covers(view.scope.path) and not may.unit_ids:
        return Refused()
    found = funds.payments(db, may, view.scope.path, year, today, SHOWN)
    return Payments(view.name, year, *found)


def _own_payments(db: Connection, sight: Sight, asked: Asked, today: date) -> Answer:
    """Payments to one's own household, or to those one is paired with; nobody else's."""
    paid = sight.payment
    household = asked.own == "household"
    may = (
        Reach(household_id=paid.household_id) if household else Reach(helper_id=paid.helper_id, day=paid.day)
    )
    if not may:
        return Refused()
    year = asked.year or today.year
    return Payments("", year, *funds.payments(db, may, "/", year, today, SHOWN), own=asked.own)


def _books(
    db: Connection, sight: Sight, view: View, year: int, today: date, parameters: Parameters
) -> Answer:
    """What the sums were made of, to whoever may have the sums."""
    path = view.scope.path
    return Books(
        view.name, view.area.name if view.area else "", year, booked(db, view.scope, year, today),
        industry_percent=parameters.value("funds.industry_percent", path, today),
        direct_percent=parameters.value("funds.direct_percent", path, today),
        latest=as_of(db, "funds") or funds.latest(db, today),
        may_list=_may_list(sight, view),
    )  # fmt: skip


def _may_list(sight: Sight, view: View) -> bool:
    return bool(view.scope.unit_ids and sight.voucher.unit_ids) or sight.voucher.covers(view.scope.path)


def _vouchers(db: Connection, sight: Sight, view: View, year: int, today: date) -> Answer:
    if not _may_list(sight, view):
        return Refused()
    return Vouchers(view.name, year, *funds.vouchers(db, view.scope, year, today, SHOWN))


def _project(db: Connection, sight: Sight, asked: Asked, today: date) -> Answer:
    """A project by code or a part of its name, within one's scope."""
    found = {each.id: each for each in _candidates(db, sight, asked.word or "", today)}
    open_ones = [each for each in found.values() if sight.opens(each, today)]
    if len(open_ones) == 1:
        return OneProject(open_ones[0])
    if open_ones:
        return SomeProjects("", open_ones)
    return Unpublished() if found else Refused()


def _candidates(db: Connection, sight: Sight, word: str, today: date) -> Iterator[ProjectLine]:
    for path in (*sight.project.paths, *filter(None, (sight.home,))):
        yield from projects(db, today, path=path, word=word)
    if sight.project.unit_ids:
        yield from projects(db, today, unit_ids=sight.project.unit_ids, word=word)

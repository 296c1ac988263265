"""Round-ups of the township of the tests, for several tests."""

from __future__ import annotations

from datetime import date, datetime

from township import (
    CITY_BUREAU,
    COUNTY,
    MONDAY,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    at,
    calendar,
)
from township_filled import WEEK, fund_all, visit_all, work

from handlers.digests.compose import compose
from handlers.digests.figures import figures
from handlers.digests.roundup.facts import Roundup
from locales import translator
from storage.parameters import Parameters
from storage.values.digest import Stretch, Subject

T = translator("zh_Hans")
THIS = Stretch("week", MONDAY)
NEXT_MONDAY = at(MONDAY + WEEK, 9)
NOVEMBER = Stretch("month", date(2026, 11, 1))
DECEMBER = at(date(2026, 12, 1), 9)
VILLAGE, TOWN, WHOLE = (Subject("area", id_) for id_ in (SHIGUAN, TOWNSHIP, COUNTY))
BUREAU, WATER = Subject("unit", CITY_BUREAU), Subject("department", WATER_OFFICE)


def filled(made: Township) -> Township:
    return fund_all(visit_all(work(made)))


def roundup(
    made: Township, of: Subject = TOWN, stretch: Stretch = THIS, cutoff: datetime = NEXT_MONDAY
) -> Roundup:
    found = figures(made.db, of, stretch, cutoff=cutoff, calendar=calendar(), parameters=Parameters())
    assert isinstance(found, Roundup)
    return found


def lines(of: Roundup) -> list[str]:
    return compose(T, of).splitlines()

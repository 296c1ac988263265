"""The township of the tests with a week of work, a month of visits and a year of money; its digest."""

from __future__ import annotations

from datetime import date, timedelta

from township import CUTOFF, DAY, LUTANG, MONDAY, SHIGUAN, TOWNSHIP, WATER_OFFICE, Township, at, calendar

from handlers.digests.collect import collect
from handlers.digests.facts import DigestFacts, OnSite
from storage.parameters import Parameters

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
WEEK = timedelta(weeks=1)


def figures(made: Township, area: int = TOWNSHIP, **how: object) -> DigestFacts:
    asked: dict[str, object] = {"day": DAY, "cutoff": CUTOFF, "parameters": Parameters(), **how}
    return collect(made.db, area_id=area, calendar=calendar(), **asked)  # type: ignore[arg-type]


def on_site(made: Township, area: int = TOWNSHIP, **how: object) -> OnSite:
    found = figures(made, area, **how).on_site
    assert found is not None
    return found


def work(empty: Township) -> Township:
    """Seven cadres: three met, one stands at one day, two at none (one of them pending), one is ill."""
    zhang = empty.cadre("张一", SHIGUAN)
    empty.came(zhang, SHIGUAN, MONDAY, TUESDAY, MONDAY - WEEK, TUESDAY - WEEK)
    empty.came(empty.cadre("李二", SHIGUAN), SHIGUAN, DAY)
    empty.cadre("王三", SHIGUAN)
    empty.away(empty.cadre("赵四", SHIGUAN), MONDAY, MONDAY + timedelta(days=4))
    sun = empty.cadre("孙五", LUTANG)
    empty.came(sun, LUTANG, MONDAY, DAY, MONDAY - WEEK, DAY - WEEK + timedelta(days=1))
    empty.came(empty.cadre("周六", LUTANG, unit=WATER_OFFICE), LUTANG, DAY, status="pending")
    wu = empty.cadre("吴七", SHIGUAN)
    empty.assign(wu, LUTANG, duty="team_member", starts=date(2026, 1, 1))
    empty.came(wu, LUTANG, WEDNESDAY)
    empty.came(wu, SHIGUAN, DAY)
    return empty


def visit_all(empty: Township) -> Township:
    """Five households, problems in every state, records written late and in bulk."""
    helper = empty.cadre("张一", SHIGUAN)
    a = empty.household(SHIGUAN, "李大", group=3, size=3)
    b = empty.household(SHIGUAN, "钱二", group=2, watched=True)
    empty.household(SHIGUAN, "陈三")
    d = empty.household(SHIGUAN, "周四", state="exited", size=2)
    empty.household(SHIGUAN, "已销", state="closed")
    f = empty.household(LUTANG, "吴五")
    empty.visit(b, SHIGUAN, helper, date(2026, 10, 5))
    empty.visit(f, LUTANG, helper, date(2026, 8, 1))
    empty.visit(f, LUTANG, helper, DAY, saved=at(DAY, 18, 5))
    first = empty.visit(a, SHIGUAN, helper, date(2026, 11, 3))
    empty.problem(first, a, SHIGUAN, helper, date(2026, 11, 3))
    second = empty.visit(a, SHIGUAN, helper, date(2026, 11, 10), bulk=True)
    empty.problem(second, a, SHIGUAN, helper, date(2026, 11, 10), matter="school", closed=DAY)
    empty.problem(second, a, SHIGUAN, helper, date(2026, 11, 10), matter="food", closed=date(2026, 11, 17))
    evening = empty.visit(a, SHIGUAN, helper, WEDNESDAY, saved=at(WEDNESDAY, 18, 30), bulk=True)
    empty.problem(evening, a, SHIGUAN, helper, WEDNESDAY, matter="health", due=DAY + timedelta(days=1))
    today = empty.visit(d, SHIGUAN, helper, DAY)
    empty.problem(today, d, SHIGUAN, helper, DAY, matter="housing", urgent=True, due=date(2026, 11, 21))
    empty.visit(b, SHIGUAN, helper, DAY, withdrawn=at(DAY, 10))
    return empty


def fund_all(empty: Township) -> Township:
    """The fund oracle of domain.md 3.5 in two villages, other money beside it, four projects."""
    for village, share in ((SHIGUAN, 0.2), (LUTANG, 0.8)):
        empty.fund(village, "received", 147 * share, industry=True, direct=True)
        empty.fund(village, "received", 69 * share, industry=True)
        empty.fund(village, "received", 84 * share)
        empty.fund(village, "spent", 174 * share, day=date(2026, 10, 12))
    empty.fund(SHIGUAN, "received", 20, source="paired", industry=True, direct=True)
    empty.fund(SHIGUAN, "received", 999, day=date(2025, 4, 1))
    potatoes = empty.project("马铃薯500亩", SHIGUAN, state="finished", progress=100)
    road = empty.project("通村路", LUTANG, state="stopped", progress=35, note="土地", approved=10 * 10**6)
    empty.project("集中供水", LUTANG, published=None)
    empty.fund(SHIGUAN, "spent", 8, project=potatoes, day=date(2026, 3, 12))
    empty.fund(LUTANG, "spent", 10, project=road, day=date(2026, 11, 1))
    return empty

"""The figures of a digest, from the records of a small township whose sums can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from township import (
    COUNTY,
    CUTOFF,
    DAY,
    FAR,
    LUTANG,
    MONDAY,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    at,
    calendar,
    township,
)  # fmt: skip

from handlers.digests.collect import collect
from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts, OnSite, Problem, Risk, Share, Tally, from_json, to_json
from locales import translator
from storage.parameters import Parameters, Setting
from storage.queries import digests

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
WEEK = timedelta(weeks=1)


def figures(made: Township, area: int = TOWNSHIP, **how: object) -> DigestFacts:
    asked: dict[str, object] = {"day": DAY, "cutoff": CUTOFF, "parameters": Parameters(), **how}
    return collect(made.db, area_id=area, calendar=calendar(), **asked)  # type: ignore[arg-type]


def on_site(made: Township, area: int = TOWNSHIP, **how: object) -> OnSite:
    found = figures(made, area, **how).on_site
    assert found is not None
    return found


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as made:
        yield made


@pytest.fixture
def worked(empty: Township) -> Township:
    return _work(empty)


def _work(empty: Township) -> Township:
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


def test_everybody_on_the_list_is_counted_once_and_the_groups_add_up(worked: Township) -> None:
    seen = on_site(worked)
    assert (seen.listed, seen.required, seen.met, seen.short) == (7, 6, 3, ((1, 1), (0, 2)))
    assert seen.exempt == (Tally("sick", 1),)
    assert seen.met + sum(count for _, count in seen.short) == seen.required


def test_places_are_those_of_the_first_assignment_and_of_where_people_are_today(worked: Township) -> None:
    seen = on_site(worked)
    assert seen.places == (Share("石关村", 2, 4), Share("路塘村", 1, 2))
    assert (seen.here_today, seen.today) == (3, (Tally("石关村", 2), Tally("路塘村", 1)))
    assert seen.pending == 1


def test_people_without_a_day_are_named_by_unit_once_few_workdays_are_left(worked: Township) -> None:
    seen = on_site(worked)
    assert (seen.workdays_left, seen.idle) == (1, (Tally("县城管局", 1), Tally("县水务局", 1)))
    assert on_site(worked, SHIGUAN).idle_names == ("王*",)
    early = on_site(worked, cutoff=at(WEDNESDAY, 18), day=WEDNESDAY)
    assert (early.workdays_left, early.idle) == (2, ())


def test_last_week_is_compared_by_the_same_day_and_counted_whole_in_the_series(worked: Township) -> None:
    seen = on_site(worked)
    assert seen.before == Share("", 1, 7)
    assert seen.series == (Share("", 0, 7), Share("", 0, 7), Share("", 0, 7), Share("", 2, 7))


def test_those_who_missed_two_weeks_in_a_row_are_counted_by_unit_and_in_a_county_by_township(
    worked: Township,
) -> None:
    assert on_site(worked).repeated == (Tally("县城管局", 4), Tally("县水务局", 1))
    assert on_site(worked, COUNTY).repeated == (Tally("示范办事处", 5),)


def test_a_parameter_of_the_office_changes_the_requirement(worked: Township) -> None:
    one = Setting("onsite.required_days", "/9999/999901/", date(2020, 1, 1), None, 1)
    seen = on_site(worked, parameters=Parameters([one]))
    assert (seen.full, seen.met, seen.short) == (1, 4, ((0, 2),))


def test_what_is_saved_or_taken_back_after_the_cut_off_is_of_the_next_digest(worked: Township) -> None:
    before = figures(worked)
    late = at(DAY, 18, 10)
    worked.came(worked.cadre("郑八", LUTANG), LUTANG, DAY, saved=late)
    worked.came(worked.cadre("冯九", LUTANG), LUTANG, MONDAY, TUESDAY, withdrawn=late)
    after = on_site(worked)
    assert before.on_site
    assert (after.met, after.here_today) == (before.on_site.met + 1, before.on_site.here_today)
    assert dict(after.short)[0] == dict(before.on_site.short)[0] + 1
    next_day = on_site(worked, day=DAY + timedelta(days=1), cutoff=CUTOFF + timedelta(days=1))
    assert next_day.met == before.on_site.met


def test_a_week_without_workdays_asks_nothing(worked: Township) -> None:
    day = date(2026, 2, 18)
    seen = on_site(worked, day=day, cutoff=at(day, 18))
    assert (seen.listed, seen.required, seen.full) == (7, 0, 0)
    assert seen.exempt == (Tally("", 7),)


@pytest.fixture
def visited(empty: Township) -> Township:
    return _visit(empty)


def _visit(empty: Township) -> Township:
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


def test_coverage_counts_distinct_households_of_the_month_over_all_but_the_closed(visited: Township) -> None:
    seen = figures(visited).visits
    assert seen
    assert (seen.today, seen.month, seen.before) == (1, Share("", 2, 5), Share("", 1, 5))
    assert seen.places == (Share("石关村", 2, 4), Share("路塘村", 0, 1))
    assert seen.neglected == (Tally("石关村", 1), Tally("路塘村", 1))


def test_a_village_hears_which_watched_households_wait_masked(visited: Township) -> None:
    seen = figures(visited, SHIGUAN).visits
    assert seen
    assert [(family.name, family.group_no) for family in seen.waiting] == [("钱*", 2)]
    assert "钱" not in str(to_json(figures(visited)))


def test_problems_balance_from_one_digest_to_the_next(visited: Township) -> None:
    today = figures(visited).problems
    yesterday = figures(visited, day=WEDNESDAY, cutoff=at(WEDNESDAY, 18)).problems
    assert today
    assert yesterday
    assert (today.carried, today.new, today.closed, today.open) == (2, 2, 1, 3)
    assert yesterday.open == today.carried
    assert today.overdue == (Problem("石关村", 3, "water", "县城管局", 9),)
    assert today.long == (Tally("县城管局", 1),)


def test_a_village_hears_what_is_due_tomorrow(visited: Township) -> None:
    found = figures(visited, SHIGUAN).problems
    assert found
    assert found.due_tomorrow == (Problem("石关村", 3, "health", "县城管局", 0),)


def test_urgent_problems_since_the_last_digest_are_the_risks(visited: Township) -> None:
    found = figures(visited).risks
    assert found
    assert (found.new, found.items, found.due) == (1, (Risk("石关村", 0, "housing", 1),), date(2026, 11, 21))


def test_records_written_late_taken_back_or_in_bulk_since_the_last_digest_are_told(visited: Township) -> None:
    quality = figures(visited).quality
    assert quality
    assert (quality.late, quality.withdrawn, quality.bulk) == (1, 1, 1)


def test_exits_are_counted_in_persons(visited: Township) -> None:
    exits = figures(visited).exits
    assert exits
    assert (exits.out, exits.all) == (2, 8)


@pytest.fixture
def funded(empty: Township) -> Township:
    return _fund(empty)


def _fund(empty: Township) -> Township:
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


def test_both_ratios_rest_on_the_fiscal_money_of_the_year_in_fen(funded: Township) -> None:
    money = figures(funded).money
    assert money
    wan = 10**6
    assert (money.received, money.spent) == (300 * wan, 192 * wan)
    assert (money.industry, money.direct) == (216 * wan, 147 * wan)
    assert money.before == Share("", 182 * wan, 300 * wan)
    assert " 产业216万元(72.0%);直接到户147万元,占产业68.1%⚠低于70%,差4.2万元" in compose(
        translator("zh_Hans"), figures(funded)
    )


def test_a_payment_before_the_notice_had_ended_is_told(funded: Township) -> None:
    money = figures(funded).money
    assert money
    assert money.early == 1


def test_projects_are_counted_by_state_and_the_stopped_named(funded: Township) -> None:
    found = figures(funded).projects
    assert found
    assert (found.building, found.finished, [each.name for each in found.stopped]) == (1, 1, ["通村路"])
    assert found.ahead == 1
    village = figures(funded, SHIGUAN).projects
    assert village
    assert [each.name for each in village.each] == ["马铃薯500亩"]


def test_a_county_counts_townships_that_fail_both_ratios(funded: Township) -> None:
    funded.fund(FAR, "received", 100)
    funded.fund(FAR, "received", 10, industry=True)
    money = figures(funded, COUNTY).money
    assert money
    assert money.weak_places == 1


@pytest.mark.postgresql
def test_both_databases_give_the_same_figures(empty: Township, tmp_path: Path) -> None:
    def figures_of_all(made: Township) -> list[DigestFacts]:
        _fund(_visit(_work(made)))
        return [figures(made, area) for area in (COUNTY, TOWNSHIP, SHIGUAN)]

    with township(tmp_path, "postgresql") as other:
        assert figures_of_all(other) == figures_of_all(empty)


def test_the_sums_of_the_townships_are_those_of_the_county(worked: Township) -> None:
    worked.came(worked.cadre("远一", FAR), FAR, MONDAY, DAY)
    county, near, far = (on_site(worked, area) for area in (COUNTY, TOWNSHIP, 3))
    for figure in ("listed", "required", "met", "here_today"):
        assert getattr(county, figure) == getattr(near, figure) + getattr(far, figure)
    assert county.places == (Share("示范办事处", 3, 6), Share("远山乡", 1, 1))


def test_an_issued_digest_is_frozen_and_gives_the_same_bytes_again(worked: Township) -> None:
    facts = figures(worked)
    t = translator("zh_Hans")
    assert digests.store(worked.db, TOWNSHIP, DAY, cutoff=CUTOFF, facts=to_json(facts), now=CUTOFF)
    worked.came(worked.cadre("郑八", LUTANG), LUTANG, MONDAY, TUESDAY)
    changed = to_json(figures(worked))
    assert not digests.store(worked.db, TOWNSHIP, DAY, cutoff=CUTOFF, facts=changed, now=CUTOFF)
    issued = digests.issued(worked.db, TOWNSHIP, DAY)
    assert issued is not None
    assert compose(t, from_json(issued)) == compose(t, facts)


def test_those_who_hear_a_digest_are_the_leaders_of_its_level(empty: Township) -> None:
    first = empty.cadre("石一", SHIGUAN, duty="first_secretary")
    leader = empty.office("township_leader", TOWNSHIP)
    office = empty.office("county_office", COUNTY)
    empty.office("township_clerk", TOWNSHIP)
    empty.cadre("张一", SHIGUAN)
    assert digests.subscribers(empty.db, DAY) == [
        (first, SHIGUAN, "village"),
        (leader, TOWNSHIP, "township"),
        (office, COUNTY, "county"),
    ]


def test_the_number_of_statements_does_not_grow_with_the_area(worked: Township) -> None:
    def statements() -> int:
        ran: list[str] = []

        def note(*args: object) -> None:
            ran.append(str(args[2]))

        event.listen(worked.db, "before_cursor_execute", note)
        figures(worked)
        event.remove(worked.db, "before_cursor_execute", note)
        return len(ran)

    few = statements()
    for n in range(60):
        helper = worked.cadre(f"许{n}", LUTANG)
        worked.came(helper, LUTANG, MONDAY)
        home = worked.household(LUTANG, f"何{n}")
        worked.visit(home, LUTANG, helper, MONDAY)
    assert statements() == few <= 22


def test_an_area_without_records_has_nothing_to_say(empty: Township) -> None:
    facts = figures(empty)
    assert facts == DigestFacts("示范办事处", "township", DAY, CUTOFF)
    assert "今日无异常" in compose(translator("zh_Hans"), facts)


def test_there_is_no_digest_of_a_place_that_is_not_there(empty: Township) -> None:
    with pytest.raises(LookupError):
        figures(empty, 999)

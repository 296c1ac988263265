"""The other figures of a digest, what holds of all of them, and how a digest is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
    Township,
    at,
    township,
)
from township_filled import TUESDAY, WEDNESDAY, figures, fund_all, on_site, visit_all, work

from handlers.digests.compose import compose
from handlers.digests.facts import DigestFacts, Problem, Risk, Share, Tally, from_json, to_json
from locales import translator
from storage.queries import digests
from storage.values.digest import Stretch, Subject

TODAYS = (Subject("area", TOWNSHIP), Stretch("day", DAY))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as made:
        yield made


@pytest.fixture
def worked(empty: Township) -> Township:
    return work(empty)


@pytest.fixture
def visited(empty: Township) -> Township:
    return visit_all(empty)


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
    return fund_all(empty)


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
        fund_all(visit_all(work(made)))
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
    assert digests.store(worked.db, *TODAYS, cutoff=CUTOFF, facts=to_json(facts), now=CUTOFF)
    worked.came(worked.cadre("郑八", LUTANG), LUTANG, MONDAY, TUESDAY)
    changed = to_json(figures(worked))
    assert not digests.store(worked.db, *TODAYS, cutoff=CUTOFF, facts=changed, now=CUTOFF)
    issued = digests.issued(worked.db, *TODAYS)
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
    assert statements() == few <= 33  # one for each thing it tells; what is ahead are the latest three


def test_an_area_without_records_has_nothing_to_say(empty: Township) -> None:
    facts = figures(empty)
    assert facts == DigestFacts("示范办事处", "township", DAY, CUTOFF)
    assert "今日无异常" in compose(translator("zh_Hans"), facts)


def test_there_is_no_digest_of_a_place_that_is_not_there(empty: Township) -> None:
    with pytest.raises(LookupError):
        figures(empty, 999)

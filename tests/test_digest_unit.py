"""What the digest's collecting functions count for a helping unit or a department in an area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import databases
import pytest
from township import (
    CITY_BUREAU,
    CUTOFF,
    DAY,
    LUTANG,
    MONDAY,
    SHIGUAN,
    TOWNSHIP,
    WATER_OFFICE,
    Township,
    calendar,
    township,
)

from handlers.digests.collect import scene_of
from handlers.digests.facts import DigestFacts, Share
from handlers.digests.gather_unit import unit_facts
from storage.parameters import Parameters
from storage.queries import areas
from storage.queries.units import UnitRow, units_named


@pytest.fixture(params=databases.kinds())
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Township]:
    """Two people of the city bureau, one of the water office, a household of each and their problems."""
    with township(tmp_path, request.param) as made:
        zhang = made.cadre("张一", SHIGUAN)
        made.cadre("李二", LUTANG)
        zhou = made.cadre("周六", LUTANG, unit=WATER_OFFICE)
        made.came(zhang, SHIGUAN, MONDAY, DAY)
        made.came(zhou, LUTANG, DAY)
        theirs = made.household(SHIGUAN, "钱大", helper=zhang)
        made.household(LUTANG, "陈三", helper=zhou)
        made.household(LUTANG, "吴五")
        seen = made.visit(theirs, SHIGUAN, zhang, MONDAY)
        made.problem(seen, theirs, SHIGUAN, zhang, MONDAY, matter="water", due=DAY - timedelta(days=1))
        made.problem(seen, theirs, SHIGUAN, zhang, MONDAY, matter="school")
        yield made


def figures(made: Township, unit: int) -> DigestFacts:
    area = areas.area(made.db, TOWNSHIP)
    assert area is not None
    (row,) = units_named(made.db, f"U{unit}")
    return unit_facts(scene_of(made.db, area, DAY, CUTOFF, calendar(), Parameters()), row)


def test_a_unit_s_people_are_counted_and_nobody_else(made: Township) -> None:
    seen = figures(made, CITY_BUREAU).on_site
    assert seen is not None
    assert (seen.listed, seen.required, seen.met, seen.here_today) == (2, 2, 1, 1)
    assert seen.places == (Share("石关村", 1, 1), Share("路塘村", 0, 1))
    assert seen.idle[0].name == "县城管局"
    water = figures(made, WATER_OFFICE).on_site
    assert water is not None
    assert (water.listed, water.met) == (1, 0)


def test_the_households_of_a_unit_are_those_its_people_help_today(made: Township) -> None:
    visits = figures(made, CITY_BUREAU).visits
    assert visits is not None
    assert visits.month == Share("", 1, 1)
    water = figures(made, WATER_OFFICE).visits
    assert water is not None
    assert water.month == Share("", 0, 1)


def test_a_department_has_the_problems_of_its_matter_and_a_unit_those_of_its_people(made: Township) -> None:
    own, water = figures(made, CITY_BUREAU).problems, figures(made, WATER_OFFICE).problems
    assert own is not None
    assert water is not None
    assert (own.open, own.overdue_count) == (2, 1)
    assert (water.open, water.overdue_count) == (1, 1)


def test_a_unit_without_anybody_here_has_no_figures(made: Township) -> None:
    facts = figures(made, 3)
    assert (facts.area, facts.on_site, facts.visits, facts.problems) == ("示范食品公司", None, None, None)


@pytest.mark.parametrize("word", ["城管局", "县城管局", "城管", "U1", "u1"])
def test_a_unit_is_found_by_part_of_its_name_and_by_its_code(made: Township, word: str) -> None:
    assert units_named(made.db, word) == [UnitRow(CITY_BUREAU, "U1", "县城管局", "")]


def test_an_exact_name_goes_before_longer_ones_and_one_character_finds_nothing(made: Township) -> None:
    assert [each.name for each in units_named(made.db, "县")] == []
    assert [each.name for each in units_named(made.db, "局")] == []
    assert [each.name for each in units_named(made.db, "%%")] == []


def test_a_unit_s_people_who_left_the_village_are_not_on_its_list(made: Township) -> None:
    made.cadre("赵九", SHIGUAN, starts=date(2027, 1, 1))
    seen = figures(made, CITY_BUREAU).on_site
    assert seen is not None
    assert seen.listed == 2

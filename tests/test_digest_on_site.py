"""The on-site figures of a digest, from records whose sums can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from township import (
    COUNTY,
    CUTOFF,
    DAY,
    LUTANG,
    MONDAY,
    SHIGUAN,
    Township,
    at,
    township,
)
from township_filled import TUESDAY, WEDNESDAY, figures, on_site, work

from handlers.digests.facts import Share, Tally
from storage.parameters import Parameters, Setting


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as made:
        yield made


@pytest.fixture
def worked(empty: Township) -> Township:
    return work(empty)


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

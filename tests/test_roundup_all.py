"""What holds of every round-up: both databases, both languages, one message, few statements, nothing said twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from roundups import (
    BUREAU,
    DECEMBER,
    NEXT_MONDAY,
    NOVEMBER,
    THIS,
    TOWN,
    VILLAGE,
    WATER,
    WHOLE,
    T,
    filled,
    roundup,
)
from sqlalchemy import event, update
from township import (
    LUTANG,
    MONDAY,
    SHIGUAN,
    Township,
    at,
    township,
)
from township_filled import TUESDAY, visit_all

from handlers.digests.compose import compose, compose_short, is_exceptional
from handlers.digests.facts import Tally, to_json
from handlers.digests.figures import kept
from handlers.digests.roundup.facts import Roundup
from locales import translator
from storage.tables import Household, Region
from storage.values.digest import Stretch, Subject


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Township]:
    with township(tmp_path) as made:
        yield made


@pytest.mark.postgresql
def test_both_databases_give_the_same_round_ups(empty: Township, tmp_path: Path) -> None:
    def all_of(made: Township) -> list[Roundup]:
        filled(made)
        made.db.execute(update(Household).where(Household.state == "exited").values(exited_on=TUESDAY))
        return [
            roundup(made, of, stretch, cutoff)
            for of in (VILLAGE, TOWN, WHOLE, BUREAU, WATER)
            for stretch, cutoff in ((THIS, NEXT_MONDAY), (NOVEMBER, DECEMBER))
        ]

    with township(tmp_path, "postgresql") as other:
        assert all_of(other) == all_of(empty)


@pytest.mark.parametrize("of", [TOWN, BUREAU, WATER], ids=lambda of: of.kind)
def test_the_number_of_statements_does_not_grow_with_the_area_or_unit(empty: Township, of: Subject) -> None:
    made = filled(empty)

    def statements() -> int:
        ran: list[str] = []

        def note(*args: object) -> None:
            ran.append(str(args[2]))

        event.listen(made.db, "before_cursor_execute", note)
        roundup(made, of)
        event.remove(made.db, "before_cursor_execute", note)
        return len(ran)

    few = statements()
    for n in range(40):
        helper = made.cadre(f"许{n}", LUTANG)
        made.came(helper, LUTANG, MONDAY)
        made.visit(made.household(LUTANG, f"何{n}", helper=helper), LUTANG, helper, MONDAY)
    assert statements() == few <= 26


@pytest.mark.parametrize("of", [VILLAGE, TOWN, WHOLE, BUREAU, WATER], ids=lambda of: f"{of.kind}{of.id}")
@pytest.mark.parametrize(
    ("stretch", "cutoff"), [(THIS, NEXT_MONDAY), (NOVEMBER, DECEMBER)], ids=["week", "month"]
)
def test_figures_come_back_as_they_were_in_both_languages_and_short(
    empty: Township, of: Subject, stretch: Stretch, cutoff: datetime
) -> None:
    found = roundup(filled(empty), of, stretch, cutoff)
    again = kept(to_json(found))
    assert again == found
    for t in (T, translator("en")):
        assert compose(t, again) == compose(t, found)
        assert len(compose(t, found).encode()) <= 2048
    assert len(compose_short(T, found)) <= 2 * 67


def test_a_county_of_eighty_townships_fits_one_message_and_names_only_those_behind(empty: Township) -> None:
    made = empty
    for n in range(80):
        path = f"/9999/9997{n:02d}/"
        made._add(
            Region,
            id=1000 + n,
            code=f"9997{n:02d}",
            name=f"很长名字的第{n}自治乡",
            level="township",
            path=path,
            tags=[],
            profile={},
        )
        made._add(
            Region,
            id=2000 + n,
            code=f"9997{n:02d}001",
            name=f"第{n}村",
            level="village",
            path=f"{path}9997{n:02d}001/",
            tags=[],
            profile={},
        )
        for _ in range(5):
            person = made.cadre("许一", 2000 + n)
            if n % 2:
                made.came(person, 2000 + n, MONDAY, TUESDAY)
    told = compose(T, roundup(made, WHOLE))
    assert len(told.encode()) <= 2048
    assert " 达标:⚠偏低:很长名字的第0自治乡0/5 很长名字的第2自治乡0/5" in told
    assert " 第1" not in told


def test_a_stretch_without_anything_is_empty(empty: Township) -> None:
    assert roundup(empty, WATER).is_empty
    assert roundup(empty, BUREAU).is_empty


def test_the_unit_tells_of_its_day_only_what_is_new(empty: Township) -> None:
    made = empty
    helper = made.cadre("张一", SHIGUAN)
    home = made.household(SHIGUAN, "李大", helper=helper)
    visit = made.visit(home, SHIGUAN, helper, MONDAY - timedelta(days=9))
    made.problem(visit, home, SHIGUAN, helper, MONDAY - timedelta(days=9), due=MONDAY)
    days = [Stretch("day", MONDAY + timedelta(days=n)) for n in range(3)]
    pressing = [is_exceptional(roundup(made, BUREAU, day, at(day.first, 18))) for day in days]
    assert pressing == [False, True, False], "overdue since yesterday is said today and not again tomorrow"


def test_kinds_of_problems_are_counts_of_matters(empty: Township) -> None:
    tickets = roundup(visit_all(empty)).tickets
    assert tickets is not None
    assert tickets.kinds == (Tally("health", 1), Tally("housing", 1))

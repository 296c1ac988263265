"""Patterns that a person should look at: found in small records, each once, and nothing is taken off by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import kinds
from hamlet import (
    LUTANG,
    PATHS,
    SHIGUAN,
    TOWNSHIP,
    Village,
    assign,
    at,
    household,
    person,
    places,
    with_parameters,
)
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select
from sync_databases import VAULT, connected

from handlers.digests.collect import collect
from handlers.digests.facts import Quality, to_json
from handlers.rules.flags import PATTERNS, basis
from handlers.rules.onsite import OnsiteRule
from handlers.rules.weeks import area_standings
from locales import translator
from scheduler.jobs.patterns import LOOK, look
from storage.parameters import Parameters, Setting
from storage.queries.flags import NewFlag, counted, flags_of, looked, raise_flags
from storage.queries.standing import duties_in
from storage.tables import CheckIn, Contact, Notice, Photo, QueryEntry, Request, Visit
from storage.values.week import SHANGHAI, Week

NIGHT = at("2026-11-21 03:10")
DAY = "2026-11-20"
VILLAGE = Village()
WEEK = Week.of(NIGHT.date())


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with connected("sqlite", tmp_path_factory.mktemp("village")) as connection:
        furnish(connection)
        yield connection


@pytest.fixture
def db(village: Connection) -> Iterator[Connection]:
    with village.begin_nested() as unkept:
        yield village
        unkept.rollback()


def furnish(db: Connection) -> None:
    """Seven helpers, 1 to 7, of one village, with three households of the first, and an officer, 8."""
    places(db)
    for number, name in enumerate(("张三", "李四", "王芳", "赵敏", "钱进", "孙华", "周凯", "吴信"), 1):
        person(db, number, name)
        assign(db, number, SHIGUAN)
    for number in (1, 2, 3):
        household(db, number, SHIGUAN, "李大山", helper=1)


def came(
    db: Connection,
    who: int,
    moment: str,
    *,
    day: str = DAY,
    left: str = "",
    contact: int | None = None,
    **more: Any,  # noqa: ANN401 - columns
) -> int:
    saved = at(f"{day} {moment}")
    row = {
        "person_id": who, "village_id": SHIGUAN, "day": saved.date(), "came_at": saved, "saved_at": saved,
        "work_items": [], "source": "said", "evidence": "e0", "status": "accepted", "contact_id": contact,
        "left_at": at(f"{day} {left}") if left else None,
    } | more  # fmt: skip
    return db.execute(insert(CheckIn).values(**row).returning(CheckIn.id)).scalar_one()


def visited(db: Connection, home: int, moment: str, text: bytes | None = None, day: str = DAY) -> int:
    saved = at(f"{day} {moment}")
    row = {
        "household_id": home, "helper_id": 1, "village_id": SHIGUAN, "day": saved.date(), "manner": "home",
        "met": "head", "as_helper": True, "form": "visit", "version": "1", "text_index": text, "late": False,
        "bulk": True, "status": "accepted", "saved_at": saved,
    }  # fmt: skip
    return db.execute(insert(Visit).values(**row).returning(Visit.id)).scalar_one()


def pictured(db: Connection, visit: int, sha: str) -> None:
    db.execute(insert(Photo).values(sha256=sha, visit_id=visit, person_id=1, saved_at=NIGHT))


def witnessed(db: Connection, act: int, asked: datetime, answered: datetime, said: str = "yes") -> None:
    row = {
        "kind": "tap",
        "subject_id": act,
        "about_id": 1,
        "asked_id": 8,
        "day": answered.date(),
        "place": "石关村",
    }
    times = {"asked_at": asked, "expires": answered + timedelta(days=2), "answered_at": answered}
    db.execute(insert(Request).values(**row, **times, state=said))


def found(db: Connection, village: Village = VILLAGE, now: datetime = NIGHT) -> list[tuple[str, int]]:
    """(pattern, person) of what there is to look at."""
    return sorted((flag.pattern, flag.person_id) for flag in look(db, village, now))


def settled(name: str, value: Any) -> Village:  # noqa: ANN401
    """The office with a parameter of the village set."""
    return with_parameters(
        VILLAGE, Parameters([Setting(name, PATHS[SHIGUAN], date(2020, 1, 1), None, value)])
    )


def test_three_people_from_one_account_within_a_minute_are_looked_at_and_two_are_not(db: Connection) -> None:
    account = db.execute(select(func.min(Contact.id))).scalar_one()
    came(db, 1, "09:00:00", contact=account, evidence="e4")
    came(db, 2, "09:00:20", contact=account, evidence="e4")
    assert found(db) == []
    came(db, 3, "09:00:55", contact=account, evidence="e4")
    assert found(db) == [("one_account", 1), ("one_account", 2), ("one_account", 3)]
    assert found(db, settled("flags.account_seconds", 30)) == []


def test_the_same_people_in_the_same_minute_on_two_days_are_looked_at_and_once_is_chance(
    db: Connection,
) -> None:
    for who, moment in ((1, "09:00:00"), (2, "09:00:30"), (3, "09:00:59"), (4, "09:00:40"), (5, "09:30")):
        came(db, who, moment)
    assert found(db) == []
    for who, moment in ((1, "08:00:00"), (2, "08:00:10"), (3, "08:00:20"), (6, "08:00:30")):
        came(db, who, moment, day="2026-11-17")
    assert {flag.person_id for flag in look(db, VILLAGE, NIGHT)} == {1, 2, 3}, "not who was there once"
    assert {tuple(flag.facts.values()) for flag in look(db, VILLAGE, NIGHT)} == {(3, 2)}
    assert found(db, settled("flags.off", ("same_minute",))) == []
    assert found(db, settled("flags.minute_people", 3)) == []


def test_a_code_that_nobody_had_looked_up_yet_is_looked_at(db: Connection) -> None:
    came(db, 1, "08:05", evidence="e1")
    came(db, 2, "09:20", evidence="e1")
    showing = {"kind": "day_code", "scope": f"{SHIGUAN},{LUTANG}", "size": 2, "refused": False}
    db.execute(insert(QueryEntry).values(at=at(f"{DAY} 09:10"), **showing))
    assert found(db) == [("early_code", 1)]
    told = {"key": f"day_code:8:{SHIGUAN}:{DAY}", "kind": "day_code", "person_id": 8, "parameters": {}}
    times = {name: at(f"{DAY} 08:00") for name in ("not_before", "created_at", "sent_at")}
    state = {"urgent": False, "state": "sent", "reason": "", "tries": 0, "expires": NIGHT}
    db.execute(insert(Notice).values(**told, **times, **state))
    assert found(db) == [], "an officer had been told it at eight"


def test_one_code_from_many_within_seconds_is_looked_at(db: Connection) -> None:
    showing = {"kind": "day_code", "scope": str(SHIGUAN), "size": 1, "refused": False}
    db.execute(insert(QueryEntry).values(at=at(f"{DAY} 08:00"), **showing))
    for who in range(1, 6):
        came(db, who, f"09:00:{who:02d}", evidence="e1")
    assert found(db) == [], "a team of five may well arrive together"
    came(db, 6, "09:00:20", evidence="e1")
    assert found(db) == [("same_code", who) for who in range(1, 7)]


def test_the_same_picture_with_another_household_or_day_is_looked_at(db: Connection) -> None:
    first, again, other = visited(db, 1, "10:00"), visited(db, 1, "11:00"), visited(db, 2, "12:00")
    for visit, sha in ((first, "a"), (again, "a"), (other, "b")):
        pictured(db, visit, sha)
    assert found(db) == [], "the same household on the same day is one visit told twice at most"
    pictured(db, other, "a")
    [flag] = look(db, VILLAGE, NIGHT)
    assert (flag.pattern, flag.facts) == (
        "same_photo",
        {"receipt": f"ZF261120-{other:04d}", "other": f"ZF261120-{first:04d}"},
    )


def test_twelve_visits_within_twenty_minutes_are_one_thing_to_look_at(db: Connection) -> None:
    for n in range(12):
        visited(db, n % 3 + 1, f"20:{n:02d}")
    assert found(db) == [("many_at_once", 1)]
    assert found(db, settled("flags.bulk_minutes", 10)) == []


def test_the_same_words_with_two_households_are_looked_at_and_with_one_not(db: Connection) -> None:
    visited(db, 1, "10:00", b"same")
    visited(db, 1, "15:00", b"same")
    assert found(db) == []
    visited(db, 2, "16:00", b"same")
    assert found(db) == [("same_text", 1)] * 3, "they share one key of that day"
    assert len({flag.key for flag in look(db, VILLAGE, NIGHT)}) == 1


def test_a_short_stay_is_looked_at_only_where_the_office_asks_for_a_longest(db: Connection) -> None:
    came(db, 1, "09:00", left="09:20", status="pending")
    came(db, 2, "10:00", left="15:00")
    assert found(db) == []
    assert found(db, settled("onsite.min_hours", 4)) == [("short_stay", 1)]


def test_a_witness_who_says_yes_to_all_within_seconds_for_a_month_is_looked_at(db: Connection) -> None:
    began = at("2026-11-01 09:00")
    for n in range(20):
        act = came(db, n % 7 + 1, "09:00", status="withdrawn")
        asked = began + timedelta(days=n % 19)
        witnessed(db, act, asked, asked + timedelta(seconds=3))
    assert found(db) == [("quick_yes", 8)]
    act = came(db, 1, "09:00", status="withdrawn")
    witnessed(db, act, began, began + timedelta(seconds=2), "no")
    assert found(db) == [], "one no shows that they look"


@pytest.mark.parametrize("kind", list(kinds()))
def test_what_is_found_stands_once_however_often_it_is_looked_for_and_stays_when_looked_at(
    kind: str, tmp_path: Path
) -> None:
    with connected(kind, tmp_path) as db:
        furnish(db)
        account = db.execute(select(func.min(Contact.id))).scalar_one()
        for who in (1, 2, 3):
            came(db, who, "09:00", contact=account)
        came(db, 4, "08:00", evidence="e1")
        pictured(db, visited(db, 1, "10:00", b"same"), "a")
        pictured(db, visited(db, 2, "11:00", b"same"), "a")
        assert {pattern for pattern, _ in found(db)} == {
            "one_account", "early_code", "same_photo", "same_text"
        }  # fmt: skip
        assert raise_flags(db, look(db, VILLAGE, NIGHT), NIGHT) == 6
        assert raise_flags(db, look(db, VILLAGE, NIGHT + timedelta(days=1)), NIGHT) == 0
        assert counted(db, (SHIGUAN,), NIGHT, NIGHT) == (6, 0)
        flag = flags_of(db, VAULT, 2, date(2026, 11, 16), date(2026, 11, 22))[0]
        looked(db, VAULT, flag.id, 8, "同车到村", NIGHT)
        raise_flags(db, look(db, VILLAGE, NIGHT), NIGHT)
        assert counted(db, (SHIGUAN,), NIGHT, NIGHT + timedelta(days=1)) == (5, 0)
        assert counted(db, (SHIGUAN,), NIGHT, NIGHT - timedelta(days=1)) == (0, 0), "of a later digest"
        assert found(db, now=NIGHT + LOOK + timedelta(days=1)) == [], "old records are not looked at again"


def test_every_pattern_says_its_figures_in_both_languages() -> None:
    facts = {
        "count": 3, "days": 2, "seconds": 60, "minutes": 20, "hours": 4, "receipt": "ZF1", "other": "ZF2", "shown": None,
        "typed": "2026-11-20T08:05:00+08:00",
    }  # fmt: skip
    for pattern in PATTERNS:
        figures = basis(pattern, facts)
        assert figures is None or (translator("zh_Hans")(figures) and translator("en")(figures))


MOMENTS = st.integers(0, 600).map(lambda minutes: f"{8 + minutes // 60:02d}:{minutes % 60:02d}")
ACTS = st.lists(
    st.tuples(st.integers(1, 7), MOMENTS, st.sampled_from(("e0", "e1", "e4"))), unique_by=lambda act: act[0]
)
CALLS = st.lists(st.tuples(st.integers(1, 3), MOMENTS, st.sampled_from((None, b"a", b"b"))), max_size=15)


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(acts=ACTS, calls=CALLS)
def test_no_day_visit_or_count_changes_by_what_is_found(
    village: Connection, acts: list[tuple[int, str, str]], calls: list[tuple[int, str, bytes | None]]
) -> None:
    with village.begin_nested() as unkept:
        for who, moment, evidence in acts:
            came(village, who, moment, evidence=evidence)
        for home, moment, text in calls:
            visited(village, home, moment, text)
        before = everything(village)
        planted = [(pattern, who) for pattern in PATTERNS for who in range(1, 9)]
        every = [NewFlag(f"{p}:{who}", p, who, SHIGUAN, NIGHT.date(), {}) for p, who in planted]
        assert raise_flags(village, [*look(village, VILLAGE, NIGHT), *every], NIGHT) >= len(every)
        assert everything(village) == before
        unkept.rollback()


def everything(db: Connection) -> object:
    """Every check-in and visit, every person's week, the digest of the township but for the line of what is found."""
    rows = [db.execute(select(*table.__table__.c).order_by(table.id)).all() for table in (CheckIn, Visit)]
    cutoff = datetime.combine(NIGHT.date(), datetime.max.time(), SHANGHAI)
    facts = collect(
        db, area_id=TOWNSHIP, day=NIGHT.date(), cutoff=cutoff, calendar=VILLAGE.calendar, parameters=Parameters()
    )  # fmt: skip
    quality = replace(facts.quality or Quality(0, 0, 0), flags=0, denied=0)
    weeks = area_standings(
        duties_in(db, "/", [WEEK]), WEEK, VILLAGE.calendar, rule_of=lambda _: OnsiteRule(), at=None
    )
    return rows, to_json(replace(facts, quality=None)), quality, weeks

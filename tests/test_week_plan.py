"""At most so many reminders a week: what matters most keeps its room, the rest goes along with the next one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hamlet import (
    SHIGUAN,
    Post,
    Village,
    assign,
    at,
    come,
    household,
    lines,
    opened,
    person,
    states,
    visit,
    with_parameters,
)
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, update

from handlers.rules.onsite import standing
from scheduler.errands import Fate, Outcome
from scheduler.jobs.deliveries import Delivered
from scheduler.replay import run_until
from scheduler.timetable import RULES, Timetable
from scheduler.week_plan import FIRM, Room
from storage.database import Database
from storage.parameters import Parameters, Setting
from storage.queries.said import reminded_since
from storage.tables import Visit
from storage.values.week import Week

VILLAGE = Village()
TABLE = Timetable(VILLAGE.calendar, VILLAGE.parameters)
WEEK = Week.parse("2026-W47")
KINDS = ("N01", "N04", "N05", "N05-team", "N07", "N08", "N09", "N10", "N12")


def room(said: int, *days: str, leads: bool = False, now: str = "2026-11-16 08:30") -> Room:
    accepted = [date.fromisoformat(day) for day in days]
    week = standing(WEEK, VILLAGE.calendar, accepted=accepted, at=at(now))
    return Room(5, said, week, leads)


def fits(here: Room, kind: str, now: str) -> bool:
    return here.fits([kind], TABLE, "/", at(now))


def test_who_has_no_day_yet_keeps_room_for_what_is_said_by_duty() -> None:
    assert fits(room(1), "N10", "2026-11-17 08:30")
    assert not fits(room(2), "N10", "2026-11-18 08:30"), "N04, N05 and N07 may come"
    assert fits(room(2), "N04", "2026-11-18 17:00")
    assert fits(room(3), "N05", "2026-11-19 16:00")
    assert fits(room(4), "N07", "2026-11-22 20:00")


def test_who_has_met_the_week_keeps_none() -> None:
    assert fits(room(4, "2026-11-16", "2026-11-17"), "N10", "2026-11-18 08:30")
    assert not fits(room(5, "2026-11-16", "2026-11-17"), "N10", "2026-11-18 08:30")


def test_what_was_said_once_a_week_keeps_no_room_any_more() -> None:
    assert not fits(room(3), "N09", "2026-11-20 09:00")
    assert fits(replace(room(3), warned=True), "N09", "2026-11-20 09:00")


def test_who_leads_a_team_keeps_room_for_both_evenings_on_which_it_may_grow_tight() -> None:
    met = ("2026-11-16", "2026-11-17")
    assert fits(room(2, *met, leads=True), "N10", "2026-11-18 08:30")
    assert not fits(room(3, *met, leads=True), "N10", "2026-11-18 08:30")
    assert fits(room(4, *met, leads=True), "N05-team", "2026-11-20 16:00")


EVENTS = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(("08:30", "09:00", "16:00", "17:00", "20:00"))), max_size=30
)


@given(EVENTS, st.lists(st.sampled_from(KINDS), min_size=30, max_size=30), st.booleans(), st.integers(0, 6))
def test_no_order_of_reminders_goes_over_the_cap(
    events: list[tuple[int, str]], kinds: list[str], leads: bool, cap: int
) -> None:
    said = 0
    for (day, clock), kind in zip(sorted(set(events)), kinds, strict=False):
        now = f"{WEEK.monday + timedelta(days=day)} {clock}"
        here = Room(cap, said, room(0, now=now).standing, leads)
        said += fits(here, kind, now)
    assert said <= cap


def test_what_is_most_firm_needs_no_room_beside_its_own() -> None:
    for kind in FIRM:
        assert room(4).fits([kind], TABLE, "/", at("2026-11-22 20:00")), kind


def furnish(db: Connection) -> None:
    """A helper who never comes, and whose households are to be visited every day of the week."""
    person(db, 1, "张三")
    assign(db, 1, SHIGUAN)
    for number in range(1, 8):
        household(db, number, SHIGUAN, "李大山", helper=1, group=number)
        visit(db, number, 1, SHIGUAN, "2026-11-09")
        day = date(2026, 11, 16) + timedelta(days=number)
        db.execute(update(Visit).where(Visit.household_id == number).values(next_visit=day))


async def week(database: Database, village: Village = VILLAGE) -> list[Delivered]:
    start, end = at("2026-11-16 00:00"), at("2026-11-23 12:00")
    return [each async for each in run_until(database, village, start, end, Post())]


async def test_a_crowded_week_is_five_messages_and_what_did_not_fit_goes_along(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        found = await week(database)
        heard = lines(found)
        kept = await database.read(states)
    moments = Counter(moment for moment, _, _ in heard if moment < "11-23")
    assert list(moments) == ["11-16 08:30", "11-17 08:30", "11-18 17:00", "11-19 16:00", "11-22 20:00"]
    assert [(moment, kind) for moment, kind, _ in heard if kind in ("N04", "N05", "N07")] == [
        ("11-18 17:00", "N04"), ("11-19 16:00", "N05"), ("11-22 20:00", "N07"),
    ]  # fmt: skip
    assert ("11-19 16:00", "N10", "张三") in heard
    assert ("11-22 20:00", "N10", "张三") in heard
    assert {reason for _, state, reason in kept if state == "dropped"} == {"said with an earlier one"}
    told = [each.text for each in found if each.kind == "N10"]
    for group, day in enumerate(range(17, 24), 1):
        assert any(f"({group}组)11月{day}日" in text for text in told), "no planned visit is left unsaid"


async def test_what_has_to_be_phoned_is_counted_as_well(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        nobody = Post(lambda errand: Outcome(Fate.TO_PHONE, reason="no such number"))
        start, end = at("2026-11-16 00:00"), at("2026-11-23 00:00")
        found = [each async for each in run_until(database, VILLAGE, start, end, nobody)]
        assert len({each.at for each in found}) <= 5
        assert await database.run(reminded_since, [1], RULES, start, end) == {
            1: len({each.at.date() for each in found})
        }


async def test_what_is_done_while_it_waits_is_not_said(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        start, noon, end = (at(f"2026-11-{moment}") for moment in ("16 00:00", "18 12:00", "18 18:00"))
        before = [each async for each in run_until(database, VILLAGE, start, noon, Post())]
        assert before[-1].at == at("2026-11-17 08:30"), "the 18th waits"
        for number in (2, 3):
            await database.run(visit, number, 1, SHIGUAN, "2026-11-18")
        await database.run(come, 1, SHIGUAN, "2026-11-18")
        after = [each async for each in run_until(database, VILLAGE, noon, end, Post())]
    assert after == []


@pytest.mark.parametrize("cap", [2, 3, 7])
async def test_an_office_may_set_another_number(tmp_path: Path, cap: int) -> None:
    office = with_parameters(
        VILLAGE, Parameters([Setting("cap.cadre_week", "/", date(2020, 1, 1), None, cap)])
    )
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        heard = {each.at for each in await week(database, office) if each.at < at("2026-11-23 00:00")}
    assert len(heard) <= cap

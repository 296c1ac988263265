"""Reminders of a day: what each is about, when it stops, who hears of it next (domain.md 7.7)."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hamlet import (
    SHIGUAN,
    VAULT,
    Post,
    assign,
    at,
    come,
    contact,
    excuse,
    household,
    lines,
    opened,
    visit,
)  # fmt: skip
from matters_scene import NAMES, VILLAGE, begin, close, ends, follow_up, furnish, next_visit, paid, plan
from sqlalchemy import Connection

from handlers.notices.sorts import SORT_OF, SORTS, wants
from locales import translator
from scheduler.due import BUILD
from scheduler.preview import Reached, per_week, preview, replayed
from scheduler.replay import run_until
from scheduler.tick import tick
from storage.database import Database
from storage.queries.preferences import Wish, channels_of, keep_wish, wish_of
from storage.queries.recipients import recipients
from storage.values.week import Week


def days(found: list[tuple[str, str, str]], kind: str) -> list[tuple[str, str]]:
    """(moment, name) of one kind."""
    return [(moment, name) for moment, heard, name in found if heard == kind]


async def month(database: Database, *kinds: str) -> list[tuple[str, str, str]]:
    """(moment, kind, name) of the reminders of these kinds in November."""
    found = await database.read(
        lambda db: list(replayed(db, VILLAGE, kinds, date(2026, 11, 1), date(2026, 11, 30)))
    )
    return [(f"{each.not_before:%m-%d %H:%M}", each.kind, NAMES[each.person_id - 1]) for each in found]


async def test_a_follow_up_climbs_from_its_owner_to_the_team_and_the_township_once_each(
    tmp_path: Path,
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(follow_up, "2026-11-02", "2026-11-10")
        found = await month(database, "N12", "N12-2", "N12-3")
        assert found == [
            ("11-06 08:30", "N12", "张三"), ("11-09 08:30", "N12", "张三"), ("11-10 08:30", "N12", "张三"),
            ("11-11 08:30", "N12", "张三"), ("11-13 08:30", "N12-2", "王芳"), ("11-17 08:30", "N12-3", "钱进"),
        ]  # fmt: skip
        await database.run(close, "2026-11-10")
        assert await month(database, "N12", "N12-2", "N12-3") == found[:2], (
            "settled: nobody hears of it again"
        )


async def test_what_falls_on_a_weekend_is_said_on_the_next_workday(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(follow_up, "2026-11-02", "2026-11-12")
        assert days(await month(database, "N12-2"), "N12-2") == [("11-16 08:30", "王芳")]


async def test_a_planned_visit_is_named_the_day_before_and_on_the_day_until_somebody_went(
    tmp_path: Path,
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(visit, 1, 1, SHIGUAN, "2026-11-02")
        await database.run(next_visit, "2026-11-19")
        assert await month(database, "N10") == [
            ("11-18 08:30", "N10", "张三"),
            ("11-19 08:30", "N10", "张三"),
        ]
        await database.run(visit, 1, 2, SHIGUAN, "2026-11-18")
        assert await month(database, "N10") == [("11-18 08:30", "N10", "张三")]


async def test_a_planned_day_is_named_in_the_morning_and_an_open_form_on_the_next_workday(
    tmp_path: Path,
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(plan, "2026-11-17")
        await database.run(begin, "2026-11-06 16:00")
        assert await month(database, "N03", "draft") == [
            ("11-09 08:30", "draft", "张三"),
            ("11-17 07:40", "N03", "张三"),
        ]


async def test_check_outs_and_visits_not_logged_are_asked_for_where_an_office_wants_it(
    tmp_path: Path,
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(come, 1, SHIGUAN, "2026-11-17")
        assert await month(database, "N02", "N06") == [("11-17 20:00", "N02", "张三")], (
            "a preview looks at it"
        )
        sent = await tick(database, VILLAGE, Post(), at("2026-11-17 20:00"))
    assert [each for each in lines(sent) if each[1] == "N02"] == [], "but it is switched off as delivered"


async def test_the_end_of_an_assignment_is_told_twice_and_a_renewal_stops_it(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(ends, "2026-12-10")
        found = await month(database, "N21", "N21-list")
        assert found == [
            ("11-10 09:00", "N21", "张三"), ("11-10 09:00", "N21-list", "孙华"), ("11-10 09:00", "N21-list", "周凯"),
        ]  # fmt: skip
        await database.run(assign, 1, SHIGUAN, starts=date(2026, 12, 11))
        assert await month(database, "N21", "N21-list") == []


async def test_households_without_an_account_are_listed_on_the_fifth_and_a_bound_one_is_not(
    tmp_path: Path,
) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        assert await month(database, "N14") == [("11-05 09:00", "N14", "吴信")]
        await database.run(household, 2, SHIGUAN, "王小河", 1)
        await database.run(contact, 10_002, "webchat")
        assert await month(database, "N14") == [("11-05 09:00", "N14", "吴信")], (
            "one of two is still not bound"
        )
        await database.run(contact, 10_001, "webchat")
        assert await month(database, "N14") == []


async def test_grants_are_told_to_whoever_asked_for_it_and_never_with_an_amount(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(paid, "2026-10-12")
        first, last = date(2026, 10, 31), date(2026, 11, 2)
        assert await database.read(preview, VILLAGE, translator("zh_Hans"), "N24", first, last) == []
        await database.run(keep_wish, 10_001, Wish(wanted=frozenset({"grants"})), at("2026-10-20 08:00"))
        (found,) = await database.read(preview, VILLAGE, translator("zh_Hans"), "N24", first, last)
    assert (found.name, f"{found.at:%m-%d %H:%M}") == ("李大山", "11-01 09:00")
    assert found.text == "上月已发放:低保。查看回 我的补助"


async def test_weeks_missed_climb_to_the_unit_and_then_to_the_county_once_a_series(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(come, 1, SHIGUAN, "2026-10-12", "2026-10-13", "2026-10-19", "2026-10-20")
        await database.run(excuse, 1, "2026-11-09", "2026-11-13")
        await database.run(come, 2, SHIGUAN, *(f"2026-{day}" for day in MONDAYS_AND_TUESDAYS))
        assert await month(database, "N08-2", "N08-3") == [
            (
                "11-09 09:00",
                "N08-2",
                "孙华",
            ),  # weeks 44 and 45; week 46 is excused and neither counts nor resets
            ("11-23 09:00", "N08-3", "周凯"),  # week 47: three of the last four
        ]


MONDAYS_AND_TUESDAYS = [
    f"{date(2026, 9, 28) + timedelta(days=7 * week + day):%m-%d}" for week in range(9) for day in (0, 1)
]


async def test_a_preview_names_exactly_whom_the_clock_then_tells(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(follow_up, "2026-11-02", "2026-11-10")
        wanted = await month(database, *BUILD)
        sent = [
            each
            async for each in run_until(
                database, VILLAGE, at("2026-11-01 00:00"), at("2026-11-30 23:59"), Post()
            )
        ]
    off = {"N02", "N06", "N18-own"}
    told = {(kind, name) for _, kind, name in lines(sent) if not kind.startswith("digest")}
    assert told == {(kind, name) for _, kind, name in wanted if kind not in off}
    assert len(wanted) == len(set(wanted))


def test_every_kind_of_reminder_stands_in_one_sort() -> None:
    assert set(SORT_OF) == set(BUILD)
    assert sum(len(sort.kinds) for sort in SORTS.values()) == len(BUILD)


@pytest.mark.parametrize("kind", sorted(BUILD))
def test_duty_reminders_cannot_be_switched_off_or_silenced(kind: str) -> None:
    today = date(2026, 11, 16)
    nothing = Wish(off=frozenset(SORTS), silent_until=today)
    assert wants(nothing, kind, today) is SORTS[SORT_OF[kind]].duty
    assert wants(Wish(), kind, today) is (kind != "N24"), "grants are told on request only"


async def test_what_a_person_has_set_is_kept_to_when_a_reminder_is_written_and_sent(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        evening = Wish(off=frozenset({"visits"}), not_before=time(19, 5), channel="sms")
        await database.run(keep_wish, 1, evening, at("2026-11-01 08:00"))
        assert await database.read(wish_of, 1) == evening
        assert await database.read(wish_of, 2) == Wish()
        found = [
            each
            async for each in run_until(
                database, VILLAGE, at("2026-11-16 00:00"), at("2026-11-20 23:59"), Post()
            )
        ]
    mine = [(moment, kind) for moment, kind, name in lines(found) if name == "张三"]
    assert mine == [("11-16 19:05", "N01"), ("11-18 19:05", "N04"), ("11-19 19:05", "N05")]


async def test_the_channel_chosen_is_tried_first(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(second_contact)
        assert await database.read(channels_of, 1) == ["sms", "webchat"]
        await database.run(keep_wish, 1, Wish(channel="webchat"), at("2026-11-01 08:00"))
        known = await database.read(recipients, VAULT, [1], date(2026, 11, 16))
    assert [address.channel for address in known[1].addresses] == ["webchat", "sms"]


def second_contact(conn: Connection) -> None:
    contact(conn, 1, "sms", last_in="2026-11-01 08:00")


async def test_whoever_is_on_leave_or_has_asked_for_sick_leave_is_told_nothing(tmp_path: Path) -> None:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        await database.run(follow_up, "2026-11-02", "2026-11-10")
        await database.run(excuse, 1, "2026-11-01", "2026-11-30")
        assert [name for _, _, name in await month(database, "N01", "N04", "N05", "N07", "N09", "N12")] == (
            ["王芳"] * len([1 for _, _, name in await month(database, "N01", "N04", "N05", "N07")])
        )


def test_counts_are_kept_by_person_and_week() -> None:
    heard = [Reached(at(f"2026-11-{day} 09:00"), 1, "张三", "…") for day in (16, 17, 23)]
    assert per_week(heard) == {"张三": {str(Week(2026, 47)): 2, str(Week(2026, 48)): 1}}

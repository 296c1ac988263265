"""Who hears which digest when (D51): one issue for everybody, several moments, each on the channel chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hamlet import (
    SHIGUAN,
    TOWNSHIP,
    UNIT,
    Post,
    Village,
    assign,
    at,
    come,
    contact,
    household,
    office,
    opened,
    person,
    visit,
)  # fmt: skip
from sqlalchemy import Connection, func, insert, select

from scheduler.tick import tick
from scheduler.timetable import Timetable
from storage.database import Database
from storage.queries.preferences import Subscription, keep_wish, wish_of
from storage.tables import DigestIssue, FollowUp, Visit
from storage.values.digest import Stretch

VILLAGE = Village()
TABLE = Timetable(VILLAGE.calendar, VILLAGE.parameters)
LEADER, SECOND, CONTACT = 1, 2, 3
SET_AT = at("2026-11-01 08:00")


def furnish(conn: Connection) -> None:
    person(conn, LEADER, "钱进")
    person(conn, SECOND, "周凯")
    person(conn, CONTACT, "孙华", unit=UNIT)
    person(conn, 4, "张三", unit=UNIT)
    office(conn, LEADER, "township_leader", TOWNSHIP)
    office(conn, SECOND, "township_leader", TOWNSHIP)
    office(conn, CONTACT, "unit_contact", None, UNIT)
    assign(conn, 4, SHIGUAN)
    household(conn, 1, SHIGUAN, "李大山", helper=4)


def wish(conn: Connection, who: int, **set_: object) -> None:
    whole = wish_of(conn, who)
    wanted = replace(whole.digests, **set_)  # type: ignore[arg-type]
    keep_wish(conn, who, replace(whole, digests=wanted), SET_AT)


def urgent(conn: Connection, day: str) -> None:
    """A problem found on a visit of the day, that cannot wait."""
    visit(conn, 1, 4, SHIGUAN, day)
    last = conn.execute(select(func.max(Visit.id))).scalar_one()
    conn.execute(
        insert(FollowUp).values(
            visit_id=last, household_id=1, village_id=SHIGUAN, owner_id=4, matter="housing", urgent=True,
            opened_on=date.fromisoformat(day), due=date.fromisoformat(day), status="open",
        )
    )  # fmt: skip


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(furnish)
        yield database


async def heard(house: Database, *moments: str) -> list[tuple[str, str, str]]:
    """(moment, kind, name) of the digests that left at these moments."""
    found = []
    for moment in moments:
        for each in await tick(house, VILLAGE, Post(), at(f"2026-{moment}")):
            if each.kind.startswith("digest"):
                found.append((moment, each.kind, each.name))
    return found


async def test_everybody_hears_at_the_own_time_of_one_issue(house: Database) -> None:
    await house.run(wish, SECOND, at=time(7, 30))
    said = await heard(house, "11-20 18:30", "11-21 07:30", "11-23 07:30")
    assert said == [("11-20 18:30", "digest", "钱进"), ("11-23 07:30", "digest", "周凯")], "the next workday"

    def issued(conn: Connection) -> int:
        return conn.execute(
            select(func.count()).select_from(DigestIssue).where(DigestIssue.span == "day")
        ).scalar_one()

    assert await house.read(issued) == 1


async def test_what_was_issued_is_said_after_a_restart_as_it_was(tmp_path: Path) -> None:
    post = Post()
    async with opened("sqlite", tmp_path) as (url, database):
        await database.run(furnish)
        await database.run(wish, SECOND, at=time(20, 0))
        await tick(database, VILLAGE, post, at("2026-11-19 18:30"))
        await database.run(visit, 1, 4, SHIGUAN, "2026-11-19")
    async with Database(url, VILLAGE.vault) as database:
        await tick(database, VILLAGE, post, at("2026-11-19 20:00"))
    first, second = ([text for who, text in post.texts if who == name] for name in ("钱进", "周凯"))
    assert len(first) == 1
    assert first == second


async def test_who_switches_it_off_meanwhile_does_not_hear_it(house: Database) -> None:
    await house.run(wish, SECOND, at=time(20, 0))
    await tick(house, VILLAGE, Post(), at("2026-11-19 18:30"))
    await house.run(wish, SECOND, off=frozenset({"day"}))
    assert await heard(house, "11-19 20:00", "11-20 18:30") == [("11-20 18:30", "digest", "钱进")]


async def test_a_week_and_a_month_come_on_first_workdays_unless_switched_off(house: Database) -> None:
    await house.run(wish, SECOND, off=frozenset({"week"}))
    assert sorted(await heard(house, "11-02 09:00")) == sorted([
        ("11-02 09:00", "digest_week", "钱进"), ("11-02 09:00", "digest_month", "钱进"),
        ("11-02 09:00", "digest_month", "周凯"), ("11-02 09:00", "digest_week", "孙华"),
        ("11-02 09:00", "digest_month", "孙华"),
    ])  # fmt: skip


async def test_only_exceptions_means_the_day_and_not_the_week(house: Database) -> None:
    await house.run(wish, SECOND, exceptions=True)
    days = [f"2026-{day}" for day in ("10-26", "10-27", "11-02", "11-03", "11-09", "11-10", "11-16")]
    await house.run(come, 4, SHIGUAN, *days)
    assert await heard(house, "11-16 18:30") == [("11-16 18:30", "digest", "钱进")]
    await house.run(urgent, "2026-11-17")
    assert [name for _, _, name in await heard(house, "11-17 18:30")] == ["钱进", "周凯", "孙华"]
    assert ("11-23 09:00", "digest_week", "周凯") in await heard(house, "11-23 09:00")


async def test_on_a_day_without_work_only_what_is_new_is_sent(house: Database) -> None:
    assert await heard(house, "11-20 18:30", "11-21 18:30") == [
        ("11-20 18:30", "digest", name) for name in ("钱进", "周凯")
    ]
    await house.run(urgent, "2026-11-22")
    assert [name for _, _, name in await heard(house, "11-22 18:30")] == ["钱进", "周凯", "孙华"]


async def test_a_digest_goes_by_the_channel_chosen_for_digests(house: Database) -> None:
    await house.run(contact, LEADER, "telegram", "2026-11-18 08:00")
    await house.run(wish, LEADER, channel="webchat")
    post = Post()
    await tick(house, VILLAGE, post, at("2026-11-19 18:30"))
    first = {errand.to.name: errand.to.addresses[0].channel for errand in post.errands}
    assert first["钱进"] == "webchat"


async def test_a_digest_does_not_wait_because_there_were_reminders(house: Database) -> None:
    await house.run(assign, LEADER, SHIGUAN, "first_secretary")
    said = await heard(house, "11-23 08:30", "11-23 09:00", "11-23 18:30")
    assert ("11-23 18:30", "digest", "钱进") in said


async def test_a_setting_is_kept_beside_those_of_reminders(house: Database) -> None:
    wanted = Subscription(frozenset({"week"}), time(19), True, "sms")
    await house.run(wish, LEADER, off=wanted.off, at=wanted.at, exceptions=True, channel="sms")
    whole = await house.read(wish_of, LEADER)
    await house.run(keep_wish, LEADER, replace(whole, not_before=time(12)), SET_AT)
    kept = await house.read(wish_of, LEADER)
    assert (kept.digests, kept.not_before) == (wanted, time(12))


@pytest.mark.parametrize(
    ("span", "wish", "issued", "heard"),
    [
        ("day", None, "2026-11-20 18:30", "2026-11-20 18:30"),
        ("day", time(19), "2026-11-20 18:30", "2026-11-20 19:00"),
        ("day", time(7, 30), "2026-11-20 18:30", "2026-11-23 07:30"),
        ("day", time(7, 30), "2026-09-30 18:30", "2026-10-08 07:30"),
        ("week", time(7, 30), "2026-11-23 09:00", "2026-11-23 09:00"),
        ("week", time(19), "2026-11-23 09:00", "2026-11-23 19:00"),
        ("month", None, "2026-11-02 09:00", "2026-11-02 09:00"),
    ],
)
def test_when_somebody_hears_it(span: str, wish: time | None, issued: str, heard: str) -> None:
    moment: datetime = at(issued)
    assert TABLE.digest_at(wish, Stretch.of(span, moment.date()), moment) == at(heard)


@pytest.mark.parametrize(
    ("day", "reported"),
    [
        ("2026-02-24", ["2026-02-24", "2026-W07"]),
        ("2026-02-16", ["2026-02-16"]),
        ("2026-11-02", ["2026-11-02", "2026-W44", "2026-10"]),
        ("2026-10-08", ["2026-10-08", "2026-W40", "2026-09"]),
        ("2026-11-03", ["2026-11-03"]),
    ],
)
def test_what_is_reported_on_a_day_goes_by_the_calendar(day: str, reported: list[str]) -> None:
    assert [str(each) for each in TABLE.reported_on(date.fromisoformat(day))] == reported

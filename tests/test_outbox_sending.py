"""From the outbox to the people: looked at again, merged, held back for the night or the day, said in their language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from hamlet import SHIGUAN, VAULT, Post, at, come, contact, excuse, household, lines, opened, states, visit
from outbox import BUSY, VILLAGE, told, two_helpers, with_setting

from scheduler.errands import Fate, Outcome
from scheduler.jobs.deliveries import deliver
from scheduler.judging import daily_cap
from scheduler.tick import tick
from scheduler.timetable import Timetable
from storage.database import Database
from storage.queries.recipients import recipients


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(two_helpers)
        yield database


async def test_who_did_it_meanwhile_is_not_reminded(database: Database) -> None:
    post = Post(lambda errand: BUSY)
    await tick(database, VILLAGE, post, at("2026-11-18 17:00"))
    assert [name for name, _ in post.texts] == ["张三", "李四"]
    await database.run(come, 1, SHIGUAN, "2026-11-18")
    await database.run(excuse, 2, "2026-11-18", "2026-11-20")
    post.answer = lambda errand: Outcome(Fate.SENT, "webchat")
    assert await tick(database, VILLAGE, post, at("2026-11-18 17:01")) == []
    kept = {key: (state, reason) for key, state, reason in await database.read(states)}
    assert kept["N04:1:2026-W47"] == ("dropped", "not wanted any more")
    assert kept["N04:2:2026-W47"] == ("dropped", "not wanted any more")


async def test_what_is_said_is_what_is_true_when_it_is_sent(database: Database) -> None:
    await database.run(household, 1, SHIGUAN, "李大山", 1, 2)
    await database.run(household, 2, SHIGUAN, "王小河", 1, 5)
    post = Post(lambda errand: BUSY)
    await tick(database, VILLAGE, post, at("2026-11-20 09:00"))
    assert "还有2户未走访:李*(2组)、王*(5组)。" in post.texts[0][1]
    await database.run(visit, 1, 1, SHIGUAN, "2026-11-20")
    await tick(database, VILLAGE, post, at("2026-11-20 10:01"))
    assert "还有1户未走访:王*(5组)。" in post.texts[-1][1]


async def test_what_is_due_together_is_one_message(database: Database) -> None:
    await database.run(household, 1, SHIGUAN, "李大山", 1)
    post = Post()
    await tick(database, VILLAGE, post, at("2026-04-20 09:00"))
    assert post.texts[0] == (
        "张三",
        "本周(4.20-4.26)应驻村2天。到村后回 签到\n本月还有1户未走访:李*(2组)。走访后回 走访",
    ), "the week's first reminder was missed for half an hour"
    assert len(post.texts) == 2, "one for each of the two"
    assert [move.press for move in post.errands[0].messages(None)[0].moves] == ["go:签到", "go:走访"]


async def test_what_another_reminder_says_too_is_not_said_twice(database: Database) -> None:
    post = Post()
    await tick(database, VILLAGE, post, at("2025-09-29 17:05"))
    assert {notice.kind for notice in post.errands[0].notices} == {"N04", "N05"}
    assert post.texts[0] == ("张三", "本周还需2天,只剩周一、周二。到村后回 签到;有特殊情况请回 请假")


async def test_the_cap_of_the_day_holds_what_comes_after_it(database: Database) -> None:
    village = with_setting("cap.cadre", 1)
    post = Post()
    for moment in ("2026-11-16 08:30", "2026-11-18 17:00", "2026-11-19 16:00"):
        await tick(database, village, post, at(moment))
    assert len(post.errands) == 6, "one a day is within the cap"
    for moment in ("2025-09-29 08:30", "2025-09-29 16:00", "2025-09-29 17:00"):
        await tick(database, village, post, at(moment))
    assert len(post.errands) == 8
    kept = {key: (state, reason) for key, state, reason in await database.read(states)}
    assert kept["N01:1:2025-W40"] == ("sent", "")
    assert kept["N05:1:2025-W40"] == ("dropped", "too late after daily cap")


async def test_a_household_has_a_cap_of_its_own(database: Database) -> None:
    await database.run(household, 1, SHIGUAN, "李大山", 1)
    people = await database.read(recipients, VAULT, [1, 10_001], at("2026-11-16 08:00").date())
    table = Timetable(VILLAGE.calendar, VILLAGE.parameters)
    caps = {each.name: daily_cap(table, each, date(2026, 11, 16)) for each in people.values()}
    assert caps == {"张三": 3, "李大山": 1}


async def test_the_night_is_quiet_but_for_what_is_urgent(database: Database) -> None:
    post = Post()
    await database.run(told, urgent=False, kind="N05")
    assert [each async for each in deliver(database, VILLAGE, post, at("2026-11-19 22:00"))] == []
    assert [each async for each in deliver(database, VILLAGE, post, at("2026-11-20 07:29"))] == []
    morning = [each async for each in deliver(database, VILLAGE, post, at("2026-11-20 07:30"))]
    assert lines(morning) == [("11-20 07:30", "N05", "张三")]


async def test_an_urgent_notice_goes_out_at_night_and_over_the_cap(database: Database) -> None:
    await database.run(told, urgent=True)
    village, post = with_setting("cap.cadre", 0), Post()
    found = [each async for each in deliver(database, village, post, at("2026-11-19 22:00"))]
    assert lines(found) == [("11-19 22:00", "N05", "张三")]


async def test_everybody_hears_in_their_own_language(database: Database) -> None:
    await database.run(contact, 1, "sms", "2026-02-01 08:00", "en")
    post = Post()
    await tick(database, VILLAGE, post, at("2026-11-16 08:30"))
    assert [each.channel for each in post.errands[0].to.addresses] == ["sms", "webchat"], (
        "the one used last first"
    )
    assert post.errands[0].messages("en")[0].text == (
        "This week (11.16-11.22) asks 2 days on site. Reply check in when you are in the village."
    )

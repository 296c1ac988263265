"""From the outbox to the people: looked at again, merged, held back, retried, never marked sent untold."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hamlet import (
    SHIGUAN,
    UNIT,
    VAULT,
    Post,
    Village,
    assign,
    at,
    come,
    contact,
    excuse,
    household,
    lines,
    opened,
    person,
    states,
    visit,
)  # fmt: skip
from sqlalchemy import Connection, select

from scheduler.errands import Fate, Outcome
from scheduler.jobs.deliveries import ENOUGH, LEASE, _claimed, deliver, wake
from scheduler.judging import Errand, daily_cap
from scheduler.tick import tick, write_due
from scheduler.timetable import Timetable
from storage.database import Database
from storage.parameters import Parameters, Setting
from storage.queries import notices
from storage.queries.attempts import Tried
from storage.queries.notices import NewNotice
from storage.queries.recipients import recipients
from storage.tables import Attempt, Notice

VILLAGE = Village()
BUSY = Outcome(Fate.LATER, reason="busy", tried=(Tried("webchat", "later", "busy"),))
NOBODY = Outcome(
    Fate.TO_PHONE, reason="sms: no such number", tried=(Tried("sms", "unreachable", "no such number"),)
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened("sqlite", tmp_path) as (_, database):
        await database.run(two_helpers)
        yield database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Database]]:
    async with opened(request.param, tmp_path) as (url, database):
        await database.run(two_helpers)
        yield url, database


def two_helpers(conn: Connection) -> None:
    person(conn, 1, "张三", unit=UNIT)
    person(conn, 2, "李四")
    assign(conn, 1, SHIGUAN)
    assign(conn, 2, SHIGUAN)


def with_setting(name: str, value: object) -> Village:
    return Village(parameters=Parameters([Setting(name, "/", date(2020, 1, 1), None, value)]))


def told(
    conn: Connection, until: str = "2026-11-20 09:00", *, urgent: bool = False, kind: str = "N05"
) -> None:
    """A notice to 张三, written by hand."""
    notice = NewNotice(f"{kind}:1:test", kind, 1, {}, at("2026-11-19 16:00"), at(until), urgent)
    notices.add_notices(conn, [notice], at("2026-11-19 16:00"))


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


async def test_a_busy_provider_is_tried_again_with_growing_pauses(database: Database) -> None:
    await database.run(told, until="2026-11-20 00:00")
    post = Post(lambda errand: BUSY)
    tried = []
    now = at("2026-11-19 16:00")
    while now < at("2026-11-19 18:00"):
        before = len(post.errands)
        await tick(database, with_setting("reminder.tight_at", time(3)), post, now)
        if len(post.errands) > before:
            tried.append(f"{now:%H:%M}")
        now += timedelta(seconds=30)
    assert tried == ["16:00", "16:01", "16:03", "16:07", "16:15", "16:30", "17:00", "17:30"]
    assert await database.read(attempts) == [("webchat", "later", "busy")] * len(tried)


def attempts(conn: Connection) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in conn.execute(select(Attempt.channel, Attempt.outcome, Attempt.reason))]  # type: ignore[misc]


async def test_a_sender_that_breaks_loses_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(errand: Errand) -> Outcome:
        raise ValueError("a bug")

    post = Post(broken)
    await database.run(told)
    assert [each async for each in deliver(database, VILLAGE, post, at("2026-11-19 16:00"))] == []
    assert "the sender failed" in caplog.text
    post.answer = lambda errand: Outcome(Fate.SENT, "webchat")
    again = [each async for each in deliver(database, VILLAGE, post, at("2026-11-19 16:01"))]
    assert lines(again) == [("11-19 16:01", "N05", "张三")]


class Crash(BaseException):
    """The machine stops here."""


async def test_a_crash_after_sending_repeats_at_most_the_message_in_hand(database: Database) -> None:
    heard: list[str] = []

    def one_then_crash(errand: Errand) -> Outcome:
        heard.append(errand.to.name)
        if len(heard) == 2:
            raise Crash
        return Outcome(Fate.SENT, "webchat")

    post, now = Post(one_then_crash), at("2026-11-16 08:30")
    await write_due(database, VILLAGE, now)
    with pytest.raises(Crash):
        _ = [each async for each in deliver(database, VILLAGE, post, now, lanes=1)]
    post.answer = lambda errand: heard.append(errand.to.name) or Outcome(Fate.SENT, "webchat")  # type: ignore[func-returns-value]
    assert await tick(database, VILLAGE, post, now + timedelta(minutes=1)) == [], "the lease still holds"
    await tick(database, VILLAGE, post, now + LEASE)
    assert heard == ["张三", "李四", "李四"]


async def test_who_cannot_be_reached_stands_on_the_call_list_with_the_reason(database: Database) -> None:
    await database.run(told)
    found = [
        each async for each in deliver(database, VILLAGE, Post(lambda errand: NOBODY), at("2026-11-19 16:00"))
    ]
    assert [(each.channel, each.fate) for each in found] == [("phone", Fate.TO_PHONE)]
    assert await database.read(states) == [("N05:1:test", "to_phone", "sms: no such number")]
    assert await database.read(attempts) == [("sms", "unreachable", "no such number")]


async def test_a_page_that_is_opened_gets_what_waits_for_it(database: Database) -> None:
    post = Post(lambda errand: Outcome(Fate.LATER, reason="no page"))
    await tick(database, VILLAGE, post, at("2026-11-18 17:00"))
    page = await database.run(contact, 1, "terminal")
    post.answer = lambda errand: Outcome(Fate.SENT, "webchat")
    found = await wake(database, VILLAGE, post, page, at("2026-11-18 17:00"))
    assert lines(found) == [("11-18 17:00", "N04", "张三")]
    assert await wake(database, VILLAGE, post, page, at("2026-11-18 17:05")) == []


async def test_who_comes_back_need_not_be_phoned(database: Database) -> None:
    post = Post(lambda errand: NOBODY)
    await tick(database, VILLAGE, post, at("2026-11-18 17:00"))
    page = await database.run(contact, 1, "terminal")
    post.answer = lambda errand: Outcome(Fate.SENT, "webchat")
    assert lines(await wake(database, VILLAGE, post, page, at("2026-11-18 18:00"))) == [
        ("11-18 18:00", "N04", "张三")
    ]
    assert await wake(database, VILLAGE, post, page + 100, at("2026-11-18 18:00")) == [], "a stranger's page"


async def test_an_unbound_page_gets_nothing(database: Database) -> None:
    assert await wake(database, VILLAGE, Post(), 12_345, at("2026-11-18 17:00")) == []


async def test_what_is_written_twice_stands_once(either: tuple[str, Database]) -> None:
    _, database = either
    for _ in range(2):
        await database.run(told)
    assert await database.read(states) == [("N05:1:test", "waiting", "")]


async def test_a_claim_is_nobody_elses_until_its_lease_ends(either: tuple[str, Database]) -> None:
    url, database = either
    await database.run(told)
    now = at("2026-11-19 16:00")
    async with Database(url, VAULT) as other:
        claims = await asyncio.gather(
            *(each.run(notices.claim, now, 10, LEASE) for each in (database, other) * 4)
        )
        assert sorted(map(len, claims)) == [0] * 7 + [1]
        assert await other.run(notices.claim, now + LEASE - timedelta(seconds=1), 10, LEASE) == []
        assert len(await other.run(notices.claim, now + LEASE, 10, LEASE)) == 1


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


async def test_what_is_not_begun_when_the_claim_is_nearly_over_is_claimed_anew(database: Database) -> None:
    await database.run(told)
    begun = at("2026-11-19 16:00")
    late = begun + LEASE - ENOUGH
    moments = iter([begun])
    found = [each async for each in _claimed(database, VILLAGE, lambda: next(moments, late), None)]
    assert [len(errands) for errands in found] == [1]
    leases = await database.read(lambda conn: conn.execute(select(Notice.lease_until)).scalars().all())
    assert leases == [late + LEASE], "nobody else takes what is being sent"


async def test_what_is_given_back_is_no_message_yet(database: Database) -> None:
    await database.run(told)
    begun = at("2026-11-19 16:00")
    (row,) = await database.run(notices.claim, begun, 10, LEASE)
    await database.run(notices.release, [row.id], as_new=True)
    (again,) = await database.run(notices.claim, begun, 10, LEASE)
    assert again.together is None

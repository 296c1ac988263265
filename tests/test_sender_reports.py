"""Delivery reports: before, after, twice, about nothing; and what they make of a notice, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hamlet import Post, Village, at, contact, opened, person
from sqlalchemy import Connection, select

from scheduler.errands import Fate, Outcome
from scheduler.jobs.deliveries import deliver
from scheduler.jobs.ledger import record
from scheduler.judging import MAYBE, Errand, judge
from storage.database import Database
from storage.queries.attempts import Tried
from storage.queries.claims import claim
from storage.queries.notices import NewNotice, add_notices
from storage.queries.reports import Told, take_report
from storage.tables import Attempt, Contact, EarlyReport, Notice

NOW = at("2026-11-19 16:00")
VILLAGE = Village()
TOLD = Told("sms", "biz-1", "", True, "DELIVRD", NOW + timedelta(seconds=20))
FAILED = replace(TOLD, delivered=False, code="UNDELIV")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(request.param, tmp_path) as (_, database):
        await database.run(furnish)
        yield database


def furnish(conn: Connection) -> None:
    person(conn, 1, "张三", channel=None)
    contact(conn, 1, "sms")
    contact(conn, 1, "wechat")
    add_notices(conn, [notice(1)], NOW)


def notice(number: int) -> NewNotice:
    return NewNotice(f"n{number}", "new_account", 1, {}, NOW, NOW + timedelta(hours=6))


def by_sms(ids: Sequence[str] = ("biz-1",), outcome: str = "sent") -> Post:
    """A sender that a gateway takes everything of, under our reference n<notice>."""

    def answer(errand: Errand) -> Outcome:
        at_sms = next(way for way in errand.to.addresses if way.channel == "sms")
        tried = Tried("sms", outcome, "", at_sms.contact_id, "template", f"n{errand.first}", tuple(ids), 2)
        if outcome == "unclear":
            return Outcome(Fate.UNCLEAR, reason="broke", tried=[tried], after=timedelta(minutes=15))
        return Outcome(Fate.SENT, "sms", tried=[tried], way=at_sms)

    return Post(answer)


async def send(database: Database, post: Post, now: datetime = NOW) -> None:
    async for _ in deliver(database, VILLAGE, post, now):
        pass


async def tell(database: Database, told: Told, key: str = "k1") -> str:
    return await database.run(take_report, told, key, NOW)


def state(conn: Connection) -> tuple[str, str, str | None]:
    return tuple(conn.execute(select(Notice.state, Notice.reason, Notice.channel)).one())  # type: ignore[return-value]


def reported(conn: Connection) -> list[tuple[str, bool | None, str]]:
    rows = conn.execute(select(Attempt.provider_id, Attempt.delivered, Attempt.report).order_by(Attempt.id))
    return [(id_, delivered, report) for id_, delivered, report in rows]


def bounces(conn: Connection) -> dict[str, int]:
    return {row[0]: row[1] for row in conn.execute(select(Contact.channel, Contact.bounces))}


async def test_what_was_taken_is_sent_and_only_a_report_says_delivered(database: Database) -> None:
    await send(database, by_sms())
    assert await database.read(state) == ("sent", "", "sms")
    assert await tell(database, TOLD) == "delivered"
    assert await database.read(state) == ("delivered", "", "sms")
    assert await database.read(reported) == [("biz-1", True, "DELIVRD")]


async def test_a_report_told_twice_counts_once(database: Database) -> None:
    await send(database, by_sms())
    assert [await tell(database, FAILED), await tell(database, FAILED)] == ["failed", "again"]
    assert await database.read(bounces) == {"sms": 1, "wechat": 0}


async def test_a_report_by_our_reference_finds_its_attempt(database: Database) -> None:
    await send(database, by_sms(()))
    assert await tell(database, replace(TOLD, id="", reference="n1")) == "delivered"


async def test_a_report_that_comes_before_the_attempt_is_written_down_waits_for_it(
    database: Database,
) -> None:
    assert await tell(database, TOLD) == "unknown"
    await send(database, by_sms())
    assert await database.read(state) == ("delivered", "", "sms")
    assert await database.read(lambda conn: conn.execute(select(EarlyReport.id)).all()) == []


async def test_a_report_of_nothing_we_know_changes_nothing(database: Database) -> None:
    await send(database, by_sms())
    assert await tell(database, replace(TOLD, id="biz-9")) == "unknown"
    assert await tell(database, replace(TOLD, channel="wecom"), "k2") == "unknown"
    assert await database.read(state) == ("sent", "", "sms")


async def test_what_did_not_arrive_looks_for_another_contact_at_once(database: Database) -> None:
    await send(database, by_sms())
    await tell(database, FAILED)
    assert await database.read(state) == ("waiting", "sms: not delivered (UNDELIV)", None)
    again = Post(lambda errand: Outcome(Fate.TO_PHONE, reason="nobody left"))
    await send(database, again)
    shut = again.errands[0].shut
    assert [way.channel for way in again.errands[0].to.addresses if way.contact_id in shut] == ["sms"]
    assert (await database.read(state))[0] == "to_phone"


async def test_delivered_is_the_last_word(database: Database) -> None:
    await send(database, by_sms())
    await tell(database, FAILED)
    await tell(database, TOLD, "k2")
    assert await database.read(state) == ("delivered", "", "sms")
    assert await tell(database, FAILED, "k3") == "failed"
    assert await database.read(state) == ("delivered", "", "sms")
    assert await database.read(bounces) == {"sms": 0, "wechat": 0}


async def test_two_that_did_not_arrive_shut_the_address(database: Database) -> None:
    for number in (1, 2):
        await database.run(add_notices, [notice(number)], NOW)
        await send(database, by_sms([f"biz-{number}"]))
        await tell(database, replace(FAILED, id=f"biz-{number}"), f"k{number}")
    post = Post(lambda errand: Outcome(Fate.TO_PHONE, reason="nobody left"))
    await send(database, post)
    ways = {way.channel: way.shut for way in post.errands[0].to.addresses}
    assert ways == {"sms": "2 messages in a row did not arrive", "wechat": ""}


async def test_a_message_in_two_parts_is_delivered_when_both_are(database: Database) -> None:
    await send(database, by_sms(("biz-1", "biz-2")))
    await tell(database, TOLD)
    assert await database.read(state) == ("sent", "", "sms")
    await tell(database, replace(TOLD, id="biz-2"), "k2")
    assert await database.read(state) == ("delivered", "", "sms")


async def test_what_may_have_been_taken_waits_a_quarter_of_an_hour_for_its_report(database: Database) -> None:
    await send(database, by_sms((), "unclear"))
    post = by_sms(())
    await send(database, post, NOW + timedelta(minutes=14))
    assert post.errands == []
    await send(database, post, NOW + timedelta(minutes=15))
    assert post.errands[0].pending is not None
    assert post.errands[0].pending.reference == "n1"


async def test_the_report_of_what_may_have_been_taken_ends_the_waiting(database: Database) -> None:
    await send(database, by_sms((), "unclear"))
    await tell(database, replace(TOLD, id="", reference="n1"))
    post = by_sms()
    await send(database, post, NOW + timedelta(minutes=20))
    assert post.errands == []
    assert await database.read(state) == ("delivered", "", "sms")


async def test_what_may_have_left_together_goes_together_once_more(database: Database) -> None:
    people = [NewNotice(f"m{n}", "call_list", 1, {}, NOW, NOW + timedelta(hours=6), True) for n in (1, 2)]
    await database.run(add_notices, people, NOW)
    await send(database, by_sms((), "unclear"))
    post = by_sms()
    await send(database, post, NOW + timedelta(minutes=15))
    assert [errand.pending and errand.pending.reference for errand in post.errands] == ["n1"]


async def test_a_report_ends_what_was_dropped_while_nobody_knew(database: Database) -> None:
    await send(database, by_sms((), "unclear"))
    post = by_sms(())
    await send(database, post, NOW + timedelta(hours=7))
    assert post.errands == []
    assert (await database.read(state))[:2] == ("dropped", f"too late: nobody was reached; {MAYBE}")
    await tell(database, replace(TOLD, id="", reference="n1"))
    assert await database.read(state) == ("delivered", "", "sms")


async def test_what_was_taken_before_and_did_not_arrive_then_is_not_sent(database: Database) -> None:
    await send(database, by_sms((), "unclear"))
    failed = replace(FAILED, id="", reference="n1")

    def answer(errand: Errand) -> Outcome:
        at_sms = next(way for way in errand.to.addresses if way.channel == "sms")
        tried = Tried("sms", "sent", "", at_sms.contact_id, "template", "n1", again=True)
        return Outcome(Fate.SENT, "sms", tried=[tried], way=at_sms)

    claimed = await database.run(claim, NOW + timedelta(minutes=15), 10, timedelta(minutes=1))
    verdicts = await database.read(judge, VILLAGE, claimed, NOW + timedelta(minutes=15))
    await tell(database, failed)
    outcome = answer(verdicts.errands[0])
    await database.run(record, VILLAGE.vault, [(verdicts.errands[0], outcome)], NOW)
    assert await database.read(state) == ("waiting", "sms: not delivered (UNDELIV)", None)
    assert await database.read(bounces) == {"sms": 1, "wechat": 0}


async def test_what_may_have_been_taken_and_failed_is_no_longer_in_doubt(database: Database) -> None:
    await send(database, by_sms((), "unclear"))
    await tell(database, replace(FAILED, id="", reference="n1"))
    post = by_sms()
    await send(database, post, NOW + timedelta(minutes=1))
    assert (post.errands[0].pending, list(post.errands[0].failures.values())) == (None, [1])

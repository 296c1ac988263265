"""Group robots: each digest of a region once, tried until it is taken, never twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from databases import Databases
from wecom_line import FakeDesk, WeComLine, wecom_line

from bot.standins.exchanges import COUNTY
from bot.standins.wecom_faults import Fault
from handlers.replies import Option, Say
from scheduler.tick import write_due
from storage.values.week import SHANGHAI

KEY = "demo-robot-key"


@pytest.fixture
async def line(databases: Databases) -> AsyncIterator[WeComLine]:
    async with wecom_line(databases, FakeDesk(), robots={COUNTY: KEY}) as each:
        await issue(each)
        yield each


async def issue(line: WeComLine) -> None:
    """The evening's digests are issued."""
    for minute in (29, 31):
        line.hands.now = datetime(2026, 11, 17, 18, minute, tzinfo=SHANGHAI)
        await write_due(line.house.database, await line.house.office(), line.hands())


async def test_a_digest_is_said_once_in_the_group_of_its_region(line: WeComLine) -> None:
    for _ in range(3):
        await line.board.sweep()
    (said,) = line.standin.said_by_robots[KEY]
    assert "日报" in said.split("\n")[0]
    assert said.endswith("看明细请在应用里发 日报")
    assert len(said.encode()) <= 2048


@pytest.mark.parametrize(
    "fault", [Fault(code=45009), Fault(status=502), Fault(code=93000), Fault(status=429)]
)
async def test_a_robot_that_was_not_heard_tries_again(
    line: WeComLine, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    line.standin.order("webhook/send", fault, fault)
    for said in (0, 0, 1, 1):
        await line.board.sweep()
        assert len(line.standin.said_by_robots[KEY]) == said
    assert len([each for each in caplog.records if "robot" in each.getMessage()]) == 1
    assert KEY not in caplog.text


async def test_a_robot_that_may_have_been_heard_does_not_repeat_itself(line: WeComLine) -> None:
    line.standin.order("webhook/send", Fault(status=0, taken=True))
    for _ in range(2):
        await line.board.sweep()
    assert len(line.standin.said_by_robots[KEY]) == 1


async def test_what_is_six_hours_old_is_not_said_any_more(line: WeComLine) -> None:
    line.hands.now += timedelta(hours=7)
    await line.board.sweep()
    assert line.standin.said_by_robots[KEY] == []


@pytest.mark.postgresql
async def test_cards_nonces_and_robots_work_on_a_server_too(databases: Databases) -> None:
    card = Say("收到了吗?", options=(Option("1", "收到", "go:收到"),))
    async with wecom_line(databases, FakeDesk([card]), "postgresql", robots={COUNTY: KEY}) as line:
        phone = line.standin.phone("li")
        await phone.say("签到")
        await line.channel.send("li", [card], "notice")
        await line.channel.send("li", [card], "notice")
        await phone.press("go:收到")
        assert sorted(phone.cards.values()) == ["", "", "已选:1收到"]
        await issue(line)
        for _ in range(2):
            await line.board.sweep()
        assert len(line.standin.said_by_robots[KEY]) == 1

"""Templates and subscription messages, and what becomes of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from databases import Databases
from wechat_line import WeChatLine, wechat_line

from bot.channels.base import Filled, Later, QuotaUsed, Refused, Unclear
from bot.standins.phone import Heard
from bot.standins.wecom_faults import Fault

TEMPLATE = "message/template/send"
FILLED = Filled("week_short", "T1", {"thing1": "本周还需1天", "time2": "11月16日"}, "本周还需1天")
SUBSCRIBED = Filled("week_short", "S1", {"thing1": "本周还需1天"}, "本周还需1天", way="subscription")


@pytest.fixture
async def line(databases: Databases) -> AsyncIterator[WeChatLine]:
    async with wechat_line(databases) as each:
        yield each


async def test_a_template_is_sent_and_its_report_comes_later(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    receipt = await line.channel.send_template(phone.openid, FILLED, "notice-7")
    await line.standin.reported()
    assert phone.inbox == [Heard("本周还需1天\n11月16日")]
    (report,) = line.reports
    assert (report.id, report.delivered, report.code) == (receipt.ids[0], True, "success")


async def test_the_same_template_sent_twice_is_taken_once(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    line.standin.order(TEMPLATE, Fault(status=0, taken=True))
    with pytest.raises(Unclear):
        await line.channel.send_template(phone.openid, FILLED, "notice-7")
    await line.channel.send_template(phone.openid, FILLED, "notice-7")
    assert len(phone.inbox) == 1


async def test_who_refuses_our_messages_is_told_in_the_report(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    phone.person.refuses = True
    await line.channel.send_template(phone.openid, FILLED, "notice-7")
    await line.standin.reported()
    assert [(each.delivered, each.code) for each in line.reports] == [(False, "failed:user block")]
    assert await line.left("a") == (0, 0)


async def test_a_value_that_wechat_will_not_take_is_refused_for_good(line: WeChatLine) -> None:
    long = Filled("x", "T1", {"thing1": "字" * 21}, "")
    with pytest.raises(Refused, match="47003"):
        await line.channel.send_template(line.standin.phone("a").openid, long, "n")


async def test_a_subscription_message_is_sent_as_often_as_it_was_accepted(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    with pytest.raises(QuotaUsed):
        await line.channel.send_template(phone.openid, SUBSCRIBED)
    await phone.decide("S1", True)
    await phone.again()
    await line.channel.send_template(phone.openid, SUBSCRIBED)
    with pytest.raises(QuotaUsed):
        await line.channel.send_template(phone.openid, SUBSCRIBED)
    await line.standin.reported()
    assert phone.inbox == [Heard("本周还需1天")]
    assert [each.delivered for each in line.reports] == [True]
    await phone.decide("S1", True)
    await phone.decide("S1", False)
    with pytest.raises(QuotaUsed):
        await line.channel.send_template(phone.openid, SUBSCRIBED)
    assert line.standin.refused == {}


async def test_a_subscription_message_that_did_not_go_out_is_still_accepted(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.decide("S1", True)
    line.standin.order("message/subscribe/bizsend", Fault(status=503))
    with pytest.raises(Later):
        await line.channel.send_template(phone.openid, SUBSCRIBED)
    await line.channel.send_template(phone.openid, SUBSCRIBED)
    assert len(phone.inbox) == 1

"""A month of notices through the providers' stand-ins with outages: none lost, none heard twice, none called delivered."""

from __future__ import annotations

from collections import Counter

import pytest
from databases import Databases
from standing_month import FOLLOWERS, Month, month

from bot.standins.aliyun import AliyunStandIn
from bot.standins.tencent import TencentStandIn
from bot.standins.wecom import WeComStandIn

NOTICES = {"gateway": 160, "aliyun": 120, "tencent": 120}
"""By the provider of SMS; `make bench ARGS=month` sends 10,000 by the first."""

REPORTING = {"sms", "wechat"}


@pytest.mark.parametrize("provider", NOTICES)
async def test_in_a_month_at_the_stand_ins_nothing_is_lost_doubled_or_called_delivered_when_it_was_not(
    databases: Databases, provider: str
) -> None:
    async with month(databases, provider, NOTICES[provider]) as world:
        await trouble(world)
        await world.live()
        await look(world, NOTICES[provider])


async def trouble(world: Month) -> None:
    """Some numbers are off, some followers refuse the account's messages, one has left it."""
    world.carrier.off |= {number for n, number in world.numbers.items() if n % 7 == 0}
    for n in FOLLOWERS[3::6]:
        world.wechat.standin.phone(f"G{n:03d}").person.refuses = True
    await world.wechat.standin.phone("G001").unfollow()


async def look(world: Month, notices: int) -> None:
    """What is written down, against what was heard."""
    found, heard = await world.fates(), world.heard()
    ended = Counter(state for state, _, _ in found.values())
    assert len(found) == notices
    assert set(ended) <= {"sent", "delivered", "dropped", "to_phone"}, ended
    assert ended["delivered"] > notices / 6, ended
    for number, (state, reason, channel) in found.items():
        assert heard[number] == (state in ("sent", "delivered")), (
            number,
            heard[number],
            state,
            reason,
            channel,
        )
        assert reason or state in ("sent", "delivered")
        assert state != "delivered" or channel in REPORTING, "only a report says delivered"
    refused = world.wechat.standin.refused
    assert not refused[45015] + refused[45047], "the planner knows what a window allows"
    wecom = getattr(world.exchanges["wecom"], "standin", None)
    assert isinstance(wecom, WeComStandIn)
    assert wecom.dropped == []
    if isinstance(world.carrier, AliyunStandIn | TencentStandIn):
        assert world.carrier.refused == []

"""What is pushed: as WeChat counts it, each of its refusals for what it means, nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from databases import Databases
from voices import PIXEL
from wechat_line import WeChatLine, push, wechat_line

from bot.channels.base import (
    Later,
    QuotaUsed,
    Refused,
    SendError,
    Unclear,
    Unreachable,
)
from bot.standins.phone import Heard
from bot.standins.wecom_faults import Fault
from handlers.replies import Option, Say
from storage.photos import PhotoStore

CUSTOM, TOKEN = "message/custom/send", "stable_token"


@pytest.fixture
async def line(databases: Databases) -> AsyncIterator[WeChatLine]:
    """Behind it the real desk: it is the turns that open windows."""
    async with wechat_line(databases) as each:
        yield each


async def test_five_messages_in_48_hours_and_the_sixth_is_not_even_tried(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    line.hands.now += timedelta(hours=47)
    for n in range(5):
        await push(line, f"第{n}条")
    with pytest.raises(QuotaUsed):
        await push(line)
    assert [heard.text for heard in phone.inbox[1:]] == [f"第{n}条" for n in range(5)]
    assert line.standin.refused == {}
    await phone.say("你好")
    await push(line)


async def test_after_48_hours_nothing_is_tried(line: WeChatLine) -> None:
    await line.standin.phone("a").say("你好")
    line.hands.now += timedelta(hours=48)
    with pytest.raises(QuotaUsed):
        await push(line)
    assert line.standin.calls == []


@pytest.mark.parametrize("act", ["press", "follow", "scan"])
async def test_a_click_a_follow_and_a_scan_open_three_in_a_minute(line: WeChatLine, act: str) -> None:
    phone = line.standin.phone("a")
    await {"press": lambda: phone.press("go:帮助"), "follow": phone.follow, "scan": lambda: phone.scan("x")}[
        act
    ]()
    for _ in range(3):
        await push(line)
    with pytest.raises(QuotaUsed):
        await push(line)
    await phone.press("go:帮助")
    line.hands.now += timedelta(seconds=59)
    with pytest.raises(QuotaUsed):
        await push(line)
    assert line.standin.refused == {}


async def test_whoever_has_never_written_cannot_be_written_to(line: WeChatLine) -> None:
    with pytest.raises(QuotaUsed):
        await push(line, who="nobody")
    assert line.standin.calls == []


async def test_many_senders_at_once_never_go_over_the_count(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    told = await asyncio.gather(*(push(line) for _ in range(12)), return_exceptions=True)
    assert sum(each is None for each in told) == 5
    assert all(isinstance(each, QuotaUsed) for each in told if each is not None)
    assert line.standin.refused == {}


async def test_a_long_message_is_taken_whole_or_not_at_all(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    await push(line, "字" * 682 * 3)
    assert await line.left("a") == (2, 0)
    with pytest.raises(QuotaUsed):
        await push(line, "字" * 682 * 3)
    assert await line.left("a") == (2, 0)
    assert len(phone.inbox) == 4


async def test_chinese_goes_out_as_it_is_and_choices_as_numbers(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    asked = Say("请选:", options=(Option("1", "签到", "go:签到"), Option("2", "走访", "go:走访")))
    receipt = await line.channel.send(phone.openid, [asked, Say("签 🌾")])
    assert phone.inbox[-1] == Heard("请选:\n1签到 2走访\n\n签 🌾")
    assert receipt.parts == 1


async def test_a_picture_is_uploaded_and_counts_as_one(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    name = PhotoStore(line.house.settings.photos_path).put(PIXEL)
    await line.channel.send(phone.openid, [Say("现场", picture=name)])
    assert phone.inbox[-2:] == [Heard("", picture=PIXEL), Heard("现场")]
    assert await line.left("a") == (3, 0)


CODES: dict[int, tuple[type[SendError], int]] = {
    -1: (Later, 5), 45011: (Later, 5), 45009: (QuotaUsed, 5), 40164: (Later, 5), 40013: (Later, 5),
    45015: (QuotaUsed, 0), 45047: (QuotaUsed, 0), 40003: (Unreachable, 0), 43004: (Unreachable, 0),
    43019: (Unreachable, 0), 48002: (Unreachable, 0), 44004: (Refused, 5), 45002: (Refused, 5),
    48001: (Refused, 5), 99999: (Refused, 5),
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
async def test_an_error_code_means_what_the_sender_should_do(line: WeChatLine, code: int) -> None:
    await line.standin.phone("a").say("你好")
    line.standin.order(CUSTOM, Fault(code=code))
    kind, left = CODES[code]
    with pytest.raises(kind) as raised:
        await push(line)
    assert str(code) in str(raised.value)
    assert await line.left("a") == (left, 0)


NETWORK: dict[str, tuple[Fault, type[SendError], int]] = {
    "429": (Fault(status=429, after=7), Later, 5),
    "503": (Fault(status=503), Later, 5),
    "html": (Fault(html=True), Unclear, 4),
    "cut": (Fault(status=0), Unclear, 4),
    "taken, then cut": (Fault(status=0, taken=True), Unclear, 4),
    "404": (Fault(status=404), Refused, 5),
}


@pytest.mark.parametrize("what", NETWORK)
async def test_the_networks_faults_keep_the_count_true(line: WeChatLine, what: str) -> None:
    fault, kind, left = NETWORK[what]
    await line.standin.phone("a").say("你好")
    line.standin.order(CUSTOM, fault)
    with pytest.raises(kind) as raised:
        await push(line)
    assert type(raised.value) is kind
    assert await line.left("a") == (left, 0)


async def test_a_message_that_broke_off_in_the_middle_goes_on_there(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    long = "".join(f"{n:04}句。" for n in range(400))
    line.standin.order(CUSTOM, Fault(slow=0.001), Fault(status=503))
    with pytest.raises(Later):
        await push(line, long, reference="notice-1")
    await push(line, long, reference="notice-1")
    assert "".join(heard.text for heard in phone.inbox[1:]) == long
    assert await line.left("a") == (5 - len(phone.inbox[1:]), 0)


async def test_a_refused_token_is_fetched_anew_once(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    await push(line)
    line.standin.tokens.end()
    await push(line)
    assert line.standin.calls.count(TOKEN) == 2
    line.standin.order(CUSTOM, Fault(code=42001), Fault(code=40001))
    with pytest.raises(Later):
        await push(line)
    assert len(phone.inbox) == 3


async def test_a_hundred_messages_ask_for_one_token(line: WeChatLine) -> None:
    names = [f"p{n}" for n in range(20)]
    for name in names:
        await line.standin.phone(name).say("你好")
    await asyncio.gather(*(push(line, who=name) for name in names for _ in range(5)))
    assert line.standin.calls.count(TOKEN) == 1
    assert line.standin.calls.count(CUSTOM) == 100
    line.hands.now += timedelta(seconds=7200)
    await line.standin.phone("p0").say("你好")
    await push(line, who="p0")
    assert line.standin.calls.count(TOKEN) == 2
    assert line.standin.refused == {}


async def test_when_the_day_is_used_up_nothing_is_called_before_midnight(line: WeChatLine) -> None:
    phone = line.standin.phone("a")
    await phone.say("你好")
    line.standin.order(CUSTOM, Fault(code=45009))
    for _ in range(3):
        with pytest.raises(QuotaUsed):
            await push(line)
    assert line.standin.calls.count(CUSTOM) == 1
    line.hands.now += timedelta(hours=17)
    await push(line)
    assert len(phone.inbox) == 2


async def test_an_address_not_on_the_allow_list_stops_the_calls_for_a_while(line: WeChatLine) -> None:
    await line.standin.phone("a").say("你好")
    line.standin.trusted = False
    with pytest.raises(Later, match="IP"):
        await push(line)
    calls = len(line.standin.calls)
    with pytest.raises(Later, match="IP"):
        await push(line)
    assert len(line.standin.calls) == calls
    line.standin.trusted = True
    line.hands.now += timedelta(minutes=10)
    await push(line)

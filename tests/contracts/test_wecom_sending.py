"""What the application sends: faults told by their kind, nothing twice, nobody more than they would receive."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from databases import Databases
from pydantic import ValidationError
from voices import PIXEL
from wecom_line import FakeDesk, WeComLine, wecom_block, wecom_line

from bot.channels.base import Later, Refused, SendError, Unclear, Unreachable
from bot.channels.wecom.doctor import look
from bot.logs import TALKATIVE
from bot.standins.phone import Heard
from bot.standins.wecom_faults import Fault
from handlers.replies import Option, Say
from storage.photos import PhotoStore

NOTICE = [Say("本周还需1天。回 签到", moves=(Option("签到", "签到", "go:签到"),))]
CHOICE = [Say("收到了吗?", options=(Option("1", "收到", "go:收到"), Option("2", "没收到", "go:没收到")))]


@pytest.fixture
async def line(databases: Databases) -> AsyncIterator[WeComLine]:
    async with wecom_line(databases, FakeDesk()) as each:
        each.standin.phone("li")
        yield each


async def test_a_notice_comes_as_it_is_written_and_its_receipt_has_the_id(line: WeComLine) -> None:
    receipt = await line.channel.send("li", NOTICE, "notice-1")
    assert line.standin.phone("li").inbox == [Heard("本周还需1天。回 签到")]
    assert (len(receipt.ids), receipt.parts) == (1, 1)
    assert all(receipt.ids)


async def test_a_picture_comes_before_its_words(line: WeComLine) -> None:
    name = PhotoStore(line.house.settings.photos_path).put(PIXEL)
    await line.channel.send("li", [Say("二维码", picture=name)], "n")
    assert line.standin.phone("li").inbox == [Heard("", picture=PIXEL), Heard("二维码")]
    await line.channel.send("li", [Say("没有了", picture="0" * 64)], "m")
    assert line.standin.phone("li").inbox[2:] == [Heard("没有了")]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(code=-1), Later),
        (Fault(code=45009), Later),
        (Fault(code=45033), Later),
        (Fault(status=429, after=7), Later),
        (Fault(status=502), Later),
        (Fault(html=True), Unclear),
        (Fault(status=0), Unclear),
        (Fault(code=60111), Unreachable),
        (Fault(code=81013), Unreachable),
        (Fault(code=60020), Refused),
        (Fault(code=48002), Refused),
        (Fault(code=60011), Refused),
        (Fault(code=301002), Refused),
        (Fault(code=45002), Refused),
        (Fault(status=404), Refused),
    ],
)
async def test_each_fault_is_told_by_its_kind(
    line: WeComLine, fault: Fault, error: type[SendError], caplog: pytest.LogCaptureFixture
) -> None:
    line.standin.order("message/send", fault)
    with pytest.raises(error) as caught:
        await line.channel.send("li", NOTICE, "n")
    assert type(caught.value) is error
    assert "li" not in str(caught.value).split()
    assert fault.after == (getattr(caught.value, "after", None) or 0) or fault.code == 45009
    await line.channel.send("li", NOTICE, "n")
    assert len(line.standin.phone("li").inbox) == 1


@pytest.mark.parametrize("messages", [NOTICE, CHOICE])
@pytest.mark.parametrize("fault", [Fault(status=0, taken=True), Fault(status=504, taken=True)])
async def test_a_send_that_was_taken_before_the_line_broke_is_not_heard_twice(
    line: WeComLine, fault: Fault, messages: list[Say]
) -> None:
    line.standin.order("message/send", fault)
    with pytest.raises(Unclear):
        await line.channel.send("li", messages, "notice-1")
    await line.channel.send("li", messages, "notice-1")
    assert len(line.standin.phone("li").inbox) == 1


async def test_the_same_words_of_two_notices_are_both_heard(line: WeComLine) -> None:
    for reference in ("notice-1", "notice-2", "", ""):
        await line.channel.send("li", NOTICE, reference)
    assert len(line.standin.phone("li").inbox) == 4


async def test_who_cannot_see_the_application_is_marked_gone(line: WeComLine) -> None:
    line.standin.phone("li").member = False
    with pytest.raises(Unreachable):
        await line.channel.send("li", NOTICE, "n")


@pytest.mark.parametrize("address", ["", "@all", "li|wang"])
async def test_one_message_never_goes_to_several(line: WeComLine, address: str) -> None:
    with pytest.raises(Unreachable):
        await line.channel.send(address, NOTICE, "n")
    assert line.standin.calls == []


@pytest.mark.parametrize("expire", [True, False])
async def test_a_token_that_is_not_good_any_more_is_fetched_anew_once(line: WeComLine, expire: bool) -> None:
    await line.channel.send("li", NOTICE, "n-1")
    if expire:
        line.hands.now += timedelta(hours=3)
    else:
        line.standin.expire_tokens()
    await line.channel.send("li", CHOICE, "n-2")
    assert line.standin.calls.count("gettoken") == 2
    assert len(line.standin.phone("li").inbox) == 2


async def test_a_token_that_is_never_good_is_asked_for_twice_and_no_more(line: WeComLine) -> None:
    line.standin.order("message/send", Fault(code=42001), Fault(code=42001))
    with pytest.raises(Refused):
        await line.channel.send("li", NOTICE, "n")
    assert line.standin.calls.count("gettoken") == 2


async def test_a_hundred_that_send_at_once_ask_for_one_token(line: WeComLine) -> None:
    members = [f"member-{n}" for n in range(100)]
    for member in members:
        line.standin.phone(member)
    await asyncio.gather(*(line.channel.send(member, NOTICE, "n") for member in members))
    assert line.standin.calls.count("gettoken") == 1
    assert all(len(line.standin.phone(member).inbox) == 1 for member in members)


async def test_nobody_is_sent_more_than_thirty_in_a_minute(line: WeComLine) -> None:
    for n in range(30):
        await line.channel.send("li", [Say(f"{n}")], f"n-{n}")
    with pytest.raises(Later) as caught:
        await line.channel.send("li", [Say("30")], "n-30")
    assert caught.value.after == pytest.approx(60)
    line.hands.now += timedelta(seconds=61)
    await line.channel.send("li", [Say("30")], "n-30")
    assert line.standin.dropped == []
    assert [heard.text for heard in line.standin.phone("li").inbox] == [str(n) for n in range(31)]


async def test_nobody_is_sent_more_than_a_thousand_in_an_hour(line: WeComLine) -> None:
    for n in range(1000):
        line.hands.now += timedelta(seconds=3)
        await line.channel.send("li", [Say(f"{n}")], f"n-{n}")
    with pytest.raises(Later):
        await line.channel.send("li", [Say("one more")], "n")
    assert line.standin.dropped == []


async def test_what_the_channel_declares_is_what_the_settings_say(databases: Databases) -> None:
    async with wecom_line(databases, FakeDesk(), per_second=5, per_minute_each=10) as line:
        pace = line.channel.pace
        assert (pace.per_second, pace.per_minute_each, pace.per_hour_each) == (5, 10, 1000)


async def test_the_doctor_finds_everything_in_order_or_says_how_to_mend_it(line: WeComLine) -> None:
    settings = line.house.settings
    settings.public_url = "https://chat.example.cn"
    block = settings.wecom
    assert block is not None
    assert [finding.ok for finding in await look(block, settings, line.http)] == [True] * 3
    line.standin.trusted = False
    settings.public_url = ""
    said = [finding.what for finding in await look(block, settings, line.http) if not finding.ok]
    assert ["public_url" in said[0], "60020" in said[1]] == [True, True]
    nowhere = block.model_copy(update={"api": "http://127.0.0.1:1", "corp_id": "ww-else"})
    assert [finding.ok for finding in await look(nowhere, settings, line.http)] == [False] * 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"aes_key": "short"},
        {"aes_key": "§" * 43},
        {"robots": {"/a/": ""}},
        {"per_minute_each": 31},
        {"corp": "x"},
    ],
)
def test_settings_that_cannot_work_are_refused_without_repeating_them(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        wecom_block("http://127.0.0.1:1", **wrong)
    assert "short" not in str(caught.value)


async def test_nothing_of_anybody_stands_in_the_log(
    databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for library in TALKATIVE:
        caplog.set_level(logging.WARNING, logger=library)
    desk = FakeDesk(answer=CHOICE)
    async with wecom_line(databases, desk) as line:
        phone = line.standin.phone("wangxiaomi")
        line.standin.order("message/send", Fault(code=81013), Fault(status=0), Fault(code=60020))
        line.standin.order("message/update_template_card", Fault(code=-1))
        line.standin.order("media/get", *(Fault(status=500) for _ in range(3)))
        for text in ("我的手机是19900000001", "签到", "走访", "日报"):
            await phone.say(text)
        await phone.press("go:收到")
        await phone.photo(PIXEL)
        await line.board.sweep()
        tokens = list(line.standin._tokens)
    secret = (
        "wangxiaomi",
        "19900000001",
        "签到",
        "收到了吗",
        line.standin.account.secret,
        "demoToken",
        *tokens,
    )
    assert caplog.text
    assert [word for word in secret if word in caplog.text] == []

"""Telegram when something breaks: on its side, on the way, on ours. Nothing is lost, nothing is saved twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

import aiohttp
import pytest
from databases import Databases, Hands
from telegram_house import SECRET, TOKEN, Door, Mode, Wired, as_person, block, opened, prepared, standing
from voices import PIXEL

from bot.channels.base import Incoming, Later, Receive, Refused, SendError, Unclear, Unreachable
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.webhook import PATH
from bot.standins.telegram import TelegramStandIn
from bot.standins.telegram_chats import Fault
from handlers.replies import Say

MODES = pytest.mark.parametrize("mode", ["polling", "webhook"])
CHECK_INS = "SELECT count(*) FROM check_ins"


@pytest.fixture(autouse=True)
async def patience() -> AsyncIterator[None]:
    """No test waits for ever for an answer that does not come."""
    async with asyncio.timeout(60):
        yield


@pytest.fixture
async def talking(databases: Databases) -> AsyncIterator[tuple[TelegramStandIn, Wired]]:
    async with standing() as (standin, api), opened(prepared(databases, api, "polling")) as wired:
        yield standin, wired


def breaking(times: int) -> Callable[[Receive], Receive]:
    """A house that breaks after the commit and before the answer, the first `times` times."""
    left = [times]

    def around(door: Receive) -> Receive:
        async def receive(incoming: Incoming) -> Sequence[Say]:
            said = await door(incoming)
            left[0] -= 1
            if left[0] >= 0:
                raise RuntimeError("broken between commit and answer")
            return said

        return receive

    return around


@MODES
async def test_a_crash_between_commit_and_answer_saves_once_and_the_stored_answer_is_heard(
    mode: Mode, databases: Databases
) -> None:
    async with standing() as (standin, api):
        settings, phone = prepared(databases, api, mode), standin.phone("cadre")
        async with opened(settings) as wired:
            await as_person(wired, str(phone.number))
            before = await wired.one(CHECK_INS)
        async with opened(settings, around=breaking(100)) as wired:
            saying = asyncio.create_task(phone.say("签到"))
            while await wired.one(CHECK_INS) == before:
                await asyncio.sleep(0.01)
        assert phone.inbox == []
        async with opened(settings) as wired:
            heard = await saying
            assert await wired.one(CHECK_INS) == int(str(before)) + 1
    assert [each.text.partition(":")[0] for each in heard] == ["已签到"]


@MODES
async def test_a_turn_that_failed_is_told_again_and_answered_once(mode: Mode, databases: Databases) -> None:
    door = Door(failing=2)
    async with standing() as (standin, api), opened(prepared(databases, api, mode), around=door):
        heard = await standin.phone("li").say("签到")
    assert [each.text for each in heard] == ["收到"]
    assert len(door.taken) == 3
    assert len({each.id for each in door.taken}) == 1


@MODES
async def test_what_was_answered_and_comes_again_is_not_answered_again(
    mode: Mode, databases: Databases
) -> None:
    door = Door()
    async with standing() as (standin, api), opened(prepared(databases, api, mode), around=door):
        phone = standin.phone("li")
        await phone.say("签到")
        assert await phone.again() == []
    assert len(door.taken) == 1


async def test_a_message_that_fails_for_ever_does_not_hold_up_the_others(databases: Databases) -> None:
    door = Door(failing=1)
    settings_of = prepared(databases, "http://127.0.0.1:9", "polling")
    async with standing() as (standin, api):
        settings_of.telegram = block(api, "polling")
        async with opened(settings_of, around=door) as wired:
            polling = wired.channel._way
            polling._patience = 0.0  # type: ignore[union-attr]
            li, wang = standin.phone("li"), standin.phone("wang")
            first = await li.say("签到")
            second = await wang.say("签到")
    assert "没有保存" in first[0].text
    assert second[0].text == "收到"


@pytest.mark.parametrize("method", ["getUpdates", "deleteWebhook"])
@pytest.mark.parametrize(
    "fault",
    [
        Fault(500), Fault(502, html=True), Fault(0), Fault(409, "Conflict: terminated by other getUpdates"),
        Fault(429, "Too Many Requests", after=1), Fault(401, "Unauthorized"),
    ],
    ids=lambda fault: f"{fault.status}{'html' if fault.html else ''}",
)  # fmt: skip
async def test_polling_outlives_whatever_telegram_answers(
    method: str, fault: Fault, databases: Databases
) -> None:
    async with standing() as (standin, api):
        standin.order(method, fault)
        async with opened(prepared(databases, api, "polling"), around=Door()):
            heard = await standin.phone("li").say("签到")
    assert [each.text for each in heard] == ["收到"]


async def test_setting_the_webhook_is_tried_until_telegram_takes_it(databases: Databases) -> None:
    async with standing() as (standin, api):
        standin.order("setWebhook", Fault(500), Fault(0))
        async with opened(prepared(databases, api, "webhook"), around=Door()):
            assert len(await standin.phone("li").say("签到")) == 1
    assert standin.calls.count("setWebhook") == 3


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(429, "Too Many Requests: retry later", after=30), Later),
        (Fault(403, "Forbidden: bot was blocked by the user"), Unreachable),
        (Fault(403, "Forbidden: user is deactivated"), Unreachable),
        (Fault(400, "Bad Request: chat not found"), Unreachable),
        (Fault(400, "Bad Request: can't parse entities"), Refused),
        (Fault(413, "Request Entity Too Large"), Refused),
        (Fault(401, "Unauthorized"), Later),
        (Fault(404, "Not Found"), Later),
        (Fault(500, "Internal Server Error"), Later),
        (Fault(502, html=True), Unclear),
        (Fault(200, html=True), Unclear),
        (Fault(0), Unclear),
    ],
    ids=lambda value: f"{value.status} {value.description}" if isinstance(value, Fault) else "",
)
async def test_what_telegram_says_no_to_becomes_the_error_of_its_kind(
    fault: Fault, kind: type[SendError], talking: tuple[TelegramStandIn, Wired]
) -> None:
    standin, wired = talking
    phone = standin.phone("li")
    standin.order("sendMessage", fault)
    with pytest.raises(SendError) as raised:
        await wired.channel.send(str(phone.number), [Say("明天开会")], "notice-1")
    assert type(raised.value) is kind
    assert str(phone.number) not in str(raised.value)
    if fault.after:
        assert isinstance(raised.value, Later)
        assert raised.value.after == fault.after


async def test_telegram_that_cannot_be_reached_at_all_has_taken_nothing(databases: Databases) -> None:
    async with opened(prepared(databases, "http://127.0.0.1:9", "polling"), around=Door()) as wired:
        with pytest.raises(Later) as raised:
            await wired.channel.send("7", [Say("明天开会")])
    assert type(raised.value) is Later


async def test_an_address_that_is_no_chat_is_nobody(talking: tuple[TelegramStandIn, Wired]) -> None:
    _, wired = talking
    with pytest.raises(Unreachable):
        await wired.channel.send("1", [Say("明天开会")])


async def test_a_short_429_is_waited_for_and_the_answer_heard_once(
    talking: tuple[TelegramStandIn, Wired],
) -> None:
    standin, _ = talking
    standin.order("sendMessage", Fault(429, "Too Many Requests", after=1))
    assert len(await standin.phone("li").say("菜单")) == 1


async def test_a_long_429_keeps_the_answer_and_the_sweep_speaks_it_once(databases: Databases) -> None:
    hands = Hands()
    async with standing(hands) as (standin, api), opened(prepared(databases, api, "polling"), hands) as wired:
        phone = standin.phone("li")
        standin.order("sendMessage", Fault(429, "Too Many Requests", after=60))
        assert await phone.say("菜单") == []
        for _ in range(2):
            hands.now += timedelta(minutes=10)
            await wired.board.sweep()
    assert len(phone.inbox) == 1


async def test_a_sending_that_broke_off_in_the_middle_goes_on_there(
    talking: tuple[TelegramStandIn, Wired],
) -> None:
    standin, wired = talking
    phone = standin.phone("li")
    said = Say("\n".join(f"{n} 李*(2组) 本月未走访" for n in range(600)))
    standin.order("sendMessage", None, Fault(500))
    with pytest.raises(Later):
        await wired.channel.send(str(phone.number), [said], "digest-1")
    assert len(phone.inbox) == 1
    await wired.channel.send(str(phone.number), [said], "digest-1")
    assert "".join(each.text for each in phone.inbox) == said.text


async def test_a_blocked_person_is_marked_when_a_notice_meets_it(
    talking: tuple[TelegramStandIn, Wired],
) -> None:
    standin, wired = talking
    phone = standin.phone("li")
    await phone.say("菜单")
    standin.order("sendMessage", Fault(403, "Forbidden: bot was blocked by the user"))
    with pytest.raises(Unreachable):
        await wired.channel.send(str(phone.number), [Say("明天开会")])
    assert await wired.one("SELECT gone_why FROM contacts WHERE channel = 'telegram'") == "blocked"


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageText"])
async def test_a_button_whose_trace_fails_is_answered_all_the_same(
    method: str, talking: tuple[TelegramStandIn, Wired]
) -> None:
    standin, _ = talking
    phone = standin.phone("li")
    await phone.say("我是干部")
    standin.order(method, Fault(400, "Bad Request: query is too old"))
    (heard,) = await phone.press("a:1:name:@cancel")
    assert "已放弃" in heard.text


@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_a_picture_that_breaks_on_the_way_is_fetched_again(method: str, databases: Databases) -> None:
    door = Door()
    async with standing() as (standin, api), opened(prepared(databases, api, "polling"), around=door):
        standin.order(method, Fault(0), Fault(502, html=True))
        assert len(await standin.phone("li").photo(PIXEL)) == 1
    assert [len(each.photos) for each in door.taken] == [1]


async def test_a_picture_that_is_gone_is_said(databases: Databases) -> None:
    door = Door()
    async with standing() as (standin, api), opened(prepared(databases, api, "polling"), around=door):
        standin.order("file", Fault(404, "Not Found"))
        (heard,) = await standin.phone("li").photo(PIXEL)
    assert heard.text == "文件没有收到,请再发一次"
    assert door.taken == []


@MODES
async def test_no_token_no_secret_no_chat_and_no_text_reaches_a_log_line(
    mode: Mode, databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    door = Door(failing=1)
    async with standing() as (standin, api), opened(prepared(databases, api, mode), around=door) as wired:
        phone = standin.phone("li")
        for method in ("sendMessage", "file", "getUpdates", "setWebhook"):
            standin.order(method, Fault(500, f"no {TOKEN} for {phone.number}"), Fault(404, "x", html=True))
        await phone.say("我的低保到了吗")
        await phone.photo(PIXEL)
        for refused in (Fault(0), Fault(403, f"Forbidden: {phone.number}"), Fault(400, "明天开会")):
            standin.order("sendMessage", refused)
            with pytest.raises(SendError):
                await wired.channel.send(str(phone.number), [Say("明天开会")])
        async with aiohttp.ClientSession() as http:
            await http.post(wired.address + PATH, data=f"{TOKEN} 我的低保到了吗")
    told = caplog.text
    for secret in (TOKEN, TOKEN.partition(":")[2], SECRET, str(phone.number), "低保", "开会"):
        assert secret not in told


def test_the_channel_declares_what_it_can_do() -> None:
    can = TelegramChannel.capabilities
    assert (can.buttons, can.pictures_in, can.pictures_out, can.pushes) == (True, True, True, True)
    assert (can.longest, can.unit) == (4096, "utf16")

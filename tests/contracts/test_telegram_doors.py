"""The webhook's door and the settings: who is let in, and what an operator is told."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from databases import Databases
from pydantic import ValidationError
from telegram_house import SECRET, TOKEN, Door, Mode, Wired, opened, prepared, standing

from bot.channel_settings import TelegramBlock
from bot.channels.telegram.doctor import look
from bot.channels.telegram.webhook import PATH
from bot.finding import Finding
from bot.refusal import Refusal
from bot.standins.telegram_chats import Fault

HEADER = "X-Telegram-Bot-Api-Secret-Token"
KNOWN = {HEADER: SECRET}
WROTE = {
    "update_id": 7,
    "message": {
        "message_id": 1, "date": 1_794_787_200, "text": "签到",
        "chat": {"id": 700000001, "type": "private"},
        "from": {"id": 700000001, "is_bot": False, "first_name": "x"},
    },
}  # fmt: skip


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def wired(databases: Databases, door: Door) -> AsyncIterator[Wired]:
    async with (
        standing() as (standin, api),
        opened(prepared(databases, api, "webhook"), around=door) as wired,
    ):
        standin.phone("li")
        yield wired


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, json.dumps(WROTE), 403),
        ({HEADER: ""}, json.dumps(WROTE), 403),
        ({HEADER: SECRET[:-1]}, json.dumps(WROTE), 403),
        ({HEADER: SECRET + "x"}, json.dumps(WROTE), 403),
        ({HEADER: "密"}, json.dumps(WROTE), 403),
        (KNOWN, "", 400),
        (KNOWN, "<xml/>", 400),
        (KNOWN, "[]", 400),
        (KNOWN, "{}", 400),
        (KNOWN, '{"update_id": "x"}', 400),
        (KNOWN, '{"update_id": 7, "message": {}}', 400),
        (KNOWN, '{"update_id": 7, "message": ' + "[" * 5000, 400),
        (KNOWN, b"\xff\xfe\x00", 400),
        (KNOWN, "large", 413),
        (KNOWN, json.dumps({"update_id": 7, "of_another_year": {"a": 1}}), 200),
    ],
)
async def test_what_is_no_update_of_ours_runs_no_turn_and_leaves_no_traceback(
    headers: dict[str, str],
    body: str | bytes,
    status: int,
    wired: Wired,
    door: Door,
    http: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
) -> None:
    content = io.BytesIO(b"x" * ((1 << 20) + 1)) if body == "large" else body
    async with http.post(wired.address + PATH, data=content, headers=headers) as answer:
        assert answer.status == status
    assert door.taken == []
    assert not [record for record in caplog.records if record.exc_info]


async def test_the_route_takes_updates_only(wired: Wired, http: aiohttp.ClientSession) -> None:
    async with http.get(wired.address + PATH, headers=KNOWN) as answer:
        assert answer.status == 405
    assert TOKEN not in PATH


async def test_an_update_is_acknowledged_when_it_is_taken_and_not_when_its_turn_fails(
    wired: Wired, door: Door, http: aiohttp.ClientSession
) -> None:
    door.failing = 1
    for status in (500, 200, 200):
        async with http.post(wired.address + PATH, json=WROTE, headers=KNOWN) as answer:
            assert answer.status == status
    assert [each.text for each in door.taken] == ["签到", "签到"]


async def test_polling_has_no_route_and_takes_the_webhook_away_without_dropping_what_waits(
    databases: Databases, http: aiohttp.ClientSession
) -> None:
    async with standing() as (standin, api):
        standin.webhook = {"url": "http://127.0.0.1:9/old", "secret": ""}
        async with opened(prepared(databases, api, "polling"), around=Door()) as wired:
            assert len(await standin.phone("li").say("签到")) == 1
            async with http.post(wired.address + PATH, json=WROTE, headers=KNOWN) as answer:
                assert answer.status == 404
        assert standin.webhook["url"] == ""


async def test_what_came_while_we_were_away_is_answered_when_we_are_back(databases: Databases) -> None:
    async with standing() as (standin, api):
        settings = prepared(databases, api, "webhook")
        async with opened(settings, around=Door()):
            await standin.phone("li").say("签到")
        number = standin.publish({"message": {**WROTE["message"], "message_id": 9}})  # type: ignore[dict-item]
        door = Door()
        async with opened(settings, around=door):
            await standin.settled(number)
    assert len(door.taken) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "no token"},
        {"token": TOKEN, "mode": "webhook"},
        {"token": TOKEN, "mode": "webhook", "secret": "short"},
        {"token": TOKEN, "mode": "webhook", "secret": "with spaces in it 1234"},
        {"token": TOKEN, "mode": "carrier pigeon"},
        {"token": TOKEN, "per_second": 0},
        {"token": TOKEN, "colour": "blue"},
    ],
)
def test_settings_that_cannot_work_are_refused_without_being_repeated(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as raised:
        TelegramBlock.model_validate(wrong)
    assert TOKEN not in str(raised.value)
    assert "with spaces" not in str(raised.value)


async def test_a_webhook_without_an_address_of_ours_is_refused_in_one_line(databases: Databases) -> None:
    settings = prepared(databases, "https://api.telegram.org", "webhook")
    with pytest.raises(Refusal, match="public_url"):
        async with opened(settings):
            pass


# ── the doctor ──


async def looked(databases: Databases, api: str, mode: Mode, public_url: str = "") -> list[Finding]:
    settings = prepared(databases, api, mode)
    settings.public_url = public_url
    assert settings.telegram is not None
    async with aiohttp.ClientSession() as http:
        return await look(settings.telegram, settings, http)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_doctor_finds_a_bot_in_order(mode: Mode, databases: Databases) -> None:
    async with standing() as (standin, api):
        if mode == "webhook":
            async with opened(prepared(databases, api, "webhook"), around=Door()) as wired:
                await standin.phone("li").say("菜单")
                settings = wired.house.settings
                assert settings.telegram is not None
                async with aiohttp.ClientSession() as http:
                    found = await look(settings.telegram, settings, http)
        else:
            found = await looked(databases, api, mode)
    assert all(each.ok for each in found), found
    assert any("bangfu_bot" in each.what for each in found)


async def test_the_doctor_says_how_to_mend_what_is_wrong(databases: Databases) -> None:
    async with standing() as (standin, api):
        standin.webhook = {
            "url": "http://127.0.0.1:9/old",
            "secret": "",
            "error": "Wrong response: 502",
        }
        standin.publish(WROTE)
        found = await looked(databases, api, "webhook", "https://chat.example.cn")
        wrong = [each.what for each in found if not each.ok]
        assert any("another address" in what for what in wrong)
        assert any("last call to us failed" in what for what in wrong)
        standin.order("getMe", Fault(401, f"Unauthorized {TOKEN}"))
        (token,) = await looked(databases, api, "polling")
    away = await looked(databases, api, "polling")
    assert not token.ok
    assert "BotFather" in token.what
    assert [each.ok for each in away] == [False]
    assert TOKEN not in "".join(each.what for each in [*found, token, *away])

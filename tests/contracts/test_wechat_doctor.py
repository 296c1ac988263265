"""The doctor looks at the account, the callback and the clock, and says how to mend each."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp
import pytest
from databases import Databases
from wechat_line import FakeDesk, WeChatLine, wechat_line

from bot.channels.wechat.doctor import look


async def found(
    line: WeChatLine, changes: Mapping[str, object] = {}, url: str | None = None
) -> list[tuple[bool, str]]:
    settings = line.house.settings
    assert settings.wechat is not None
    settings.public_url = line.address if url is None else url
    block = settings.wechat.model_copy(update=dict(changes))
    async with aiohttp.ClientSession() as http:
        return [(each.ok, each.what) for each in await look(block, settings, http)]


async def test_an_account_in_order_is_said_to_be(databases: Databases) -> None:
    async with wechat_line(databases, FakeDesk()) as line:
        account, callback, clock = await found(line)
        assert account == (True, "wechat: WeChat knows the account and this server's address")
        # The callback of the tests has no certificate: the line says what is asked of a real one.
        assert callback == (False, "wechat: set public_url to the https:// address that WeChat is to call")
        assert clock == (True, "wechat: our clock agrees with theirs")


async def test_a_server_that_is_not_on_the_allow_list_is_told_so(databases: Databases) -> None:
    async with wechat_line(databases, FakeDesk()) as line:
        line.standin.trusted = False
        account, *_ = await found(line)
        assert (account[0], "IP白名单" in account[1]) == (False, True)


@pytest.mark.parametrize(
    ("changes", "word"), [({"app_id": "wx0"}, "app_id"), ({"api": "http://127.0.0.1:1"}, "reached")]
)
async def test_a_wrong_setting_is_named(databases: Databases, changes: dict[str, object], word: str) -> None:
    async with wechat_line(databases, FakeDesk()) as line:
        account, *_ = await found(line, changes)
        assert account[0] is False
        assert word in account[1]


async def test_an_address_that_does_not_answer_is_told(databases: Databases) -> None:
    async with wechat_line(databases, FakeDesk()) as line:
        _, callback, *_ = await found(line, url="https://127.0.0.1:1")
        assert (callback[0], "does not answer" in callback[1]) == (False, True)


async def test_plain_mode_is_warned_of(databases: Databases) -> None:
    async with wechat_line(databases, FakeDesk(), mode="plain") as line:
        assert (await found(line))[-1][0] is False

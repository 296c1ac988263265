"""Whatever goes well or wrong, no person and no secret stands in the log."""

from __future__ import annotations

import asyncio
import logging

import pytest
from databases import Databases
from voices import PIXEL
from wechat_line import FakeDesk, WeChatLine, push, wechat_line

from bot.channels.base import Filled
from bot.logs import TALKATIVE
from bot.standins.wecom_faults import Fault

CUSTOM, TEMPLATE = "message/custom/send", "message/template/send"


async def test_nothing_of_a_person_stands_in_the_log(
    databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for library in TALKATIVE:
        caplog.set_level(logging.WARNING, library)
    async with wechat_line(databases, FakeDesk(), menus=True) as line:
        phone = line.standin.phone("secret-person")
        await line.opened("secret-person")
        await phone.say("很私密的话")
        await phone.photo(PIXEL)
        await phone.voice(b"no voice")
        await phone.place(26.57, 106.71, "很私密的话")
        await phone.follow("bind-很私密的话")
        await phone.press("go:很私密的话")
        faults = [Fault(code=code) for code in (-1, 45015, 45047, 40001, 40003, 47003, 99999)]
        for fault in (*faults, Fault(status=0), Fault(html=True), Fault(status=500), Fault(code=40164)):
            line.standin.order(CUSTOM, fault)
            line.standin.order(TEMPLATE, fault)
            await line.opened("secret-person")
            sends = push(line, "很私密的话", phone.openid[2:]), _template(line, phone.openid)
            told = await asyncio.gather(*sends, return_exceptions=True)
            assert not [each for each in told if "secret" in str(each) or "私密" in str(each)]
        await phone.unfollow()
        tokens = list(line.standin.tokens._good)
    account = line.standin.account
    words = ("secret-person", "私密", "26.57", account.app_secret, account.token, account.aes_key, *tokens)
    said = "\n".join([each.getMessage() + str(each.exc_text or "") for each in caplog.records])
    assert [word for word in words if word in said] == []
    assert "45015" in said


async def _template(line: WeChatLine, openid: str) -> None:
    await line.channel.send_template(openid, Filled("x", "T", {"thing1": "很私密的话"}, ""), "r")

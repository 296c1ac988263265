"""The account's menus: set once, within WeChat's limits, and each kind of person sees theirs."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from binding import BOUND
from databases import Databases
from test_wechat_binding import made_for
from wechat_line import FakeDesk, WeChatLine, wechat_line

from bot.channels.wechat.menus import BY_KIND, STRANGER
from bot.standins.wecom_faults import Fault
from handlers.house import vocabulary
from handlers.menus import MENUS


async def started(line: WeChatLine) -> None:
    """The menus are set beside the server."""
    while line.channel._menus._starting and not line.channel._menus._starting.done():
        await asyncio.sleep(0.01)


def keys(menu: dict[str, Any]) -> list[str]:
    """The command lines of a menu."""
    buttons = [each for top in menu["button"] for each in (top.get("sub_button") or [top])]
    return [button["key"] for button in buttons]


def test_every_key_is_a_command() -> None:
    for buttons in (STRANGER, *BY_KIND.values()):
        for _, below in buttons:
            lines = [below] if isinstance(below, str) else [key for _, key in below]
            assert all(vocabulary().read(line) for line in lines), lines


def test_every_kind_is_one_of_the_menus_of_the_house() -> None:
    assert set(BY_KIND) <= set(MENUS)


async def test_they_are_set_at_the_start_and_not_again(databases: Databases) -> None:
    async with wechat_line(databases, FakeDesk(), menus=True) as line:
        await started(line)
        assert line.standin.refused.total() == line.standin.refused[46003] == 1
        assert "我是农户" in keys(line.standin.menu_of("a"))
        before = len(line.standin.calls)
        await line.channel._menus.set()
        assert line.standin.calls[before:] == ["tags/get", "menu/get"]


async def test_whoever_binds_sees_their_menu_and_whoever_unbinds_the_strangers(databases: Databases) -> None:
    async with wechat_line(databases, menus=True) as line:
        await started(line)
        phone = line.standin.phone("a")
        await phone.say("你好")
        assert phone.person.tags == set()
        _, scene = await made_for(line, "G009")
        line.hands.now += timedelta(minutes=1)
        (heard,) = await phone.scan(scene)
        assert BOUND in heard.text
        assert "签到" in keys(line.standin.menu_of("a"))
        await phone.say("解绑")
        await phone.say("1")
        line.hands.now += timedelta(minutes=10)
        await phone.say("你好")
        assert "我是农户" in keys(line.standin.menu_of("a"))


async def test_a_menu_that_cannot_be_set_keeps_nobody_from_talking(databases: Databases) -> None:
    async with wechat_line(databases, FakeDesk(), api="http://127.0.0.1:1", menus=True) as line:
        await started(line)
        (heard,) = await line.standin.phone("a").say("你好")
        assert heard.text == "好"


async def test_a_tag_that_was_not_given_is_given_with_the_next_message(databases: Databases) -> None:
    async with wechat_line(databases, menus=True) as line:
        await started(line)
        _, scene = await made_for(line, "G009")
        line.standin.order("tags/members/batchtagging", Fault(status=503))
        phone = line.standin.phone("a")
        await phone.scan(scene)
        assert phone.person.tags == set()
        await phone.say("签到")
        assert len(phone.person.tags) == 1

"""One bar of signal: nothing written is lost, nothing is taken twice, nothing is called saved that is not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from screens import PATIENCE, Open, Screen
from talker import KEY, serving

from bot.channels.webchat import Sessions

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NO_SOCKETS = """
  window.WebSocket = class {
    static OPEN = 1;
    constructor() { setTimeout(() => this.onclose?.({code: 1006}), 5); }
    close() {}
  };
"""


async def online_again(screen: Screen) -> None:
    await screen.context.set_offline(False)


async def test_a_message_without_a_signal_waits_and_goes_out_once_when_it_is_back(phone: Screen) -> None:
    await phone.enter()
    await phone.write("菜单")
    await phone.sees("请选择")
    await phone.context.set_offline(True)
    await phone.write("签到")
    await phone.sees("未发出,有信号时自动重发", ".own .state")
    await phone.sees("没有信号", "#signal")
    assert await phone.page.locator(".bubble", has_text="已签到").count() == 0
    await phone.keep_picture("offline")
    await online_again(phone)
    await phone.sees("已签到")
    await phone.page.wait_for_selector("#signal", state="hidden")
    assert [message.text for message in phone.served.talker.taken] == ["菜单", "签到"]
    assert await phone.page.locator(".bubble", has_text="已签到").count() == 1


async def test_an_answer_lost_on_its_way_is_asked_for_again_and_the_record_is_made_once(
    phone: Screen,
) -> None:
    await phone.enter()
    phone.served.talker.hold = asyncio.Event()
    await phone.write("签到")
    await phone.served.talker.reached.wait()
    await phone.context.set_offline(True)
    await phone.sees("未发出", ".own .state")
    phone.served.talker.hold.set()
    await asyncio.sleep(0.1)
    assert len(phone.served.talker.taken) == 1
    await online_again(phone)
    await phone.sees("已签到")
    assert phone.served.talker.asked == 2
    assert len(phone.served.talker.taken) == 1
    assert await phone.page.locator(".bubble", has_text="已签到").count() == 1


async def test_several_messages_go_out_in_their_order(phone: Screen) -> None:
    await phone.enter()
    await phone.context.set_offline(True)
    for text in ("一", "二", "三"):
        await phone.write(text)
    await online_again(phone)
    await phone.sees("收到:三")
    assert [message.text for message in phone.served.talker.taken] == ["一", "二", "三"]


async def test_a_message_outlives_closing_the_page_and_the_page_opens_without_a_signal(phone: Screen) -> None:
    await phone.enter()
    await phone.write("走访")
    await phone.sees("走访哪一户")
    await phone.page.wait_for_function(
        "caches.open('bangfu-page').then(c => c.keys()).then(k => k.length > 9)", polling=100
    )
    await phone.context.set_offline(True)
    await phone.choose("李*(2组)")
    await phone.sees("未发出", ".own .state")
    await phone.page.reload()
    await phone.sees("未发出", ".own .state")
    await phone.sees("走访哪一户")
    await online_again(phone)
    await phone.sees("见到了谁")
    assert len(phone.served.talker.taken) == 2


async def test_a_photo_without_a_signal_waits_too(phone: Screen, tmp_path: Path) -> None:
    await phone.enter()
    picture = tmp_path / "red.gif"
    picture.write_bytes(
        bytes.fromhex("47494638396101000100800000ff0000ffffff2c00000000010001000002024401003b")
    )
    await phone.context.set_offline(True)
    await phone.page.set_input_files("#files", picture)
    await phone.sees("未发出", ".own .state")
    await online_again(phone)
    await phone.sees("照片已收到")
    assert len(phone.served.talker.taken) == 1


async def test_the_history_is_there_on_return(phone: Screen) -> None:
    await phone.enter()
    await phone.write("签到")
    await phone.sees("已签到")
    await phone.page.reload()
    await phone.sees("已签到")
    assert await phone.texts(".own .bubble") == ["签到"]
    assert len(phone.served.talker.taken) == 1


async def test_where_sockets_do_not_get_through_plain_requests_do(phone: Screen) -> None:
    await phone.page.add_init_script(NO_SOCKETS)
    await phone.enter()
    await phone.write("签到")
    await phone.sees("已签到")
    await phone.page.wait_for_selector("#signal", state="hidden")
    await phone.write("走访")
    await phone.sees("走访哪一户")
    assert len(phone.served.talker.taken) == 2


async def test_a_server_that_stumbles_gets_the_message_again_and_the_person_a_kind_line(
    phone: Screen,
) -> None:
    phone.served.talker.failures = 1
    await phone.enter()
    await phone.write("签到")
    await phone.sees("系统出了点问题,这条先留着", ".note")
    await phone.sees("已签到")
    assert len(phone.served.talker.taken) == 1


async def test_who_writes_too_fast_waits_a_moment_and_loses_nothing(screen_of: Open, tmp_path: Path) -> None:
    async with serving(tmp_path / "slow", per_minute=12) as slow:
        screen = await screen_of()
        screen.served = slow
        await screen.enter()
        for n in range(13):
            await screen.write(f"第{n}条")
        await screen.sees("发得有点快", ".note")
        await screen.sees("收到:第12条")
        assert len(slow.talker.taken) == 13


async def test_a_message_that_comes_late_says_which_time_counts(screen_of: Open, tmp_path: Path) -> None:
    noon = datetime.now(UTC) + timedelta(hours=3)
    async with serving(tmp_path / "late", now=lambda: noon) as late:
        screen = await screen_of()
        screen.served = late
        await screen.enter()
        await screen.write("签到")
        await screen.sees("收到,按收到的时间记", ".own .state")


async def test_of_two_windows_only_the_one_opened_last_talks(phone: Screen) -> None:
    await phone.enter()
    second = await phone.context.new_page()
    await second.goto(phone.served.at("/chat"))
    await second.wait_for_selector(".hello")
    await phone.sees("已在另一个窗口打开", "#elsewhere")
    assert len(phone.served.chat.sockets) == 1
    await second.close()
    await phone.page.click("#elsewhere button")
    await phone.write("签到")
    await phone.sees("已签到")


async def test_a_visitor_the_server_no_longer_knows_chooses_again(phone: Screen) -> None:
    await phone.enter()
    await phone.context.clear_cookies()
    await phone.page.reload()
    await phone.sees("请重新进入", "#trouble")
    await phone.page.click("[data-person=leader]")
    await phone.write("日报")
    await phone.sees("帮扶日报")


async def test_leaving_without_a_signal_forgets_at_once_and_tells_the_server_later(phone: Screen) -> None:
    await phone.enter()
    await phone.write("签到")
    await phone.sees("已签到")
    await phone.context.set_offline(True)
    await phone.page.click("#more")
    await phone.page.click("#leave")
    await phone.page.click("#yes")
    await phone.sees("没有信号", "#trouble")
    assert await phone.page.locator(".bubble").count() == 0
    await online_again(phone)
    await phone.page.wait_for_selector(".card", timeout=PATIENCE)
    assert await phone.context.cookies(phone.served.at("/chat")) == []


async def test_a_visitor_outside_a_demonstration_starts_with_one_button(
    screen_of: Open, tmp_path: Path
) -> None:
    async with serving(tmp_path / "real", demo=False) as real:
        screen = await screen_of()
        screen.served = real
        await screen.open()
        await screen.page.wait_for_selector("#choose .strong")
        await screen.keep_picture("first")
        await screen.page.click("#choose .strong")
        await screen.write("绑定")
        await screen.sees("收到:绑定")
        cookie = (await screen.context.cookies(real.at("/chat")))[0]
    visitor = Sessions(KEY).visitor(cookie.get("value"), datetime.now(UTC))
    assert visitor
    assert visitor.address == real.talker.taken[0].address

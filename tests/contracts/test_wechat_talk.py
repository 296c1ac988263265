"""What people say, show, scan and press arrives, and what is answered reaches them, once and whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from databases import NOW, Databases
from voices import PIXEL
from wechat_line import FakeDesk, WeChatLine, wechat_line

from bot.standins.phone import Heard
from bot.standins.wechat_callback import Pusher
from bot.standins.wecom_faults import Fault
from handlers.replies import Option, Place, Say
from storage.photos import PhotoStore
from storage.queries.late import claim

AMR = b"#!AMR\n" + bytes(40)
ASKED = Say(
    "请核对:\n1 户: 李*(2组)",
    options=(Option("1", "保存", "a:7:-:@confirm"), Option("2", "修改", "a:7:-:@change")),
    moves=(Option("*", "返回", "a:7:-:@back"),),
)
LONG = Say("\n".join(f"{n} 李*(2组) 本月未走访。" for n in range(200)))


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def line(databases: Databases, desk: FakeDesk) -> AsyncIterator[WeChatLine]:
    async with wechat_line(databases, desk) as each:
        yield each


async def test_a_text_is_answered_in_the_same_request(line: WeChatLine, desk: FakeDesk) -> None:
    assert await line.standin.phone("cadre-1").say("  签到，😀]]>") == [Heard("好")]
    (taken,) = desk.taken
    assert (taken.channel, taken.address, taken.text) == ("wechat", "o-cadre-1", "  签到，😀]]>")
    assert (taken.sent, taken.did) == (NOW, "message")
    assert line.standin.calls == []


@pytest.mark.parametrize("mode", ["plain", "compatible"])
async def test_the_other_modes_talk_too(databases: Databases, desk: FakeDesk, mode: str) -> None:
    async with wechat_line(databases, desk, mode=mode) as line:
        assert await line.standin.phone("cadre-1").say("签到") == [Heard("好")]
        assert desk.taken[0].text == "签到"


async def test_several_messages_are_one_answer_with_numbered_choices(
    line: WeChatLine, desk: FakeDesk
) -> None:
    desk.answer = [Say("已签到"), ASKED]
    heard = await line.standin.phone("cadre-1").say("走访")
    assert heard == [Heard("已签到\n\n请核对:\n1 户: 李*(2组)\n1保存 2修改\n(*返回)")]
    assert line.standin.calls == []


async def test_a_long_answer_is_cut_at_line_ends_and_the_rest_is_pushed(
    line: WeChatLine, desk: FakeDesk
) -> None:
    desk.answer = [LONG]
    await line.opened("cadre-1")
    heard = await line.standin.phone("cadre-1").say("日报")
    assert "".join(message.text for message in heard) == LONG.text
    assert len(heard) == 4
    assert all(message.text.endswith("\n") for message in heard[:-1])
    assert await line.left("cadre-1") == (2, 0)
    assert line.standin.calls.count("message/custom/send") == 3


async def test_an_answer_that_takes_too_long_is_spoken_afterwards_once(
    line: WeChatLine, desk: FakeDesk
) -> None:
    gate = asyncio.Event()
    desk.waits = gate.wait
    await line.opened("cadre-1")
    phone = line.standin.phone("cadre-1")
    asyncio.get_running_loop().call_later(4.8, gate.set)
    assert await phone.say("日报") == [Heard("好")]
    assert line.standin.pusher.statuses == [200]
    assert line.standin.calls.count("message/custom/send") == 1
    line.hands.now += timedelta(minutes=10)
    await line.board.sweep()
    assert phone.inbox == [Heard("好")]


@pytest.mark.parametrize("same", [True, False])
async def test_a_retry_joins_the_turn_that_runs_with_the_same_nonce_or_a_new_one(
    line: WeChatLine, desk: FakeDesk, same: bool
) -> None:
    gate = asyncio.Event()
    desk.waits = gate.wait
    line.standin.pusher = Pusher(line.standin.account, line.hands, hangs_up=0.4, same=same)
    asyncio.get_running_loop().call_later(0.9, gate.set)
    assert await line.standin.phone("cadre-1").say("签到") == [Heard("好")]
    assert line.standin.pusher.statuses == [0, 0, 200]
    assert len(desk.taken) == 1
    assert line.standin.calls == []


async def test_a_picture_is_in_our_store_when_the_turn_begins(line: WeChatLine, desk: FakeDesk) -> None:
    await line.standin.phone("cadre-1").photo(PIXEL)
    (name,) = desk.taken[0].photos
    assert PhotoStore(line.house.settings.photos_path).open(name) == PIXEL


async def test_a_picture_that_cannot_be_fetched_is_asked_for_again(line: WeChatLine, desk: FakeDesk) -> None:
    line.standin.order("media/get", Fault(status=503))
    heard = await line.standin.phone("cadre-1").photo(PIXEL)
    assert heard == [Heard("图片没有收到,请稍后再发一次")]
    assert desk.taken == []
    await line.standin.phone("cadre-1").photo(PIXEL)
    assert len(desk.taken) == 1


async def test_a_picture_that_is_none_is_refused_kindly(line: WeChatLine, desk: FakeDesk) -> None:
    (heard,) = await line.standin.phone("cadre-1").photo(b"%PDF")
    assert "照片" in heard.text or "图片" in heard.text
    assert desk.taken == []


async def test_a_voice_is_stored_and_goes_in(line: WeChatLine, desk: FakeDesk) -> None:
    await line.standin.phone("cadre-1").voice(AMR)
    assert desk.taken[0].voice is not None
    assert PhotoStore(line.house.settings.photos_path).open(desk.taken[0].voice) == AMR


async def test_a_voice_that_cannot_be_fetched_is_asked_to_be_typed(line: WeChatLine, desk: FakeDesk) -> None:
    line.standin.order("media/get", Fault(code=40007))
    assert await line.standin.phone("cadre-1").voice(AMR) == [Heard("语音没有收到,请打字或回数字")]
    assert desk.taken == []


async def test_a_place_has_its_latitude_first(line: WeChatLine, desk: FakeDesk) -> None:
    await line.standin.phone("cadre-1").place(26.57, 106.71, "石关村")
    assert desk.taken[0].place == Place(26.57, 106.71, "石关村")


async def test_a_menu_entry_is_a_command_line(line: WeChatLine, desk: FakeDesk) -> None:
    await line.standin.phone("cadre-1").press("go:我的本周")
    assert (desk.taken[0].press, desk.taken[0].text, desk.taken[0].did) == ("go:我的本周", "", "menu")


async def test_a_line_of_a_menu_message_is_a_press(line: WeChatLine, desk: FakeDesk) -> None:
    await line.standin.phone("cadre-1").press("a:7:-:@confirm")
    assert (desk.taken[0].press, desk.taken[0].text, desk.taken[0].did) == ("a:7:-:@confirm", "", "menu")


async def test_following_shows_the_menu_and_wakes_what_waits(line: WeChatLine, desk: FakeDesk) -> None:
    await line.standin.phone("household-1").follow()
    assert (desk.taken[0].press, desk.taken[0].did) == ("go:菜单", "follow")
    assert line.woken == [("wechat", "o-household-1")]


async def test_a_scene_comes_with_following_and_with_scanning(line: WeChatLine, desk: FakeDesk) -> None:
    phone = line.standin.phone("household-1")
    phone.person.follows = False
    await phone.scan("bind-1")
    await phone.scan("bind-2")
    assert [(each.scene, each.did) for each in desk.taken] == [("bind-1", "follow"), ("bind-2", "scan")]


async def test_who_leaves_is_answered_nothing_and_is_gone(databases: Databases) -> None:
    async with wechat_line(databases) as line:
        phone = line.standin.phone("stranger")
        await phone.say("你好")
        assert await line.left("stranger") == (5, 0)
        assert await phone.unfollow() == []
        assert await line.left("stranger") == (0, 0)
        await phone.follow()
        assert await line.left("stranger") == (0, 3)


async def test_a_failed_turn_is_one_kind_line_and_the_same_words_work_afterwards(
    line: WeChatLine, desk: FakeDesk
) -> None:
    desk.fails = True
    (heard,) = await line.standin.phone("cadre-1").say("签到")
    assert heard.text == "系统出了点问题,刚才的内容没有保存。请稍后再发一次"
    desk.fails = False
    assert await line.standin.phone("cadre-1").say("签到") == [Heard("好")]


async def test_the_same_message_under_a_new_nonce_hears_the_stored_answer(
    line: WeChatLine, desk: FakeDesk
) -> None:
    phone = line.standin.phone("cadre-1")
    await phone.say("签到")
    assert await phone.again() == [Heard("好")]
    assert len(desk.taken) == 1


async def test_two_events_of_one_second_are_two(line: WeChatLine, desk: FakeDesk) -> None:
    phone = line.standin.phone("cadre-1")
    await phone.press("go:签到")
    await phone.press("go:走访")
    assert [each.press for each in desk.taken] == ["go:签到", "go:走访"]
    await phone.again()
    assert len(desk.taken) == 2
    assert all("cadre-1" not in each.id for each in desk.taken)


async def test_a_notice_that_waits_rides_on_the_reply_uncounted(line: WeChatLine, desk: FakeDesk) -> None:
    riding: list[asyncio.Task[bool]] = []

    async def notice() -> None:
        slots = line.board.slots
        riding.append(asyncio.create_task(slots.ride("wechat", "o-cadre-1", [Say("本周还需1天")])))
        await asyncio.sleep(0)

    desk.waits = notice
    assert await line.standin.phone("cadre-1").say("签到") == [Heard("好\n\n本周还需1天")]
    assert await riding[0] is True
    assert line.standin.calls == []


async def test_a_notice_that_does_not_fit_looks_for_another_way(line: WeChatLine, desk: FakeDesk) -> None:
    desk.answer = [Say("字" * 680)]
    riding: list[asyncio.Task[bool]] = []

    async def notice() -> None:
        slots = line.board.slots
        riding.append(asyncio.create_task(slots.ride("wechat", "o-cadre-1", [Say("本周还需1天")])))
        await asyncio.sleep(0)

    desk.waits = notice
    assert await line.standin.phone("cadre-1").say("签到") == [Heard("字" * 680)]
    assert await riding[0] is False


async def test_what_was_not_spoken_is_spoken_by_the_sweep(line: WeChatLine, desk: FakeDesk) -> None:
    desk.answer = [LONG]
    line.standin.order("message/custom/send", Fault(status=503))
    await line.opened("cadre-1")
    phone = line.standin.phone("cadre-1")
    heard = await phone.say("日报")
    assert len(heard) == 1
    assert await line.left("cadre-1") == (5, 0)
    line.hands.now += timedelta(minutes=2)
    await line.board.sweep()
    assert "".join(message.text for message in phone.inbox) == LONG.text
    assert line.standin.refused == {}
    late = await line.house.database.run(
        claim, line.house.vault, line.hands.now + timedelta(hours=1), timedelta(minutes=1), 9
    )
    assert late == []

"""What members say, show and press arrives, and what is answered reaches them, once and whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from databases import Databases
from voices import PIXEL
from wecom_line import FakeDesk, WeComLine, wecom_line

from bot.standins.phone import Heard
from bot.standins.wecom_faults import Fault
from handlers.replies import Option, Place, Say
from storage.demo.cards import standing_people
from storage.queries.contacts import settle_at
from storage.queries.late import claim

AMR = b"#!AMR\n" + bytes(40)
ASKED = Say(
    "请核对:\n1 户: 李*(2组)",
    options=(Option("1", "保存", "a:7:-:@confirm"), Option("2", "修改", "a:7:-:@change")),
    moves=(Option("*", "返回", "a:7:-:@back"),),
)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def line(databases: Databases, desk: FakeDesk) -> AsyncIterator[WeComLine]:
    async with wecom_line(databases, desk) as each:
        yield each


async def test_a_text_is_answered_in_the_same_request(line: WeComLine, desk: FakeDesk) -> None:
    heard = await line.standin.phone("Li.Si").say("  签到，")
    assert heard == [Heard("好")]
    assert [(each.text, each.address, each.did) for each in desk.taken] == [("  签到，", "li.si", "message")]
    assert line.standin.calls == []


async def test_choices_come_as_a_card_and_the_press_goes_in_as_it_was_offered(
    line: WeComLine, desk: FakeDesk
) -> None:
    desk.answer = [Say("您好"), ASKED]
    phone = line.standin.phone("li")
    heard = await phone.say("走访")
    card = Heard(
        "请核对:\n1 户: 李*(2组)\n(*返回)",
        buttons=(("1保存", "a:7:-:@confirm"), ("2修改", "a:7:-:@change")),
    )
    assert heard == [Heard("您好"), card]
    desk.answer = [Say("已保存")]
    assert await phone.press("a:7:-:@confirm") == [Heard("已保存")]
    assert (desk.taken[-1].press, desk.taken[-1].text) == ("a:7:-:@confirm", "")
    assert list(phone.cards.values()) == ["已选:1保存"]


async def test_a_card_is_changed_once(line: WeComLine, desk: FakeDesk) -> None:
    desk.answer = [ASKED]
    phone = line.standin.phone("li")
    await phone.say("走访")
    desk.answer = [Say("改哪一项?")]
    await phone.press("a:7:-:@change")
    desk.answer = [Say("这个问题已经答过了")]
    assert await phone.press("a:7:-:@confirm") == [Heard("这个问题已经答过了")]
    assert line.standin.calls.count("message/update_template_card") == 1


async def test_a_card_of_four_days_ago_stays_as_it_was_and_its_press_still_goes_in(
    line: WeComLine, desk: FakeDesk
) -> None:
    desk.answer = [ASKED]
    phone = line.standin.phone("li")
    await phone.say("走访")
    line.hands.now += timedelta(days=4)
    desk.answer = [Say("那张表早填完了")]
    await phone.press("a:7:-:@confirm")
    assert desk.taken[-1].press == "a:7:-:@confirm"
    assert list(phone.cards.values()) == [""]


@pytest.mark.parametrize(
    "options",
    [
        tuple(Option(str(n), f"第{n}户", f"a:7:-:{n}") for n in range(1, 8)),
        (Option("1", "石关村下寨二组的高家老三", "a:7:-:1"),),
        (Option("1", "是", "a:7:-:1"), Option("2", "否", "a:7:-:1")),
        (Option("1", "是", "go:" + "长" * 341),),
    ],
)
async def test_choices_that_no_card_holds_are_a_numbered_list(
    line: WeComLine, desk: FakeDesk, options: tuple[Option, ...]
) -> None:
    desk.answer = [Say("哪一户?", options=options)]
    heard = await line.standin.phone("li").say("走访")
    assert [message.buttons for message in heard] == [()]
    assert all(f"{option.key}{option.label}" in heard[0].text for option in options)


async def test_without_cards_everything_is_text(databases: Databases, desk: FakeDesk) -> None:
    desk.answer = [ASKED]
    async with wecom_line(databases, desk, cards=False) as line:
        heard = await line.standin.phone("li").say("走访")
        assert heard == [Heard("请核对:\n1 户: 李*(2组)\n1保存 2修改\n(*返回)")]
        assert line.channel.capabilities.buttons is False


async def test_a_long_answer_comes_whole_in_parts_of_2048_bytes(line: WeComLine, desk: FakeDesk) -> None:
    desk.answer = [Say("\n".join(f"{n} 李*(2组) 本月未走访。" for n in range(200)))]
    heard = await line.standin.phone("li").say("日报")
    assert "".join(message.text for message in heard) == desk.answer[0].text
    assert len(heard) > 2
    assert all(message.text.endswith("\n") for message in heard[:-1])


async def test_the_same_answer_twice_is_heard_twice(line: WeComLine, desk: FakeDesk) -> None:
    desk.answer = [Say("没听懂", options=(Option("1", "很长很长很长很长很长很长", "go:帮助"),))]
    phone = line.standin.phone("li")
    assert [len(await phone.say("?")) for _ in range(2)] == [1, 1]


async def test_a_picture_is_in_our_store_before_the_turn(line: WeComLine, desk: FakeDesk) -> None:
    assert await line.standin.phone("li").photo(PIXEL) == [Heard("好")]
    name = desk.taken[0].photos[0]
    assert (line.house.settings.photos_path / name[:2] / name).read_bytes() == PIXEL


async def test_a_recording_is_stored_as_a_voice(line: WeComLine, desk: FakeDesk) -> None:
    await line.standin.phone("li").voice(AMR)
    name = desk.taken[0].voice
    assert name is not None
    assert (line.house.settings.photos_path / name[:2] / name).read_bytes() == AMR


async def test_a_picture_that_is_none_comes_without(line: WeComLine, desk: FakeDesk) -> None:
    await line.standin.phone("li").photo(b"%PDF-1.7")
    assert desk.taken[0].photos == ()


@pytest.mark.parametrize("fault", [Fault(code=-1), Fault(status=502), Fault(status=0), Fault(code=40014)])
async def test_a_picture_that_cannot_be_fetched_at_once_is_fetched_with_the_next_try(
    line: WeComLine, desk: FakeDesk, fault: Fault
) -> None:
    line.standin.order("media/get", fault)
    await line.standin.phone("li").photo(PIXEL)
    assert len(desk.taken) == 1
    assert len(desk.taken[0].photos) == 1


async def test_of_a_picture_that_cannot_be_fetched_in_three_tries_the_member_is_told(
    line: WeComLine, desk: FakeDesk
) -> None:
    line.standin.order("media/get", *[Fault(code=-1)] * 3)
    heard = await line.standin.phone("li").photo(PIXEL)
    assert [each.text for each in heard] == ["图片没有收到,请稍后再发一次"]
    assert line.standin.pusher.statuses == [503, 503, 200]
    assert desk.taken == []


async def test_a_place_goes_in_in_degrees(line: WeComLine, desk: FakeDesk) -> None:
    await line.standin.phone("li").place(25.0432, 102.7123, "石关村委会")
    assert desk.taken[0].place == Place(25.0432, 102.7123, "石关村委会")


async def test_where_somebody_is_when_they_open_the_application_is_not_kept(
    line: WeComLine, desk: FakeDesk
) -> None:
    phone = line.standin.phone("li")
    where = {"Latitude": "25.04", "Longitude": "102.71", "Precision": "15.0"}
    assert await phone.do({**phone.event("LOCATION"), **where}) == []
    assert await phone.do(phone.event("enter_agent")) == []
    assert desk.taken == []


async def test_a_menu_entry_is_the_command_it_names(line: WeComLine, desk: FakeDesk) -> None:
    await line.standin.phone("li").press("go:我的本周")
    assert desk.taken[0].press == "go:我的本周"


async def test_who_leaves_is_gone_and_who_comes_is_greeted_and_hears_what_waited(
    line: WeComLine, desk: FakeDesk
) -> None:
    phone = line.standin.phone("Li")
    await phone.do(phone.event("unsubscribe"))
    assert desk.taken == []
    assert await phone.do(phone.event("subscribe")) == [Heard("好")]
    assert line.woken == [("wecom", "li")]


async def test_events_of_one_second_are_not_taken_for_each_other(line: WeComLine, desk: FakeDesk) -> None:
    phone = line.standin.phone("li")
    for key in ("签到", "走访", "签到"):
        await phone.do({**phone.event("click"), "EventKey": key})
    assert [each.press for each in desk.taken] == ["go:签到", "go:走访"]


async def test_a_retry_joins_the_turn_that_runs_and_the_answer_comes_once(
    line: WeComLine, desk: FakeDesk
) -> None:
    running, go = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        running.set()
        await go.wait()

    desk.waits = wait
    message = {**line.standin.phone("li").message("text"), "Content": "签到"}
    push = line.standin.pusher.push
    first = asyncio.create_task(push(line.standin.callback(), message))
    await running.wait()
    again = asyncio.create_task(push(line.standin.callback(), message))
    go.set()
    assert [(await each or {}).get("Content") for each in (first, again)] == ["好", "好"]
    assert len(desk.taken) == 1


async def test_a_retry_does_not_bring_a_card_twice(line: WeComLine, desk: FakeDesk) -> None:
    desk.answer = [ASKED]
    phone = line.standin.phone("li")
    message = {**phone.message("text"), "Content": "走访"}
    await phone.do(message)
    await phone.do(message)
    assert len(phone.inbox) == 1


async def test_an_answer_that_comes_too_late_comes_as_a_message(line: WeComLine, desk: FakeDesk) -> None:
    desk.waits = lambda: asyncio.sleep(4.7)
    phone = line.standin.phone("li")
    assert await phone.say("签到") == [Heard("好")]
    assert line.standin.pusher.statuses == [200]
    assert "message/send" in line.standin.calls


@pytest.mark.parametrize("fault", [Fault(status=502), Fault(code=45009), Fault(status=0, taken=True)])
async def test_an_answer_that_wecom_does_not_take_is_kept_and_heard_once(
    line: WeComLine, desk: FakeDesk, fault: Fault
) -> None:
    desk.answer = [ASKED]
    line.standin.order("message/send", fault)
    phone = line.standin.phone("li")
    await phone.say("走访")
    for _ in range(3):
        line.hands.now += timedelta(minutes=2)
        await line.board.sweep()
    assert len(phone.inbox) == 1
    assert not await line.house.database.run(
        claim, line.house.vault, line.hands() + timedelta(hours=1), timedelta(1), 5
    )


async def test_without_being_told_the_stand_in_waits_until_the_house_is_quiet(
    line: WeComLine, desk: FakeDesk
) -> None:
    line.standin.finished = None
    desk.answer = [ASKED, ASKED]
    assert len(await line.standin.phone("li").say("走访")) == 2


async def test_a_turn_that_fails_is_tried_three_times_by_wecom_and_then_the_member_is_told(
    line: WeComLine, desk: FakeDesk
) -> None:
    desk.fails = True
    heard = await line.standin.phone("li").say("签到")
    assert ["没有保存" in each.text for each in heard] == [True]
    assert line.standin.pusher.statuses == [500, 500, 200]


async def test_a_cadre_checks_in_and_logs_a_visit_and_a_stranger_is_asked_who_they_are(
    databases: Databases,
) -> None:
    async with wecom_line(databases) as line:
        house, phone = line.house, line.standin.phone("chentianyou")
        for key, _, person in await house.database.read(standing_people):
            if key == "cadre":
                await house.database.run(
                    settle_at, house.vault, "wecom", "chentianyou", person, house.clock()
                )
        assert "已签到" in (await phone.say("签到"))[0].text
        await phone.say("走访 高")
        await phone.say("0")
        reviewed = (await phone.say("没有"))[-1]
        confirm = next((press for label, press in reviewed.buttons if "保存" in label), None)
        saved = await (phone.press(confirm) if confirm else phone.say("1"))
        assert "已保存走访" in saved[0].text
        stranger = line.standin.phone("somebody")
        greeted = await stranger.do(stranger.event("subscribe"))
        assert greeted
        assert "已签到" not in "".join(message.text for message in await stranger.say("签到"))

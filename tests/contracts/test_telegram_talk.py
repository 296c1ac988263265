"""Telegram, both ways in: people talk, press, show pictures and places, and each is taken in as it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from databases import Databases, Hands
from telegram_house import Door, Mode, Wired, as_person, opened, prepared, standing
from voices import PIXEL, SPOKEN

from bot.channels.base import Incoming
from bot.standins.telegram import TelegramStandIn
from handlers.replies import Option, Place, Say
from storage.photos import PhotoStore

MODES = pytest.mark.parametrize("mode", ["polling", "webhook"])
pytestmark = MODES


@pytest.fixture(autouse=True)
async def patience() -> AsyncIterator[None]:
    """No test waits for ever for an answer that does not come."""
    async with asyncio.timeout(60):
        yield


@pytest.fixture
async def talking(mode: Mode, databases: Databases) -> AsyncIterator[tuple[TelegramStandIn, Wired]]:
    async with standing() as (standin, api), opened(prepared(databases, api, mode)) as wired:
        yield standin, wired


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def standin(mode: Mode, databases: Databases, door: Door) -> AsyncIterator[TelegramStandIn]:
    """A house of which only the door is there."""
    async with standing() as (standin, api), opened(prepared(databases, api, mode), around=door):
        yield standin


async def test_a_cadre_checks_in_and_the_pressed_question_shows_what_was_chosen(
    talking: tuple[TelegramStandIn, Wired],
) -> None:
    standin, wired = talking
    phone = standin.phone("member")
    await as_person(wired, str(phone.number), "member")
    (asked,) = await phone.say("签到")
    label, payload = asked.buttons[0]
    (saved,) = await phone.press(payload)
    assert saved.text.startswith("已签到")
    assert f"{asked.text}\n✓ {label}" in phone.screen
    assert await wired.one("SELECT count(*) FROM contacts WHERE channel = 'telegram'") == 1
    assert len(standin.answered) == 1


async def test_the_buttons_of_a_menu_stay_and_work_again(talking: tuple[TelegramStandIn, Wired]) -> None:
    standin, _ = talking
    phone = standin.phone("stranger")
    (menu,) = await phone.say("/start")
    for _ in range(2):
        (asked,) = await phone.press(menu.buttons[0][1])
        assert "姓名" in asked.text
        await phone.say("取消")
    assert menu.text in phone.screen


async def test_ten_quick_messages_of_one_person_are_taken_and_answered_in_their_order(
    standin: TelegramStandIn, door: Door
) -> None:
    texts = [f"第{n}条" for n in range(10)]
    heard = await standin.phone("li").quickly(texts)
    assert [each.text for each in door.taken] == texts
    assert len(heard) == 10


async def test_many_people_are_taken_side_by_side(standin: TelegramStandIn, door: Door) -> None:
    phones = [standin.phone(f"p{n}") for n in range(20)]
    heard = await asyncio.gather(*(phone.say("菜单") for phone in phones))
    assert [len(each) for each in heard] == [1] * 20
    assert {each.address for each in door.taken} == {str(phone.number) for phone in phones}


async def test_a_message_carries_its_time_and_an_id_of_its_own(standin: TelegramStandIn, door: Door) -> None:
    await standin.phone("li").quickly(["签到", "签到"])
    first, second = door.taken
    assert (first.channel, first.sent) == ("telegram", Hands()())
    assert first.id != second.id


@pytest.mark.parametrize(
    ("typed", "text", "scene"),
    [
        ("走访 李家", "走访 李家", None),
        ("/start", "/start", None),
        ("/start bind-7f3a", "/start", "bind-7f3a"),
        ("/help@bangfu_bot", "help", None),
        ("/check_in", "check in", None),
        ("/ 走访", "/ 走访", None),
    ],
)
async def test_commands_are_their_words_and_a_link_carries_its_scene(
    standin: TelegramStandIn, door: Door, typed: str, text: str, scene: str | None
) -> None:
    await standin.phone("li").say(typed)
    assert [(each.text, each.scene) for each in door.taken] == [(text, scene)]


async def test_pictures_of_one_album_come_one_by_one_and_lie_in_our_store(
    talking: tuple[TelegramStandIn, Wired],
) -> None:
    standin, wired = talking
    other = PIXEL + b"another"
    assert len(await standin.phone("li").album([PIXEL, other], caption="菜单")) == 2
    store = PhotoStore(wired.house.settings.photos_path)
    kept = sorted(path.read_bytes() for path in store.folder.glob("*/*"))
    assert kept == sorted([PIXEL, other])


async def test_a_picture_carries_its_caption(standin: TelegramStandIn, door: Door) -> None:
    await standin.phone("li").album([PIXEL], caption="屋顶")
    (taken,) = door.taken
    assert taken.text == "屋顶"
    assert len(taken.photos) == 1


async def test_a_file_that_is_no_picture_is_said_and_never_reaches_a_dialog(
    standin: TelegramStandIn, door: Door
) -> None:
    (heard,) = await standin.phone("li").photo(b"MZ no picture")
    assert heard.text == "这不是能识别的图片,请发一张照片"
    assert door.taken == []


async def test_a_location_and_a_voice_message_are_taken_in(standin: TelegramStandIn, door: Door) -> None:
    phone = standin.phone("li")
    await phone.place(31.25, 121.5, "石关村委会")
    await phone.voice(SPOKEN)
    place, voice = door.taken
    assert place.place == Place(31.25, 121.5, "石关村委会")
    assert voice.voice is not None
    assert (voice.text, place.text) == ("", "")


async def test_a_picture_is_shown_before_its_words_and_a_lost_one_is_left_out(
    talking: tuple[TelegramStandIn, Wired],
) -> None:
    standin, wired = talking
    phone = standin.phone("li")
    name = PhotoStore(wired.house.settings.photos_path).put(PIXEL)
    menu = (Option("1", "菜单", "go:菜单"),)
    await wired.channel.send(str(phone.number), [Say("各村进度", options=menu, picture=name)])
    picture, words = phone.inbox
    assert (picture.picture, words.text, words.buttons) == (PIXEL, "各村进度", (("1菜单", "go:菜单"),))
    await wired.channel.send(str(phone.number), [Say("没有图", picture="0" * 64)])
    assert phone.inbox[-1].text == "没有图"


async def test_a_button_longer_than_telegram_carries_works_and_works_again_after_a_restart(
    mode: Mode, databases: Databases
) -> None:
    long = "go:先办 " + "走访李家湾二组" * 8
    door = Door([Say("先放一放?", options=(Option("1", "先办", long),))])
    async with standing() as (standin, api):
        settings = prepared(databases, api, mode)
        phone = standin.phone("li")
        async with opened(settings, around=door):
            (heard,) = await phone.say("走访")
            ((_, carried),) = heard.buttons
            await phone.press(carried)
        async with opened(settings, around=door):
            await phone.press(carried)
            await phone.press("@forgotten")
    assert len(carried.encode()) <= 64
    assert [each.press for each in door.taken] == [None, long, long, "a:0:-:-"]


async def test_a_list_too_long_for_a_keyboard_is_text(standin: TelegramStandIn, door: Door) -> None:
    door.answer = [Say("户:", options=tuple(Option(str(n), f"户{n}", f"go:户 {n}") for n in range(1, 121)))]
    (heard,) = await standin.phone("li").say("户")
    assert heard.buttons == ()
    assert "120户120" in heard.text


async def test_a_long_answer_comes_whole_within_telegrams_limit(standin: TelegramStandIn, door: Door) -> None:
    said = "\n".join(f"{n} 李*(2组) 😀本月未走访" for n in range(600))
    door.answer = [Say(said)]
    heard = await standin.phone("li").say("日报")
    assert "".join(each.text for each in heard) == said
    assert all(len(each.text.encode("utf-16-le")) <= 2 * 4096 for each in heard)


async def test_a_changed_message_is_not_read_and_a_moving_location_not_even_spoken_of(
    standin: TelegramStandIn, door: Door
) -> None:
    phone = standin.phone("li")
    await phone.say("签到")
    (heard,) = await phone.edit("签退")
    assert heard.text == "改过的消息不会重新读取,请另发一条"
    await phone.place(31.0, 121.0)
    assert await phone.edit("") == []
    assert [each.text for each in door.taken] == ["签到", ""]


async def test_a_group_is_told_once_that_people_are_answered_alone(
    standin: TelegramStandIn, door: Door
) -> None:
    group = standin.phone("village", kind="group")
    heard = [*await group.say("签到"), *await group.say("签到")]
    assert [each.text for each in heard] == ["群里不作答,请单独给我发消息:@bangfu_bot"]
    assert door.taken == []


async def test_lines_of_the_channel_itself_are_in_the_language_of_the_phone(standin: TelegramStandIn) -> None:
    phone = standin.phone("smith")
    phone.language = "en-GB"
    await phone.say("menu")
    (heard,) = await phone.edit("leave")
    assert heard.text == "A changed message is not read again. Please send it as a new one."


async def test_whoever_blocks_us_is_gone_until_they_write_again(
    talking: tuple[TelegramStandIn, Wired],
) -> None:
    standin, wired = talking
    phone = standin.phone("li")
    await phone.say("菜单")
    gone = "SELECT gone_why FROM contacts WHERE channel = 'telegram'"
    await phone.block()
    assert await wired.one(gone) == "blocked"
    await phone.unblock()
    await phone.say("/start")
    assert await wired.one(gone) == ""


async def test_what_a_message_is_made_of_comes_in_one_shape(standin: TelegramStandIn, door: Door) -> None:
    phone = standin.phone("li")
    await phone.say("签到")
    (taken,) = door.taken
    assert taken == Incoming(
        "telegram", str(phone.number), taken.id, Hands()(), text="签到"
    )  # nothing else is set

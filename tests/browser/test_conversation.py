"""A conversation in the browser, from choosing a person to the receipt."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from screens import DESK, PATIENCE, PHONE, SMALL, Open, Screen
from talker import DIGEST, PEOPLE, SCRIPT

from handlers.replies import Option, Say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOUSE = """() => {
  const paper = Object.assign(document.createElement('canvas'), {width: 2400, height: 1800}), pen = paper.getContext('2d');
  for (const [colour, ...box] of [['#9cc9ef', 0, 0, 2400, 1100], ['#7c9c5c', 0, 1100, 2400, 700],
    ['#a8553c', 760, 620, 880, 200], ['#e9e0d0', 840, 820, 720, 420], ['#6b4a2a', 1120, 960, 150, 280]])
    { pen.fillStyle = colour; pen.fillRect(...box); }
  return paper.toDataURL('image/png').split(',')[1];
}"""


async def photo_of(screen: Screen, folder: Path) -> Path:
    """A picture of a house, larger than the page sends it."""
    from base64 import b64decode

    path = folder / "house.png"
    path.write_bytes(b64decode(await screen.page.evaluate(HOUSE)))
    return path


async def test_one_chooses_a_person_and_checks_in_with_one_message(phone: Screen) -> None:
    await phone.open()
    await phone.page.wait_for_selector(".card")
    assert await phone.texts(".card b") == [person.name for person in PEOPLE]
    await phone.keep_picture("people")
    await phone.page.click("[data-person=cadre]")
    await phone.write("签到")
    await phone.sees("本周第2天,已达标")
    assert await phone.texts(".own .state") == ["已送到"]
    await phone.keep_picture("check-in")
    assert phone.troubles == []


async def test_a_visit_is_logged_by_pressing_buttons_and_a_photo_goes_with_it(
    phone: Screen, tmp_path: Path
) -> None:
    await phone.enter()
    await phone.page.click("#menu")
    await phone.choose("走访记录")
    await phone.choose("李*(2组)")
    await phone.choose("户主")
    await phone.sees("饮水有问题")
    await phone.keep_picture("review")
    await phone.page.set_input_files("#files", await photo_of(phone, tmp_path))
    await phone.page.wait_for_selector(".bot .photo img")
    await phone.page.wait_for_function("document.querySelector('.bot .photo img').naturalWidth > 0")
    async with asyncio.timeout(5):  # the page follows a picture once it is laid out
        while not await phone.is_at_the_end():
            await asyncio.sleep(0.05)
    await phone.keep_picture("photo")
    await phone.page.click(".choice:has-text('保存')")
    receipt = await phone.sees("已保存,编号 ZF261119-0032")
    assert await receipt.locator("a").get_attribute("href") == "tel:19900000001"
    await phone.keep_picture("visit")
    assert [message.press for message in phone.served.talker.taken][-1] == "a:7:保存吗?:1"
    assert phone.troubles == []


async def test_a_picture_that_grows_below_is_followed_and_a_reader_who_scrolled_up_is_left_alone(
    phone: Screen,
) -> None:
    await phone.enter()
    await phone.write("走访")
    await phone.sees("走访哪一户")
    await phone.grow(900)
    assert await phone.is_at_the_end()
    await phone.page.locator("#talk").evaluate("list => { list.scrollTop -= 400 }")
    await phone.page.wait_for_timeout(100)  # the page hears of the scrolling in the next frame
    await phone.grow(300)
    assert not await phone.is_at_the_end()


async def test_a_photo_is_made_smaller_before_it_goes_up(phone: Screen, tmp_path: Path) -> None:
    await phone.enter()
    await phone.page.set_input_files("#files", await photo_of(phone, tmp_path))
    shown = phone.page.locator(".bot .photo img")
    await shown.wait_for()
    await phone.page.wait_for_function("document.querySelector('.bot .photo img').naturalWidth > 0")
    assert await shown.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1600, 1200]
    assert len(phone.served.talker.taken[0].photos) == 1


async def test_a_file_that_is_no_picture_is_refused_in_words(phone: Screen, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(b"%PDF-1.7 no picture")
    await phone.enter()
    await phone.page.set_input_files("#files", path)
    await phone.sees("这不是能识别的图片", ".note")
    assert await phone.texts(".own .state") == ["没有发出"]


async def test_choices_are_large_enough_for_a_thumb_and_quieter_once_answered(phone: Screen) -> None:
    await phone.enter()
    await phone.write("走访")
    await phone.sees("走访哪一户")
    sizes = await phone.page.eval_on_selector_all(
        ".choice", "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 44
    await phone.choose("李*(2组)")
    await phone.sees("见到了谁")
    assert await phone.page.locator(".row.old .choice.chosen").inner_text() == "1\n李*(2组)"


async def test_an_old_button_can_still_be_pressed(phone: Screen) -> None:
    await phone.enter()
    await phone.write("走访")
    await phone.choose("李*(2组)")
    await phone.sees("见到了谁")
    await phone.choose("王*", ".row.old")
    await phone.sees("收到:a:7:(1/5) :2")


async def test_two_taps_on_one_button_are_one_answer(phone: Screen) -> None:
    await phone.enter()
    await phone.write("走访")
    await phone.page.dblclick(".choice:has-text('李*')")
    await phone.sees("见到了谁")
    await phone.page.wait_for_timeout(300)
    assert len(phone.served.talker.taken) == 2


async def test_a_report_longer_than_the_screen_is_read_from_its_start(phone: Screen) -> None:
    await phone.page.set_viewport_size(SMALL)
    await phone.enter("leader")
    await phone.write("日报")
    digest = await phone.sees("帮扶日报")
    assert await digest.inner_text() == DIGEST
    await phone.page.wait_for_timeout(300)
    header, top = await phone.page.locator("#chat > header").bounding_box(), await digest.bounding_box()
    assert header
    assert top
    assert top["y"] >= header["y"] + header["height"]
    await phone.keep_picture("digest")


async def test_what_is_said_is_shown_as_text_and_never_run(phone: Screen) -> None:
    evil = "<img src=x onerror=alert(1)>\n<script>alert(2)</script>"
    SCRIPT["evil"] = [Say(evil, (Option("1", "<b>粗</b>", "go:x"),), (Option("<i>", "<i>", "m:x"),))]
    await phone.enter()
    await phone.write("evil")
    bubble = await phone.sees("onerror")
    assert await bubble.inner_text() == evil
    assert await phone.page.locator("#talk img, #talk script, #talk b").count() == 0
    await phone.write(evil)
    assert await (await phone.sees("onerror", ".own .bubble")).inner_text() == evil
    assert phone.troubles == []


async def test_only_a_ledger_of_this_server_can_be_opened_from_a_text(phone: Screen) -> None:
    ours, own = phone.served.at("/ledger?key=abcd"), phone.served.at("")
    others = [
        "https://example.org/ledger?key=abcd",
        f"{own}@example.org/ledger?key=abcd",
        f"{own}/chat?key=abcd",
        f"{ours}&next=//example.org",
        "javascript:alert(1)",
    ]
    SCRIPT["ledger"] = [Say("\n".join(["电话19900000001", *others, ours, "只能打开一次"]))]
    await phone.enter()
    await phone.write("ledger")
    links = (await phone.sees("19900000001")).locator("a")
    shown = "links => links.map(a => [a.textContent, a.getAttribute('href'), a.target, a.rel])"
    assert await links.evaluate_all(shown) == [
        ["19900000001", "tel:19900000001", "", ""],
        [ours, ours, "_blank", "noopener"],
    ]


async def test_enter_while_a_character_is_being_composed_does_not_send(phone: Screen) -> None:
    await phone.enter()
    await phone.page.fill("#text", "qian dao")
    await phone.page.evaluate(
        "document.querySelector('#text').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    assert await phone.page.input_value("#text") == "qian dao"
    await phone.page.press("#text", "Shift+Enter")
    assert await phone.page.input_value("#text") == "qian dao\n"
    assert phone.served.talker.asked == 0


async def test_a_notice_appears_by_itself_and_the_server_knows_it_was_taken(phone: Screen) -> None:
    await phone.enter()
    await phone.write("签到")
    await phone.sees("已签到")
    address = phone.served.talker.taken[0].address
    for _ in range(2):  # the same notice again within minutes is a repeated one
        await phone.served.chat.send(address, [Say("还需1天,剩周五", (Option("1", "签到", "go:签到"),))])
    await phone.sees("还需1天")
    assert await phone.page.locator(".bubble", has_text="还需1天").count() == 1
    assert await phone.page.get_attribute("#talk", "role") == "log"


async def test_large_type_is_remembered_and_fits_a_small_phone(phone: Screen) -> None:
    await phone.page.set_viewport_size(SMALL)
    await phone.enter()
    await phone.page.click("#chat .type")
    await phone.page.reload()
    assert await phone.page.get_attribute("#chat .type", "aria-pressed") == "true"
    await phone.write("走访")
    await phone.sees("走访哪一户")
    assert (
        await phone.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.bubble')).fontSize)")
        > 22
    )
    assert not await phone.is_wider_than_the_screen()
    await phone.keep_picture("large")


async def test_nothing_is_wider_than_a_small_phone(phone: Screen) -> None:
    await phone.page.set_viewport_size(SMALL)
    await phone.enter()
    for text in ("菜单", "日报", "A" * 300, "https://example.org/" + "x" * 200):
        await phone.write(text)
    await phone.sees("收到:https")
    assert not await phone.is_wider_than_the_screen()


async def test_the_words_around_are_english_when_asked_for(phone: Screen) -> None:
    await phone.open()
    await phone.page.click("#first .top a")
    await phone.page.wait_for_selector(".card")
    assert await phone.page.inner_text("#choose h2") == "Whom do you want to be?"
    await phone.page.click("[data-person=cadre]")
    await phone.page.wait_for_selector(".hello")
    assert await phone.page.get_attribute("#text", "placeholder") == "Write a message"
    assert await phone.page.evaluate("location.search") == ""
    await phone.keep_picture("english")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_desk_the_chat_is_a_column_in_the_middle(screen_of: Open, scheme: str) -> None:
    desk = await screen_of(DESK, color_scheme=scheme)
    await desk.enter()
    await desk.page.click("#menu")
    await desk.choose("走访记录")
    await desk.sees("走访哪一户")
    box = await desk.page.locator("#phone").bounding_box()
    assert box
    assert box["width"] <= 480
    assert abs(box["x"] * 2 + box["width"] - DESK["width"]) < 2
    await desk.keep_picture(f"desk-{scheme}")


async def test_it_is_dark_where_the_phone_is_dark(screen_of: Open) -> None:
    dark = await screen_of(PHONE, color_scheme="dark")
    await dark.enter()
    await dark.write("签到")
    await dark.sees("已签到")
    ground = await dark.page.evaluate("getComputedStyle(document.querySelector('#phone')).backgroundColor")
    assert ground == "rgb(17, 17, 17)"
    await dark.keep_picture("dark")


async def test_the_page_asks_nobody_but_its_own_server(phone: Screen) -> None:
    await phone.enter()
    await phone.write("签到")
    await phone.sees("已签到")
    assert {url for url in phone.asked if not url.startswith((phone.served.url, "data:", "blob:"))} == set()


async def test_the_whole_record_is_cleared_when_one_leaves_a_borrowed_phone(phone: Screen) -> None:
    await phone.enter()
    await phone.write("签到")
    await phone.sees("已签到")
    await phone.page.click("#more")
    await phone.page.click("#leave")
    await phone.keep_picture("leave")
    await phone.page.click("#yes")
    await phone.page.wait_for_selector(".card", timeout=PATIENCE)
    kept = await phone.page.evaluate("Object.keys(localStorage).filter(key => !/window/.test(key))")
    assert kept == []
    assert [cookie["name"] for cookie in await phone.context.cookies(phone.served.at("/chat"))] == []


async def test_clearing_this_phone_s_record_keeps_the_conversation_open(phone: Screen) -> None:
    await phone.enter()
    await phone.write("签到")
    await phone.sees("已签到")
    await phone.page.click("#more")
    await phone.page.click("#clear")
    await phone.page.click("#yes")
    assert await phone.page.locator(".bubble").count() == 0
    await phone.page.reload()
    await phone.page.wait_for_selector(".hello")
    await phone.write("签到")
    await phone.sees("已签到")

"""Guessing: five wrong tries shut the contact and whoever is claimed; no refusal tells which part was wrong."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from acting import Actor, Scene, scene, words_of
from binding import BOUND, LOCKED, REFUSED, Papers, papers
from databases import Databases, kinds

from bot.channels.base import Incoming
from bot.settings import Settings

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(scope="module", params=list(kinds()))
def town(request: pytest.FixtureRequest, databases: Databases) -> Settings:
    """One county for all tests here: each has people of its own."""
    return databases.settings(request.param)


def without_count(said: str) -> str:
    """The refusal, but for how many tries are left."""
    return re.sub(r"\d", "#", said)


async def lines_of(county: Scene, code: str) -> tuple[Papers, str]:
    """A cadre's papers, and the line that binds."""
    mine = await papers(county, code)
    return mine, f"绑定 {mine.name} {mine.phone} {await county.code_of(code)}"


async def test_five_wrong_tries_shut_the_contact_for_half_an_hour_whatever_is_tried(town: Settings) -> None:
    async with scene(town) as county:
        _, right = await lines_of(county, "G007")
        guesser = county.nobody("guesser")
        for left in (4, 3, 2, 1):
            assert f"还可试{left}次" in await guesser.hears(f"绑定 张三 19999999999 00000{left}")
        assert LOCKED in await guesser.hears("绑定 张三 19999999999 000000")
        for line in (right, "我是干部", "我是农户", "我是领导", "绑定 QWERTYU8 1234"):
            assert LOCKED in await guesser.hears(line), line
        county.hands.now += HALF_AN_HOUR - timedelta(seconds=1)
        assert LOCKED in await guesser.hears(right)
        county.hands.now += timedelta(seconds=2)
        assert BOUND in await guesser.hears(right)


async def test_tries_of_every_kind_count_together_and_a_right_one_begins_anew(town: Settings) -> None:
    async with scene(town) as county:
        _, right = await lines_of(county, "G008")
        guesser = county.nobody("mixed")
        for line in ("绑定 张三 19999999999 000000", "绑定 QWERTYU8 1234"):
            await guesser.say(line)
        for text in ("我是领导", "何正", "QWERTYU8"):
            said = await guesser.hears(text)
        assert "还可试2次" in said
        assert BOUND in await guesser.hears(right)
        assert "还可试4次" in await guesser.hears("绑定 张三 19999999999 000000")


async def test_the_lock_is_by_the_server_s_clock_whatever_the_phone_says(town: Settings) -> None:
    async with scene(town) as county:
        _, right = await lines_of(county, "G009")
        guesser = county.nobody("clock")

        async def says(text: str, id_: str, ahead: timedelta) -> str:
            sent = county.hands() + ahead
            return words_of(await county.desk.receive(Incoming("terminal", guesser.address, id_, sent, text)))

        for n in range(5):
            await says("绑定 张三 19999999999 000000", f"wrong-{n}", -timedelta(minutes=9))
        county.hands.now += timedelta(minutes=15)
        assert LOCKED in await says(right, "ahead", timedelta(minutes=9))


async def test_a_message_that_is_delivered_again_is_no_second_try(town: Settings) -> None:
    async with scene(town) as county:
        guesser = county.nobody("again")
        for _ in range(9):
            assert "还可试4次" in await guesser.hears("绑定 张三 19999999999 000000", id="same")
        assert "还可试3次" in await guesser.hears("绑定 张三 19999999999 000000", id="next")


async def five_guesses(county: Scene, line: str) -> None:
    """One wrong try from each of five contacts."""
    for n in range(5):
        said = await county.nobody(f"one-of-many-{line}-{n}").hears(line)
        assert "还可试4次" in said


async def test_many_contacts_guessing_one_cadre_s_code_shut_that_code(town: Settings) -> None:
    async with scene(town) as county:
        mine, right = await lines_of(county, "G010")
        await five_guesses(county, f"绑定 {mine.name} {mine.phone} 000000")
        owner = county.nobody("owner")
        shut = await owner.hears(right)
        assert "还可试4次" in shut
        assert REFUSED in shut
        county.hands.now += HALF_AN_HOUR + timedelta(seconds=1)
        assert BOUND in await owner.hears(right)


async def test_many_contacts_guessing_the_last_four_behind_one_card_shut_that_card(town: Settings) -> None:
    async with scene(town) as county:
        head, card = await papers(county, "SG020-1"), await county.code_of("SG020")
        await five_guesses(county, f"绑定 {card} 0000")
        owner = county.nobody("card-owner")
        assert REFUSED in await owner.hears(f"绑定 {card} {head.last4}")
        county.hands.now += HALF_AN_HOUR + timedelta(seconds=1)
        assert BOUND in await owner.hears(f"绑定 {card} {head.last4}")


async def test_guessing_about_one_person_shuts_nobody_else_out(town: Settings) -> None:
    async with scene(town) as county:
        mine, _ = await lines_of(county, "G011")
        await five_guesses(county, f"绑定 {mine.name} {mine.phone} 000000")
        _, other = await lines_of(county, "G012")
        assert BOUND in await county.nobody("bystander").hears(other)


async def answers(county: Scene, name: str, *lines: str) -> set[str]:
    """What each of several lines is answered, from a fresh contact each, but for digits."""
    return {without_count(await county.nobody(f"{name}-{n}").hears(line)) for n, line in enumerate(lines)}


async def test_a_refusal_is_the_same_whichever_part_is_wrong(town: Settings) -> None:
    async with scene(town) as county:
        mine, _ = await lines_of(county, "G013")
        other, _ = await lines_of(county, "G014")
        code, theirs = await county.code_of("G013"), await county.code_of("G014")
        card, head = await county.code_of("SG021"), await papers(county, "SG021-1")
        said = await answers(
            county, "which",
            f"绑定 {mine.name} {mine.phone} 000000",
            f"绑定 {mine.name} {other.phone} {code}",
            f"绑定 {other.name} {mine.phone} {code}",
            f"绑定 {mine.name} {mine.phone} {theirs}",
            f"绑定 {mine.name} 19999999999 {code}",
            f"绑定 欧阳飞天 {mine.phone} {code}",
            f"绑定 欧阳飞天 19999999999 {code}",
            f"绑定 {card} 0000",
            f"绑定 QWERTYU8 {head.last4}",
            "绑定 QWERTYU8 0000",
        )  # fmt: skip
        assert len(said) == 1, said


async def test_a_refusal_to_a_leader_is_the_same_whichever_part_is_wrong_or_used(town: Settings) -> None:
    async def tries(phone: Actor, name: str, code: str) -> str:
        for text in ("我是领导", name, code):
            said = await phone.hears(text)
        return without_count(said)

    async with scene(town) as county:
        leader, used = await papers(county, "T03"), await county.code_of("T03")
        other, code = await papers(county, "T12"), await county.code_of("T12")
        assert BOUND in await tries(county.nobody("l-0"), leader.name, used)
        said = [
            await tries(county.nobody("l-1"), leader.name, used),
            await tries(county.nobody("l-2"), leader.name, code),
            await tries(county.nobody("l-3"), "欧阳飞天", code),
            await tries(county.nobody("l-4"), other.name, "QWERTYU8"),
            await tries(county.nobody("l-5"), "欧阳飞天", "QWERTYU8"),
        ]
        assert len(set(said)) == 1, said
        assert REFUSED in said[0]


async def test_a_code_of_one_kind_opens_nothing_of_another(town: Settings) -> None:
    async with scene(town) as county:
        card, head = await county.code_of("SG023"), await papers(county, "SG023-1")
        cadre, mine = await county.code_of("G015"), await papers(county, "G015")
        phone = county.nobody("kinds")
        for text in ("我是领导", head.name, card):
            said = await phone.hears(text)
        assert REFUSED in said
        for text in ("我是领导", mine.name, cadre):
            said = await phone.hears(text)
        assert REFUSED in said
        assert REFUSED in await phone.hears(f"绑定 {await county.code_of('X05')} 1234")

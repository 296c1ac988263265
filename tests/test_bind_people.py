"""Binding with the right papers: cadres, households, leaders; once more, by another phone, and undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from acting import Scene, scene
from binding import BOUND, REFUSED, bindings_of, bound_to, let_expire, papers, told_of_new_account
from databases import Databases, kinds

from bot.settings import Settings


@pytest.fixture(scope="module", params=list(kinds()))
def town(request: pytest.FixtureRequest, databases: Databases) -> Settings:
    """One county for all tests here: each has people of its own."""
    return databases.settings(request.param)


async def held_by(county: Scene, address: str) -> tuple[int | None, int | None]:
    return await county.house.database.read(bound_to, county.house.vault, address)


async def test_a_cadre_is_bound_by_name_phone_and_code_question_by_question(town: Settings) -> None:
    async with scene(town) as county:
        mine, phone = await papers(county, "G007"), county.nobody("cadre-1")
        for text in ("我是干部", mine.name, mine.phone):
            assert BOUND not in await phone.hears(text)
        said = await phone.hears(await county.code_of("G007"))
        assert f"{mine.name},{BOUND}:石关村" in said
        assert "1签到" in said
        assert await held_by(county, "cadre-1") == (mine.person_id, None)
        assert "已签到" in await phone.hears("签到")


@pytest.mark.parametrize(
    "way", ["{name} {phone} {code}", "{spaced} +86{phone} {code}", "{name} {wide} {code}"]
)
async def test_a_cadre_may_say_it_all_in_one_line_and_as_people_type_it(town: Settings, way: str) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    async with scene(town) as county:
        mine = await papers(county, "G008")
        code = await county.code_of("G008")
        line = way.format(
            name=mine.name,
            spaced=f"{mine.name}",
            phone=mine.phone,
            code=code,
            wide=mine.phone.translate(wide),
        )
        assert BOUND in await county.nobody(f"one-line-{way}").hears(f"绑定 {line}")


async def test_numbers_may_be_grouped(town: Settings) -> None:
    async with scene(town) as county:
        mine, phone = await papers(county, "G009"), county.nobody("grouped")
        code = await county.code_of("G009")
        number = mine.phone
        grouped = (
            f"{mine.name[0]} {mine.name[1:]}",
            f"{number[:3]} {number[3:7]} {number[7:]}",
            f"{code[:3]}-{code[3:]}",
        )
        for text in ("我是干部", *grouped):
            said = await phone.hears(text)
        assert BOUND in said


async def test_a_code_is_good_once_and_the_second_phone_needs_the_new_one(town: Settings) -> None:
    async with scene(town) as county:
        mine, code = await papers(county, "G010"), await county.code_of("G010")
        first, second = county.nobody("phone-a"), county.nobody("phone-b")
        assert BOUND in await first.hears(f"绑定 {mine.name} {mine.phone} {code}")
        assert REFUSED in await second.hears(f"绑定 {mine.name} {mine.phone} {code}")
        fresh = await county.code_of("G010")
        assert fresh != code
        assert BOUND in await second.hears(f"绑定 {mine.name} {mine.phone} {fresh}")
        assert await held_by(county, "phone-a") == await held_by(county, "phone-b") == (mine.person_id, None)
        assert "已签到" in await first.hears("签到")
        assert "今天已签到" in await second.hears("签到")


async def test_a_member_is_bound_by_the_card_and_the_last_four_and_a_second_one_by_the_same_card(
    town: Settings,
) -> None:
    async with scene(town) as county:
        head, child = await papers(county, "SG010-1"), await papers(county, "SG010-2")
        card = await county.code_of("SG010")
        first, second = county.nobody("home-1"), county.nobody("home-2")
        for text in ("我是农户", card.lower(), head.last4.lower()):
            said = await first.hears(text)
        assert f"{head.name[0]}*,{BOUND}" in said
        assert head.name not in said
        before = await county.house.database.read(told_of_new_account)
        assert BOUND in await second.hears(f"绑定 {card[:4]}-{card[4:]} {child.last4}")
        told = await county.house.database.read(told_of_new_account)
        assert told[len(before) :] == [head.person_id]
        person, home = await held_by(county, "home-2")
        assert (person, home) == (child.person_id, (await held_by(county, "home-1"))[1])
        assert "2026年" in await second.hears("我的补助")


async def test_the_family_hears_of_every_new_account_and_a_stranger_s_try_tells_nobody(
    town: Settings,
) -> None:
    async with scene(town) as county:
        head, card = await papers(county, "SG011-1"), await county.code_of("SG011")
        before = await county.house.database.read(told_of_new_account)
        assert REFUSED in await county.nobody("thief").hears(f"绑定 {card} 0000")
        for address in ("family-1", "family-2", "family-3"):
            assert BOUND in await county.nobody(address).hears(f"绑定 {card} {head.last4}")
        told = await county.house.database.read(told_of_new_account)
        assert told[len(before) :] == [head.person_id] * 2


async def test_a_card_opens_its_own_household_only(town: Settings) -> None:
    async with scene(town) as county:
        other, card = await papers(county, "SG012-1"), await county.code_of("SG013")
        mine = await papers(county, "SG013-1")
        assert mine.last4 != other.last4
        assert REFUSED in await county.nobody("neighbour").hears(f"绑定 {card} {other.last4}")
        assert await held_by(county, "neighbour") == (None, None)


async def test_an_invitation_is_good_once(town: Settings) -> None:
    async with scene(town) as county:
        leader, code = await papers(county, "T02"), await county.code_of("T02")
        first, second = county.nobody("leader-1"), county.nobody("leader-2")
        for text in ("我是领导", leader.name, code.lower()):
            said = await first.hears(text)
        assert f"{leader.name},{BOUND}" in said
        assert "日报" in said
        for text in ("我是领导", leader.name, code):
            said = await second.hears(text)
        assert REFUSED in said
        assert await held_by(county, "leader-2") == (None, None)


async def test_an_invitation_that_is_over_says_so_only_to_whom_it_was_made_out(town: Settings) -> None:
    async with scene(town) as county:
        leader, code = await papers(county, "X03"), await county.code_of("X03")
        await county.house.database.run(let_expire, leader.person_id, county.hands() - timedelta(minutes=1))
        for name, expected in ((leader.name, "邀请"), ("何正", REFUSED)):
            phone = county.nobody(f"late-{name}")
            for text in ("我是领导", name, code):
                said = await phone.hears(text)
            assert expected in said
            assert BOUND not in said
        await county.house.database.run(let_expire, leader.person_id, county.hands() + timedelta(minutes=1))
        phone = county.nobody("in-time")
        for text in ("我是领导", leader.name, code):
            said = await phone.hears(text)
        assert BOUND in said


async def test_unbinding_asks_once_and_then_the_phone_is_a_stranger_s(town: Settings) -> None:
    async with scene(town) as county:
        mine, code = await papers(county, "G011"), await county.code_of("G011")
        phone = county.nobody("gone")
        await phone.say(f"绑定 {mine.name} {mine.phone} {code}")
        assert mine.name in await phone.hears("解绑")
        assert "签到" in await phone.hears("2")
        assert await held_by(county, "gone") == (mine.person_id, None)
        await phone.say("解绑")
        assert "已解绑" in await phone.hears("1")
        assert await held_by(county, "gone") == (None, None)
        assert "绑定" in await phone.hears("签到")
        assert await county.house.database.read(bindings_of, mine.person_id) == [("cadre", False)]


async def test_who_binds_as_somebody_else_is_the_first_no_longer(town: Settings) -> None:
    async with scene(town) as county:
        mine, code = await papers(county, "G012"), await county.code_of("G012")
        head, card = await papers(county, "SG014-1"), await county.code_of("SG014")
        phone = county.nobody("both")
        await phone.say(f"绑定 {mine.name} {mine.phone} {code}")
        assert BOUND in await phone.hears(f"绑定 {card} {head.last4}")
        assert (await held_by(county, "both"))[0] == head.person_id
        assert await county.house.database.read(bindings_of, mine.person_id) == [("cadre", False)]
        assert await county.house.database.read(bindings_of, head.person_id) == [("household", True)]
        before = await county.rows()
        await phone.say("签到")
        assert (await county.rows())["check_ins"] == before["check_ins"]

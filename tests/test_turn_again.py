"""One message, one turn: what is delivered again changes nothing, what comes at once comes in a row."""

from __future__ import annotations

import asyncio

import pytest
from acting import VISIT, Actor, grown, scene, words_of
from databases import Databases, kinds
from served import visitor
from sqlalchemy import Connection, func, select

from bot.run import web_server
from bot.settings import Settings
from storage.tables import CheckIn, Draft


@pytest.fixture(scope="module", params=list(kinds()))
def town(request: pytest.FixtureRequest, databases: Databases) -> Settings:
    """One county for all tests here: each has a helper of its own."""
    return databases.settings(request.param)


async def at_once(actor: Actor, *ids: str, text: str) -> list[str]:
    """Several deliveries at the same time, answered."""
    said = await asyncio.gather(*(actor.say(text, id=each) for each in ids))
    return [words_of(each) for each in said]


def actives(db: Connection, person_id: int | None) -> int:
    """How many questions stand before a person."""
    mine = select(func.count()).where(Draft.state == "active", Draft.person_id == person_id)
    return db.execute(mine).scalar_one()


async def test_a_message_delivered_again_gets_the_stored_reply_and_changes_nothing(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G007")
        said = [await cadre.say(text, id=f"v{n}") for n, text in enumerate(VISIT)]
        assert "ZF261117" in words_of(said[-1])
        before = await county.rows()
        again = [await cadre.say(text, id=f"v{n}") for n, text in enumerate(VISIT)]
        assert again == said
        assert await county.rows() == before


async def test_a_message_delivered_again_is_answered_as_before_whatever_it_holds_now(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G008")
        first = await cadre.say("签到", id="same")
        before = await county.rows()
        assert await cadre.say("撤回", id="same") == first
        assert await cadre.say(press="go:撤回", id="same") == first
        assert await county.rows() == before


async def test_the_same_id_from_another_address_or_channel_is_another_message(town: Settings) -> None:
    async with scene(town) as county:
        cadre, member = await county.actor("G009"), await county.actor("member")
        elsewhere = await county.actor("G009", channel="webchat")
        assert "已签到" in await cadre.hears("签到", id="1")
        assert "哪个村" in await member.hears("签到", id="1")
        assert "今天已签到" in await elsewhere.hears("签到", id="1")


async def test_three_deliveries_at_once_save_once_and_are_answered_alike(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G010")
        before = await county.rows()
        said = await at_once(cadre, "one", "one", "one", text="签到")
        assert said == [said[0]] * 3
        assert "已签到" in said[0]
        assert grown(before, await county.rows()) == {"check_ins": 1, "contacts": 1, "inbound": 1}


async def test_three_deliveries_at_once_to_a_contact_known_before_are_answered_alike(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G011")
        await cadre.say("菜单")
        said = await at_once(cadre, "one", "one", "one", text="签到")
        assert said == [said[0]] * 3
        assert "已签到" in said[0]


async def test_three_deliveries_at_once_of_the_last_answer_save_one_visit(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G012")
        for text in VISIT[:-1]:
            await cadre.say(text)
        before = await county.rows()
        said = await at_once(cadre, "save", "save", "save", text="1")
        assert said == [said[0]] * 3
        assert grown(before, await county.rows()) == {
            "visits": 1,
            "follow_ups": 1,
            "check_ins": 1,
            "inbound": 1,
        }


async def test_a_double_tap_on_save_with_two_ids_saves_once(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G013")
        for text in VISIT[:-1]:
            await cadre.say(text)
        before = await county.rows()
        save = cadre.button("1")
        first, second = await asyncio.gather(cadre.say(press=save, id="a"), cadre.say(press=save, id="b"))
        texts = sorted((words_of(first), words_of(second)))
        assert sum("已保存走访" in text for text in texts) == 1
        assert all("ZF261117" in text for text in texts), texts
        assert grown(before, await county.rows())["visits"] == 1


async def test_1_sent_twice_with_two_ids_saves_once_and_does_nothing_else(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G018")
        for text in ("走访", "2", "0", "0", "改3", "电话"):
            await cadre.say(text)
        before = await county.rows()
        assert "已保存走访" in await cadre.hears("1")
        assert "已经保存" in await cadre.hears("1")
        assert grown(before, await county.rows()) == {"visits": 1, "inbound": 2}


async def test_ten_quick_messages_of_one_person_get_ten_answers_in_order_and_no_draft_is_lost(
    town: Settings,
) -> None:
    async with scene(town) as county:
        quick = await county.actor("G014")
        ten = (*VISIT, "签到", "我的本周", "待办")
        said = await asyncio.gather(*(quick.say(text, id=f"q{n}") for n, text in enumerate(ten)))
        assert "走访哪一户" in words_of(said[0])
        assert "水管" not in words_of(said[2])
        assert "已保存走访" in words_of(said[6]), [words_of(each) for each in said]
        assert "已签到" in words_of(said[7])
        assert "第47周" in words_of(said[8])
        assert "水管冻住了" in words_of(said[9])
        assert await county.house.database.read(actives, quick.who) == 0


async def test_ten_frames_sent_at_once_over_the_page_are_answered_in_their_order(town: Settings) -> None:
    town.port, town.messages_a_minute = 0, 10_000
    async with (
        scene(town) as county,
        web_server(county.house, county.office) as (address, _),
        visitor() as client,
    ):
        origin = {"Origin": address}
        await client.post(f"{address}/chat/enter", json={"person": "cadre"}, headers=origin)
        async with client.ws_connect(f"{address}/chat/socket", headers=origin) as socket:
            await socket.receive_json()
            ten = (*VISIT, "签到", "我的本周", "待办")
            for number, text in enumerate(ten):
                await socket.send_json(
                    {"id": f"frame-{number}", "text": text, "sent": county.hands().isoformat()}
                )
            said = [await socket.receive_json(timeout=10) for _ in ten]
    assert [frame["re"] for frame in said] == [f"frame-{number}" for number in range(10)]
    assert "已保存走访" in said[6]["messages"][0]["text"]
    assert "水管冻住了" in said[9]["messages"][0]["text"]


async def test_one_person_on_two_channels_at_once_checks_in_once_and_is_answered_on_both(
    town: Settings,
) -> None:
    async with scene(town) as county:
        here, there = await county.actor("G015"), await county.actor("G015", channel="webchat")
        before = await county.rows()
        said = await asyncio.gather(here.hears("签到"), there.hears("签到"))
        assert sum("今天已签到" in each for each in said) == 1, said
        assert grown(before, await county.rows())["check_ins"] == 1


async def test_one_person_on_two_channels_at_once_fills_in_one_form(town: Settings) -> None:
    async with scene(town) as county:
        here, there = await county.actor("G016"), await county.actor("G016", channel="webchat")
        before = await county.rows()
        for text in VISIT:
            said = await asyncio.gather(here.hears(text), there.hears(text))
            assert all(said)
            assert await county.house.database.read(actives, here.who) <= 1
        assert grown(before, await county.rows()).get("visits", 0) <= 1


async def test_many_people_at_once_are_each_answered_for_themselves(town: Settings) -> None:
    async with scene(town) as county:
        before = await county.rows()
        codes = [f"G{n:03}" for n in range(20, 50)]
        people = [await county.actor(code) for code in codes]
        said = await asyncio.gather(*(each.say("签到") for each in people))
        assert all(said)
        await asyncio.gather(*(each.say("我的本周") for each in people))

        def doubled(db: Connection) -> list[int]:
            same = (CheckIn.person_id, CheckIn.village_id, CheckIn.day)
            query = select(func.count()).where(CheckIn.status != "withdrawn").group_by(*same)
            return [n for n in db.execute(query).scalars() if n > 1]

        assert await county.house.database.read(doubled) == []
        more = grown(before, await county.rows())
        assert (more["inbound"], more["contacts"]) == (60, 30)

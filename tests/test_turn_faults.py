"""A turn that breaks off has not been: nothing is changed, nothing is said, the message may be sent again."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
import pytest
from acting import VISIT, Scene, grown, scene, words_of
from brittle import Brittle, mend, refuse_commits
from databases import Databases, kinds
from sqlalchemy import Connection, select

from bot.channels.base import Incoming
from bot.desk import Desk, TurnFailed
from bot.run import web_server
from bot.settings import Settings
from handlers.replies import Say
from storage.tables import Inbound


@pytest.fixture(scope="module", params=list(kinds()))
def town(request: pytest.FixtureRequest, databases: Databases) -> Settings:
    """One county for all tests here: each has a helper of its own."""
    return databases.settings(request.param)


TURNS = [
    pytest.param("G007", (), "签到 走访", {"check_ins": 1}, id="check-in"),
    pytest.param("G008", VISIT[:-1], "1", {"visits": 1, "follow_ups": 1, "check_ins": 1}, id="visit"),
    pytest.param("G009", (), "走访", {"drafts": 1}, id="question"),
    pytest.param("G010", ("请假", "病假", "明天"), "后天", {}, id="answer"),
    pytest.param("G011", ("签到",), "撤回", {"corrections": 1}, id="undo"),
    pytest.param("G012", (), "说明 村道塌了", {"explanations": 1}, id="explanation"),
    pytest.param("T02", (), "资金 石关村", {"query_log": 1}, id="funds"),
]


@pytest.mark.parametrize(("who", "before", "text", "writes"), TURNS)
async def test_a_fault_after_any_query_rolls_everything_back_and_the_same_message_may_be_sent_again(
    town: Settings, who: str, before: Sequence[str], text: str, writes: dict[str, int]
) -> None:
    async with scene(town) as county:
        actor = await county.actor(who)
        for line in before:
            await actor.say(line)
        message, rows = actor.message(text, id="broken"), await county.rows()
        for fuse in itertools.count(1):
            said = await _despite(county, fuse, message)
            if said is not None:
                break
            assert await county.rows() == rows
        assert fuse > 2
        more = grown(rows, await county.rows())
        assert {name: n for name, n in more.items() if name not in ("inbound", "contacts")} == writes
        assert await actor.hears(text, id="broken") == words_of(said)


async def _despite(county: Scene, fuse: int, message: Incoming) -> Sequence[Say] | None:
    """The answer of a desk whose database breaks after so many queries; None where it broke."""
    desk = Desk(Brittle(county.house.database, fuse), county.office, county.hands)
    try:
        return await desk.receive(message)
    except TurnFailed:
        return None


@asynccontextmanager
async def a_full_disk(county: Scene) -> AsyncIterator[None]:
    """Commits fail meanwhile."""
    await county.house.database.run(refuse_commits)
    yield
    await county.house.database.run(mend)


async def test_a_commit_that_fails_leaves_nothing_behind_and_the_next_turn_is_well(town: Settings) -> None:
    async with scene(town) as county:
        cadre, other = await county.actor("G013"), await county.actor("G014")
        rows = await county.rows()
        async with a_full_disk(county):
            for n in range(3):
                with pytest.raises(TurnFailed):
                    await cadre.say("签到", id="kept")
                with pytest.raises(TurnFailed):
                    await other.say("菜单", id=f"menu{n}")
        assert await county.rows() == rows
        assert "已签到" in await cadre.hears("签到", id="kept")
        assert "签到" in await other.hears("菜单", id="menu0")
        more = grown(rows, await county.rows())
        assert more == {"contacts": 2, "inbound": 2, "check_ins": 1}


async def test_a_form_stands_where_it_stood_before_the_commit_that_failed(town: Settings) -> None:
    async with scene(town) as county:
        cadre = await county.actor("G015")
        for text in VISIT[:-1]:
            await cadre.say(text)
        async with a_full_disk(county):
            with pytest.raises(TurnFailed):
                await cadre.say("1", id="save")
        said = await cadre.hears("1", id="save")
        assert "已保存走访" in said
        assert "水管冻住了" in await cadre.hears("待办")


async def test_an_answer_leaves_the_desk_only_when_a_second_connection_can_see_what_it_says(
    town: Settings,
) -> None:
    def kept(db: Connection) -> set[str]:
        return set(db.execute(select(Inbound.message_id)).scalars())

    async with scene(town) as county:
        cadre = await county.actor("G016")
        for n, text in enumerate((*VISIT, "签到", "撤回")):
            assert await cadre.say(text, id=f"seen{n}")
            assert f"seen{n}" in await county.house.database.read(kept)


async def test_nothing_is_spoken_on_the_page_that_is_not_on_disk(town: Settings) -> None:
    async with scene(town) as county:
        town.port = 0
        async with web_server(county.house, county.office) as (address, _), _page(address) as page:
            async with a_full_disk(county):
                failed = await page("check-in-1", "签到")
            assert "messages" not in failed
            assert failed["wait"] > 0
            assert "已" not in failed["say"]
            again = await page("check-in-1", "签到")
            assert "已签到" in again["messages"][0]["text"]
            assert await page("check-in-1", "签到") == again


@asynccontextmanager
async def _page(address: str) -> AsyncIterator:  # type: ignore[type-arg]
    origin = {"Origin": address}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=origin) as client:
        await client.post(f"{address}/chat/enter", json={"person": "cadre"})

        async def say(id_: str, text: str) -> dict[str, object]:
            frame = {"id": id_, "text": text, "sent": "2026-11-17T09:42:00+08:00"}
            async with client.post(f"{address}/chat/message", json=frame) as answer:
                return dict(await answer.json())

        yield say


async def test_a_turn_that_is_cancelled_is_whole_or_has_not_been(town: Settings) -> None:
    async with scene(town) as county:
        for fuse in range(1, 12):
            cadre = await county.actor(f"G{30 + fuse:03}")
            rows = await county.rows()
            await _cut_off(county, fuse, cadre.message("签到", id="cut"))
            more = grown(rows, await county.rows())
            assert more.get("check_ins", 0) == more.get("inbound", 0)
            assert "已签到" in await cadre.hears("签到", id="cut")
            assert grown(rows, await county.rows())["check_ins"] == 1
            assert "今天已签到" in await cadre.hears("签到")


async def _cut_off(county: Scene, fuse: int, message: Incoming) -> None:
    """Begin a turn and give it up after so many of its queries."""
    loop = asyncio.get_running_loop()

    def give_up() -> None:
        loop.call_soon_threadsafe(turn.cancel)

    desk = Desk(Brittle(county.house.database, fuse, give_up), county.office, county.hands)
    turn = asyncio.ensure_future(desk.receive(message))
    with contextlib.suppress(asyncio.CancelledError):
        await turn

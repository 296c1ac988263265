"""The doors of the web chat: entering as somebody or nobody, cookies, other sites' pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, WSMsgType, WSServerHandshakeError
from talker import PEOPLE, Served, serving
from web_browser import browser, post

from bot.channels.webchat import Sessions, Visitor


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as server:
        yield server


@pytest.fixture
async def cadre(served: Served) -> AsyncIterator[ClientSession]:
    async with browser(served) as session:
        yield session


async def test_the_people_of_the_demonstration_are_shown_to_choose_from(served: Served) -> None:
    async with ClientSession(served.url) as session:
        told = await (await session.get("/chat/me")).json()
    assert told["me"] is None
    assert [card["key"] for card in told["people"]] == [person.key for person in PEOPLE]


async def test_entering_sets_a_cookie_that_neither_scripts_nor_other_sites_see(served: Served) -> None:
    async with ClientSession(served.url) as session:
        answer = await session.post("/chat/enter", json={"person": "cadre"})
        cookie = answer.headers["Set-Cookie"]
        assert (await answer.json())["me"]["name"] == "石建国"
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/chat" in cookie


async def test_nobody_enters_as_a_person_that_is_not_shown(served: Served) -> None:
    async with ClientSession(served.url) as session:
        answer = await session.post("/chat/enter", json={"person": "mayor"})
        assert answer.status == 400
        assert (await answer.json())["refused"] == "请从列出的人里选一个"


async def test_without_a_cookie_nobody_talks(served: Served) -> None:
    async with ClientSession(served.url) as session:
        async with session.ws_connect("/chat/socket") as socket:
            assert (await socket.receive()).type is WSMsgType.CLOSE
            assert socket.close_code == 4401
        for path in ("/chat/message", "/chat/photo"):
            assert (await session.post(path, data=b"{}")).status == 401
    assert served.talker.asked == 0


async def test_an_altered_or_old_cookie_is_nobody_s() -> None:
    sessions, now = Sessions(b"k" * 32), datetime(2026, 11, 19, tzinfo=UTC)
    visitor = Visitor.new("cadre", 101)
    cookie = sessions.cookie(visitor, now)
    assert sessions.visitor(cookie, now + timedelta(days=179)) == visitor
    assert sessions.visitor(cookie, now + timedelta(days=181)) is None
    assert Sessions(b"j" * 32).visitor(cookie, now) is None
    for altered in (
        None,
        "",
        ".",
        cookie[1:],
        cookie[:-1],
        "A" + cookie[1:],
        cookie + "=",
        "é." + cookie,
        cookie + "\ud83d",
    ):
        assert sessions.visitor(altered, now) is None


async def test_leaving_takes_the_cookie_back(cadre: ClientSession) -> None:
    await cadre.post("/chat/leave")
    assert (await (await cadre.get("/chat/me")).json())["me"] is None


async def test_outside_a_demonstration_one_enters_as_a_visitor_and_a_demonstration_s_cookie_is_worth_nothing(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path, demo=False) as served, browser(served, None) as session:
        told = await (await session.get("/chat/me")).json()
        assert told["people"] is None
        await post(session, id="message-1", text="绑定")
        assert served.talker.taken[0].who is None
        cookie = Sessions(b"a key for tests only, 32 bytes..").cookie(
            Visitor.new("cadre", 101), datetime.now(UTC)
        )
        stolen = await session.post("/chat/message", json={"id": "message-2"}, cookies={"bangfu": cookie})
        assert stolen.status == 401


async def test_every_browser_is_its_own_visitor(served: Served) -> None:
    for _ in range(2):
        async with browser(served) as session:
            await post(session, id="message-1", text="签到")
    first, second = served.talker.taken
    assert first.address != second.address


FOREIGN = {"Origin": "https://evil.example"}


async def test_another_site_s_page_gets_nothing_done(served: Served, cadre: ClientSession) -> None:
    with pytest.raises(WSServerHandshakeError, match="403"):
        await cadre.ws_connect("/chat/socket", headers=FOREIGN)
    for path in ("/chat/message", "/chat/photo", "/chat/enter", "/chat/leave", "/chat/clear"):
        assert (await cadre.post(path, data=b"{}", headers=FOREIGN)).status == 403
        assert (await cadre.post(path, data=b"{}", headers={"Sec-Fetch-Site": "cross-site"})).status == 403
    assert served.talker.asked == 0


async def test_our_own_page_is_not_foreign(served: Served, cadre: ClientSession) -> None:
    answer: ClientResponse = await cadre.post(
        "/chat/message", json={"id": "message-1", "text": "签到"}, headers={"Origin": served.url}
    )
    assert answer.status == 200

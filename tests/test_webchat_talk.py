"""Talking on the web chat: entering, messages over the socket and over requests, what is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import (
    ClientResponse,
    ClientSession,
    ClientWebSocketResponse,
    CookieJar,
    WSMsgType,
    WSServerHandshakeError,
)
from talker import MENU, PEOPLE, Served, serving

from bot.channels.webchat import Sessions, Visitor
from bot.channels.webchat.pace import Pace

Frame = dict[str, Any]


@asynccontextmanager
async def browser(served: Served, person: str | None = "cadre") -> AsyncIterator[ClientSession]:
    """A browser in which one has entered as `person` (None: as nobody in particular)."""
    async with ClientSession(served.url, cookie_jar=CookieJar(unsafe=True)) as session:
        answer = await session.post("/chat/enter", json={"person": person})
        assert answer.status == 200, await answer.text()
        yield session


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as server:
        yield server


@pytest.fixture
async def cadre(served: Served) -> AsyncIterator[ClientSession]:
    async with browser(served) as session:
        yield session


@asynccontextmanager
async def socket_of(session: ClientSession) -> AsyncIterator[ClientWebSocketResponse]:
    async with session.ws_connect("/chat/socket") as socket:
        assert "hello" in await socket.receive_json()
        yield socket


async def ask(socket: ClientWebSocketResponse, id: str, **fields: object) -> Frame:
    await socket.send_str(json.dumps({"id": id, **fields}))
    answer: Frame = await socket.receive_json(timeout=5)
    return answer


async def post(session: ClientSession, **fields: object) -> Frame:
    answer: Frame = await (await session.post("/chat/message", json=fields)).json()
    return answer


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


async def test_the_socket_says_who_one_is_and_answers_under_the_message_s_id(
    served: Served, cadre: ClientSession
) -> None:
    async with cadre.ws_connect("/chat/socket") as socket:
        hello = (await socket.receive_json())["hello"]
        answer = await ask(socket, "message-1", text="菜单")
    assert hello["key"] == "cadre"
    assert answer["re"] == "message-1"
    assert [option[1] for option in answer["messages"][0]["options"]] == MENU
    assert served.talker.taken[0].who == 101


async def test_a_plain_request_is_answered_like_the_socket(cadre: ClientSession) -> None:
    async with socket_of(cadre) as socket:
        by_socket = await ask(socket, "message-1", text="签到")
    by_request = await post(cadre, id="message-1", text="签到")
    assert by_request["messages"] == by_socket["messages"]
    assert by_request["messages"][0]["text"].startswith("已签到")


async def test_a_message_sent_again_gets_the_stored_answer(served: Served, cadre: ClientSession) -> None:
    for _ in range(3):
        await post(cadre, id="message-1", text="签到")
    async with socket_of(cadre) as socket:
        await ask(socket, "message-1", text="签到")
    assert len(served.talker.taken) == 1


async def test_messages_of_one_socket_are_answered_in_their_order(
    served: Served, cadre: ClientSession
) -> None:
    async with socket_of(cadre) as socket:
        for n in range(10):
            await socket.send_json({"id": f"message-{n}", "text": str(n)})
        answers = [await socket.receive_json(timeout=5) for _ in range(10)]
    assert [answer["re"] for answer in answers] == [f"message-{n}" for n in range(10)]
    assert [message.text for message in served.talker.taken] == [str(n) for n in range(10)]


async def test_a_pressed_button_is_handed_on_as_it_was_made(served: Served, cadre: ClientSession) -> None:
    await post(cadre, id="message-1", press="go:签到")
    assert (served.talker.taken[0].press, served.talker.taken[0].text) == ("go:签到", "")


@pytest.mark.parametrize(
    ("ahead", "taken"), [(-9, True), (9, True), (-11, False), (11, False), (-60 * 24 * 400, False)]
)
async def test_the_phone_s_time_counts_within_ten_minutes_else_the_server_s(
    tmp_path: Path, ahead: int, taken: bool
) -> None:
    now = datetime(2026, 11, 19, 0, 42, tzinfo=UTC)
    said = now + timedelta(minutes=ahead)
    async with serving(tmp_path, now=lambda: now) as served, browser(served) as session:
        answer = await post(session, id="message-1", text="签到", sent=said.isoformat())
    assert served.talker.taken[0].sent == (said if taken else now)
    assert datetime.fromisoformat(answer["at"]) == served.talker.taken[0].sent
    assert answer["now"] == "2026-11-19T08:42:00+08:00"


@pytest.mark.parametrize("sent", ["yesterday", "2026-11-19T08:42:00", 17, None, "9999-12-31T23:59:59+00:00"])
async def test_a_time_that_says_nothing_is_the_server_s(tmp_path: Path, sent: object) -> None:
    now = datetime(2026, 11, 19, 0, 42, tzinfo=UTC)
    async with serving(tmp_path, now=lambda: now) as served, browser(served) as session:
        await post(session, id="message-1", text="签到", sent=sent)
    assert served.talker.taken[0].sent == now


@pytest.mark.parametrize(
    "text", ["字" * 100_000, "😀" * 100_000, "", "👨‍👩‍👧\u200b\x07\x00", "半\ud83d", "=1+1", "<b>&"]
)
async def test_odd_texts_are_handed_on_and_answered_and_the_socket_stays(
    served: Served, cadre: ClientSession, text: str
) -> None:
    async with socket_of(cadre) as socket:
        await socket.send_str(json.dumps({"id": "message-1", "text": text}, ensure_ascii="\ud83d" in text))
        answer = await socket.receive_json(timeout=5)
        assert answer["messages"][0]["text"].startswith("收到:")
        assert (await ask(socket, "message-2", text="签到"))["re"] == "message-2"
    assert served.talker.taken[0].text == text


@pytest.mark.parametrize(
    "raw",
    [
        "", "nonsense", "[]", "7", "null", "{}", "[" * 50_000, '{"id": "short"}', '{"id": 7, "text": "x"}',
        '{"id": "message-1", "text": 7}', '{"id": "message-1", "press": ""}', '{"id": "message-1", "press": 7}',
        '{"id": "message-1", "photos": "x"}', '{"id": "message-1", "photos": ["x"]}',
        '{"id": "message-1", "photos": [7]}', '{"id": "../../etc", "text": "x"}', '{"ack": "x", "id": 1}x',
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused_in_words_and_the_socket_stays(
    served: Served, cadre: ClientSession, raw: str
) -> None:
    async with socket_of(cadre) as socket:
        await socket.send_str(raw)
        assert (await socket.receive_json(timeout=5)).get("refused", "")
        assert (await ask(socket, "message-9", text="签到"))["messages"]
    answer = await cadre.post("/chat/message", data=raw.encode())
    assert "refused" in await answer.json()


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


async def test_who_writes_too_fast_is_told_kindly_and_the_message_is_kept_for_later(tmp_path: Path) -> None:
    async with serving(tmp_path, per_minute=3) as served, browser(served) as session:
        answers = [await post(session, id=f"message-{n}", text="x") for n in range(4)]
        async with browser(served) as other:
            assert "messages" in await post(other, id="message-1", text="x")
    assert ["messages" in answer for answer in answers] == [True, True, True, False]
    assert answers[3]["wait"] == 20
    assert answers[3]["say"] == "发得有点快,这条先留着,20秒后自动发出"
    assert len(served.talker.taken) == 4


def test_the_pace_allows_a_burst_and_then_an_even_stream() -> None:
    now = [0.0]
    pace = Pace(20, lambda: now[0])
    assert [pace.wait("a") for _ in range(21)] == [0] * 20 + [3]
    now[0] = 3.0
    assert [pace.wait("a") for _ in range(2)] == [0, 3]
    now[0] = 120.0
    assert [pace.wait("a") for _ in range(21)] == [0] * 20 + [3]
    assert not any(Pace(None).wait("a") for _ in range(100))


async def test_a_message_that_failed_here_is_asked_for_again(served: Served, cadre: ClientSession) -> None:
    served.talker.failures = 1
    async with socket_of(cadre) as socket:
        first = await ask(socket, "message-1", text="签到")
        second = await ask(socket, "message-1", text="签到")
    assert (first["wait"], first["say"]) == (5, "系统出了点问题,这条先留着,稍后自动重发")
    assert second["messages"][0]["text"].startswith("已签到")


async def test_the_words_around_follow_the_language_chosen(served: Served, cadre: ClientSession) -> None:
    await cadre.get("/chat", params={"lang": "en"})
    assert (await post(cadre, text="no id"))["refused"] == "That could not be read. Please write it again."


async def test_when_the_server_stops_idle_sockets_close_and_running_turns_are_answered(
    tmp_path: Path,
) -> None:
    async with (
        serving(tmp_path) as served,
        browser(served) as one,
        browser(served) as two,
        socket_of(one) as idle,
        socket_of(two) as busy,
    ):
        served.talker.hold = asyncio.Event()
        await busy.send_json({"id": "message-1", "text": "签到"})
        await served.talker.reached.wait()
        stopping = asyncio.create_task(served.runner.cleanup())
        assert (await idle.receive()).type is WSMsgType.CLOSE
        assert idle.close_code == 1001
        assert not stopping.done()
        served.talker.hold.set()
        assert (await busy.receive_json())["re"] == "message-1"
        assert (await busy.receive()).type is WSMsgType.CLOSE
        assert busy.close_code == 1001
        await stopping

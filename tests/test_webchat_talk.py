"""Talking on the web chat: messages over the socket and over requests, what is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSMsgType
from talker import MENU, Served, serving
from web_browser import ask, browser, post, socket_of

from bot.channels.webchat.pace import Pace


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as server:
        yield server


@pytest.fixture
async def cadre(served: Served) -> AsyncIterator[ClientSession]:
    async with browser(served) as session:
        yield session


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

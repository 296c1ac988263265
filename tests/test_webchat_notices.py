"""Notices on the web chat: pushed to the open pages of a visitor, taken when a page says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar
from talker import Served, serving

from bot.channels.base import Channel, Unreachable
from handlers.replies import Option, Say

REMINDER = Say("还需1天,剩周五", (Option("1", "签到", "go:签到"),))


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path, patience=0.3) as server:
        yield server


@asynccontextmanager
async def page_of(
    served: Served, person: str = "cadre"
) -> AsyncIterator[tuple[str, ClientWebSocketResponse]]:
    """The address and the open socket of a visitor who has written once."""
    async with ClientSession(served.url, cookie_jar=CookieJar(unsafe=True)) as session:
        await session.post("/chat/enter", json={"person": person})
        async with session.ws_connect("/chat/socket") as socket:
            await socket.receive_json()
            await socket.send_json({"id": "message-1", "text": person})
            await socket.receive_json()
            yield served.talker.taken[-1].address, socket


async def taken(socket: ClientWebSocketResponse) -> dict[str, Any]:
    """The next notice, acknowledged."""
    notice: dict[str, Any] = await socket.receive_json(timeout=5)
    await socket.send_json({"ack": notice["notice"]})
    return notice


def test_the_web_chat_is_a_channel_with_buttons_pictures_and_pushes(served: Served) -> None:
    channel: Channel = served.chat
    can = channel.capabilities
    assert channel.name == "webchat"
    assert (can.buttons, can.pictures_in, can.pictures_out, can.pushes, can.longest) == (
        True,
        True,
        True,
        True,
        4000,
    )


async def test_a_notice_is_sent_when_the_page_has_taken_it(served: Served) -> None:
    async with page_of(served) as (address, socket):
        sending = asyncio.create_task(served.chat.send(address, [REMINDER]))
        notice = await taken(socket)
        await sending
    assert notice["messages"][0]["text"] == "还需1天,剩周五"
    assert notice["messages"][0]["options"] == [["1", "签到", "go:签到"]]


async def test_nobody_s_page_open_is_unreachable(served: Served) -> None:
    async with page_of(served) as (address, _):
        pass
    with pytest.raises(Unreachable):
        await served.chat.send(address, [REMINDER])
    with pytest.raises(Unreachable):
        await served.chat.send("nobody", [REMINDER])


async def test_a_page_that_does_not_answer_is_unreachable(served: Served) -> None:
    async with page_of(served) as (address, socket):
        with pytest.raises(Unreachable):
            await served.chat.send(address, [REMINDER])
        await taken(socket)  # too late, and harmless


async def test_another_visitor_s_word_does_not_count(served: Served) -> None:
    async with page_of(served) as (address, socket), page_of(served, "leader") as (_, other):
        sending = asyncio.create_task(served.chat.send(address, [REMINDER]))
        notice = await socket.receive_json(timeout=5)
        odd: list[object] = [notice["notice"], notice["notice"] + 1, "x", None, [], True]
        for word in odd:
            await other.send_json({"ack": word})
        with pytest.raises(Unreachable):
            await sending


async def test_of_two_open_pages_one_that_takes_it_is_enough(served: Served) -> None:
    async with ClientSession(served.url, cookie_jar=CookieJar(unsafe=True)) as session:
        await session.post("/chat/enter", json={"person": "cadre"})
        async with session.ws_connect("/chat/socket") as silent, session.ws_connect("/chat/socket") as awake:
            await silent.receive_json()
            await awake.receive_json()
            await awake.send_json({"id": "message-1", "text": "x"})
            await awake.receive_json()
            sending = asyncio.create_task(served.chat.send(served.talker.taken[0].address, [REMINDER]))
            await taken(awake)
            await sending


async def test_notices_sent_at_once_each_get_their_own_word(served: Served) -> None:
    async with page_of(served) as (address, socket):
        sending = [asyncio.create_task(served.chat.send(address, [Say(str(n))])) for n in range(3)]
        texts = [(await taken(socket))["messages"][0]["text"] for _ in range(3)]
        await asyncio.gather(*sending)
    assert texts == ["0", "1", "2"]


async def test_a_text_longer_than_the_channel_takes_goes_in_parts(served: Served) -> None:
    async with page_of(served) as (address, socket):
        sending = asyncio.create_task(served.chat.send(address, [Say("一切都好。" * 1000, REMINDER.options)]))
        messages = (await taken(socket))["messages"]
        await sending
    assert [len(message["text"]) for message in messages] == [4000, 1000]
    assert [len(message["options"]) for message in messages] == [0, 1]

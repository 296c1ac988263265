"""The calls of a provider that is down, slow, confused or drops the line (`bot/channels/calls.py`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest
from aiohttp import web

from bot.channels.base import Later, Refused, SendError, Unclear
from bot.channels.calls import Calls, seconds

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SECRET = "key-of-the-house"
CALL = {"params": {"access_token": SECRET}, "json": {"to": "19900000001", "text": "走访"}}


class Provider:
    """A provider that counts what reaches it and answers what it is told."""

    def __init__(self, answer: Handler) -> None:
        self.answer = answer
        self.taken: list[str] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.taken.append(await request.text())
        return await self.answer(request)


@asynccontextmanager
async def served(answer: Handler) -> AsyncIterator[tuple[Provider, Calls]]:
    provider, app = Provider(answer), web.Application()
    app.router.add_route("*", "/{path:.*}", provider.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        timeout = aiohttp.ClientTimeout(total=0.5)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
            yield provider, Calls(http, address, "the provider", [SECRET])
    finally:
        await runner.cleanup()


def answering(text: str, status: int = 200, **headers: str) -> Handler:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, headers=headers)

    return answer


async def slow(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(0.9)
    return web.json_response({})


async def drop(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def drop_mid_body(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"errcode": 0')
    assert request.transport is not None
    request.transport.close()
    return response


async def failing(answer: Handler, method: str = "POST", repeatable: bool = False) -> tuple[SendError, int]:
    """The error of one call, and how often the provider was called."""
    async with served(answer) as (provider, calls):
        with pytest.raises(SendError) as caught:
            await calls.json(method, "/send", repeatable=repeatable, **CALL)
        assert not any(word in str(caught.value) for word in (SECRET, "19900000001", "走访", "127.0.0.1"))
        assert caught.value.__cause__ is None
        return caught.value, len(provider.taken)


async def test_an_answer_is_its_json_and_chinese_goes_out_as_it_is() -> None:
    async with served(answering('{"errcode": 0, "msgid": 7}')) as (provider, calls):
        assert await calls.json("POST", "/send", **CALL) == {"errcode": 0, "msgid": 7}
        assert provider.taken == ['{"to": "19900000001", "text": "走访"}']


async def test_a_provider_that_is_down_is_tried_later() -> None:
    async with served(answering("{}")) as (_, calls):
        pass
    async with aiohttp.ClientSession() as http:
        down = Calls(http, calls._base, "the provider")
        with pytest.raises(Later, match="cannot be reached") as caught:
            await down.json("POST", "/send", **CALL)
    assert type(caught.value) is Later


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize(
    "answer", [slow, drop, drop_mid_body, answering("<html>Welcome</html>"), answering("[1]")]
)
async def test_what_may_have_been_taken_is_unclear_and_was_sent_once(answer: Handler, method: str) -> None:
    error, times = await failing(answer, method)
    assert (type(error), times) == (Unclear, 1)


@pytest.mark.parametrize(
    "answer", [slow, drop_mid_body, answering("<html>Welcome</html>"), answering("", 504)]
)
async def test_where_the_call_may_be_repeated_nothing_is_unclear(answer: Handler) -> None:
    error, _ = await failing(answer, repeatable=True)
    assert type(error) is Later


async def test_a_busy_provider_says_when_to_come_back() -> None:
    error, times = await failing(answering("slowly", 429, **{"Retry-After": "17"}))
    assert isinstance(error, Later)
    assert (type(error), error.after, times) == (Later, 17.0, 1)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_provider_out_of_order_is_tried_later(status: int) -> None:
    error, times = await failing(answering("<html>", status))
    assert (type(error), times) == (Later, 1)


async def test_a_gateway_that_gave_up_waiting_may_have_passed_it_on() -> None:
    error, _ = await failing(answering("", 504))
    assert type(error) is Unclear


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404])
async def test_a_refusal_is_final(status: int) -> None:
    error, times = await failing(answering("no", status, Location="/elsewhere"))
    assert (type(error), times) == (Refused, 1)


async def test_a_refusal_in_the_providers_own_words_can_be_read() -> None:
    async with served(answering('{"Code": "Throttling"}', 400)) as (_, calls):
        assert await calls.json("POST", "/", readable=True, **CALL) == {"Code": "Throttling"}
    async with served(answering("<html>", 400)) as (_, calls):
        with pytest.raises(Refused):
            await calls.json("POST", "/", readable=True, **CALL)


async def test_a_picture_is_fetched_as_it_is() -> None:
    async with served(answering("bytes", 200, **{"Content-Type": "image/jpeg; q=1"})) as (_, calls):
        answered = await calls.fetch("GET", "/media", repeatable=True)
    assert (answered.type, answered.body, answered.json()) == ("image/jpeg", b"bytes", None)


async def test_the_providers_words_are_quoted_without_secrets_and_numbers() -> None:
    async with served(answering("{}")) as (_, calls):
        assert calls.quoted(f"bad token {SECRET}\nfor 19900000001 (40001)") == "bad token … for … (40001)"
        assert len(calls.quoted("字" * 500)) == 120


def test_retry_after_is_seconds_or_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 < (seconds(soon) or 0) <= 60
    assert seconds("Fri, 01 Jan 2021 00:00:00 GMT") == 0.0
    assert [seconds(text) for text in ("120", "", "soon", "-5")] == [120.0, None, None, None]

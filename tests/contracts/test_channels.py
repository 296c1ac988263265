"""The contract of a channel: what is said goes in as it was, what is answered comes out whole, faults are told."""

from __future__ import annotations

import io
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import aiohttp
import pytest
from aiohttp import web
from databases import Databases, Hands, open_copy
from prometheus_client import CollectorRegistry
from voices import PIXEL

from bot.channels.base import Incoming
from bot.channels.terminal.play import MANNERS, Play
from bot.channels.terminal.who import Speaker
from bot.channels.webchat import Sessions, WebChat
from bot.desk import TurnFailed
from bot.web.application import application
from handlers.replies import Option, Say
from storage.photos import PhotoStore

ANSWER = [
    Say(
        "请核对:\n1 户: 李*(2组)",
        options=(Option("1", "保存", "a:7:-:@confirm"), Option("2", "修改", "a:7:-:@change")),
    ),
    Say(
        "您还有没填完的:走访",
        options=(Option("1", "继续填", "go:继续"),),
        moves=(Option("#", "取消", "a:7:-:@cancel"),),
    ),
]


@dataclass
class Desk:
    """Stands where the door is: keeps what comes in, answers, or fails."""

    answer: Sequence[Say] = ()
    fails: bool = False
    taken: list[Incoming] = field(default_factory=list)

    async def receive(self, incoming: Incoming) -> Sequence[Say]:
        self.taken.append(incoming)
        if self.fails:
            raise TurnFailed("nothing was saved")
        return self.answer


class Way(Protocol):
    """One channel with somebody at its other end; what is shown comes back as text."""

    async def say(self, text: str) -> str: ...
    async def press(self, key: str) -> str: ...
    async def photo(self) -> str: ...


@dataclass
class Terminal:
    """Lines in, blocks out."""

    play: Play
    picture: Path

    async def _line(self, line: str) -> str:
        before, sys.stdout = sys.stdout, io.StringIO()
        try:
            await self.play._line(line)
            return sys.stdout.getvalue()
        finally:
            sys.stdout = before

    async def say(self, text: str) -> str:
        return await self._line(text)

    async def press(self, key: str) -> str:
        return await self._line(f"@press {key}")

    async def photo(self) -> str:
        return await self._line(f"@photo {self.picture}")


@dataclass
class Page:
    """The chat page, over plain requests."""

    client: aiohttp.ClientSession
    address: str
    last: list[dict[str, object]] = field(default_factory=list)
    number: int = 0

    async def _send(self, **frame: object) -> str:
        self.number += 1
        answer = await self._post("/chat/message", {"id": f"message-{self.number}", **frame})
        self.last = list(answer.get("messages", []))  # type: ignore[call-overload]
        shown = [str(answer.get("say", ""))]
        for said in self.last:
            buttons = (*said["options"], *said["moves"])  # type: ignore[misc]
            shown += [str(said["text"]), *(f"{key}{label}" for key, label, _ in buttons)]
        return "\n".join(shown)

    async def _post(self, path: str, frame: object) -> dict[str, object]:
        async with self.client.post(self.address + path, json=frame) as answer:
            return dict(await answer.json())

    async def say(self, text: str) -> str:
        return await self._send(text=text)

    async def press(self, key: str) -> str:
        offered = (o for said in self.last for o in (*said["options"], *said["moves"]))  # type: ignore[misc]
        return await self._send(press=next(press for each, _, press in offered if each == key))

    async def photo(self) -> str:
        async with self.client.post(f"{self.address}/chat/photo", data=PIXEL) as answer:
            return await self._send(photos=[(await answer.json())["photo"]])


@asynccontextmanager
async def a_terminal(desk: Desk, databases: Databases, tmp_path: Path) -> AsyncIterator[Way]:
    picture = tmp_path / "house.png"
    picture.write_bytes(PIXEL)
    async with open_copy(databases) as house:
        play = Play(house, Speaker("person:G001", 1), "terminal")
        play.receive = desk.receive
        yield Terminal(play, picture)


@asynccontextmanager
async def a_page(desk: Desk, _: Databases, tmp_path: Path) -> AsyncIterator[Way]:
    chat = WebChat(
        desk.receive, PhotoStore(tmp_path), Sessions(b"0123456789abcdef"), now=Hands(), per_minute=None
    )
    runner = web.AppRunner(application([chat.mount], healthy=_healthy, registry=CollectorRegistry()))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": address}) as client:
        page = Page(client, address)
        await page._post("/chat/enter", {})
        yield page
    await runner.cleanup()


async def _healthy() -> bool:
    return True


WAYS = {"terminal": a_terminal, "webchat": a_page}


@pytest.fixture
def desk() -> Desk:
    return Desk(ANSWER)


@pytest.fixture(params=WAYS)
async def way(
    request: pytest.FixtureRequest, desk: Desk, databases: Databases, tmp_path: Path
) -> AsyncIterator[Way]:
    """Every channel there is, in front of the same desk."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(WAYS[request.param](desk, databases, tmp_path))


@pytest.mark.parametrize(
    "text", ["签到", "", "  走访，李家 ", "👨‍👩‍👧", "=1+1", "字" * 5000, "a\tb", "@", "#", "*"]
)
async def test_a_text_goes_in_as_it_was_typed(way: Way, desk: Desk, text: str) -> None:
    await way.say(text)
    assert [(each.text, each.press, each.photos) for each in desk.taken] == [(text, None, ())]


async def test_a_message_carries_its_channel_its_sender_an_id_of_its_own_and_its_time(
    way: Way, desk: Desk
) -> None:
    await way.say("签到")
    await way.say("签到")
    first, second = desk.taken
    assert (first.channel, first.address) == (second.channel, second.address)
    assert first.channel in WAYS
    assert first.address
    assert first.id != second.id
    assert first.sent == Hands()()
    assert isinstance(first.sent, datetime)
    assert first.sent.utcoffset() is not None


async def test_an_answer_comes_out_whole_and_in_its_order(way: Way) -> None:
    shown = await way.say("走访")
    wanted = ("请核对:\n1 户: 李*(2组)", "1保存", "2修改", "您还有没填完的:走访", "1继续填", "取消")
    places = [shown.index(part) for part in wanted]
    assert places == sorted(places)


async def test_a_long_answer_loses_nothing(way: Way, desk: Desk) -> None:
    desk.answer = [Say("\n".join(f"{n} 李*(2组) 本月未走访" for n in range(700)))]
    shown = await way.say("日报")
    assert [n for n in range(700) if f"{n} 李*(2组)" not in shown] == []


async def test_a_button_goes_in_as_it_was_offered(way: Way, desk: Desk) -> None:
    await way.say("走访")
    await way.press("2")
    assert (desk.taken[-1].press, desk.taken[-1].text) == ("a:7:-:@change", "")


async def test_a_photo_goes_in_by_its_hash(way: Way, desk: Desk, tmp_path: Path) -> None:
    await way.photo()
    (name,) = desk.taken[-1].photos
    assert len(name) == 64
    assert (desk.taken[-1].text, desk.taken[-1].press) == ("", None)


async def test_a_turn_that_failed_is_told_and_nothing_else(way: Way, desk: Desk) -> None:
    desk.fails = True
    shown = await way.say("签到")
    assert shown.strip()
    assert not any(
        part in shown for part in ("已签到", "已保存", "TurnFailed", "Traceback", "nothing was saved")
    )
    desk.fails = False
    assert "请核对" in await way.say("签到")


def test_every_channel_declares_what_it_can_do() -> None:
    for name, can in {"webchat": WebChat.capabilities, **MANNERS}.items():
        assert can.longest > 60, name
        assert can.unit in ("bytes", "utf16", "characters"), name
        assert not can.waits or can.pushes, name

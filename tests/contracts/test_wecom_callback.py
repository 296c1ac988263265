"""WeCom's callback: who is let in, who is not, and what an answer looks like to a client that is not ours."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xmltodict
from databases import Databases
from wechatpy.enterprise import parse_message
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.replies import deserialize_reply
from wecom_line import ACCOUNT, FakeDesk, WeComLine, wecom_line

from bot.channels.envelope import Envelope
from handlers.replies import Say

VECTORS = {
    each["id"]: each
    for each in json.loads((Path(__file__).parents[1] / "vectors" / "wechat_crypto.json").read_text("utf-8"))
}
TEXT = (
    "<xml><ToUserName><![CDATA[ww-bangfu-demo]]></ToUserName><FromUserName><![CDATA[Zhang.San]]></FromUserName>"
    "<CreateTime>{time}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[签到 😀]]></Content><MsgId>{id}</MsgId><AgentID>1000002</AgentID></xml>"
)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def line(databases: Databases, desk: FakeDesk) -> AsyncIterator[WeComLine]:
    async with wecom_line(databases, desk) as each:
        yield each


class Peer:
    """The library that other people use, as WeCom's end: it seals to us and opens what we answer."""

    def __init__(self, line: WeComLine, aes_key: str = ACCOUNT.aes_key, corp: str = ACCOUNT.corp_id) -> None:
        self.crypto = WeChatCrypto(ACCOUNT.token, aes_key, corp)
        self.now = int(line.hands().timestamp())

    def sealed(
        self, message: str = "", nonce: str = "n-1", time: int | None = None
    ) -> tuple[dict[str, str], bytes]:
        at = str(time or self.now)
        text = message or TEXT.format(time=self.now, id=4561255354251345929)
        envelope = xmltodict.parse(self.crypto.encrypt_message(text, nonce, at))["xml"]
        query = {"msg_signature": envelope["MsgSignature"], "timestamp": at, "nonce": nonce}
        return query, wrapped(envelope["Encrypt"])

    def opened(self, body: bytes) -> Any:  # noqa: ANN401 - a reply of the library
        envelope = xmltodict.parse(body)["xml"]
        parts = envelope["MsgSignature"], envelope["TimeStamp"], envelope["Nonce"]
        return deserialize_reply(self.crypto.decrypt_message(body.decode(), *parts))


def wrapped(encrypted: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT.corp_id}]]></ToUserName><AgentID>1000002</AgentID>"
        f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    ).encode()


def signed(line: WeComLine, encrypted: str, nonce: str = "n-9") -> tuple[dict[str, str], bytes]:
    """Anything, rightly signed."""
    envelope, now = (
        Envelope(ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.corp_id),
        str(int(line.hands().timestamp())),
    )
    signature = envelope.signature(now, nonce, encrypted)
    return {"msg_signature": signature, "timestamp": now, "nonce": nonce}, wrapped(encrypted)


async def test_the_official_sample_is_verified_with_the_bare_word_and_within_a_second(
    databases: Databases,
) -> None:
    sample = VECTORS["V1"]
    mine = {"corp_id": sample["receive_id"], "token": sample["token"], "aes_key": sample["aes_key"]}
    async with wecom_line(databases, FakeDesk(), **mine) as line:
        line.hands.now = datetime.fromtimestamp(int(sample["timestamp"]), UTC)
        query = {key: sample[key] for key in ("msg_signature", "timestamp", "nonce")}
        async with asyncio.timeout(1):
            answer = await line.get(**query, echostr=sample["encrypted"])
        assert answer == (200, b"1616140317555161061")
        assert (await line.get(**{**query, "msg_signature": "0" * 40}, echostr=sample["encrypted"]))[0] == 403
        assert (await line.get(**query))[0] == 403
        line.hands.now += timedelta(minutes=6)
        assert (await line.get(**query, echostr=sample["encrypted"]))[0] == 403


async def test_the_official_sample_of_a_message_is_understood(databases: Databases, desk: FakeDesk) -> None:
    sample = VECTORS["V2"]
    mine = {"corp_id": sample["receive_id"], "token": sample["token"], "aes_key": sample["aes_key"]}
    async with wecom_line(databases, desk, **mine) as line:
        line.hands.now = datetime.fromtimestamp(int(sample["timestamp"]), UTC)
        query = {key: sample[key] for key in ("msg_signature", "timestamp", "nonce")}
        status, _ = await line.post(query, wrapped(sample["encrypted"]))
    assert status == 200
    assert [(each.address, each.text, each.id) for each in desk.taken] == [
        ("mycreate", "hello", "4561255354251345929")
    ]


async def test_a_library_of_others_talks_to_us(line: WeComLine, desk: FakeDesk) -> None:
    desk.answer = [Say("已签到 😀 ]]> &"), Say("编号 QD261117-2828")]
    peer = Peer(line)
    status, body = await line.post(*peer.sealed())
    assert status == 200
    reply = peer.opened(body)
    assert (reply.type, reply.target, reply.source) == ("text", "zhang.san", ACCOUNT.corp_id)
    assert reply.content == "已签到 😀 ]]> &\n编号 QD261117-2828"
    taken = desk.taken[0]
    assert (taken.channel, taken.address, taken.text) == ("wecom", "zhang.san", "签到 😀")
    assert (taken.id, taken.sent) == ("4561255354251345929", line.hands())


async def test_what_the_stand_in_writes_is_read_by_a_library_of_others(line: WeComLine) -> None:
    query, body = line.standin.pusher.sealed({**line.standin.phone("li").message("text"), "Content": "走访"})
    sealed = xmltodict.parse(body)["xml"]["Encrypt"]
    outer = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    opened = Peer(line).crypto.decrypt_message(
        outer, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    message = parse_message(opened)
    assert (message.type, message.source, message.content) == ("text", "li", "走访")


def flipped(encrypted: str, at: int) -> str:
    content = bytearray(base64.b64decode(encrypted))
    content[at] ^= 1
    return base64.b64encode(bytes(content)).decode()


def cut(encrypted: str) -> str:
    return base64.b64encode(base64.b64decode(encrypted)[:-32]).decode()


DAMAGE = {
    "the last byte flipped": lambda text: flipped(text, -1),
    "the length flipped": lambda text: flipped(text, 2),
    "cut by one block": cut,
    "not base64": lambda text: "§" + text[1:],
    "empty": lambda text: "",
    "half a block": lambda text: base64.b64encode(base64.b64decode(text)[:-7]).decode(),
}


@pytest.mark.parametrize("damage", DAMAGE)
async def test_damaged_ciphertext_is_refused_though_it_is_rightly_signed(
    line: WeComLine, desk: FakeDesk, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    sealed = xmltodict.parse(Peer(line).sealed()[1])["xml"]["Encrypt"]
    status, _ = await line.post(*signed(line, DAMAGE[damage](sealed)))
    assert (status, desk.taken, caplog.records) == (403, [], [])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"msg_signature": "f" * 40}, 403),
        ({"msg_signature": ""}, 403),
        ({"timestamp": "1"}, 403),
        ({"timestamp": "soon"}, 403),
        ({"timestamp": "9" * 30}, 403),
        ({"nonce": ""}, 403),
        ({"nonce": "another"}, 403),
    ],
)
async def test_a_wrong_query_is_refused(
    line: WeComLine, desk: FakeDesk, changed: dict[str, str], status: int
) -> None:
    query, body = Peer(line).sealed()
    assert (await line.post({**query, **changed}, body))[0] == status
    assert desk.taken == []


@pytest.mark.parametrize(("seconds", "status"), [(-301, 403), (-299, 200), (299, 200), (301, 403)])
async def test_five_minutes_of_difference_are_borne_and_no_more(
    line: WeComLine, seconds: int, status: int
) -> None:
    peer = Peer(line)
    assert (await line.post(*peer.sealed(time=peer.now + seconds)))[0] == status


async def test_another_company_inside_is_refused(line: WeComLine, desk: FakeDesk) -> None:
    assert (await line.post(*Peer(line, corp="ww-somebody-else").sealed()))[0] == 403
    assert desk.taken == []


async def test_a_nonce_is_heard_once(line: WeComLine, desk: FakeDesk) -> None:
    push = Peer(line).sealed()
    assert [(await line.post(*push))[0] for _ in range(2)] == [200, 403]
    assert len(desk.taken) == 1


async def test_a_nonce_whose_turn_failed_may_come_again(line: WeComLine, desk: FakeDesk) -> None:
    push = Peer(line).sealed()
    desk.fails = True
    assert (await line.post(*push))[0] == 500
    desk.fails = False
    assert (await line.post(*push))[0] == 200


BOMB = b'<!DOCTYPE x [<!ENTITY a "A"><!ENTITY b "&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{}", 400),
        (b"<xml><Encrypt>", 400),
        (BOMB, 400),
        (b"<xml><Content>hi</Content></xml>", 403),
        (b"<xml><Encrypt><a>x</a></Encrypt></xml>", 403),
        (b"x" * (1024 * 1024 + 1), 413),
        (b"\xff\xfe\x00", 400),
    ],
)
async def test_a_body_that_is_none_is_refused(
    line: WeComLine, desk: FakeDesk, body: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    query, _ = Peer(line).sealed()
    assert (await line.post(query, body))[0] == status
    assert (desk.taken, caplog.records) == ([], [])


HEAD = "<FromUserName>li</FromUserName><CreateTime>1763253000</CreateTime>"


@pytest.mark.parametrize(
    ("inside", "status"),
    [
        ("no xml", 400),
        ('<!DOCTYPE x [<!ENTITY a "A">]><xml>&a;</xml>', 400),
        (f"<xml>{HEAD}<MsgId>1</MsgId><Content>hi</Content></xml>", 400),
        (f"<xml>{HEAD}<MsgType>text</MsgType><Content>hi</Content></xml>", 400),
        ("<xml><MsgType>text</MsgType><MsgId>1</MsgId><CreateTime>1</CreateTime></xml>", 400),
        (
            "<xml><FromUserName>li</FromUserName><MsgType>text</MsgType><MsgId>1</MsgId><CreateTime>x</CreateTime></xml>",
            400,
        ),
        (f"<xml>{HEAD}<MsgType>location</MsgType><MsgId>1</MsgId><Location_X>nan</Location_X></xml>", 400),
        (f"<xml>{HEAD}<MsgType>video</MsgType><MsgId>1</MsgId></xml>", 200),
        (f"<xml>{HEAD}<MsgType>of tomorrow</MsgType><MsgId>1</MsgId></xml>", 200),
        (f"<xml>{HEAD}<MsgType>event</MsgType><Event>change_contact</Event></xml>", 200),
        (f"<xml>{HEAD}<MsgType>event</MsgType><Event>view</Event><EventKey>http://x</EventKey></xml>", 200),
    ],
)
async def test_what_is_inside_is_looked_at_too(
    line: WeComLine, desk: FakeDesk, inside: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await line.post(*Peer(line).sealed(inside))
    assert (answer[0], desk.taken, caplog.records) == (status, [], [])
    assert answer[1] == b"" if status == 200 else b"error" in answer[1]

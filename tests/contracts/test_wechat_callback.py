"""The callback of WeChat: whoever is not WeChat gets 4xx and nothing happens; wechatpy writes and reads with us."""

from __future__ import annotations

import base64
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
import xmltodict
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from databases import NOW, Databases
from wechat_line import FakeDesk, WeChatLine, wechat_line
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import deserialize_reply

from bot.channels.envelope import signed
from bot.channels.xml import render_xml
from bot.standins.wechat_callback import WeChatAccount
from handlers.replies import Say

ACCOUNT = WeChatAccount()
AT = str(int(NOW.timestamp()))
TEXT: Mapping[str, Any] = {
    "ToUserName": ACCOUNT.name, "FromUserName": "o-cadre-1", "CreateTime": int(AT), "MsgType": "text",
    "Content": "签到 😀", "MsgId": 23456789012345678,
}  # fmt: skip
Request = tuple[dict[str, str], bytes]


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def line(databases: Databases, desk: FakeDesk) -> AsyncIterator[WeChatLine]:
    async with wechat_line(databases, desk) as each:
        yield each


def peer(app_id: str = ACCOUNT.app_id, token: str = ACCOUNT.token) -> WeChatCrypto:
    """The other side's own library, with our secrets."""
    return WeChatCrypto(token, ACCOUNT.aes_key, app_id)


def sealed(inside: str, crypto: WeChatCrypto | None = None, at: str = AT) -> Request:
    """A push as WeChat would make it, sealed by wechatpy."""
    nonce = secrets.token_hex(5)
    envelope = xmltodict.parse((crypto or peer()).encrypt_message(inside, nonce, at))["xml"]
    return around(envelope["Encrypt"], envelope["MsgSignature"], nonce, at)


def around(encrypted: str, msg_signature: str, nonce: str, at: str = AT) -> Request:
    """Query and body around an envelope."""
    query = {
        "signature": signed(ACCOUNT.token, at, nonce), "timestamp": at, "nonce": nonce, "openid": "o-cadre-1",
        "encrypt_type": "aes", "msg_signature": msg_signature,
    }  # fmt: skip
    return query, render_xml({"ToUserName": ACCOUNT.name, "Encrypt": encrypted}).encode()


def signed_around(encrypted: str) -> Request:
    """The same with the right signature, whatever is inside."""
    nonce = secrets.token_hex(5)
    return around(encrypted, signed(ACCOUNT.token, AT, nonce, encrypted), nonce)


def frame_of(message: bytes, length: int | None = None, app_id: str = ACCOUNT.app_id) -> bytes:
    """The frame around a message, not yet encrypted."""
    size = len(message) if length is None else length
    return b"r" * 16 + size.to_bytes(4, "big") + message + app_id.encode()


def encrypted(frame: bytes, padding: bytes | None = None) -> str:
    """A frame encrypted with our key, with any padding."""
    key = base64.b64decode(ACCOUNT.aes_key + "=")
    count = 32 - len(frame) % 32
    whole = frame + (bytes([count]) * count if padding is None else padding)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(whole)).decode()


def xml(**changes: object) -> str:
    """The text message with other fields; None leaves one out."""
    fields = {**TEXT, **changes}
    return render_xml({name: value for name, value in fields.items() if value is not None})


GOOD = xml().encode()


def changed(request: Request, **query: str) -> Request:
    return {**request[0], **query}, request[1]


def without(request: Request, name: str) -> Request:
    return {key: value for key, value in request[0].items() if key != name}, request[1]


BAD: dict[str, Callable[[], Request]] = {
    "wrong signature": lambda: changed(sealed(xml()), signature="0" * 40),
    "no signature": lambda: without(sealed(xml()), "signature"),
    "signature that is no ASCII": lambda: changed(sealed(xml()), signature="签" * 40),
    "wrong msg_signature": lambda: changed(sealed(xml()), msg_signature="0" * 40),
    "no msg_signature": lambda: without(sealed(xml()), "msg_signature"),
    "another token": lambda: sealed(xml(), peer(token="others")),
    "another AppID inside": lambda: sealed(xml(), peer("wx0000000000000000")),
    "an AppID with ours at its end": lambda: signed_around(
        encrypted(frame_of(GOOD, app_id="x" + ACCOUNT.app_id))
    ),
    "last byte flipped": lambda: signed_around(_flipped(encrypted(frame_of(GOOD)))),
    "cut by one block": lambda: signed_around(_cut(encrypted(frame_of(GOOD)), 32)),
    "cut by half a block": lambda: signed_around(_cut(encrypted(frame_of(GOOD)), 16)),
    "cut by a byte": lambda: signed_around(_cut(encrypted(frame_of(GOOD)), 1)),
    "not base64": lambda: signed_around("签到!"),
    "base64 with rubbish between": lambda: signed_around("\n".join(encrypted(frame_of(GOOD)))),
    "empty Encrypt": lambda: signed_around(""),
    "length too long": lambda: signed_around(encrypted(frame_of(GOOD, 2**32 - 1))),
    "length too short": lambda: signed_around(encrypted(frame_of(GOOD, 3))),
    "padding of zero": lambda: signed_around(encrypted(frame_of(GOOD)[:-1].ljust(512, b"\0"), b"")),
    "padding too long": lambda: signed_around(encrypted(frame_of(GOOD).ljust(512, b"\x21"), b"")),
    "nothing but padding": lambda: signed_around(encrypted(b"")),
    "no UTF-8 inside": lambda: signed_around(encrypted(frame_of(b"\xff\xfe"))),
    "no XML inside": lambda: sealed("success"),
    "an entity inside": lambda: sealed('<!DOCTYPE x [<!ENTITY a "A">]><xml><A>&a;</A></xml>'),
    "stale": lambda: sealed(xml(), at=str(int(AT) - 301)),
    "from the future": lambda: sealed(xml(), at=str(int(AT) + 301)),
    "a timestamp that is none": lambda: sealed(xml(), at="today"),
    "a timestamp in wide digits": lambda: sealed(xml(), at="１７"),
    "not sealed at all": lambda: (sealed(xml())[0], GOOD),
    "body no XML": lambda: (sealed(xml())[0], b"{}"),
    "no body": lambda: (sealed(xml())[0], b""),
    "a document type": lambda: (sealed(xml())[0], b'<!DOCTYPE x [<!ENTITY a "A">]><xml><A>&a;</A></xml>'),
    "two Encrypt": lambda: _twice(sealed(xml())),
    "another receiver outside": lambda: _for_another(sealed(xml())),
    "MsgType missing": lambda: sealed(xml(MsgType=None)),
    "FromUserName missing": lambda: sealed(xml(FromUserName=None)),
    "FromUserName that is none": lambda: sealed(xml(FromUserName="../etc")),
    "CreateTime missing": lambda: sealed(xml(CreateTime=None)),
    "CreateTime in milliseconds": lambda: sealed(xml(CreateTime=1518774424438)),
    "MsgId and Event missing": lambda: sealed(xml(MsgId=None)),
    "an event without its name": lambda: sealed(xml(MsgType="event")),
    "a picture without MediaId": lambda: sealed(xml(MsgType="image")),
    "a place that is no number": lambda: sealed(xml(MsgType="location", Location_X="north", Location_Y="1")),
    "a place beyond the pole": lambda: sealed(xml(MsgType="location", Location_X="91", Location_Y="1")),
    "a place that is not a number": lambda: sealed(xml(MsgType="location", Location_X="nan", Location_Y="1")),
}


def _cut(text: str, count: int) -> str:
    return base64.b64encode(base64.b64decode(text)[:-count]).decode()


def _flipped(text: str) -> str:
    content = base64.b64decode(text)
    return base64.b64encode(content[:-1] + bytes([content[-1] ^ 1])).decode()


def _twice(request: Request) -> Request:
    query, body = request
    element = body[body.index(b"<Encrypt>") : body.index(b"</xml>")]
    return query, body.replace(b"</xml>", element + b"</xml>")


def _for_another(request: Request) -> Request:
    return request[0], request[1].replace(ACCOUNT.name.encode(), b"gh_somebody_els")


@pytest.mark.parametrize("what", BAD)
async def test_what_is_not_from_wechat_is_refused_and_nothing_happens(
    line: WeChatLine, desk: FakeDesk, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    status, said = await line.post(*BAD[what]())
    assert 400 <= status < 500
    assert ACCOUNT.app_id not in said
    assert desk.taken == []
    assert [each.getMessage() for each in caplog.records if each.exc_info or each.levelname != "INFO"] == []


async def test_wechatpy_seals_to_us_and_opens_our_answer(line: WeChatLine, desk: FakeDesk) -> None:
    desk.answer = [Say("已签到 😀\n]]> & <xml>")]
    status, body = await line.post(*sealed(xml()))
    assert status == 200
    out = xmltodict.parse(body)["xml"]
    opened = peer().decrypt_message(body, out["MsgSignature"], out["TimeStamp"], out["Nonce"])
    reply = deserialize_reply(opened)
    assert (reply.type, reply.target, reply.source) == ("text", "o-cadre-1", ACCOUNT.name)
    assert reply.content == "已签到 😀\n]]> & <xml>"
    assert (desk.taken[0].text, desk.taken[0].id) == ("签到 😀", "23456789012345678")


async def test_the_address_is_verified_by_its_signature(line: WeChatLine) -> None:
    query = {"signature": signed(ACCOUNT.token, AT, "n"), "timestamp": AT, "nonce": "n", "echostr": "5927<b>"}
    assert await line.get(**query) == (200, "5927<b>")
    assert (await line.get(**{**query, "signature": "0" * 40}))[0] == 403
    assert (await line.get(**{**query, "timestamp": str(int(AT) + 1)}))[0] == 403
    assert (await line.get())[0] == 403
    line.hands.now += timedelta(minutes=6)
    assert (await line.get(**query))[0] == 403


async def test_a_nonce_is_good_once(line: WeChatLine, desk: FakeDesk) -> None:
    request = sealed(xml())
    assert (await line.post(*request))[0] == 200
    await line.channel.settled()
    assert (await line.post(*request))[0] == 403
    other = sealed(xml(MsgId=5))
    assert (await line.post({**other[0], "nonce": request[0]["nonce"]}, other[1]))[0] == 403
    assert len(desk.taken) == 1


async def test_a_nonce_is_refused_by_the_next_process_too(databases: Databases) -> None:
    request = sealed(xml())
    async with wechat_line(databases, FakeDesk()) as line:
        assert (await line.post(*request))[0] == 200
        assert await line.board.channels["wechat"]._door._ports.memory.known(  # type: ignore[attr-defined]
            "wechat", line.channel._door._checking.opened(*request).nonce
        )


async def test_a_kind_that_is_not_known_is_acknowledged_and_nothing_happens(
    line: WeChatLine, desk: FakeDesk
) -> None:
    for kind in ("link", "shortvideo", "hologram"):
        assert await line.post(*sealed(xml(MsgType=kind))) == (200, "success")
    for event in ("VIEW", "LOCATION", "pic_sysphoto", "MASSSENDJOBFINISH", "hologram"):
        assert await line.post(*sealed(xml(MsgType="event", Event=event, MsgId=None))) == (200, "success")
    assert desk.taken == []


@pytest.mark.parametrize(("size", "status"), [(1024 * 1024 + 1, 413), (5_000_000, 413), (1024 * 1000, 403)])
async def test_a_body_of_more_than_a_megabyte_is_refused(
    line: WeChatLine, desk: FakeDesk, size: int, status: int
) -> None:
    query, _ = sealed(xml())
    body = b"<xml><Encrypt>" + b"A" * size + b"</Encrypt></xml>"
    assert (await line.post(query, body))[0] == status
    assert desk.taken == []


async def test_in_compatible_mode_only_the_envelope_is_believed(databases: Databases, desk: FakeDesk) -> None:
    async with wechat_line(databases, desk, mode="compatible") as line:
        query, body = sealed(xml())
        forged = xml(Content="解绑", FromUserName="o-leader-1").encode()
        envelope = body[body.index(b"<Encrypt>") : body.index(b"</xml>")]
        assert (await line.post(query, forged.replace(b"</xml>", envelope + b"</xml>")))[0] == 200
        assert [(each.text, each.address) for each in desk.taken] == [("签到 😀", "o-cadre-1")]
        assert (await line.post(sealed(xml())[0], forged))[0] == 403
        assert len(desk.taken) == 1


async def test_in_plain_mode_the_body_is_the_message_and_the_answer_is_plain(
    databases: Databases, desk: FakeDesk
) -> None:
    async with wechat_line(databases, desk, mode="plain") as line:
        query = {"signature": signed(ACCOUNT.token, AT, "n"), "timestamp": AT, "nonce": "n"}
        status, body = await line.post(query, GOOD)
        assert status == 200
        assert parse_message(body).content == "好"

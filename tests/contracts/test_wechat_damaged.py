"""Whatever is damaged or made up, the callback of WeChat refuses it or reads it as wechatpy does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from databases import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wechat_line import wechat_block
from wechatpy import parse_message

from bot.channels.envelope import NotOurs
from bot.channels.wechat.checking import Checking
from bot.channels.wechat.reading import Heard, meaning
from bot.channels.xml import Unreadable, read_xml, render_xml
from bot.standins.wechat_callback import Pusher, WeChatAccount

ACCOUNT = WeChatAccount()
TEXT: Mapping[str, Any] = {
    "ToUserName": ACCOUNT.name, "FromUserName": "o-cadre-1", "CreateTime": int(NOW.timestamp()),
    "MsgType": "text", "Content": "签到 😀", "MsgId": 23456789012345678,
}  # fmt: skip


@pytest.fixture(scope="module")
def checking() -> Checking:
    return Checking(wechat_block(ACCOUNT, "http://127.0.0.1"), lambda: NOW)


SIGNED = ("signature", "timestamp", "nonce", "msg_signature")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damaged_byte_is_refused(checking: Checking, data: st.DataObject) -> None:
    query, body = Pusher(ACCOUNT, lambda: NOW).request(dict(TEXT))
    checking.opened(query, body)
    where = data.draw(st.sampled_from(("body", *SIGNED)))
    damaged = bytearray(body if where == "body" else query[where].encode())
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= data.draw(st.integers(1, 255))
    if where == "body":
        body = bytes(damaged)
    else:
        query = {**query, where: damaged.decode("utf-8", "surrogateescape")}
    with pytest.raises((NotOurs, Unreadable)):
        meaning(checking.opened(query, body).fields)


@given(st.dictionaries(st.sampled_from(list(TEXT)), st.text(max_size=20)), st.text(max_size=20))
def test_no_fields_break_the_reader(fields: dict[str, str], kind: str) -> None:
    try:
        meaning({**TEXT, **fields, "MsgType": kind})
    except Unreadable:
        return


@given(st.text())
def test_what_wechatpy_writes_we_read_as_wechatpy_does(text: str) -> None:
    content = render_xml({**TEXT, "Content": text})
    theirs, ours = parse_message(content), meaning(read_xml(content.encode()))
    assert isinstance(ours, Heard)
    # xmltodict, which wechatpy reads with, drops white space at the ends.
    assert ours.incoming.text.strip() == (theirs.content or "").strip()
    assert (ours.incoming.address, ours.incoming.id) == (theirs.source, str(theirs.id))
    assert ours.incoming.sent == theirs.create_time

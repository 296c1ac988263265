"""XML of WeChat and WeCom: what is read, what is refused, what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.xml import ILLEGAL, Unreadable, read_xml, render_xml


def test_text_nesting_and_repeats_are_read() -> None:
    read = read_xml(
        b"<xml><A><![CDATA[1 < 2]]></A><B/><S><List><T>x</T></List><List><T>y</T></List></S></xml>"
    )
    assert read == {"A": "1 < 2", "B": "", "S": {"List": [{"T": "x"}, {"T": "y"}]}}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"success",
        b"{}",
        b"<xml>",
        b"<xml></yml>",
        b"<yml></yml>",
        b"\xff\xfe<xml/>",
        b'<?xml version="1.0" encoding="nothing"?><xml/>',
        b'<!DOCTYPE x [<!ENTITY a "A">]><xml><A>&a;</A></xml>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
        b"<xml><A>&a;</A></xml>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml>&b;</xml>',
        b"<xml>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</xml>",
    ],
)
def test_what_is_not_as_agreed_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_xml(content)


@given(st.binary())
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_xml(content)


@given(st.text())
def test_any_text_comes_back_but_for_what_xml_allows_nowhere(text: str) -> None:
    # Line ends are made one by every reader of XML.
    wanted = ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    assert read_xml(render_xml({"Content": text}).encode()) == {"Content": wanted}


def test_the_end_of_a_section_inside_a_text_does_not_end_it() -> None:
    said = "]]><MsgType>event</MsgType>]]]]>"
    assert read_xml(render_xml({"Content": said, "N": 5}).encode()) == {"Content": said, "N": "5"}


def test_what_is_nested_and_repeated_is_written() -> None:
    mapping = {"S": {"List": [{"T": "x"}, {"T": "y"}]}}
    assert read_xml(render_xml(mapping).encode()) == mapping

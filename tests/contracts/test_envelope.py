"""The envelope of WeChat and WeCom against the providers' own examples, and against whoever damages one."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.envelope import Envelope, NotOurs, signed
from bot.channels.xml import read_xml

VECTORS: list[dict[str, str]] = json.loads(
    (Path(__file__).parent.parent / "vectors" / "wechat_crypto.json").read_text("utf-8")
)
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OURS = Envelope("pamtest", KEY, "wxb11529c136998cb6")


def with_(field: str) -> pytest.MarkDecorator:
    chosen = [vector for vector in VECTORS if field in vector]
    return pytest.mark.parametrize("vector", chosen, ids=[vector["id"] for vector in chosen])


def envelope(vector: dict[str, str]) -> Envelope:
    random = vector.get("random16", "").encode()
    return Envelope(vector["token"], vector["aes_key"], vector["receive_id"], lambda _: random)


def test_there_are_eight_examples() -> None:
    assert len(VECTORS) == 8


@with_("encrypted")
def test_an_example_is_decrypted(vector: dict[str, str]) -> None:
    assert envelope(vector).decrypted(vector["encrypted"]) == vector["plaintext"]


@with_("random16")
def test_an_example_is_encrypted_byte_for_byte(vector: dict[str, str]) -> None:
    assert envelope(vector).encrypted(vector["plaintext"]) == vector["encrypted"]


@with_("msg_signature")
def test_an_example_is_signed_and_opened(vector: dict[str, str]) -> None:
    ours, at = envelope(vector), (vector["timestamp"], vector["nonce"])
    assert ours.signature(*at, vector["encrypted"]) == vector["msg_signature"]
    assert ours.open(vector["encrypted"], vector["msg_signature"], *at) == vector["plaintext"]


@pytest.mark.parametrize(
    ("words", "signature"),
    [
        (("test", "1410685589", "test"), "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"),
        (("789", "456", "123"), "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
        (("123", "345"), "9f537aeb751ec72605f57f94a2f6dc3e3958e1dd"),
    ],
)
def test_plain_signatures_are_those_of_the_peers(words: tuple[str, ...], signature: str) -> None:
    assert signed(*words) == signature


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_is_opened_again(text: str) -> None:
    inside = read_xml(OURS.seal(text, "12345", "1700000000").encode())
    opened = OURS.open(inside["Encrypt"], inside["MsgSignature"], inside["TimeStamp"], inside["Nonce"])
    assert opened == text


@given(st.data())
def test_any_damaged_character_makes_it_not_ours(data: st.DataObject) -> None:
    encrypted = OURS.encrypted("签到")
    signature = OURS.signature("1", "2", encrypted)
    at = data.draw(st.integers(0, len(encrypted) - 1))
    other = data.draw(st.characters().filter(lambda c: c != encrypted[at]))
    with pytest.raises(NotOurs):
        OURS.open(encrypted[:at] + other + encrypted[at + 1 :], signature, "1", "2")


@given(st.one_of(st.text(), st.binary().map(lambda b: base64.b64encode(b).decode())))
def test_nothing_made_up_decrypts_even_with_the_right_signature(encrypted: str) -> None:
    with pytest.raises(NotOurs):
        OURS.open(encrypted, OURS.signature("1", "2", encrypted), "1", "2")


def test_a_frame_for_another_receiver_is_not_ours() -> None:
    with pytest.raises(NotOurs):
        OURS.decrypted(Envelope("pamtest", KEY, "wx0000000000000000").encrypted("签到"))


@pytest.mark.parametrize("key", ["", "abc", KEY[:-1], KEY + "A", "!" * 43])
def test_a_key_that_is_none_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - base64 raises kinds of its own
        Envelope("pamtest", key, "wxb11529c136998cb6")

"""Whether a callback is WeChat's: signature, time, envelope. What is not is answered with 4xx and nothing else.

The plain signature does not cover the body; only the envelope does. So safe mode is the default, and in
compatible mode, where the same fields stand in the clear beside the envelope, only the envelope is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.channel_settings import WeChatBlock
from bot.channels.envelope import Envelope, NotOurs, same, signed
from bot.channels.xml import Unreadable, read_xml

FRESH = timedelta(minutes=5)
"""How far WeChat's clock and ours may be apart."""

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A callback that is WeChat's.

    `nonce` names the request's time and nonce; `digest` the whole request, byte for byte.
    """

    fields: Mapping[str, Any]
    nonce: str
    digest: bytes


class Checking:
    """Checks and opens callbacks in the account's mode.

    Raises:
        ValueError: the key is none, and the mode needs one.
    """

    def __init__(self, block: WeChatBlock, clock: Callable[[], datetime]) -> None:
        self._token = block.token.get_secret_value()
        self._clock = clock
        key = block.aes_key.get_secret_value()
        self.envelope = None if block.mode == "plain" else Envelope(self._token, key, block.app_id)
        self._safe = block.mode == "safe"

    def greeted(self, query: Query) -> str:
        """The word to repeat when WeChat looks whether this address is ours.

        Raises:
            NotOurs: it is not WeChat that asks.
        """
        self._look(query)
        return query.get("echostr", "")

    def opened(self, query: Query, body: bytes) -> Letter:
        """What was sent.

        Raises:
            NotOurs: not signed, not fresh, not sealed for us.
            Unreadable: no XML as agreed.
        """
        self._look(query)
        fields = self._fields(query, read_xml(body))
        asked = "\n".join(f"{name}={value}" for name, value in sorted(query.items()))
        digest = sha256(asked.encode("utf-8", "surrogatepass") + b"\n" + body).digest()
        at = f"{query['timestamp']}+{query['nonce']}"
        return Letter(fields, sha256(at.encode("utf-8", "surrogatepass")).hexdigest(), digest)

    def _look(self, query: Query) -> None:
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not same(query.get("signature", ""), signed(self._token, timestamp, nonce)):
            raise NotOurs
        if not self._fresh(timestamp):
            raise NotOurs

    def _fresh(self, timestamp: str) -> bool:
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
            return False
        return abs(self._clock().timestamp() - int(timestamp)) <= FRESH.total_seconds()

    def _fields(self, query: Query, outer: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.envelope is None:
            return outer
        encrypted = outer.get("Encrypt")
        if not isinstance(encrypted, str):
            raise NotOurs
        at = query["timestamp"], query["nonce"]
        inner = read_xml(self.envelope.open(encrypted, query.get("msg_signature", ""), *at).encode())
        # In safe mode the receiver's name is all that stands outside; it is not signed, so it must agree.
        if self._safe and outer != {"ToUserName": inner.get("ToUserName"), "Encrypt": encrypted}:
            raise NotOurs
        return inner


__all__ = ["Checking", "Letter", "NotOurs", "Unreadable"]

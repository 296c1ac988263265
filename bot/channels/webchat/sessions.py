"""Who is at the other end: a signed cookie, and signed tokens for pictures.

Nothing is kept on the server: whoever shows the cookie is the visitor, and a picture's token is worth
something only together with the cookie it was made for.
"""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

LASTS = timedelta(days=180)
"""After so long without opening the page the visitor enters anew."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser's session: `address` is random and names the contact on this channel.

    `person` and `who` are set in a demonstration only: the key that was chosen and the person's id.
    """

    address: str
    person: str | None = None
    who: int | None = None

    @classmethod
    def new(cls, person: str | None = None, who: int | None = None) -> Visitor:
        """A visitor nobody has seen before."""
        return cls(secrets.token_urlsafe(12), person, who)

    @property
    def mark(self) -> str:
        """What the page files its own record under; does not give the address away."""
        return sha256(f"mark {self.address}".encode()).hexdigest()[:12]


class Sessions:
    """Signs and reads cookies and tokens with a secret `key` (at least 16 bytes, kept over restarts)."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("the session key needs at least 16 bytes")
        self._key = key

    def cookie(self, visitor: Visitor, now: datetime) -> str:
        """The value of the cookie, valid for `LASTS` from `now`."""
        data = [visitor.address, visitor.person, visitor.who, int(now.timestamp())]
        body = urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")
        return f"{body}.{self._mac('cookie', body)}"

    def visitor(self, cookie: str | None, now: datetime) -> Visitor | None:
        """Whose cookie it is; None for a missing, foreign or old one."""
        body = self._signed("cookie", cookie or "")
        if body is None:
            return None
        address, person, who, made = unpacked(body)
        old = now.timestamp() - made > LASTS.total_seconds()
        return None if old else Visitor(address, person, who)

    def photo_token(self, address: str, name: str) -> str:
        """A token that lets the visitor at `address` see the picture with the hash `name`."""
        return f"{name}.{self._mac('photo ' + address, name)}"

    def photo_name(self, address: str, token: str) -> str | None:
        """The hash in a token made for this address; None for any other."""
        return self._signed("photo " + address, token)

    def file_token(self, address: str, name: str) -> str:
        """The same for a file with the hash `name`."""
        return f"{name}.{self._mac('file ' + address, name)}"

    def file_name(self, address: str, token: str) -> str | None:
        """The hash in a file's token made for this address; None for any other."""
        return self._signed("file " + address, token)

    def _signed(self, purpose: str, value: str) -> str | None:
        body, _, mac = value.rpartition(".")
        good = hmac.compare_digest(self._mac(purpose, body).encode(), mac.encode("utf-8", "replace"))
        return body if good else None

    def _mac(self, purpose: str, body: str) -> str:
        said = f"webchat {purpose}\0{body}".encode("utf-8", "replace")
        return urlsafe_b64encode(hmac.digest(self._key, said, "sha256")[:18]).decode()


def unpacked(body: str) -> tuple[Any, ...]:
    """The fields of a cookie that has proved to be ours."""
    try:
        return tuple(json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except (Base64Error, ValueError) as error:
        raise AssertionError("a signed cookie can be read") from error

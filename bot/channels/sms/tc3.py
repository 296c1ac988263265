"""TC3-HMAC-SHA256, the signature of Tencent Cloud's calls."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256

NAME = "TC3-HMAC-SHA256"
SIGNED = "content-type;host"


def signature(secret: str, service: str, host: str, content_type: str, body: bytes, timestamp: int) -> str:
    """The signature in hex of a POST to `/` of a service; `timestamp` in Unix seconds."""
    parts = ("POST", "/", "", f"content-type:{content_type}\nhost:{host}\n", SIGNED, sha256(body).hexdigest())
    day = f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d}"
    hashed = sha256("\n".join(parts).encode()).hexdigest()
    key = f"TC3{secret}".encode()
    for word in (day, service, "tc3_request"):
        key = hmac.digest(key, word.encode(), "sha256")
    text = f"{NAME}\n{timestamp}\n{day}/{service}/tc3_request\n{hashed}"
    return hmac.digest(key, text.encode(), "sha256").hex()


def authorization(
    key: str, secret: str, service: str, host: str, content_type: str, body: bytes, timestamp: int
) -> str:
    """The `Authorization` header."""
    day = f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d}"
    proof = signature(secret, service, host, content_type, body, timestamp)
    return f"{NAME} Credential={key}/{day}/{service}/tc3_request, SignedHeaders={SIGNED}, Signature={proof}"

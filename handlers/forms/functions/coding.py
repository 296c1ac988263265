"""Texts that stand for others."""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid

from handlers.forms.functions.table import Formula, Scope, lazy, plain
from handlers.forms.values import Operand, Value, first, number, text

DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST_ID = 100


@lazy("uuid", "[length]")
def uuid_(scope: Scope, *given: Formula) -> Operand:
    """A random identifier, or one of so many characters; drawn once and then kept."""
    if not given:
        return str(uuid.UUID(int=scope.rng.getrandbits(128), version=4))
    many = number(first(given[0](scope)))
    count = int(many) if many.is_finite() else 0
    return "".join(scope.rng.choice(LETTERS) for _ in range(max(0, min(count, LONGEST_ID))))


@plain("digest", "text, algorithm, [encoding]")
def digest(source: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    """The digest of a text by MD5, SHA-1, SHA-256, SHA-384 or SHA-512, as base64 or hex; '' by any other."""
    known = DIGESTS.get(text(algorithm).upper())
    if known is None:
        return ""
    found = hashlib.new(known, text(source).encode(), usedforsecurity=False).digest()
    return found.hex() if text(encoding) == "hex" else base64.b64encode(found).decode()


@plain("base64-encode", "text")
def base64_encode(value: Value) -> Value:
    """The text in base64."""
    return base64.b64encode(text(value).encode()).decode()


@plain("base64-decode", "text")
def base64_decode(value: Value) -> Value:
    """The text behind the base64; '' where it is none."""
    try:
        return base64.b64decode(text(value), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""

"""ACS3-HMAC-SHA256, the signature of Aliyun's calls."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from urllib.parse import quote

NAME = "ACS3-HMAC-SHA256"


def canonical_query(query: Mapping[str, str]) -> str:
    """The parameters as they are signed: sorted, everything escaped but letters, digits and `-_.~`."""
    return "&".join(f"{quote(key, safe='~')}={quote(query[key], safe='~')}" for key in sorted(query))


def signature(
    secret: str,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    signed: Sequence[str],
) -> str:
    """The signature in hex.

    Args:
        headers: by name in lower case; `x-acs-content-sha256`, the hash of the body, among them.
        signed: the names of the headers that are signed, in order; a verifier reads them from `SignedHeaders`.
    """
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in signed)
    parts = (method, path, canonical_query(query), lines, ";".join(signed), headers["x-acs-content-sha256"])
    hashed = sha256("\n".join(parts).encode()).hexdigest()
    return hmac.digest(secret.encode(), f"{NAME}\n{hashed}".encode(), "sha256").hex()


def authorization(
    key: str, secret: str, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]
) -> str:
    """The `Authorization` header; `host` and every `x-acs-*` header are signed."""
    signed = sorted(name for name in headers if name == "host" or name.startswith("x-acs-"))
    proof = signature(secret, method, path, query, headers, signed)
    return f"{NAME} Credential={key},SignedHeaders={';'.join(signed)},Signature={proof}"

"""Encryption at rest: what may identify a person is sealed, and found again by a blind index.

AES-256-GCM with a key id in front, so that keys can be added later; HMAC-SHA-256 for the index,
because a plain hash of an 18-digit ID number falls to a search of a county in seconds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class KeyProblem(Exception):
    """The key file is missing, unreadable or not the one this database was written with."""


class Vault:
    """Seals and opens values with the office's keys.

    Args:
        keys: key id (1..255) -> 32 bytes; the highest id seals, all of them open.
        index_key: 32 bytes for the blind index; it never changes.
    """

    def __init__(self, keys: Mapping[int, bytes], index_key: bytes) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._current = max(keys)
        self._index_key = index_key

    def seal(self, plain: str) -> bytes:
        """One byte of key id, 12 of nonce, then ciphertext and tag."""
        nonce = os.urandom(NONCE)
        sealed = self._ciphers[self._current].encrypt(nonce, plain.encode("utf-8", "replace"), None)
        return bytes([self._current]) + nonce + sealed

    def open(self, sealed: bytes) -> str:
        """The text that was sealed.

        Raises:
            KeyProblem: sealed with a key this office does not have, or damaged.
        """
        try:
            cipher = self._ciphers[sealed[0]]
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], None).decode()
        except (KeyError, IndexError, InvalidTag) as error:
            raise KeyProblem("a sealed value does not open: is this the right key file?") from error

    def index(self, kind: str, value: str) -> bytes:
        """16 bytes that are equal for equal values of one kind and say nothing else."""
        return hmac.digest(self._index_key, f"{kind}\0{value}".encode("utf-8", "replace"), hashlib.sha256)[
            :16
        ]

    def seal_json(self, data: Any) -> bytes:  # noqa: ANN401
        """Plain JSON data, sealed."""
        return self.seal(json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    def open_json(self, sealed: bytes) -> Any:  # noqa: ANN401
        """The inverse of `seal_json`."""
        return json.loads(self.open(sealed))


def load_or_create(path: Path) -> Vault:
    """The vault of a key file; the file is made (mode 0600) where there is none.

    Raises:
        KeyProblem: the file cannot be read or is not a key file.
    """
    try:
        _create(path)
    except FileExistsError:
        pass
    except OSError as error:
        raise KeyProblem(f"cannot write the key file {path.name}: {error.strerror}") from error
    return _load(path)


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    content = {"index": _encode(os.urandom(32)), "keys": {"1": _encode(os.urandom(32))}}
    with os.fdopen(handle, "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _load(path: Path) -> Vault:
    try:
        content = json.loads(path.read_text())
        keys = {int(number): base64.b64decode(key) for number, key in content["keys"].items()}
        return Vault(keys, base64.b64decode(content["index"]))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise KeyProblem(f"{path.name} is not a key file of Bangfu; restore it from your backup") from error


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()

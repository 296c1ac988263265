"""The envelope that WeChat and WeCom put their messages in: signed with SHA-1, encrypted with AES-256-CBC.

    frame    16 random bytes, length (uint32, big-endian), message (UTF-8), id of the receiver
    padding  PKCS#7 up to blocks of 32 bytes, not 16
    key      base64 of 43 characters and "="; its first 16 bytes are the initial vector

The id is the AppID (WeChat) or the CorpID (WeCom).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Callable
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from bot.channels.xml import render_xml

BLOCK = 32
HEAD = 20
"""Bytes before the message: the random ones and the length."""


class NotOurs(Exception):
    """A signature, a frame or a receiver that is not ours. It says nothing of what was wrong."""


def signed(*parts: str) -> str:
    """The signature of these words, in any order: 40 hex digits."""
    # SHA-1 is what both providers prescribe; the token among the words is the secret.
    return sha1("".join(sorted(parts)).encode("utf-8", "surrogatepass")).hexdigest()  # noqa: S324


def same(given: str, wanted: str) -> bool:
    """Whether two words are equal, in the same time wherever they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def read_key(aes_key: str) -> bytes:
    """The 32 bytes of an EncodingAESKey.

    Raises:
        ValueError: it is none.
    """
    key = base64.b64decode(aes_key + "=", validate=True)
    if len(aes_key) != 43 or len(key) != 32:
        raise ValueError("an EncodingAESKey has 43 characters of A-Z a-z 0-9")
    return key


class Envelope:
    """Opens what was sent to `receive_id`, seals what is answered.

    Args:
        token: the shared word that signatures are made with.
        aes_key: EncodingAESKey, 43 characters.
        random: gives so many random bytes.

    Raises:
        ValueError: the key is none.
    """

    def __init__(
        self, token: str, aes_key: str, receive_id: str, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._token = token
        self._id = receive_id.encode()
        self._random = random
        key = read_key(aes_key)
        self._cipher = Cipher(AES(key), CBC(key[:16]))

    def signature(self, *parts: str) -> str:
        """The signature of these words with the token."""
        return signed(self._token, *parts)

    def open(self, encrypted: str, signature: str, timestamp: str, nonce: str) -> str:
        """The message in an envelope.

        Raises:
            NotOurs: it was not signed or sealed for us, or is damaged.
        """
        if not same(signature, self.signature(timestamp, nonce, encrypted)):
            raise NotOurs
        return self.decrypted(encrypted)

    def seal(self, text: str, nonce: str, timestamp: str) -> str:
        """An envelope around `text`, as XML."""
        encrypted = self.encrypted(text)
        return render_xml(
            {
                "Encrypt": encrypted,
                "MsgSignature": self.signature(timestamp, nonce, encrypted),
                "TimeStamp": int(timestamp),
                "Nonce": nonce,
            }
        )

    def encrypted(self, text: str) -> str:
        """`text` encrypted for whoever has the key, as base64."""
        content = text.encode()
        frame = self._random(16) + len(content).to_bytes(4, "big") + content + self._id
        padding = BLOCK - len(frame) % BLOCK
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(frame + bytes([padding]) * padding)).decode()

    def decrypted(self, encrypted: str) -> str:
        """The inverse of `encrypted`.

        Raises:
            NotOurs: damaged, or for another receiver.
        """
        try:
            return self._message(_bare(self._padded(encrypted))).decode()
        except (binascii.Error, UnicodeError):
            raise NotOurs from None

    def _padded(self, encrypted: str) -> bytes:
        content = base64.b64decode(encrypted.encode("ascii"), validate=True)
        if not content or len(content) % BLOCK:
            raise NotOurs
        return self._cipher.decryptor().update(content)

    def _message(self, frame: bytes) -> bytes:
        end = HEAD + int.from_bytes(frame[16:HEAD], "big")
        if not hmac.compare_digest(frame[end:], self._id):
            raise NotOurs
        return frame[HEAD:end]


def _bare(padded: bytes) -> bytes:
    """The frame without its padding."""
    count = padded[-1]
    if not 1 <= count <= BLOCK or padded[-count:] != bytes([count]) * count:
        raise NotOurs
    return padded[:-count]

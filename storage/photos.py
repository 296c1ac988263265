"""The photo store: pictures and spoken messages as files, named by the SHA-256 of their bytes.

The same picture is stored once. Nothing here knows who sent it; the records hold the hash.

    PhotoError
     ├── NotAPicture   none of JPEG, PNG, WebP, GIF, HEIC by its first bytes
     ├── NotAVoice     none of Ogg, AMR, MP3, MP4 audio, WAV by its first bytes
     ├── NotAWorkbook  not begun like an .xlsx
     ├── TooLarge      more than `LARGEST` bytes
     └── NoSuchPhoto   no picture is stored under this hash
"""

from __future__ import annotations

import os
import re
import secrets
from hashlib import sha256
from pathlib import Path

LARGEST = 10 * 1024 * 1024
"""Bytes of the largest picture taken."""

LARGEST_WORKBOOK = 1024 * 1024
"""Bytes of the largest workbook taken."""

HASH = re.compile(r"[0-9a-f]{64}")
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class PhotoError(Exception):
    """A picture was not stored or not found."""


class NotAPicture(PhotoError):
    """The bytes do not begin like a picture we take."""


class NotAVoice(PhotoError):
    """The bytes do not begin like a recording we take."""


class NotAWorkbook(PhotoError):
    """The bytes do not begin like a workbook (.xlsx)."""


class TooLarge(PhotoError):
    """The picture is larger than `LARGEST`."""


class NoSuchPhoto(PhotoError):
    """No picture is stored under this hash."""


def kind(content: bytes) -> str | None:
    """The media type by the first bytes (never by a name or what the sender says), or None."""
    for mark, media_type in ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif")):
        if content.startswith(mark):
            return f"image/{media_type}"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "image/heic" if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS else None


def is_voice(content: bytes) -> bool:
    """Whether the first bytes are those of a recording as phones and chat services make them."""
    starts = content.startswith(
        (b"OggS", b"#!AMR", b"#!SILK", b"\x02#!SILK", b"ID3", b"\xff\xfb", b"\xff\xf3")
    )
    return starts or content[4:8] == b"ftyp" or (content[:4] == b"RIFF" and content[8:12] == b"WAVE")


class PhotoStore:
    """Pictures in `folder`, sharded by the first two digits of the hash, readable by the owner only.

    Its methods block on the disk: in a coroutine call them through `asyncio.to_thread`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the picture of this hash lies.

        Raises:
            NoSuchPhoto: `name` is not a hash at all.
        """
        if not HASH.fullmatch(name):
            raise NoSuchPhoto(name)
        return self.folder / name[:2] / name

    def put(self, content: bytes) -> str:
        """Stores a picture and returns its hash (64 hex digits); on disk when this returns.

        Raises:
            TooLarge, NotAPicture: nothing was stored.
        """
        if kind(content) is None and len(content) <= LARGEST:
            raise NotAPicture
        return self._put(content)

    def put_voice(self, content: bytes) -> str:
        """Stores a spoken message and returns its hash, as `put`.

        Raises:
            TooLarge, NotAVoice: nothing was stored.
        """
        if not is_voice(content):
            raise NotAVoice
        return self._put(content)

    def put_workbook(self, content: bytes) -> str:
        """Stores a workbook and returns its hash, as `put`.

        Raises:
            TooLarge, NotAWorkbook: nothing was stored.
        """
        if len(content) > LARGEST_WORKBOOK:
            raise TooLarge(f"{len(content)} bytes")
        if not content.startswith(b"PK\x03\x04"):
            raise NotAWorkbook
        return self._put(content)

    def _put(self, content: bytes) -> str:
        if len(content) > LARGEST:
            raise TooLarge(f"{len(content)} bytes")
        name = sha256(content).hexdigest()
        path = self.path(name)
        if not path.exists():
            write_whole(path, content)
        return name

    def open(self, name: str) -> bytes:
        """The bytes of a stored picture.

        Raises:
            NoSuchPhoto: there is none under this hash.
        """
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            raise NoSuchPhoto(name) from None


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside, flushes to the disk, then renames: a crash leaves the whole file or none."""
    make_folder(path.parent)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    flush_folder(path.parent)


def make_folder(folder: Path) -> None:
    """The shard and the store above it, for the owner only; their names are on disk when this returns."""
    if folder.is_dir():
        return
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """A new name in a folder lasts only when the folder itself is flushed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

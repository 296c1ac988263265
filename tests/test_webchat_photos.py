"""The photo store, and how pictures go up and come back on the web chat."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from talker import Served, serving

from storage.photos import LARGEST, NoSuchPhoto, NotAPicture, PhotoStore, TooLarge, kind

JPEG = b"\xff\xd8\xff\xe0" + b"jpeg" * 20


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic....", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1....", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom....", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"<svg onload=alert(1)>", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(content: bytes, media_type: str | None) -> None:
    assert kind(content) == media_type


def test_a_stored_picture_comes_back_under_its_hash(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    name = store.put(JPEG)
    assert name == sha256(JPEG).hexdigest()
    assert store.open(name) == JPEG


def test_the_same_picture_is_stored_once_and_nothing_half_written_stays(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path)
    assert store.put(JPEG) == store.put(JPEG)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [sha256(JPEG).hexdigest()]


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    path = store.path(store.put(JPEG))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_what_is_no_picture_or_too_large_is_not_stored(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path)
    with pytest.raises(NotAPicture):
        store.put(b"#!/bin/sh")
    with pytest.raises(TooLarge):
        store.put(JPEG + bytes(LARGEST))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64, "0" * 64 + "\n"])
def test_a_name_that_is_no_stored_hash_finds_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoSuchPhoto):
        PhotoStore(tmp_path).open(name)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path, per_minute=20) as server:
        yield server


@asynccontextmanager
async def visitor(served: Served) -> AsyncIterator[ClientSession]:
    async with ClientSession(served.url, cookie_jar=CookieJar(unsafe=True)) as session:
        await session.post("/chat/enter", json={"person": "cadre"})
        yield session


async def test_a_photo_goes_up_into_the_store_and_into_a_message_by_its_hash(served: Served) -> None:
    async with visitor(served) as session:
        token = (await (await session.post("/chat/photo", data=JPEG)).json())["photo"]
        answer = await session.post("/chat/message", json={"id": "message-1", "photos": [token]})
        message = (await answer.json())["messages"][0]
        shown = await session.get(f"/chat/photo/{message['picture']}")
        assert await shown.read() == JPEG
    assert served.talker.taken[0].photos == (sha256(JPEG).hexdigest(),)
    assert shown.content_type == "image/jpeg"
    assert shown.headers["Cache-Control"].startswith("private")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_picture_is_shown_only_to_the_visitor_whose_token_it_is(served: Served) -> None:
    async with visitor(served) as owner, visitor(served) as neighbour:
        token = (await (await owner.post("/chat/photo", data=JPEG)).json())["photo"]
        assert (await owner.get(f"/chat/photo/{token}")).status == 200
        assert (await neighbour.get(f"/chat/photo/{token}")).status == 404
        answer = await neighbour.post("/chat/message", json={"id": "message-1", "photos": [token]})
        assert "refused" in await answer.json()
        async with ClientSession(served.url) as nobody:
            assert (await nobody.get(f"/chat/photo/{token}")).status == 404


async def test_a_hash_without_its_token_shows_nothing(served: Served) -> None:
    async with visitor(served) as session:
        await session.post("/chat/photo", data=JPEG)
        name = sha256(JPEG).hexdigest()
        for guess in (name, name + ".", name + ".AAAA", "x", ".", "..%2f..%2fetc%2fpasswd"):
            assert (await session.get(f"/chat/photo/{guess}")).status == 404


async def test_a_picture_gone_from_the_store_is_not_found(served: Served, tmp_path: Path) -> None:
    async with visitor(served) as session:
        token = (await (await session.post("/chat/photo", data=JPEG)).json())["photo"]
        PhotoStore(tmp_path).path(sha256(JPEG).hexdigest()).unlink()
        assert (await session.get(f"/chat/photo/{token}")).status == 404


async def test_what_is_no_picture_or_too_large_is_refused_in_words(served: Served) -> None:
    async with visitor(served) as session:
        wrong = await session.post("/chat/photo", data=b"%PDF-1.7")
        assert (wrong.status, (await wrong.json())["refused"]) == (415, "这不是能识别的图片,请发一张照片")
        large = await session.post("/chat/photo", data=BytesIO(JPEG + bytes(LARGEST)))
        assert (large.status, (await large.json())["refused"]) == (413, "图片超过10MB,请换一张小一点的")


async def test_more_photos_than_anybody_takes_have_to_wait(served: Served) -> None:
    async with visitor(served) as session:
        answers = [await session.post("/chat/photo", data=JPEG) for _ in range(21)]
    assert [answer.status for answer in answers] == [200] * 20 + [429]
    assert answers[-1].headers["Retry-After"] == "3"

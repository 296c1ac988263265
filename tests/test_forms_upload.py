"""A workbook goes up through the chat page as a photo does, and into a message by its hash."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from talker import Served, serving

from storage.photos import LARGEST_WORKBOOK, NotAWorkbook, PhotoStore, TooLarge

WORKBOOK = b"PK\x03\x04" + b"sheet" * 20


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path, per_minute=20) as server:
        yield server


@asynccontextmanager
async def visitor(served: Served) -> AsyncIterator[ClientSession]:
    async with ClientSession(served.url, cookie_jar=CookieJar(unsafe=True)) as session:
        await session.post("/chat/enter", json={"person": "county"})
        yield session


def test_only_what_begins_like_a_workbook_and_is_not_too_large_is_stored(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path)
    with pytest.raises(NotAWorkbook):
        store.put_workbook(b"%PDF-1.7")
    with pytest.raises(TooLarge):
        store.put_workbook(WORKBOOK + bytes(LARGEST_WORKBOOK))
    assert list(tmp_path.iterdir()) == []
    assert store.open(store.put_workbook(WORKBOOK)) == WORKBOOK


async def test_a_workbook_goes_up_and_into_a_message_by_its_hash(served: Served) -> None:
    async with visitor(served) as session:
        token = (await (await session.post("/chat/file", data=WORKBOOK)).json())["file"]
        await session.post("/chat/message", json={"id": "message-1", "files": [token]})
    assert served.talker.taken[0].files == (sha256(WORKBOOK).hexdigest(),)
    assert served.talker.taken[0].photos == ()


async def test_a_workbook_of_another_visitor_or_shown_as_a_picture_is_refused(served: Served) -> None:
    async with visitor(served) as owner, visitor(served) as neighbour:
        token = (await (await owner.post("/chat/file", data=WORKBOOK)).json())["file"]
        for who, message in ((neighbour, {"files": [token]}), (owner, {"photos": [token]})):
            answer = await who.post("/chat/message", json={"id": "message-1", **message})
            assert "refused" in await answer.json()
        assert (await owner.get(f"/chat/photo/{token}")).status == 404
    assert served.talker.taken == []


async def test_what_is_no_workbook_or_too_large_is_refused_in_words(served: Served) -> None:
    async with visitor(served) as session:
        wrong = await session.post("/chat/file", data=b"%PDF-1.7")
        assert (wrong.status, (await wrong.json())["refused"]) == (415, "这不是表格文件(.xlsx)")
        large = await session.post("/chat/file", data=BytesIO(WORKBOOK + bytes(LARGEST_WORKBOOK)))
        assert (large.status, (await large.json())["refused"]) == (413, "表格文件超过1MB,请发小一些的")

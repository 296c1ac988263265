"""The page and the web application around it: what it weighs, what it may do, its words, health and errors."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from prometheus_client import CollectorRegistry, Counter
from talker import Served, healthy, serving

from bot.channels.webchat import page
from bot.channels.webchat.words import PAGE
from bot.web.application import application
from locales import LANGUAGES

SCRIPTS = [page.FOLDER / name for name in page.files() if name.endswith(".js")]
TEMPLATE = page.FOLDER / "chat.html"
HEAVIEST = 60 * 1024
HTML = {"Accept": "text/html"}


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as server:
        yield server


@pytest.fixture
async def session(served: Served) -> AsyncIterator[ClientSession]:
    async with ClientSession(served.url, auto_decompress=False) as session:
        yield session


def addresses(html: str) -> set[str]:
    return set(re.findall(r'(?:src|href)="(/chat/page/[^"]+)"', html))


async def test_the_whole_page_weighs_less_than_sixty_kilobytes(session: ClientSession) -> None:
    html = await (await session.get("/chat", headers={"Accept-Encoding": "identity"})).read()
    loaded = [
        await (await session.get(a, headers={"Accept-Encoding": ""})).read() for a in addresses(html.decode())
    ]
    assert len(html) + sum(map(len, loaded)) < HEAVIEST


async def test_files_go_packed_to_who_can_unpack_them_and_are_kept_for_good(session: ClientSession) -> None:
    html = await (await session.get("/chat", headers={"Accept-Encoding": "identity"})).text()
    address = next(a for a in addresses(html) if a.endswith("main.js"))
    answer = await session.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(await answer.read()) == (page.FOLDER / "main.js").read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content_type == "text/javascript"


async def test_a_page_that_has_not_changed_is_not_sent_again(session: ClientSession) -> None:
    first = await session.get("/chat")
    again = await session.get("/chat", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


async def test_a_file_of_another_version_is_not_there(session: ClientSession) -> None:
    for address in ("/chat/page/0000000000/main.js", f"/chat/page/{page.version()}/chat.html"):
        assert (await session.get(address)).status == 404


async def test_the_page_runs_only_its_own_files_and_stands_in_no_frame(session: ClientSession) -> None:
    answer = await session.get("/chat")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    strange = await session.get("/chat", headers={"Host": "a b;script-src *"})
    assert "*" not in strange.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_no_code_or_style_of_its_own_and_asks_nobody_else(language: str) -> None:
    html = page.shell(language, large=False).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    for path in page.FOLDER.iterdir():
        outside = re.sub(r"http://www\.w3\.org/2000/svg", "", path.read_text())
        assert not re.search(r"https?://|@import|url\(", outside), path.name


def test_no_script_makes_html_of_what_was_said() -> None:
    for path in SCRIPTS:
        source = path.read_text()
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source
        )


def test_every_word_the_page_asks_for_is_there_and_none_is_idle() -> None:
    asked = set(re.findall(r"words\.(\w+)", TEMPLATE.read_text()))
    for path in SCRIPTS:
        source = path.read_text()
        for call in re.findall(r"say\(([^)]*)", source):
            asked |= set(re.findall(r'"(\w+)"', call))
        asked |= {state for state in ("sending", "waiting", "answered", "refused") if f'"{state}"' in source}
    assert asked == set(PAGE)


async def test_the_language_chosen_is_kept_and_the_default_is_chinese(session: ClientSession) -> None:
    plain = {"Accept-Encoding": "identity"}
    assert 'lang="zh-Hans"' in await (await session.get("/chat", headers=plain)).text()
    english = await session.get("/chat?lang=en", headers=plain)
    assert 'lang="en"' in await english.text()
    assert english.cookies["lang"].value == "en"
    assert 'lang="zh-Hans"' in await (await session.get("/chat?lang=xx", headers=plain)).text()


def test_large_type_is_there_from_the_first_line() -> None:
    assert b'<html lang="zh-Hans" class="large">' in page.shell("zh_Hans", large=True).content


async def test_the_worker_may_look_after_the_page(session: ClientSession) -> None:
    answer = await session.get("/chat/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/chat"
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_the_bare_address_leads_to_the_chat(session: ClientSession) -> None:
    assert (await session.get("/")).url.path == "/chat"


async def test_health_is_told_by_the_status(session: ClientSession) -> None:
    assert (await session.get("/healthz")).status == 200


async def broken(_: web.Request) -> web.Response:
    raise RuntimeError("a secret detail")


async def unwell() -> bool:
    return False


@pytest.fixture
async def bare() -> AsyncIterator[ClientSession]:
    registry = CollectorRegistry()
    Counter("turns", "Turns taken", registry=registry).inc(3)
    app = application([lambda app: None], healthy=unwell, registry=registry)
    app.router.add_get("/broken", broken)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with ClientSession(f"http://{host}:{port}") as session:
        yield session
    await runner.cleanup()


async def test_an_unwell_server_says_so(bare: ClientSession) -> None:
    assert (await bare.get("/healthz")).status == 503
    assert await healthy()


async def test_the_counters_are_shown(bare: ClientSession) -> None:
    assert "turns_total 3.0" in await (await bare.get("/metrics")).text()


async def test_an_error_is_a_page_for_people_and_data_for_programs(bare: ClientSession) -> None:
    answer = await bare.get("/nowhere", headers=HTML)
    assert (answer.status, answer.content_type) == (404, "text/html")
    assert "没有这个页面" in await answer.text()
    assert await (await bare.get("/nowhere")).json() == {"error": 404}
    assert (await bare.get("/web/page.css")).status == 200


async def test_what_went_wrong_inside_is_not_told(bare: ClientSession) -> None:
    answer = await bare.get("/broken", headers={**HTML, "Cookie": "lang=en"})
    text = await answer.text()
    assert answer.status == 500
    assert "Something went wrong here" in text
    assert "secret" not in text

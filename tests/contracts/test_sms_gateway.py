"""Any HTTP gateway by settings alone; and what the doctor says of SMS."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import aiohttp
import pytest
from aiohttp import web
from databases import Databases
from sms_line import KEY, SIGN, block_of, texting

from bot.channel_settings import GatewayBlock, SmsBlock
from bot.channels.base import Filled, Later, Refused, Unreachable
from bot.channels.sms.doctor import look
from bot.channels.sms.gateway import Gateway, at_path, filled_in
from bot.settings import Settings
from bot.standins.tencent import TencentStandIn
from bot.standins.texting import Carrier

NUMBER = "19900000321"
NASTY = "1&2=3 +%#\"'<>{text}\\\n字😀"


class Server:
    """A gateway that keeps what it was asked and answers what it is told."""

    def __init__(self) -> None:
        self.query: dict[str, str] = {}
        self.body = b""
        self.headers: dict[str, str] = {}
        self.answer = "0: Accepted for delivery"

    async def handle(self, request: web.Request) -> web.Response:
        self.query, self.body = dict(request.query), await request.read()
        self.headers = dict(request.headers)
        return web.Response(text=self.answer)


@asynccontextmanager
async def gateway(**block: object) -> AsyncIterator[tuple[Server, Gateway]]:
    server, app = Server(), web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}{block.pop('path', '/send')}"
    try:
        async with aiohttp.ClientSession() as http:
            made = GatewayBlock.model_validate({"url": url, **block})
            yield server, Gateway(made, http, lambda: datetime.now(UTC))
    finally:
        await runner.cleanup()


async def test_kannels_get_carries_any_text_whole() -> None:
    path = (
        "/cgi-bin/sendsms?username=u&password=p&to={to}&text={text}&coding=2&charset=UTF-8"
        "&dlr-url=https%3A%2F%2Fhost%2Freport%3Fid%3D{id}%26status%3D%25d"
    )
    async with gateway(path=path, method="GET", success="Accepted for delivery") as (server, sms):
        assert await sms.send_text(NUMBER, NASTY, "n-1") == ()
        assert (server.query["to"], server.query["text"]) == (NUMBER, NASTY)
        assert server.query["dlr-url"] == "https://host/report?id=n-1&status=%d"
        server.answer = "3: Queued for later delivery"
        with pytest.raises(Refused, match="success"):
            await sms.send_text(NUMBER, NASTY, "n-1")


async def test_a_form_json_or_xml_carries_any_text_whole() -> None:
    async with gateway(body="to={to}&text={text}&id={id}") as (server, sms):
        await sms.send_text(NUMBER, NASTY, "n-1")
        request = await _as_form(server)
        assert request == {"to": NUMBER, "text": NASTY, "id": "n-1"}
    body = '{"to": "{to}", "message": {"text": "{text}"}}'
    async with gateway(body=body, encoding="json", prefix="86") as (server, sms):
        await sms.send_text(NUMBER, NASTY, "n-1")
        assert json.loads(server.body) == {"to": f"86{NUMBER}", "message": {"text": NASTY}}
        assert server.headers["Content-Type"] == "application/json; charset=utf-8"
    body = '<sms to="{to}"><text>{text}</text></sms>'
    async with gateway(body=body, encoding="xml", headers={"X-Id": "{id}"}) as (server, sms):
        await sms.send_text(NUMBER, NASTY, "n-1")
        assert (fromstring(server.body).findtext("text"), server.headers["X-Id"]) == (NASTY, "n-1")


async def _as_form(server: Server) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl(server.body.decode(), strict_parsing=True))


async def test_where_a_gateway_takes_templates_only_it_gets_their_id_and_values() -> None:
    body = '{"to": "{to}", "template": "{template}", "values": "{values}"}'
    filled = Filled("N05", "T-5", {"need": "2", "days": '"周四"'}, "还需2天")
    async with gateway(body=body, encoding="json", templates_only=True) as (server, sms):
        assert not sms.free_text
        await sms.send_template(NUMBER, filled, "n-1")
        asked = json.loads(server.body)
        assert (asked["template"], json.loads(asked["values"])) == ("T-5", dict(filled.values))


async def test_a_refusal_means_what_the_settings_say() -> None:
    its = {
        "success_path": "result.0.state", "success": "ok", "id_path": "result.0.id", "code_path": "result.0.why",
        "busy_codes": ["busy"], "gone_codes": ["gone"],
    }  # fmt: skip
    async with gateway(body="{to}", **its) as (server, sms):
        server.answer = '{"result": [{"state": "ok", "id": 7}]}'
        assert await sms.send_text(NUMBER, "您好", "n-1") == ("7",)
        for why, kind in (("busy", Later), ("gone", Unreachable), ("odd", Refused), ("", Refused)):
            server.answer = json.dumps({"result": [{"state": "no", "why": why}]})
            with pytest.raises(kind) as caught:
                await sms.send_text(NUMBER, "您好", "n-1")
            assert NUMBER not in str(caught.value)


def test_places_are_filled_once_and_other_braces_stay() -> None:
    assert filled_in('{"a":{"b":"{to}{nothing}"}}', {"to": "{id}"}, "json") == '{"a":{"b":"{id}{nothing}"}}'
    assert [at_path({"a": [{"b": 0}]}, path) for path in ("a.0.b", "a.1.b", "a.0", "x", "a.b")] == [
        "0",
        "",
        "",
        "",
        "",
    ]


async def said(block: SmsBlock, url: str = "https://bangfu.example") -> tuple[list[str], list[str]]:
    """What the doctor finds in order, and what to mend."""
    async with aiohttp.ClientSession() as http:
        found = await look(block, Settings(public_url=url), http)
    return [f.what for f in found if f.ok], [f.what for f in found if not f.ok]


def now_of(carrier: Carrier, block: SmsBlock) -> SmsBlock:
    carrier.clock = lambda: datetime.now(UTC)
    return block


@pytest.mark.parametrize("provider", ["aliyun", "tencent", "gateway"])
async def test_the_doctor_finds_a_right_account_in_order(databases: Databases, provider: str) -> None:
    async with texting(databases, provider, allow=["203.0.113.0/24"]) as line:
        block = now_of(line.carrier, line.house.settings.sms or block_of(provider, ""))
        good, bad = await said(block)
    assert (len(good), bad) == (4 + (provider != "gateway"), [])
    assert not [text for text in good if KEY[1] in text or block.path_secret.get_secret_value() in text]


async def test_the_doctor_says_how_to_mend_what_is_wrong(databases: Databases) -> None:
    async with texting(
        databases, "aliyun", its={"access_key_secret": "another"}, path_secret="a" * 24
    ) as line:
        block = now_of(line.carrier, line.house.settings.sms or block_of("aliyun", ""))
        _, bad = await said(block, url="")
        assert [
            any(word in text for text in bad)
            for word in ("public_url", "openssl", "sms.allow", "access_key_id")
        ]
        assert len(bad) == 4
        line.carrier.clock = lambda: datetime.now(UTC) - timedelta(hours=1)
        assert [
            text
            for text in (await said(block))[1]
            if "clock" in text or "keys" in text or "access_key" in text
        ]
    async with texting(databases, "tencent") as line:
        assert isinstance(line.carrier, TencentStandIn)
        line.carrier.package = 0
        _, bad = await said(now_of(line.carrier, line.house.settings.sms or block_of("tencent", "")))
        assert [text for text in bad if "buy another" in text]
    _, bad = await said(block_of("gateway", "http://127.0.0.1:9"))
    assert [text for text in bad if "does not answer" in text]
    assert SIGN

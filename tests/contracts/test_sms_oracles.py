"""Independent witnesses: the clouds' own SDKs on the other side of our signer, smpplib beside our counting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256

import aiohttp
import pytest
from aiohttp import web
from alibabacloud_dysmsapi20170525.client import Client as AliyunClient
from alibabacloud_dysmsapi20170525.models import SendSmsRequest
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_openapi.utils import Utils
from hypothesis import given
from hypothesis import strategies as st
from smpplib import consts, gsm
from sms_line import APP, KEY, SIGN
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.common.sign import Sign
from tencentcloud.sms.v20210111.models import SendSmsRequest as TencentRequest
from tencentcloud.sms.v20210111.sms_client import SmsClient

from bot.channel_settings import AliyunBlock, TencentBlock
from bot.channels.base import Filled
from bot.channels.segments import segments
from bot.channels.sms.aliyun import Aliyun
from bot.channels.sms.tencent import Tencent
from bot.standins.aliyun import AliyunStandIn
from bot.standins.tencent import TencentStandIn

NUMBER = "19900000321"
FILLED = Filled("N05", "SMS_1", {"days": "周四、周五", "need": "2"}, "还需2天,可到村:周四、周五")


def now() -> datetime:
    return datetime.now(UTC)


def nowhere() -> str:
    return "http://127.0.0.1:9"


async def test_aliyuns_own_client_is_let_in_by_our_stand_in() -> None:
    carrier = AliyunStandIn(KEY, SIGN, {"SMS_1": "还需${need}天,可到村:${days}"}, now, nowhere)
    async with carrier.serving() as api:
        config = Config(
            access_key_id=KEY[0],
            access_key_secret=KEY[1],
            endpoint=api.removeprefix("http://"),
            protocol="http",
        )
        request = SendSmsRequest(
            phone_numbers=NUMBER, sign_name=SIGN, template_code="SMS_1", out_id="n 1+~*",
            template_param=json.dumps(dict(FILLED.values), ensure_ascii=False),
        )  # fmt: skip
        answer = await asyncio.to_thread(AliyunClient(config).send_sms, request)
        assert answer.body.code == "OK"
        assert [heard.text for heard in carrier.phone(NUMBER).inbox] == [f"【{SIGN}】{FILLED.wording}"]
        config.access_key_secret = "another"
        with pytest.raises(Exception, match="SignatureDoesNotMatch"):
            await asyncio.to_thread(AliyunClient(config).send_sms, request)


async def test_tencents_own_client_is_let_in_by_our_stand_in() -> None:
    carrier = TencentStandIn(KEY, APP, SIGN, {"1": "还需{2}天,可到村:{1}"}, now, nowhere)
    async with carrier.serving() as api:
        profile = ClientProfile(
            httpProfile=HttpProfile(protocol="http", endpoint=api.removeprefix("http://"))
        )
        request = TencentRequest()
        request.from_json_string(
            json.dumps(
                {
                    "PhoneNumberSet": [f"+86{NUMBER}"], "SmsSdkAppId": APP, "SignName": SIGN, "TemplateId": "1",
                    "TemplateParamSet": list(FILLED.values.values()), "SessionContext": "n-1",
                }
            )
        )  # fmt: skip
        client = SmsClient(Credential(*KEY), "ap-guangzhou", profile)
        answer = await asyncio.to_thread(client.SendSms, request)
        assert [status.Code for status in answer.SendStatusSet] == ["Ok"]
        assert [heard.text for heard in carrier.phone(NUMBER).inbox] == [f"【{SIGN}】{FILLED.wording}"]


class Witness:
    """A gateway that checks signatures with the SDK's own function, and counts those that agree."""

    def __init__(self) -> None:
        self.agreed: list[bool] = []

    async def look(self, request: web.Request) -> web.Response:
        return await (self.tencent if "X-TC-Action" in request.headers else self.aliyun)(request)

    async def aliyun(self, request: web.Request) -> web.Response:
        said = request.headers["Authorization"]
        names = said.partition("SignedHeaders=")[2].partition(",")[0].split(";")
        headers = {name: request.headers[name] for name in names}
        signed = Utils.get_authorization(
            _Asked(request.method, dict(request.query), headers),
            "ACS3-HMAC-SHA256",
            sha256(b"").hexdigest(),
            *KEY,
        )
        self.agreed.append(signed == said)
        return web.json_response({"Code": "OK", "BizId": "1^0"})

    async def tencent(self, request: web.Request) -> web.Response:
        said, body = request.headers, (await request.read()).decode()
        day = f"{datetime.fromtimestamp(int(said['X-TC-Timestamp']), UTC):%Y-%m-%d}"
        canonical = "\n".join(
            (
                "POST", "/", "", f"content-type:{said['Content-Type']}\nhost:{said['Host']}\n", "content-type;host",
                sha256(body.encode()).hexdigest(),
            )
        )  # fmt: skip
        text = "\n".join(
            (
                "TC3-HMAC-SHA256", said["X-TC-Timestamp"], f"{day}/sms/tc3_request",
                sha256(canonical.encode()).hexdigest(),
            )
        )  # fmt: skip
        self.agreed.append(said["Authorization"].endswith(Sign.sign_tc3(KEY[1], day, "sms", text)))
        status = {"SerialNo": "s-1", "Code": "Ok"}
        return web.json_response({"Response": {"SendStatusSet": [status]}})

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/", self.look)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


class _Asked:
    """A request as the SDK's signer takes it."""

    def __init__(self, method: str, query: dict[str, str], headers: dict[str, str]) -> None:
        self.method, self.pathname, self.query, self.headers = method, "/", query, headers


async def test_what_we_sign_is_what_the_sdks_sign() -> None:
    witness = Witness()
    async with witness.serving() as api, aiohttp.ClientSession() as http:
        ali = AliyunBlock.model_validate({"access_key_id": KEY[0], "access_key_secret": KEY[1], "api": api})
        tencent = TencentBlock.model_validate(
            {"secret_id": KEY[0], "secret_key": KEY[1], "app": APP, "api": api}
        )
        for provider in (Aliyun(ali, SIGN, http, now), Tencent(tencent, SIGN, http, now)):
            assert await provider.send_template(NUMBER, FILLED, "n 1+~*'()/?") in (("1^0",), ("s-1",))
    assert witness.agreed == [True, True]


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_parts_are_counted_as_smpplib_counts_them(text: str) -> None:
    parts, _, _ = gsm.make_parts(text, consts.SMPP_ENCODING_ISO10646)
    assert segments(text) == len(parts)

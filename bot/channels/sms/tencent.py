"""Tencent Cloud's SMS service (2021-01-11): approved templates out, replies and reports in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.channel_settings import TencentBlock
from bot.channels.base import Filled, Refused, Report, Unclear
from bot.channels.calls import JSON, Calls
from bot.channels.sms.codes import Codes
from bot.channels.sms.tc3 import authorization
from bot.channels.sms.wire import Fields, Message, moment, own_id, plausible, word
from storage.values.phone import Phone

VERSION = "2021-01-11"
_KEYS = "check secret_id and secret_key"
CODES = Codes(
    "Tencent SMS",
    busy=("LimitExceeded", "RequestLimitExceeded", "InternalError", "FailedOperation.FailResolvePacket"),
    clock=("AuthFailure.SignatureExpire",),
    gone=(
        "FailedOperation.PhoneNumberInBlacklist", "InvalidParameterValue.IncorrectPhoneNumber",
        "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone",
    ),
    mend={
        "FailedOperation.InsufficientBalanceInSmsPackage": "buy another SMS package",
        "FailedOperation.TemplateIncorrectOrUnapproved": "the template's id is not an approved one of this app: look at the catalogue",
        "FailedOperation.SignatureIncorrectOrUnapproved": "`signature` is not an approved one of this app",
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": "the fields in the catalogue are not those that were approved",
        "InvalidParameterValue.TemplateParameter": "a value is not as the template allows: `bangfu templates check` names it",
        "FailedOperation.ContainSensitiveWord": "a value holds a word that Tencent bars",
        "UnauthorizedOperation": "give the sub-account the right to send SMS, and look at the app's allow list",
        "AuthFailure": _KEYS,
    },
)  # fmt: skip


class Tencent:
    """One app of one account."""

    section = "tencent"
    free_text = False
    reports = True
    reply = json.dumps({"result": 0, "errmsg": "OK"})

    def __init__(
        self, block: TencentBlock, sign: str, http: aiohttp.ClientSession, clock: Callable[[], datetime]
    ) -> None:
        self._block = block
        self._sign = sign
        self._clock = clock
        self._calls = Calls(
            http, block.api, CODES.name, (block.secret_id, block.secret_key.get_secret_value())
        )

    def message(self, item: Fields) -> Message:
        phone, text, time = Phone.parse(word(item, "mobile")).digits, word(item, "text"), word(item, "time")
        return Message(own_id(phone, time, text), phone, text, moment(time))

    def report(self, item: Fields) -> Report:
        sid = word(item, "sid")
        delivered = word(item, "report_status") == "SUCCESS"
        at = plausible(moment(str(item.get("user_receive_time"))), self._clock())
        return Report("sms", own_id(sid), delivered, at, sid, "", str(item.get("errmsg") or ""))

    async def send_text(self, phone: str, text: str, reference: str) -> tuple[str, ...]:
        raise Refused(f"{CODES.name} takes approved templates only")

    async def send_template(self, phone: str, filled: Filled, reference: str) -> tuple[str, ...]:
        said = await self.call(
            "SendSms",
            {
                "PhoneNumberSet": [f"+86{phone}"], "SmsSdkAppId": self._block.app, "SignName": self._sign,
                "TemplateId": filled.id, "TemplateParamSet": list(filled.values.values()),
                "SessionContext": reference,
            },
        )  # fmt: skip
        try:
            (status,) = said["SendStatusSet"]
            code, serial = str(status["Code"]), str(status["SerialNo"])
        except (KeyError, TypeError, ValueError):
            raise Unclear(
                f"{CODES.name} answered something that is not its own: look at the address"
            ) from None
        if code != "Ok":
            raise CODES.error(code, self._calls.quoted(str(status.get("Message", ""))))
        return (serial,)

    async def call(self, action: str, content: Mapping[str, object]) -> dict[str, Any]:
        """One call of the API, signed; its `Response`. Raises SendError."""
        body = json.dumps(content, ensure_ascii=False).encode()
        said = await self._calls.json("POST", "/", data=body, headers=self._headers(action, body))
        response = said.get("Response")
        if not isinstance(response, dict):
            raise Unclear(f"{CODES.name} answered something that is not its own: look at the address")
        error = response.get("Error")
        if isinstance(error, dict):
            raise CODES.error(str(error.get("Code")), self._calls.quoted(str(error.get("Message", ""))))
        return response

    def _headers(self, action: str, body: bytes) -> dict[str, str]:
        host, now = urlsplit(self._block.api).netloc, int(self._clock().timestamp())
        key, secret = self._block.secret_id, self._block.secret_key.get_secret_value()
        return {
            "Host": host,
            "Content-Type": JSON,
            "Authorization": authorization(key, secret, "sms", host, JSON, body, now),
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Timestamp": str(now),
            "X-TC-Region": self._block.region,
        }

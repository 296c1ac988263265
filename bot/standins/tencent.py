"""A stand-in for Tencent Cloud's SMS service: SendSms with its signature, a code per number, callbacks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from aiohttp import web

from bot.channels.sms import tc3
from bot.standins.texting import Carrier, Push, placed
from storage.values.week import SHANGHAI

PLACE = re.compile(r"\{(\d+)\}")
SKEW = 300
"""Seconds that a call's time may be off."""

TOO_SOON = timedelta(seconds=30)
"""The same words to the same number are let through once in this time."""


class Wrong(Exception):
    """A call that is refused as a whole."""


class TencentStandIn(Carrier):
    """One app of one account; `templates`: id -> wording with `{1}`, `{2}`."""

    def __init__(
        self,
        key: tuple[str, str],
        app: str,
        sign: str,
        templates: Mapping[str, str],
        clock: Callable[[], datetime],
        callback: Callable[[], str],
    ) -> None:
        super().__init__(clock, callback)
        self.refused: list[str] = []
        self.black: set[str] = set()
        self.package = 100_000
        self._key, self._secret = key
        self._app, self._sign, self._templates = app, sign, templates
        self._last: dict[tuple[str, str], datetime] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """A call; also what is refused comes with 200."""
        try:
            self._verify(request, await request.read())
            said = self._done(request.headers["X-TC-Action"], await request.json())
        except Wrong as wrong:
            self.refused.append(str(wrong))
            said = {"Error": {"Code": str(wrong), "Message": "refused"}}
        return web.json_response({"Response": {**said, "RequestId": "r-1"}})

    def written(self, number: str, text: str, id_: str = "") -> Push:
        """A reply: one object, without an id."""
        told = {
            "extend": "", "mobile": number, "nationcode": "86", "sign": self._sign, "text": text,
            "time": int(self.clock().timestamp()),
        }  # fmt: skip
        return Push("in", {"method": "POST", "json": told}, self.clock())

    def reported(self, number: str, id_: str, reference: str, delivered: bool) -> Push:
        """A report: an array."""
        told = {
            "user_receive_time": f"{self.clock().astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}", "nationcode": "86",
            "mobile": number, "report_status": "SUCCESS" if delivered else "FAIL",
            "errmsg": "DELIVRD" if delivered else "MB:1031", "description": "", "sid": id_,
        }  # fmt: skip
        return Push("report", {"method": "POST", "json": [told]}, self.clock())

    def _verify(self, request: web.Request, body: bytes) -> None:
        headers = request.headers
        at = int(headers.get("X-TC-Timestamp", "0"))
        if abs(self.clock().timestamp() - at) > SKEW:
            raise Wrong("AuthFailure.SignatureExpire")
        said = headers.get("Authorization", "")
        if f"Credential={self._key}/" not in said:
            raise Wrong("AuthFailure.SecretIdNotFound")
        ours = tc3.signature(self._secret, "sms", headers["Host"], headers["Content-Type"], body, at)
        if not compare_digest(ours, said.rpartition("Signature=")[2]):
            raise Wrong("AuthFailure.SignatureFailure")

    def _done(self, action: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        if asked.get("SmsSdkAppId") != self._app:
            raise Wrong("UnauthorizedOperation.SdkAppIdIsDisabled")
        if action == "SmsPackagesStatistics":
            expires = int(self.clock().timestamp()) + 86400
            package = {
                "PackageAmount": self.package,
                "CurrentUsage": self.calls,
                "PackageExpiredTime": expires,
            }
            return {"SmsPackagesStatisticsSet": [package]}
        context = str(asked.get("SessionContext") or "")
        return {"SendStatusSet": [self._status(str(n), asked, context) for n in asked["PhoneNumberSet"]]}

    def _status(self, number: str, asked: Mapping[str, Any], context: str) -> dict[str, object]:
        bare = number.removeprefix("+86")
        values = [str(value) for value in asked.get("TemplateParamSet") or ()]
        code = self._wrong(bare, asked, values)
        serial = "" if code else f"4500:{self.next_number():026d}"
        if code:
            self.refused.append(code)
        else:
            wording = self._templates[str(asked["TemplateId"])]
            text = placed(wording, [(str(at), value) for at, value in enumerate(values, 1)])
            self.deliver(bare, f"【{self._sign}】{text}", serial, context)
        return {
            "SerialNo": serial, "PhoneNumber": number, "Fee": 0 if code else 1, "SessionContext": context,
            "Code": code or "Ok", "Message": code or "send success", "IsoCode": "CN",
        }  # fmt: skip

    def _wrong(self, number: str, asked: Mapping[str, Any], values: list[str]) -> str:
        wording = self._templates.get(str(asked.get("TemplateId")))
        if not re.fullmatch(r"1[3-9]\d{9}", number):
            return "InvalidParameterValue.IncorrectPhoneNumber"
        if number in self.black:
            return "FailedOperation.PhoneNumberInBlacklist"
        if asked.get("SignName") != self._sign:
            return "FailedOperation.SignatureIncorrectOrUnapproved"
        if wording is None:
            return "FailedOperation.TemplateIncorrectOrUnapproved"
        if len(set(PLACE.findall(wording))) != len(values):
            return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
        return self._too_soon(number, json.dumps([asked["TemplateId"], *values]))

    def _too_soon(self, number: str, words: str) -> str:
        before, now = self._last.get((number, words)), self.clock()
        if before is not None and now - before < TOO_SOON:
            return "LimitExceeded.DeliveryFrequencyLimit"
        self._last[(number, words)] = now
        return ""

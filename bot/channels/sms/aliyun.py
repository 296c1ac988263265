"""Aliyun's SMS service (Dysmsapi 2017-05-25): approved templates out, SmsUp and SmsReport in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp

from bot.channel_settings import AliyunBlock
from bot.channels.base import Filled, Refused, Report
from bot.channels.calls import Calls
from bot.channels.sms.acs3 import authorization, canonical_query
from bot.channels.sms.codes import Codes
from bot.channels.sms.wire import Fields, Message, kept_id, moment, own_id, plausible, word
from storage.values.phone import Phone

VERSION = "2017-05-25"
NOTHING = sha256(b"").hexdigest()
"""Hash of the body: parameters go in the query."""

_KEYS = "check access_key_id and access_key_secret"
CODES = Codes(
    "Aliyun SMS",
    busy=(
        "isv.BUSINESS_LIMIT", "BUSINESS_LIMIT", "isv.DAY_LIMIT", "isv.MONTH_LIMIT", "Throttling",
        "isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "ServiceUnavailable", "InternalError", "SignatureNonceUsed",
    ),
    clock=("InvalidTimeStamp",),
    gone=("isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_IN_BLACK", "MOBILE_IN_BLACK"),
    mend={
        "isv.AMOUNT_NOT_ENOUGH": "top up the account",
        "isv.OUT_OF_SERVICE": "the account is suspended: top it up",
        "isv.SMS_TEMPLATE_ILLEGAL": "the template's id is not an approved one of this account: look at the catalogue",
        "isv.SMS_SIGNATURE": "`signature` is not an approved one of this account",
        "isv.SMS_SIGN": "`signature` is not an approved one of this account",
        "isv.TEMPLATE": "the fields in the catalogue are not those that were approved",
        "isv.INVALID_JSON_PARAM": "the fields in the catalogue are not those that were approved",
        "isv.PARAM": "a value is longer than the template allows: `bangfu templates check` names it",
        "isv.BLACK_KEY": "a value holds a word that Aliyun bars",
        "isp.RAM_PERMISSION_DENY": "give the RAM user the right to send SMS (dysms:SendSms)",
        "isv.RAM": "give the RAM user the right to send SMS (dysms:SendSms)",
        "InvalidAccessKeyId": _KEYS,
        "SignatureDoesNotMatch": _KEYS,
        "IncompleteSignature": _KEYS,
    },
)  # fmt: skip


class Aliyun:
    """One account."""

    section = "aliyun"
    free_text = False
    reports = True
    reply = json.dumps({"code": 0, "msg": "接收成功"}, ensure_ascii=False)

    def __init__(
        self, block: AliyunBlock, sign: str, http: aiohttp.ClientSession, clock: Callable[[], datetime]
    ) -> None:
        self._block = block
        self._sign = sign
        self._clock = clock
        secrets = (block.access_key_id, block.access_key_secret.get_secret_value())
        self._calls = Calls(http, block.api, CODES.name, secrets)

    def message(self, item: Fields) -> Message:
        phone = Phone.parse(word(item, "phone_number")).digits
        return Message(
            kept_id(word(item, "sequence_id")), phone, word(item, "content"), moment(word(item, "send_time"))
        )

    def report(self, item: Fields) -> Report:
        phone, biz = Phone.parse(word(item, "phone_number")).digits, word(item, "biz_id")
        delivered = item["success"] in (True, "true")
        at = plausible(moment(str(item.get("report_time"))), self._clock())
        reference, code = str(item.get("out_id") or ""), str(item.get("err_code") or "")
        return Report("sms", own_id(biz, phone), delivered, at, biz, reference, code)

    async def send_text(self, phone: str, text: str, reference: str) -> tuple[str, ...]:
        raise Refused(f"{CODES.name} takes approved templates only")

    async def send_template(self, phone: str, filled: Filled, reference: str) -> tuple[str, ...]:
        query = {
            "PhoneNumbers": phone, "SignName": self._sign, "TemplateCode": filled.id,
            "TemplateParam": json.dumps(dict(filled.values), ensure_ascii=False), "OutId": reference,
        }  # fmt: skip
        return (str((await self.call("SendSms", query)).get("BizId", "")),)

    async def call(self, action: str, query: dict[str, str]) -> dict[str, object]:
        """One call of the API, signed; what it answered with `Code` OK. Raises SendError."""
        headers = self._headers(action)
        secret = self._block.access_key_secret.get_secret_value()
        headers["Authorization"] = authorization(
            self._block.access_key_id, secret, "POST", "/", query, headers
        )
        said = await self._calls.json("POST", f"/?{canonical_query(query)}", headers=headers, readable=True)
        if said.get("Code") != "OK":
            raise CODES.error(str(said.get("Code")), self._calls.quoted(str(said.get("Message", ""))))
        return said

    def _headers(self, action: str) -> dict[str, str]:
        return {
            "host": urlsplit(self._block.api).netloc,
            "x-acs-action": action,
            "x-acs-content-sha256": NOTHING,
            "x-acs-date": f"{self._clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": uuid4().hex,
            "x-acs-version": VERSION,
        }

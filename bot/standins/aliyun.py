"""A stand-in for Aliyun's SMS service: SendSms with its signature and rules, SmsUp and SmsReport."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from aiohttp import web

from bot.channels.sms import acs3
from bot.standins.texting import Carrier, Push, placed
from storage.values.week import SHANGHAI

PLACE = re.compile(r"\$\{([^{}]*)\}")
BARRED = re.compile(r"[【】#￥★※→←↑↓]|(?<!\d)1[3-9]\d{9}(?!\d)")
"""What no value may hold: brackets, odd symbols, mobile numbers."""

A_DAY = 50
"""Messages of one template to one number in 24 hours."""

SKEW = timedelta(minutes=15)
AUTHORIZATION = re.compile(rf"{acs3.NAME} Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=(\w+)")


class Wrong(Exception):
    """A call that is refused; the first argument is the code, the second the HTTP status."""


class AliyunStandIn(Carrier):
    """One account: its key, its approved signature, its approved templates (id -> wording with `${name}`)."""

    def __init__(
        self,
        key: tuple[str, str],
        sign: str,
        templates: Mapping[str, str],
        clock: Callable[[], datetime],
        callback: Callable[[], str],
    ) -> None:
        super().__init__(clock, callback)
        self.refused: list[str] = []
        self.balance = True
        self._key, self._secret = key
        self._sign = sign
        self._templates = templates
        self._nonces: set[str] = set()
        self._sent: dict[tuple[str, str], list[datetime]] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """A call: its signature, then its parameters."""
        try:
            self._verify(request, await request.read())
            asked = {**request.query, **await request.post()}
            return web.json_response(self._done(request.headers["x-acs-action"], asked))
        except Wrong as wrong:
            code, status = wrong.args
            self.refused.append(code)
            return web.json_response({"Code": code, "Message": "refused", "RequestId": "r-1"}, status=status)

    def written(self, number: str, text: str, id_: str = "") -> Push:
        """SmsUp."""
        told = {
            "phone_number": number, "content": text, "send_time": self._time(), "dest_code": "10690001",
            "sequence_id": id_ or str(self.next_number()), "sign_name": self._sign,
        }  # fmt: skip
        return Push("in", {"method": "POST", "json": [told]}, self.clock())

    def reported(self, number: str, id_: str, reference: str, delivered: bool) -> Push:
        """SmsReport."""
        code = "DELIVERED" if delivered else "MOBILE_NOT_ON_SERVICE"
        told = {
            "phone_number": number, "send_time": self._time(), "report_time": self._time(), "success": delivered,
            "err_code": code, "err_msg": code, "sms_size": "1", "biz_id": id_, "out_id": reference,
        }  # fmt: skip
        return Push("report", {"method": "POST", "json": [told]}, self.clock())

    def _time(self) -> str:
        return f"{self.clock().astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"

    def _verify(self, request: web.Request, body: bytes) -> None:
        """The header list is read from `SignedHeaders`: the cloud's own SDK signs more than we do."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        said = AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if said is None:
            raise Wrong("IncompleteSignature", 400)
        if said[1] != self._key:
            raise Wrong("InvalidAccessKeyId.NotFound", 404)
        if headers["x-acs-content-sha256"] != sha256(body).hexdigest():
            raise Wrong("SignatureDoesNotMatch", 400)
        query = dict(request.query)
        ours = acs3.signature(self._secret, request.method, request.path, query, headers, said[2].split(";"))
        if not compare_digest(ours, said[3]):
            raise Wrong("SignatureDoesNotMatch", 400)
        self._look_at_time(headers)

    def _look_at_time(self, headers: Mapping[str, str]) -> None:
        at = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs(self.clock() - at) > SKEW:
            raise Wrong("InvalidTimeStamp.Expired", 400)
        if headers["x-acs-signature-nonce"] in self._nonces:
            raise Wrong("SignatureNonceUsed", 400)
        self._nonces.add(headers["x-acs-signature-nonce"])

    def _done(self, action: str, asked: Mapping[str, object]) -> Mapping[str, object]:
        if action == "SendSms":
            return self._send(asked)
        if action == "QuerySmsSign" and asked.get("SignName") == self._sign:
            return {"Code": "OK", "Message": "OK", "SignName": self._sign, "SignStatus": 1}
        raise Wrong(
            "isv.SMS_SIGNATURE_ILLEGAL" if action == "QuerySmsSign" else "InvalidAction.NotFound", 200
        )

    def _send(self, asked: Mapping[str, object]) -> dict[str, str]:
        number, template = str(asked.get("PhoneNumbers")), str(asked.get("TemplateCode"))
        wording = self._templates.get(template)
        if not re.fullmatch(r"1[3-9]\d{9}", number):
            raise Wrong("isv.MOBILE_NUMBER_ILLEGAL", 200)
        if asked.get("SignName") != self._sign:
            raise Wrong("isv.SMS_SIGNATURE_ILLEGAL", 200)
        if wording is None:
            raise Wrong("isv.SMS_TEMPLATE_ILLEGAL", 200)
        if not self.balance:
            raise Wrong("isv.AMOUNT_NOT_ENOUGH", 200)
        values = self._values(wording, str(asked.get("TemplateParam", "")))
        self._count(number, template)
        id_ = f"{900619746936498440 + self.next_number()}^0"
        text = f"【{self._sign}】{placed(wording, list(values.items()), '${')}"
        self.deliver(number, text, id_, str(asked.get("OutId", "")))
        return {"Code": "OK", "Message": "OK", "BizId": id_, "RequestId": "r-1"}

    def _values(self, wording: str, given: str) -> dict[str, str]:
        """Exactly the placeholders that were approved, each as it may be."""
        try:
            values = json.loads(given or "{}")
        except ValueError:
            raise Wrong("isv.INVALID_JSON_PARAM", 200) from None
        if set(values) < set(PLACE.findall(wording)):
            raise Wrong("isv.TEMPLATE_MISSING_PARAMETERS", 200)
        if set(values) != set(PLACE.findall(wording)):
            raise Wrong("isv.TEMPLATE_PARAMS_ILLEGAL", 200)
        for value in values.values():
            if not isinstance(value, str) or not 1 <= len(value) <= 35:
                raise Wrong("isv.PARAM_LENGTH_LIMIT", 200)
            if BARRED.search(value):
                raise Wrong("isv.BLACK_KEY_CONTROL_LIMIT", 200)
        return dict(values)

    def _count(self, number: str, template: str) -> None:
        now = self.clock()
        recent = [at for at in self._sent.get((number, template), []) if at > now - timedelta(days=1)]
        if len(recent) >= A_DAY:
            raise Wrong("isv.BUSINESS_LIMIT_CONTROL", 200)
        self._sent[(number, template)] = [*recent, now]

"""Any HTTP gateway: what is sent, and what is read, is configuration (`[sms.gateway]`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit
from xml.sax.saxutils import escape

import aiohttp

from bot.channel_settings import GatewayBlock
from bot.channels.base import Filled, Refused, Report, Unclear
from bot.channels.calls import Answered, Calls
from bot.channels.sms.codes import Codes
from bot.channels.sms.wire import Fields, Message, Unreadable, kept_id, moment, own_id, plausible, word
from storage.values.phone import Phone

NAME = "the SMS gateway"
PLACE = re.compile(r"\{(to|text|id|template|values)\}")
TEXTS = {"form": "application/x-www-form-urlencoded", "json": "application/json", "xml": "text/xml"}
"""How the body is called, by its encoding; all in UTF-8."""

ESCAPES: Mapping[str, Callable[[str], str]] = {
    "url": lambda value: quote(value, safe=""),
    "form": quote_plus,
    "json": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "xml": lambda value: escape(value, {'"': "&quot;", "'": "&apos;"}),
    "header": lambda value: quote(value, safe=" "),
}


def filled_in(template: str, values: Mapping[str, str], manner: str) -> str:
    """A template of the settings with its places filled; other braces stay (JSON is full of them)."""
    return PLACE.sub(lambda place: ESCAPES[manner](values.get(place.group(1), "")), template)


def at_path(read: Any, path: str) -> str:  # noqa: ANN401 - JSON
    """What stands at a dotted path of a JSON answer (`result.0.id`), as text; empty where nothing does."""
    for step in path.split("."):
        if isinstance(read, list) and step.isdecimal() and int(step) < len(read):
            read = read[int(step)]
        else:
            read = read.get(step) if isinstance(read, dict) else None
    return "" if read is None or isinstance(read, (dict, list)) else str(read)


class Gateway:
    """One gateway."""

    section = "gateway"

    def __init__(
        self, block: GatewayBlock, http: aiohttp.ClientSession, clock: Callable[[], datetime]
    ) -> None:
        self.free_text = not block.templates_only
        self.reports = block.reports
        self.reply = block.reply
        self._block = block
        self._clock = clock
        self._codes = Codes(NAME, busy=block.busy_codes, gone=block.gone_codes)
        parts = urlsplit(block.url)
        self._path = block.url.removeprefix(f"{parts.scheme}://{parts.netloc}")
        secrets = [value.get_secret_value() for value in block.headers.values()]
        self._calls = Calls(http, f"{parts.scheme}://{parts.netloc}", NAME, secrets)

    def message(self, item: Fields) -> Message:
        block = self._block
        phone, text = Phone.parse(word(item, block.from_field)).digits, word(item, block.text_field)
        said, given = str(item.get(block.time_field) or ""), str(item.get(block.id_field) or "")
        if not given and not said:
            raise Unreadable  # nothing would tell a retry from the same words said again
        return Message(kept_id(given) if given else own_id(phone, said, text), phone, text, moment(said))

    def report(self, item: Fields) -> Report | None:
        block = self._block
        given, status = word(item, block.report_id_field), word(item, block.report_status_field)
        if status not in (*block.delivered_values, *block.failed_values):
            return None
        at = plausible(moment(str(item.get(block.time_field))), self._clock())
        ours, theirs = (given, "") if block.report_id_is == "ours" else ("", given)
        return Report(
            "sms", own_id(given, status), status in block.delivered_values, at, theirs, ours, status
        )

    async def send_text(self, phone: str, text: str, reference: str) -> tuple[str, ...]:
        return await self._send({"to": self._block.prefix + phone, "text": text, "id": reference})

    async def send_template(self, phone: str, filled: Filled, reference: str) -> tuple[str, ...]:
        values = json.dumps(dict(filled.values), ensure_ascii=False)
        to = self._block.prefix + phone
        return await self._send(
            {"to": to, "text": filled.wording, "id": reference, "template": filled.id, "values": values}
        )

    async def _send(self, values: Mapping[str, str]) -> tuple[str, ...]:
        block = self._block
        body = filled_in(block.body, values, block.encoding).encode() if block.method == "POST" else None
        kind = {"Content-Type": f"{TEXTS[block.encoding]}; charset=utf-8"} if body is not None else {}
        given = {
            name: filled_in(value.get_secret_value(), values, "header")
            for name, value in block.headers.items()
        }
        path = filled_in(self._path, values, "url")
        answered = await self._calls.fetch(block.method, path, data=body, headers={**kind, **given})
        return self._taken(answered)

    def _taken(self, answered: Answered) -> tuple[str, ...]:
        """The gateway's id, if it took the message."""
        block, read = self._block, answered.json()
        if read is None and block.success_path:
            # A page of something in between: the message may have been taken behind it.
            raise Unclear(f"{NAME} answered something that is not its own: look at the address")
        if not self._says_yes(answered, read):
            code = at_path(read, block.code_path) if block.code_path else ""
            if code:
                raise self._codes.error(code)
            raise Refused(f"{NAME} did not take a message: its answer is not `success` as configured")
        found = at_path(read, block.id_path) if block.id_path else ""
        return (found,) if found else ()

    def _says_yes(self, answered: Answered, read: dict[str, Any] | None) -> bool:
        if self._block.success_path:
            return at_path(read, self._block.success_path) == self._block.success
        return self._block.success in answered.body.decode("utf-8", "replace")

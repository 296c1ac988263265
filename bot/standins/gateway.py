"""A stand-in for a plain HTTP gateway that takes any text, as many small providers are.

Send: GET or POST `to`, `text`, `id` as query, form or JSON, with the key in `X-Key`; answered
`{"status": "ok", "id": "…"}`. It tells messages as a form: `from`, `text`, `id`, `time`; and reports: `id`
(ours), `status`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.standins.texting import Carrier, Push

MOST = 500
"""Characters of one message, its signature included."""


class GatewayStandIn(Carrier):
    """One account of the gateway, with its key. `taken`: (number, text, our id) of all that it took."""

    def __init__(self, key: str, clock: Callable[[], datetime], callback: Callable[[], str]) -> None:
        super().__init__(clock, callback)
        self.taken: list[tuple[str, str, str]] = []
        self.black: set[str] = set()
        self._key = key

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Takes a message, or says why not."""
        if request.headers.get("X-Key") != self._key:
            return web.json_response({"status": "error", "reason": "key"}, status=401)
        asked = await fields(request)
        number, text, reference = (str(asked.get(name, "")) for name in ("to", "text", "id"))
        number = number.removeprefix("+").removeprefix("86")
        if reason := self._wrong(number, text):
            return web.json_response({"status": "error", "reason": reason})
        id_ = f"gw-{self.next_number()}"
        self.taken.append((number, text, reference))
        self.deliver(number, text, id_, reference)
        return web.json_response({"status": "ok", "id": id_})

    def written(self, number: str, text: str, id_: str = "") -> Push:
        """Told as a form."""
        now = self.clock()
        data = {
            "from": f"+86{number}", "text": text, "id": id_ or f"mo-{self.next_number()}", "time": now.isoformat(),
        }  # fmt: skip
        return Push("in", {"method": "POST", "data": data}, now)

    def reported(self, number: str, id_: str, reference: str, delivered: bool) -> Push:
        """Told as a form, by our own id."""
        data = {"id": reference, "status": "delivered" if delivered else "failed"}
        return Push("report", {"method": "POST", "data": data}, self.clock())

    def _wrong(self, number: str, text: str) -> str:
        if len(number) != 11 or not number.isdecimal():
            return "number"
        if number in self.black:
            return "black"
        return "text" if not 0 < len(text.encode("utf-16-le")) // 2 <= MOST else ""


async def fields(request: web.Request) -> dict[str, Any]:
    """What was asked, wherever it stands."""
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}

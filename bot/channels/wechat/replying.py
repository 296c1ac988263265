"""The answer inside WeChat's request."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.channels.envelope import Envelope
from bot.channels.xml import render_xml


def reply(
    envelope: Envelope | None, asked: Mapping[str, Any], text: str, now: datetime
) -> web.StreamResponse:
    """A text to whoever `asked`; sealed where the account's mode wants it."""
    at = int(now.timestamp())
    said = render_xml(
        {
            "ToUserName": asked["FromUserName"],
            "FromUserName": asked.get("ToUserName", ""),
            "CreateTime": at,
            "MsgType": "text",
            "Content": text,
        }
    )
    sealed = envelope.seal(said, str(secrets.randbelow(10**10)), str(at)) if envelope else said
    return web.Response(text=sealed, content_type="application/xml")

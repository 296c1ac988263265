"""QR codes that bind an account: temporary ones, with a one-time scene."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import aiohttp

from bot.channel_settings import WeChatBlock
from bot.channels.wechat.api import Api


@dataclass(frozen=True, slots=True)
class Ticket:
    """What WeChat gives for a scene: the address of its own picture, and the text of the code itself."""

    picture: str
    content: str


async def ticket(block: WeChatBlock, scene: str, seconds: int, now: datetime) -> Ticket:
    """Ask WeChat for a QR code that carries `scene` for so many seconds.

    Raises:
        SendError: WeChat does not give one.
    """
    asked = {
        "expire_seconds": seconds,
        "action_name": "QR_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene}},
    }
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as http:
        said = await Api(block, http, lambda: now).call("/cgi-bin/qrcode/create", asked, repeatable=True)
    shown = f"{block.pictures.rstrip('/')}/cgi-bin/showqrcode?ticket={quote(str(said['ticket']), safe='')}"
    return Ticket(shown, str(said["url"]))

"""What `bangfu doctor` looks at: does WeChat let us in, does it reach us, and do the clocks agree?"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from bot.channel_settings import WeChatBlock
from bot.channels.base import SendError
from bot.channels.envelope import signed
from bot.channels.wechat.api import Api
from bot.channels.wechat.door import PATH
from bot.finding import Finding
from bot.settings import Settings

OFF = 60
"""Seconds that our clock may differ: WeChat's requests are good for five minutes."""


async def look(block: WeChatBlock, settings: Settings, http: aiohttp.ClientSession) -> list[Finding]:
    """Token and allow list, callback, clock, mode. Nothing is changed."""
    found = [await _account(block, http), await _callback(block, settings.public_url, http)]
    return [*found, *await _clock(block.api, http), *_mode(block)]


async def _account(block: WeChatBlock, http: aiohttp.ClientSession) -> Finding:
    """stable_token fails where AppID, AppSecret or the allow list are wrong, and says which."""
    try:
        await Api(block, http, lambda: datetime.now(UTC)).token()
    except SendError as error:
        return Finding(False, f"wechat: {error}")
    return Finding(True, "wechat: WeChat knows the account and this server's address")


async def _callback(block: WeChatBlock, public_url: str, http: aiohttp.ClientSession) -> Finding:
    """Asks our own address as WeChat does when the server configuration is saved."""
    if not public_url.startswith("https://"):
        return Finding(False, "wechat: set public_url to the https:// address that WeChat is to call")
    address = public_url.rstrip("/") + PATH
    at, nonce, word = str(int(datetime.now(UTC).timestamp())), secrets.token_hex(5), secrets.token_hex(8)
    signature = signed(block.token.get_secret_value(), at, nonce)
    query = {"signature": signature, "timestamp": at, "nonce": nonce, "echostr": word}
    try:
        async with http.get(address, params=query, allow_redirects=False) as answer:
            said = await answer.text() if answer.status == 200 else ""
    except (aiohttp.ClientError, TimeoutError, UnicodeError):
        return Finding(False, f"wechat: {address} does not answer; start bangfu run, look at the proxy")
    if said != word:
        return Finding(
            False,
            f"wechat: {address} answers, but not with this token; restart bangfu run, look at the proxy",
        )
    return Finding(True, f"wechat: {address} answers as WeChat wants it")


async def _clock(api: str, http: aiohttp.ClientSession) -> list[Finding]:
    """Our clock against WeChat's."""
    try:
        async with http.head(api, allow_redirects=False) as answer:
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return []
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    if off > OFF:
        return [Finding(False, f"wechat: our clock is {off:.0f} s off; switch on time synchronisation (NTP)")]
    return [Finding(True, "wechat: our clock agrees with theirs")]


def _mode(block: WeChatBlock) -> list[Finding]:
    if block.mode == "safe":
        return []
    line = f"wechat: mode {block.mode}; choose 安全模式 in the account and mode = safe when both are ready"
    return [Finding(block.mode == "compatible", line)]

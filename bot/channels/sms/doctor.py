"""What `bangfu doctor` looks at for SMS. Nothing is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.channel_settings import AliyunBlock, SmsBlock, TencentBlock
from bot.channels.base import SendError
from bot.channels.sms.aliyun import Aliyun
from bot.channels.sms.codes import CLOCK
from bot.channels.sms.tencent import Tencent
from bot.finding import Finding
from bot.settings import Settings

SKEW = timedelta(minutes=2)
"""How far our clock may be off: the clouds refuse at five and at fifteen minutes."""

FEW = 10
"""Different characters that a random word has at least."""

APPROVED = 1
PACKAGES = timedelta(days=730)
"""How long ago a package that still counts may have been bought."""


async def look(block: SmsBlock, settings: Settings, http: aiohttp.ClientSession) -> list[Finding]:
    """The callback's address, its secret and allow list, the clock, and the provider's account."""
    return [finding async for finding in _findings(block, settings, http)]


async def _findings(
    block: SmsBlock, settings: Settings, http: aiohttp.ClientSession
) -> AsyncIterator[Finding]:
    yield _address(settings)
    yield _secret(block)
    yield _allowed(block)
    provider = block.aliyun or block.tencent
    yield await _clock(provider.api if provider else block.gateway.url if block.gateway else "", http)
    if block.aliyun:
        yield await _aliyun(block.aliyun, block.signature, http)
    if block.tencent:
        yield await _tencent(block.tencent, block.signature, http)


def _address(settings: Settings) -> Finding:
    if settings.public_url.startswith("https://"):
        where = f"{settings.public_url.rstrip('/')}/sms/<path_secret>"
        return Finding(True, f"sms: the callbacks are {where}/in for messages and {where}/report for reports")
    return Finding(False, "sms: messages cannot come in: set public_url to the https address of this server")


def _secret(block: SmsBlock) -> Finding:
    secret = block.path_secret.get_secret_value()
    if (
        len(set(secret)) < FEW
        or not secret.replace("-", "").replace("_", "").isalnum()
        or not secret.isascii()
    ):
        return Finding(
            False, "sms.path_secret is easy to guess or no part of an address: take `openssl rand -hex 24`"
        )
    return Finding(True, "sms: the secret of the callbacks' address is long enough")


def _allowed(block: SmsBlock) -> Finding:
    if not block.allow:
        return Finding(
            False, "sms.allow is empty, callbacks are taken from anywhere: name your provider's addresses"
        )
    return Finding(True, f"sms: callbacks are taken from {len(block.allow)} networks only")


async def _clock(address: str, http: aiohttp.ClientSession) -> Finding:
    """Our clock beside the provider's: signatures are refused where they differ too much."""
    try:
        async with http.head(address) as response:
            theirs = parsedate_to_datetime(response.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return Finding(
            False, "sms: the provider does not answer: look at the network and at its address in [sms]"
        )
    if abs(datetime.now(UTC) - theirs) > SKEW:
        return Finding(False, f"sms: {CLOCK} (timedatectl set-ntp true)")
    return Finding(True, "sms: the provider answers, and the clock is right")


async def _aliyun(block: AliyunBlock, sign: str, http: aiohttp.ClientSession) -> Finding:
    """The key, its rights, and the signature. The balance is not told by this API."""
    try:
        said = await Aliyun(block, sign, http, lambda: datetime.now(UTC)).call(
            "QuerySmsSign", {"SignName": sign}
        )
    except SendError as error:
        return Finding(False, f"sms: {error}")
    if said.get("SignStatus") != APPROVED:
        return Finding(
            False, f"sms: the signature {sign} is not approved yet: look at it in Aliyun's console"
        )
    return Finding(True, f"sms: Aliyun knows the key, and the signature {sign} is approved")


async def _tencent(block: TencentBlock, sign: str, http: aiohttp.ClientSession) -> Finding:
    """The key, its rights, and what is left of the packages."""
    now = datetime.now(UTC)
    asked: dict[str, object] = {
        "SmsSdkAppId": block.app, "Limit": 100, "Offset": 0,
        "BeginTime": f"{now - PACKAGES:%Y%m%d%H}", "EndTime": f"{now - timedelta(hours=1):%Y%m%d%H}",
    }  # fmt: skip
    try:
        said = await Tencent(block, sign, http, lambda: now).call("SmsPackagesStatistics", asked)
    except SendError as error:
        return Finding(False, f"sms: {error}")
    packages = said.get("SmsPackagesStatisticsSet") or ()
    left = sum(
        p["PackageAmount"] - p["CurrentUsage"] for p in packages if p["PackageExpiredTime"] > now.timestamp()
    )
    if left <= 0:
        return Finding(False, "sms: no message is left in Tencent's packages: buy another one")
    return Finding(True, f"sms: Tencent knows the key; {left} messages are left in the packages")

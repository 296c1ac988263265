"""A house with the SMS channel on, and a provider's stand-in at the other end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import aiohttp
from databases import Databases, Hands

from bot.assemble import House, open_house
from bot.channel_settings import SmsBlock
from bot.channels.base import Filled, Report
from bot.channels.sms import SmsChannel
from bot.run import web_server
from bot.settings import Settings
from bot.standins.aliyun import AliyunStandIn
from bot.standins.gateway import GatewayStandIn
from bot.standins.tencent import TencentStandIn
from bot.standins.texting import Carrier
from bot.switchboard import Switchboard, started, switchboard
from bot.templates.catalogue import Catalogue

SECRET = "a-long-random-word-of-the-path"
KEY = ("key-id-of-the-house", "key-secret-of-the-house")
SIGN = "示范县帮扶"
APP = "1400000000"
TEMPLATES = """
[aliyun]
answer.id = "SMS_1"
answer_elsewhere.id = "SMS_2"
N05.id = "SMS_3"
[tencent]
answer_elsewhere.id = "1002"
N05.id = "1003"
"""

Made = Callable[[Hands, Callable[[], str], Mapping[str, str]], Carrier]
CARRIERS: Mapping[str, Made] = {
    "gateway": lambda hands, callback, _: GatewayStandIn(KEY[1], hands, callback),
    "aliyun": lambda hands, callback, known: AliyunStandIn(KEY, SIGN, known, hands, callback),
    "tencent": lambda hands, callback, known: TencentStandIn(KEY, APP, SIGN, known, hands, callback),
}


def block_of(
    provider: str, api: str, its: Mapping[str, object] = MappingProxyType({}), **changes: object
) -> SmsBlock:
    """The settings that lead to a stand-in. `its`: changes of the provider's own block."""
    gateway = {
        "url": f"{api}/send", "body": '{"to":"{to}","text":"{text}","id":"{id}"}', "encoding": "json",
        "headers": {"X-Key": KEY[1]}, "prefix": "+86", "success_path": "status", "success": "ok", "id_path": "id",
        "code_path": "reason", "gone_codes": ["number", "black"], "reports": True,
    }  # fmt: skip
    blocks: dict[str, dict[str, Any]] = {
        "gateway": gateway,
        "aliyun": {"access_key_id": KEY[0], "access_key_secret": KEY[1], "api": api},
        "tencent": {"secret_id": KEY[0], "secret_key": KEY[1], "app": APP, "api": api},
    }
    its = {**blocks[provider], **its}
    return SmsBlock.model_validate({"signature": SIGN, "path_secret": SECRET, provider: its, **changes})


@dataclass
class Texting:
    """The house, the channel, whoever stands in for the provider, and what was reported."""

    house: House
    board: Switchboard
    channel: SmsChannel
    carrier: Carrier
    hands: Hands
    address: str
    http: aiohttp.ClientSession
    templates: Catalogue
    reports: list[Report] = field(default_factory=list)

    def url(self, what: str, secret: str = SECRET) -> str:
        return f"{self.address}/sms/{secret}/{what}"

    async def post(self, what: str, **request: object) -> int:
        """A callback made by hand; its status."""
        async with self.http.request("POST", self.url(what), **request) as answer:  # type: ignore[arg-type]
            await answer.read()
            return answer.status

    def filled(self, kind: str, said: Mapping[str, Any]) -> Filled:
        """A template of the catalogue with its values."""
        return self.templates.fills(self.channel.catalogue, kind, said)[0]


@asynccontextmanager
async def texting(
    databases: Databases, provider: str, its: Mapping[str, object] = MappingProxyType({}), **changes: object
) -> AsyncIterator[Texting]:
    """The whole way, over real requests."""
    settings: Settings = databases.settings("sqlite")
    settings.templates_path.write_text(TEMPLATES, "utf-8")
    settings.port, hands, address = 0, Hands(), [""]
    templates = Catalogue.load(settings.templates_path)
    known = {each.id: each.body for each in templates.templates if each.section == provider and each.id}
    carrier = CARRIERS[provider](hands, lambda: f"{address[0]}/sms/{SECRET}", known)
    reports: list[Report] = []

    async def report(told: Report) -> None:
        reports.append(told)

    async def woken(channel: str, address: str) -> None:
        pass

    async with AsyncExitStack() as stack:
        settings.sms = block_of(provider, await stack.enter_async_context(carrier.serving()), its, **changes)
        house = await stack.enter_async_context(open_house(settings, hands, demo=True))
        office = await house.office()
        board = await stack.enter_async_context(switchboard(house, report, woken))
        (channel,) = board.lines
        assert isinstance(channel, SmsChannel)
        address[0], _ = await stack.enter_async_context(web_server(house, office, None, board))
        await stack.enter_async_context(started(board))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        yield Texting(house, board, channel, carrier, hands, address[0], http, templates, reports)

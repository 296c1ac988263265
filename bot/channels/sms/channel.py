"""The channel: what one provider can, the answers that fit it, and the callbacks it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from aiohttp import web

from bot.channel_settings import SmsBlock
from bot.channels.base import Capabilities, Filled, Receipt, Refused, Unreachable
from bot.channels.ports import Ports
from bot.channels.segments import segments
from bot.channels.sms.aliyun import Aliyun
from bot.channels.sms.door import Door
from bot.channels.sms.gateway import Gateway
from bot.channels.sms.intake import Intake
from bot.channels.sms.tencent import Tencent
from bot.channels.sms.wire import Provider, own_id
from bot.channels.text import as_text, split
from bot.pace import Pace
from handlers.replies import Say
from locales import DEFAULT

LONGEST = 486
"""UTF-16 code units of one message: the providers' 500 without the longest signature and its brackets."""

REMEMBERED = timedelta(days=2)
"""How long it is known which parts of a long answer are sent already."""


class Templates(Protocol):
    """The catalogue of approved templates, as far as it is needed here (`bot.templates`)."""

    def fills(
        self, section: str, kind: str, said: Mapping[str, Any], language: str = DEFAULT
    ) -> list[Filled]:
        """The ways to say it, in the order to try them."""
        ...


class SmsChannel:
    """SMS through the provider that the settings name; an address is a mobile number in 11 digits."""

    name = "sms"

    def __init__(self, block: SmsBlock, ports: Ports, templates: Templates) -> None:
        self._memory = ports.memory
        self._clock = ports.clock
        self._templates = templates
        self._provider = provider = provider_of(block, ports)
        self._sign = f"【{block.signature}】" if block.gateway is None or block.gateway.sign else ""
        self.catalogue = provider.section
        self.pace = Pace(per_second=block.per_second)
        self.capabilities = capabilities(provider.free_text, provider.reports)
        self._intake = Intake(self.name, provider, ports, self._tell)
        self._door = Door(block, provider, self._intake)

    def mount(self, app: web.Application) -> None:
        """The callbacks' routes."""
        self._door.mount(app)

    async def start(self) -> None:
        """Nothing runs by itself."""

    async def stop(self) -> None:
        """Answers that are being spoken are spoken to their end."""
        await self._intake.drained()

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        """Any text where the gateway takes it; else the approved template for answers. See `Channel.send`."""
        text = "\n\n".join(shown for say in messages if (shown := as_text(say)))
        if self._provider.free_text:
            return await self._send_parts(address, split(text, LONGEST, "utf16"), reference)
        return await self.send_template(address, self._answer(text), reference)

    async def send_template(self, address: str, filled: Filled, reference: str = "") -> Receipt:
        """An approved template."""
        try:
            ids = await self._provider.send_template(address, filled, reference)
        except Unreachable as error:
            await self._memory.gone(self.name, address, str(error))
            raise
        return Receipt(ids, segments(self._sign + filled.wording))

    async def _send_parts(self, phone: str, parts: Sequence[str], reference: str) -> Receipt:
        """A text in as many messages as it needs; tried again, those that were taken are not sent twice."""
        ids: list[str] = []
        for at, part in enumerate(parts):
            word = f"part:{own_id(phone, reference, str(at))}"
            if len(parts) > 1 and await self._memory.known(self.name, word):
                continue
            ids += await self._tell(phone, part, reference)
            if len(parts) > 1:
                await self._memory.first_time(self.name, word, self._clock() + REMEMBERED)
        return Receipt(tuple(ids), sum(segments(self._sign + part) for part in parts))

    async def _tell(self, phone: str, text: str, reference: str) -> tuple[str, ...]:
        try:
            return await self._provider.send_text(phone, self._sign + text, reference)
        except Unreachable as error:
            await self._memory.gone(self.name, phone, str(error))
            raise

    def _answer(self, text: str) -> Filled:
        """The template that says all of it or its first line uncut, else the one that says where to read it."""
        for line in (" ".join(text.split()), text.strip().partition("\n")[0]):
            for filled in self._templates.fills(self.catalogue, "answer", {"text": line}):
                if line in filled.wording:
                    return filled
        for kind in ("answer_elsewhere", "answer"):
            for filled in self._templates.fills(self.catalogue, kind, {"text": text}):
                return filled
        where = f"[{self.catalogue}.answer_elsewhere]"
        raise Refused(f"no approved template for answers: name its id in templates.toml under {where}")


def provider_of(block: SmsBlock, ports: Ports) -> Provider:
    """The provider that the settings name; they name exactly one."""
    if block.aliyun is not None:
        return Aliyun(block.aliyun, block.signature, ports.http, ports.clock)
    if block.tencent is not None:
        return Tencent(block.tencent, block.signature, ports.http, ports.clock)
    assert block.gateway is not None, "validated"
    return Gateway(block.gateway, ports.http, ports.clock)


def capabilities(free_text: bool, reports: bool) -> Capabilities:
    """What a provider can do: any text or templates only, and whether it tells what was delivered."""
    return Capabilities(
        buttons=False, pictures_in=False, pictures_out=False, pushes=True, longest=LONGEST, unit="utf16",
        free_text=free_text, templates=not free_text, reports=reports, joins=True,
    )  # fmt: skip

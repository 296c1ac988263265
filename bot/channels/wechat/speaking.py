"""What is pushed: customer-service messages, counted here as WeChat counts them, and approved templates."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.channels.base import (
    Capabilities,
    Filled,
    Memory,
    QuotaUsed,
    Receipt,
    Refused,
    SendError,
    Unclear,
    Unreachable,
)
from bot.channels.ports import Ports
from bot.channels.text import portions
from bot.channels.wechat.api import Api
from bot.channels.wechat.faults import TAKEN_BEFORE, NotAccepted, WindowClosed
from bot.channels.wechat.media import Media
from bot.channels.wechat.reading import NAME
from handlers.replies import Say
from storage.photos import NoSuchPhoto

log = logging.getLogger(__name__)

CUSTOM = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
SUBSCRIPTION = "/cgi-bin/message/subscribe/bizsend"

HALF_SENT = 1000
"""So many messages that broke off in the middle are remembered."""


class Speaking:
    """Everything that leaves without being the answer to a request."""

    def __init__(self, api: Api, ports: Ports, media: Media, capabilities: Capabilities) -> None:
        self._api = api
        self._memory: Memory = ports.memory
        self._clock = ports.clock
        self._media = media
        self._capabilities = capabilities
        self._done: dict[tuple[str, str], int] = {}

    async def send(self, address: str, messages: Sequence[Say], reference: str) -> Receipt:
        """Speak to somebody whom WeChat still lets us write to.

        What broke off in the middle goes on there when the same reference is sent again.

        Raises:
            SendError: as `Channel.send`.
        """
        parts = portions(messages, self._capabilities)
        left = parts[self._done.get((address, reference), 0) :]
        taken = self._clock()
        if left and not await self._memory.take(NAME, address, len(left)):
            raise QuotaUsed("nothing more can be sent to this person before they write again")
        unused = len(left)
        try:
            for part in left:
                await self._one(address, part)
                unused -= 1
        except SendError as error:
            self._note(address, reference, len(parts) - unused)
            await self._failed(address, error, unused, taken)
            raise
        self._done.pop((address, reference), None)
        return Receipt(parts=len(parts))

    async def send_template(self, address: str, filled: Filled, reference: str) -> Receipt:
        """Send an approved template.

        Raises:
            SendError: as `Channel.send`.
        """
        if filled.way == "subscription":
            return await self._subscription(address, filled)
        body = {**_filled(address, filled), "client_msg_id": sha256(reference.encode()).hexdigest()[:32]}
        return await self._template(TEMPLATE, address, body)

    async def _subscription(self, address: str, filled: Filled) -> Receipt:
        if not await self._memory.take_accepted(NAME, address, filled.id):
            raise QuotaUsed("no subscription message of this kind is accepted any more")
        try:
            return await self._template(SUBSCRIPTION, address, _filled(address, filled))
        except NotAccepted:
            await self._memory.accepted(NAME, address, filled.id, 0)
            raise
        except SendError as error:
            if not isinstance(error, Unclear):
                await self._memory.accepted(NAME, address, filled.id, 1)
            raise

    async def _template(self, path: str, address: str, body: Mapping[str, Any]) -> Receipt:
        try:
            said = await self._api.call(path, body)
        except Unreachable as error:
            await self._memory.gone(NAME, address, str(error))
            raise
        number = said.get("msgid")
        return Receipt((str(number),) if number else (), again=said.get("errcode") == TAKEN_BEFORE)

    async def _one(self, address: str, part: Say) -> None:
        if part.picture:
            message = {"msgtype": "image", "image": {"media_id": await self._uploaded(part.picture)}}
        else:
            message = {"msgtype": "text", "text": {"content": part.text}}
        await self._api.call(CUSTOM, {"touser": address, **message})

    async def _uploaded(self, picture: str) -> str:
        try:
            return await self._media.upload(picture)
        except NoSuchPhoto:
            raise Refused("the picture is not in the store any more") from None

    async def _failed(self, address: str, error: SendError, unused: int, taken: datetime) -> None:
        """Keep the count true."""
        if isinstance(error, WindowClosed):
            # Must not happen: the count is ours to know. Somebody else sends through this account.
            log.error("the count of messages was wrong: %s", error)
            await self._memory.spent(NAME, address)
        elif isinstance(error, Unreachable):
            await self._memory.gone(NAME, address, str(error))
        elif back := unused - isinstance(error, Unclear):
            await self._memory.give_back(NAME, address, back, taken)

    def _note(self, address: str, reference: str, done: int) -> None:
        if reference and done:
            self._done[address, reference] = done
            while len(self._done) > HALF_SENT:
                del self._done[next(iter(self._done))]


def _filled(address: str, filled: Filled) -> dict[str, Any]:
    values = {name: {"value": value} for name, value in filled.values.items()}
    return {"touser": address, "template_id": filled.id, "data": values}

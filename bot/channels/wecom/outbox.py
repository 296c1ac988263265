"""Messages of the application to a member: texts, cards, pictures, one after the other."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.channel_settings import WeComBlock
from bot.channels.base import Later, Receipt, SendError, Unreachable
from bot.channels.ports import Ports
from bot.channels.text import split
from bot.channels.wecom.api import Api
from bot.channels.wecom.cards import KEPT, Card, card_of, change, kept, text_of
from bot.channels.wecom.inbound import NAME
from bot.channels.wecom.repeats import CHECKED, Repeats
from bot.pace import Pace, Pacer
from handlers.replies import Say
from storage.photos import NoSuchPhoto

log = logging.getLogger(__name__)

LONGEST = 2048
"""Bytes of a text; WeCom cuts the rest off without a word."""

PER_HOUR = 1000
"""Messages of an application that reach one member in an hour."""


class Outbox:
    """Speaks to members, never more than they would receive."""

    def __init__(self, block: WeComBlock, ports: Ports, api: Api) -> None:
        self._cards = block.cards
        self._ports = ports
        self._api = api
        self._repeats = Repeats(ports.clock)
        each = Pace(per_minute_each=block.per_minute_each, per_hour_each=PER_HOUR)
        self._pacer = Pacer(each, clock=lambda: ports.clock().timestamp())

    async def send(self, member: str, messages: Sequence[Say], reference: str) -> Receipt:
        """Everything, in its order; the ids that WeCom gave.

        Raises:
            SendError: from there on nothing was sent; the same again says nothing twice (`Repeats`).
        """
        if not member or "|" in member or member.startswith("@"):
            raise Unreachable("no name of a member")
        ids = [
            await self._one(member, message, f"{reference or secrets.token_hex(8)}-{at}")
            for at, say in enumerate(messages)
            for message in await self._shown(member, say, f"{reference}-{at}" if reference else "")
        ]
        return Receipt(tuple(ids), len(ids))

    async def _shown(self, member: str, say: Say, reference: str) -> list[Card | Mapping[str, Any]]:
        """A message as WeCom takes it: perhaps a picture, then a card or as many texts as it needs."""
        picture = await self._picture(say.picture) if say.picture else []
        task = reference or secrets.token_hex(8)
        card = card_of(say, task, member) if self._cards else None
        return [*picture, card] if card else [*picture, *texts(text_of(say))]

    async def _picture(self, name: str) -> list[Mapping[str, Any]]:
        try:
            content = await asyncio.to_thread(self._ports.photos.open, name)
        except NoSuchPhoto:
            log.warning("a picture to be sent is not in the store: its words go without it")
            return []
        return [{"msgtype": "image", "image": {"media_id": await self._api.upload(content)}}]

    async def _one(self, member: str, message: Card | Mapping[str, Any], reference: str) -> str:
        """One message out; the id that WeCom gave it."""
        if wait := self._pacer.take(member):
            raise Later("this member is sent as much as WeCom lets through", wait)
        body = message.body if isinstance(message, Card) else message
        try:
            said = await self._api.send(member, {**body, **self._check(member, body, reference)})
        except Unreachable as error:
            await self._ports.memory.gone(NAME, member, str(error))
            raise
        if isinstance(message, Card) and (code := str(said.get("response_code", ""))):
            until = self._ports.clock() + KEPT
            await self._ports.memory.keep_card(NAME, member, message.task, kept(code, message), until)
        return str(said.get("msgid", ""))

    def _check(self, member: str, body: Mapping[str, Any], reference: str) -> Mapping[str, int]:
        if not self._repeats.may_check(member, repr(body), reference):
            return {}
        return {"enable_duplicate_check": 1, "duplicate_check_interval": int(CHECKED.total_seconds())}

    async def grey(self, member: str, task: str, code: str, press: str) -> None:
        """Show on a card what was chosen, once; a card too old, or changed already, stays as it is.

        Args:
            code: came with the press and is as good as the one that came when the card was sent.
        """
        remembered = await self._ports.memory.take_card(NAME, task)
        if remembered is None:
            return
        sent, label = change(remembered, press)
        try:
            await self._api.update_card(member, code or sent, label)
        except SendError as error:
            log.warning("a card stays as it was: %s", error)


def texts(text: str) -> Iterator[Mapping[str, Any]]:
    """Text messages of at most `LONGEST` bytes."""
    for part in split(text, LONGEST, "bytes"):
        if part.strip():
            yield {"msgtype": "text", "text": {"content": part}}

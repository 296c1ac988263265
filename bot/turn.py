"""One inbound message = one transaction, then one reply.

    open (lock the contact, seen before?) -> intent -> router -> reply stored -> commit -> spoken

The reply leaves this file only after the commit, so 已保存 is only ever said of what is on disk; a crash
between commit and reply is healed by the provider's retry, which hears the stored reply again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import TelegramObject

from bot.channels.base import Grant, Incoming
from handlers.house import vocabulary_of
from handlers.intent import read_intent
from handlers.office import Office
from handlers.replies import Say, as_list, commands_offered, from_json, to_json
from handlers.turn import Turn
from handlers.understand.text import LONGEST, clean
from handlers.urgent import with_emergency
from storage.database import Database, Work
from storage.queries.turns import Opened, Opens, close_turn, open_turn
from storage.values.week import SHANGHAI

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class OneTransaction(BaseMiddleware):
    """aiogram's outer middleware: opens the unit of work, runs the routers inside it, keeps the reply."""

    def __init__(
        self,
        database: Database,
        office: Office,
        clock: Callable[[], datetime],
        grants: Mapping[str, Mapping[str, Grant]],
    ) -> None:
        self._database = database
        self._office = office
        self._clock = clock
        self._grants = grants

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> list[Say]:
        incoming: Incoming = data["incoming"]
        received = self._clock().astimezone(SHANGHAI)
        async with self._database.work() as work:
            opened = await work.run(
                open_turn, self._office.vault, channel=incoming.channel, address=incoming.address,
                message_id=incoming.id, now=incoming.sent.astimezone(SHANGHAI), who=incoming.who,
            )  # fmt: skip
            if opened.said is not None:
                return from_json(opened.said)
            turn = self._turn(incoming, received, opened, work)
            said = as_list(await handler(event, {**data, "turn": turn}))
            said = await with_emergency(turn, said)
            self._close(turn, incoming, said)
        return said

    def _turn(self, incoming: Incoming, received: datetime, opened: Opened, work: Work) -> Turn:
        turn = Turn(
            now=incoming.sent.astimezone(SHANGHAI),
            received=received,
            contact=opened.contact,
            speaker=opened.speaker,
            draft=opened.draft,
            work=work,
            office=self._office,
            typed=incoming.text[: LONGEST + 1],
            text=clean(incoming.text[: LONGEST + 1]),
            press=incoming.press,
            photos=incoming.photos,
            place=incoming.place,
            voice=incoming.voice,
            scene=incoming.scene,
            files=incoming.files,
            phone=incoming.phone,
        )
        turn.intent = read_intent(turn, vocabulary_of(turn))
        return turn

    def _close(self, turn: Turn, incoming: Incoming, said: list[Say]) -> None:
        lines = {**commands_offered(said), **turn.menu}
        menu = {"lines": lines, "first": turn.menu_first} if lines else None
        turn.at_end(
            close_turn, turn.vault, contact_id=turn.contact.id, message_id=incoming.id,
            sent=turn.now, received=turn.received, menu=menu, reply=to_json(said),
            opens=self._opens(incoming, min(turn.now, turn.received)),
        )  # fmt: skip

    def _opens(self, incoming: Incoming, now: datetime) -> Opens | None:
        """What this message lets us send later, where the channel's provider counts: from when it was sent."""
        grant = self._grants.get(incoming.channel, {}).get(incoming.did)
        return Opens(grant.count, now + grant.lasts, grant.quick) if grant else None


def heard(result: object) -> list[Say]:
    """What the dispatcher came back with, as messages to speak."""
    return [] if result is UNHANDLED or result is None else list(result)  # type: ignore[call-overload]

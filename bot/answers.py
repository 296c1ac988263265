"""Answers that are messages of their own, and those that come late (`bot.channels.base.Answers`).

A message whose provider is told "taken" before its answer is spoken is written down first. `receive` is
harmless when repeated: a turn that ran gives its stored answer, one that never ran runs now. So what is
written down is enough, whatever breaks in between.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Channel, Incoming, Later, QuotaUsed, Receive, SendError
from bot.channels.text import portions
from bot.desk import TurnFailed
from handlers.replies import Place, Say
from storage.database import Database
from storage.queries import late

log = logging.getLogger(__name__)

KEPT = timedelta(hours=48)
"""How long an answer is tried: WeChat lets none through later."""

RUNNING = timedelta(minutes=1)
"""How long a turn may run before another process takes its message up."""

LEASE = timedelta(minutes=5)
PAUSES = (1, 2, 4, 8, 15, 30)
"""Minutes until the next try, by how many there have been."""

PORTION = 50


class Spoken:
    """Speaks through the channels of this process; what is not taken now is tried again by `sweep`."""

    def __init__(
        self,
        database: Database,
        receive: Receive,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._receive = receive
        self._channels = channels
        self._clock = clock

    async def answer(self, incoming: Incoming) -> None:
        said = await self._said(incoming)
        spoken = await self._say(incoming, said)
        if spoken < len(said):
            await self._keep(incoming, timedelta(minutes=PAUSES[0]))
            await self._note(incoming, spoken)

    async def keep(self, incoming: Incoming) -> None:
        await self._keep(incoming, RUNNING)

    async def speak(self, incoming: Incoming, rest: Sequence[Say] | None = None) -> None:
        said = await self._said(incoming)
        spoken = await self._say(incoming, said, len(said) - len(rest) if rest is not None else 0)
        if spoken < len(said):
            await self._keep(incoming, timedelta(minutes=PAUSES[0]))
            await self._note(incoming, spoken)
        else:
            await self._database.run(
                late.settle_message, self._database.vault, incoming.channel, incoming.address, incoming.id
            )

    async def sweep(self) -> None:
        """Try again what is due: called by the clock, and once when the server starts."""
        now = self._clock()
        for row in await self._database.run(late.claim, self._database.vault, now, LEASE, PORTION):
            await self._again(row)

    async def _again(self, row: late.LateRow) -> None:
        incoming = from_plain(row.incoming)
        pause = timedelta(minutes=PAUSES[min(row.tries, len(PAUSES)) - 1])
        try:
            said = await self._said(incoming)
        except TurnFailed:
            await self._database.run(late.again, row.id, row.spoken, self._clock() + pause, "the turn failed")
            return
        spoken = await self._say(incoming, said, row.spoken)
        if spoken < len(said):
            await self._database.run(
                late.again, row.id, spoken, self._clock() + pause, "not taken by the provider"
            )
        else:
            await self._database.run(late.settle, row.id)

    async def _said(self, incoming: Incoming) -> Sequence[Say]:
        """The answer as the messages that its channel makes of it; it is these that are counted."""
        said, channel = await self._receive(incoming), self._channels.get(incoming.channel)
        return portions(said, channel.capabilities) if channel else said

    async def _say(self, incoming: Incoming, said: Sequence[Say], done: int = 0) -> int:
        """How many messages need not be tried again, the first `done` included."""
        channel = self._channels.get(incoming.channel)
        for at, say in enumerate(said[done:], done):
            try:
                if channel is None:
                    return at
                await channel.send(incoming.address, [say], f"{incoming.id}-{at}")
            except (Later, QuotaUsed):
                # A quota comes back with the person's next message; until then the answer waits.
                return at
            except SendError as error:
                log.warning("an answer on %s was not taken: %s", incoming.channel, error)
                return len(said)
        return len(said)

    async def _keep(self, incoming: Incoming, wait: timedelta) -> None:
        now = self._clock()
        await self._database.run(late.keep, self._database.vault, as_plain(incoming), now + wait, now + KEPT)

    async def _note(self, incoming: Incoming, spoken: int) -> None:
        at = self._clock() + timedelta(minutes=PAUSES[0])
        await self._database.run(
            late.spoken_of, self._database.vault, incoming.channel, incoming.address, incoming.id, spoken, at
        )


def as_plain(incoming: Incoming) -> dict[str, Any]:
    """The message as plain data."""
    return {**asdict(incoming), "sent": incoming.sent.isoformat()}


def from_plain(plain: Mapping[str, Any]) -> Incoming:
    """The inverse of `as_plain`."""
    place = Place(**plain["place"]) if plain["place"] else None
    sent, photos = datetime.fromisoformat(plain["sent"]), tuple(plain["photos"])
    return Incoming(**{**plain, "sent": sent, "photos": photos, "place": place})

"""Answers that are messages of their own, and those that come late (`bot.channels.base.Answers`).

A message whose provider is told "taken" before its answer is spoken is written down first. `receive` is
harmless when repeated: a turn that ran gives its stored answer, one that never ran runs now. So what is
written down is enough, whatever breaks in between:

    broke off                                what follows
    before the turn was saved                the provider repeats the message, and the turn runs
    after that, before it was acknowledged   the provider repeats it, and the stored answer is spoken
    after it was kept (acknowledged)         the sweep speaks the stored answer, or runs the turn
    between two messages of an answer        `answer`: the provider's retry speaks all of them, under the
                                             same references; the sweep goes on where it stood
    after the last message                   that one is repeated, under the same reference

A retry while the first is being answered waits for that one; a retry afterwards is silent. Answers to one
address are spoken in the order of its messages: what was not taken holds up what comes after it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.channels.base import Channel, Incoming, Later, QuotaUsed, Receive, Refused, SendError
from bot.channels.text import portions
from handlers.replies import Place, Say, from_json, to_json
from storage.database import Database
from storage.queries import late

log = logging.getLogger(__name__)

KEPT = timedelta(hours=48)
"""How long an answer is tried, and a spoken one remembered: WeChat lets none through later."""

RUNNING = timedelta(minutes=1)
"""How long a turn may run before another process takes its message up."""

LEASE = timedelta(minutes=5)
PAUSES = (1, 2, 4, 8, 15, 30)
"""Minutes until the next try, by how many there have been."""

PORTION = 16
"""Addresses spoken to at the same time by a sweep."""

Key = tuple[str, str, str]


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
        self._answering: dict[Key, asyncio.Task[None]] = {}
        self._lines = Lines()

    async def answer(self, incoming: Incoming) -> None:
        key = (incoming.channel, incoming.address, incoming.id)
        task = self._answering.get(key)
        if task is None:
            task = self._answering[key] = asyncio.create_task(self._answer(incoming))
            task.add_done_callback(lambda done: self._answered(key, done))
        # Shielded: who asked may hang up, the answer goes on.
        await asyncio.shield(task)

    def _answered(self, key: Key, done: asyncio.Task[None]) -> None:
        del self._answering[key]
        if not done.cancelled():
            done.exception()  # whoever waited has heard it

    async def _answer(self, incoming: Incoming) -> None:
        async with self._lines.of(incoming):
            said = await self._said(incoming)
            vault, place = self._database.vault, (incoming.channel, incoming.address)
            standing = await self._database.read(late.standing, vault, *place, incoming.id)
            if standing == "behind":
                await self._keep(incoming, 0, None)
                await self._catch_up(place)
            elif standing == "free":
                spoken = await self._say(incoming, said)
                if spoken < len(said):
                    await self._keep(incoming, spoken, self._after(1))
                else:
                    until = self._clock() + KEPT
                    await self._database.run(late.mark_spoken, incoming.channel, incoming.id, until)

    async def keep(self, incoming: Incoming, rest: Sequence[Say] | None = None) -> None:
        now = self._clock()
        left = to_json(rest) if rest is not None else None
        await self._database.run(
            late.keep, self._database.vault, as_plain(incoming),
            now=now, expires=now + KEPT, lease_until=now + RUNNING, rest=left,
        )  # fmt: skip

    async def speak(self, incoming: Incoming, rest: Sequence[Say] | None = None) -> None:
        async with self._lines.of(incoming):
            place = (incoming.channel, incoming.address)
            row = await self._database.run(
                late.take, self._database.vault, *place, incoming.id, self._clock(), LEASE
            )
            if row is not None:
                await self._speak(row, incoming, rest)

    async def sweep(self) -> None:
        """Speak what is due: called by the clock, first when the server starts."""
        while rows := await self._claim():
            theirs = (list(each) for _, each in groupby(sorted(rows, key=_place), _place))
            await asyncio.gather(*(self._in_order(each) for each in theirs))

    async def _claim(self, to: tuple[str, str] | None = None) -> list[late.LateRow]:
        return await self._database.run(late.claim, self._database.vault, self._clock(), LEASE, PORTION, to)

    async def _catch_up(self, place: tuple[str, str]) -> None:
        """The person has written again: what their provider did not let through may go now."""
        await self._in_order(await self._claim(place))

    async def _in_order(self, rows: Iterable[late.LateRow]) -> None:
        """The answers to one address, up to the first that is not taken."""
        left = list(rows)
        while left:
            row = left.pop(0)
            if not await self._speak(row, from_plain(row.incoming)):
                await self._database.run(late.release, [each.id for each in left])
                return

    async def _speak(self, row: late.LateRow, incoming: Incoming, rest: Sequence[Say] | None = None) -> bool:
        """Whether all of it is said."""
        try:
            said = rest if rest is not None else await self._left_of(row, incoming)
        except Exception as error:
            log.warning("an answer waits, its turn failed: %s", type(error).__name__)
            await self._again(row, row.spoken, "the turn failed")
            return False
        spoken = await self._say(incoming, said, row)
        if spoken < len(said):
            await self._again(row, spoken, "not taken by the provider")
            return False
        until = self._clock() + KEPT
        await self._database.run(late.settle, row.id, incoming.channel, incoming.id, until)
        return True

    async def _left_of(self, row: late.LateRow, incoming: Incoming) -> Sequence[Say]:
        return from_json(row.rest) if row.rest is not None else await self._said(incoming)

    async def _said(self, incoming: Incoming) -> Sequence[Say]:
        """The answer as the messages that its channel makes of it; it is these that are counted."""
        said, channel = await self._receive(incoming), self._channels.get(incoming.channel)
        return portions(said, channel.capabilities) if channel else said

    async def _again(self, row: late.LateRow, spoken: int, reason: str) -> None:
        await self._database.run(late.again, row.id, spoken, self._after(row.tries), reason)

    def _after(self, tries: int) -> datetime:
        return self._clock() + timedelta(minutes=PAUSES[min(tries, len(PAUSES)) - 1])

    async def _say(self, incoming: Incoming, said: Sequence[Say], row: late.LateRow | None = None) -> int:
        """How many messages need not be tried again; `row` is told after each that more follow."""
        channel, begun = self._channels.get(incoming.channel), row.spoken if row else 0
        if channel is None:
            return begun
        for at in range(begun, len(said)):
            try:
                await channel.send(incoming.address, [said[at]], f"{incoming.id}-{at}")
            except (Later, QuotaUsed):
                # A quota comes back with the person's next message; until then the answer waits.
                return at
            except SendError as error:
                log.warning("an answer on %s was not taken: %s", incoming.channel, error)
                if not isinstance(error, Refused):
                    return len(said)
            if row is not None and at + 1 < len(said):
                await self._database.run(late.progress, row.id, at + 1)
        return len(said)

    async def _keep(self, incoming: Incoming, spoken: int, not_before: datetime | None) -> None:
        now = self._clock()
        await self._database.run(
            late.keep, self._database.vault, as_plain(incoming),
            now=now, expires=now + KEPT, not_before=not_before, spoken=spoken,
        )  # fmt: skip


class Lines:
    """One line for each address: whoever comes first is served first, in this process."""

    def __init__(self) -> None:
        self._locks: dict[tuple[str, str], tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, incoming: Incoming) -> AsyncIterator[None]:
        """Stand in the line of the address that a message came from."""
        place = (incoming.channel, incoming.address)
        lock, standing = self._locks.get(place, (asyncio.Lock(), 0))
        self._locks[place] = lock, standing + 1
        try:
            async with lock:
                yield
        finally:
            lock, standing = self._locks[place]
            self._locks[place] = lock, standing - 1
            if standing == 1:
                del self._locks[place]


def _place(row: late.LateRow) -> tuple[str, str]:
    return row.incoming["channel"], row.incoming["address"]


def as_plain(incoming: Incoming) -> dict[str, Any]:
    """The message as plain data."""
    return {**asdict(incoming), "sent": incoming.sent.isoformat()}


def from_plain(plain: Mapping[str, Any]) -> Incoming:
    """The inverse of `as_plain`."""
    place = Place(**plain["place"]) if plain["place"] else None
    sent, photos = datetime.fromisoformat(plain["sent"]), tuple(plain["photos"])
    return Incoming(**{**plain, "sent": sent, "photos": photos, "place": place})

"""Replies that are being written right now: what waits for the same person may ride on one of them.

A provider that is asked by a person's own message lets the answer through without counting it. Whoever
answers opens a slot for as long as the turn runs, takes what has been put into it when the reply is
composed, and says how much of it really left.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handlers.replies import Say


@dataclass(slots=True, eq=False)
class _Rider:
    messages: Sequence[Say]
    rode: asyncio.Future[bool]


@dataclass(slots=True, eq=False)
class Slot:
    """One reply that is being composed."""

    _riders: list[_Rider] = field(default_factory=list)
    _taken: list[_Rider] = field(default_factory=list)

    def take(self) -> list[Sequence[Say]]:
        """What waits to ride, a message (or several) each, in order; nothing can be put in afterwards."""
        self._taken, self._riders = self._riders, []
        return [rider.messages for rider in self._taken]

    def settle(self, rode: int) -> None:
        """So many of what was taken left with the reply; the others look for another way."""
        for at, rider in enumerate(self._taken):
            _say(rider, at < rode)
        self._taken = []

    def put(self, rider: _Rider) -> None:
        """Let something wait for the reply."""
        self._riders.append(rider)

    def close(self) -> None:
        """What has not left by now does not."""
        for rider in (*self._taken, *self._riders):
            _say(rider, False)
        self._taken, self._riders = [], []


class Slots:
    """The open slots of this process, by channel and address."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], list[Slot]] = {}

    @contextlib.contextmanager
    def open(self, channel: str, address: str) -> Iterator[Slot]:
        """A slot for as long as the reply to that address is being written."""
        slot, key = Slot(), (channel, address)
        self._open.setdefault(key, []).append(slot)
        try:
            yield slot
        finally:
            self._open[key].remove(slot)
            if not self._open[key]:
                del self._open[key]
            slot.close()

    async def ride(self, channel: str, address: str, messages: Sequence[Say]) -> bool:
        """Whether the messages left with a reply to that address; at once False where none is being written."""
        slots = self._open.get((channel, address))
        if not slots:
            return False
        rider = _Rider(messages, asyncio.get_running_loop().create_future())
        slots[-1].put(rider)
        return await rider.rode


def _say(rider: _Rider, rode: bool) -> None:
    if not rider.rode.done():
        rider.rode.set_result(rode)

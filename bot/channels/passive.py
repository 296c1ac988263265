"""Answers inside the provider's request: in time, or `success` now and the answer as a message of its own.

answer in time        -> its messages
later than `patience` -> None; the message is written down first, the answer is spoken when it is there
the same message again while its turn runs -> the same answer; afterwards the turn's stored one
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Iterator, Sequence
from typing import Any

from bot.channels.base import Incoming
from bot.channels.ports import Ports
from handlers.replies import Say

log = logging.getLogger(__name__)

PATIENCE = 4.5
"""Seconds: both providers hang up after five."""

Key = tuple[str, str, str]


class Passive:
    """The turns of one channel that run now, and the answers that are spoken behind them."""

    def __init__(self, ports: Ports, patience: float = PATIENCE) -> None:
        self._ports = ports
        self._patience = patience
        self._turns: dict[Key, asyncio.Task[Sequence[Say]]] = {}
        self._late: set[Key] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._requests: set[asyncio.Future[None]] = set()

    async def answer(self, incoming: Incoming, spent: float = 0) -> Sequence[Say] | None:
        """The committed answer, or None where it comes later by itself.

        Args:
            spent: seconds of the provider's patience that are used up already.

        Raises:
            TurnFailed: nothing was saved.
        """
        key = _key(incoming)
        turn = self._turns.get(key) or self._begin(key, incoming)
        done, _ = await asyncio.wait({turn}, timeout=max(0.0, self._patience - spent))
        if done and key not in self._late:
            return turn.result()
        if key not in self._late:
            self._late.add(key)
            await self._speak_later(key, turn, incoming)
        return None

    async def follow(self, incoming: Incoming, rest: Sequence[Say]) -> None:
        """Speak `rest`, the end of an answer, as messages of its own, once it is written down."""
        await self._ports.answers.keep(incoming, rest)
        self.behind(self._ports.answers.speak(incoming, rest))

    def running(self, incoming: Incoming) -> asyncio.Task[Sequence[Say]] | None:
        """The turn of a message, while it runs."""
        return self._turns.get(_key(incoming))

    @contextlib.contextmanager
    def request(self) -> Iterator[None]:
        """A request that is being worked through, which may go on when its answer has left."""
        done = asyncio.get_running_loop().create_future()
        self._requests.add(done)
        try:
            yield
        finally:
            self._requests.discard(done)
            done.set_result(None)

    async def settled(self) -> None:
        """Returns when nothing runs any more."""
        while running := self._running():
            await asyncio.wait(running)

    def _running(self) -> set[asyncio.Future[Any]]:
        return {*self._turns.values(), *self._tasks, *self._requests}

    def _begin(self, key: Key, incoming: Incoming) -> asyncio.Task[Sequence[Say]]:
        turn = asyncio.ensure_future(self._ports.receive(incoming))
        self._turns[key] = turn
        turn.add_done_callback(lambda turn: self._done(key, turn))
        return turn

    def _done(self, key: Key, turn: asyncio.Task[Sequence[Say]]) -> None:
        del self._turns[key]
        if not turn.cancelled():
            turn.exception()  # looked at: whoever waited may have gone, and the desk has logged it

    async def _speak_later(self, key: Key, turn: asyncio.Task[Sequence[Say]], incoming: Incoming) -> None:
        try:
            await self._ports.answers.keep(incoming)
        except BaseException:
            # Not written down: the provider must not hear `success`, and its next try begins anew.
            self._late.discard(key)
            raise
        self.behind(self._speak(key, turn, incoming))

    async def _speak(self, key: Key, turn: asyncio.Task[Sequence[Say]], incoming: Incoming) -> None:
        try:
            await asyncio.wait({turn})
            await self._ports.answers.speak(incoming)
        finally:
            self._late.discard(key)

    def behind(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something when the answer has left; `settled` waits for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # An answer stands written down, and is spoken by the sweep.
            log.warning("what comes behind an answer failed: %s", type(error).__name__)


def _key(incoming: Incoming) -> Key:
    return incoming.channel, incoming.address, incoming.id

"""How fast a channel may be spoken through: in all, and to one address.

Counted in this process: two replicas with the same account each get the half (`per_second` in the settings).
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

JITTER = 0.5
"""Of the time between two messages, how much one may be late: several senders do not beat as one."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a provider bears; None is without a limit. `_each` is to one address."""

    per_second: float | None = None
    per_minute_each: int | None = None
    per_hour_each: int | None = None


class Pacer:
    """Holds one channel to its pace.

    Args:
        clock: seconds, rising.
        sleep: waits so many of them.
    """

    def __init__(
        self,
        pace: Pace,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._step = 1 / pace.per_second if pace.per_second else 0.0
        self._limits = [
            (count, seconds)
            for count, seconds in ((pace.per_minute_each, 60.0), (pace.per_hour_each, 3600.0))
            if count is not None
        ]
        self._clock = clock
        self._sleep = sleep
        self._next = float("-inf")
        self._sent: dict[str, deque[float]] = {}
        self._longest = max((seconds for _, seconds in self._limits), default=0.0)
        self._tidied = float("-inf")

    async def turn(self) -> None:
        """Wait for one's turn. The turns keep their rhythm whatever the jitter of each."""
        if not self._step:
            return
        now = self._clock()
        at = max(now, self._next)
        self._next = at + self._step
        if at > now:
            await self._sleep(at - now + random.uniform(0, JITTER * self._step))  # noqa: S311 - no secret

    def take(self, address: str) -> float:
        """0 and one message to the address counted, else in how many seconds the next may go."""
        if not self._limits:
            return 0.0
        now = self._clock()
        self._forget(now)
        sent = self._sent.setdefault(address, deque())
        wait = max(_wait(sent, now, count, seconds) for count, seconds in self._limits)
        if wait <= 0:
            sent.append(now)
        return wait

    def _forget(self, now: float) -> None:
        if now < self._tidied + self._longest:
            return
        self._tidied, since = now, now - self._longest
        for address, sent in list(self._sent.items()):
            while sent and sent[0] <= since:
                sent.popleft()
            if not sent:
                del self._sent[address]


def _wait(sent: deque[float], now: float, count: int, seconds: float) -> float:
    """Seconds until fewer than `count` lie in the last `seconds`; 0 where they do now."""
    recent = len(sent) - count
    return max(0.0, sent[recent] + seconds - now) if recent >= 0 else 0.0

"""How often one visitor may write: a burst of `per_minute`, then as many a minute (domain.md X47)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

MANY = 20_000
"""Visitors remembered before those who have long been quiet are forgotten."""


class Pace:
    """One number per visitor: the moment at which everything allowed so far would be used up.

    `per_minute` None lets everything through (a load test).
    """

    def __init__(self, per_minute: int | None = 20, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = 60 / per_minute if per_minute else 0.0
        self._slack = 60 - self._step
        self._clock = clock
        self._used: dict[str, float] = {}

    def wait(self, address: str) -> int:
        """0 when the visitor may go on (and that is counted), else the whole seconds to wait."""
        if not self._step:
            return 0
        now = self._clock()
        used = max(self._used.get(address, now), now)
        if used - now > self._slack:
            return math.ceil(used - now - self._slack)
        self._used[address] = used + self._step
        self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        if len(self._used) > MANY:
            self._used = {address: used for address, used in self._used.items() if used > now}

"""What /metrics counts: turns, their time, the notices that wait."""

from __future__ import annotations

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram

from bot.channels.base import Incoming, Receive
from handlers.replies import Say

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """The counters of one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._turns = Counter("bangfu_turns", "Messages taken in", ["channel", "outcome"], registry=registry)
        self._seconds = Histogram(
            "bangfu_turn_seconds",
            "Time from message to committed answer",
            ["channel"],
            buckets=BUCKETS,
            registry=registry,
        )

    def timed(self, receive: Receive) -> Receive:
        """The same door, counted."""

        async def counted(incoming: Incoming) -> Sequence[Say]:
            began = time.perf_counter()
            outcome = "failed"
            try:
                said = await receive(incoming)
                outcome = "answered"
                return said
            finally:
                self._turns.labels(incoming.channel, outcome).inc()
                self._seconds.labels(incoming.channel).observe(time.perf_counter() - began)

        return counted

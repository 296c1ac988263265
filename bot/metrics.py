"""What /metrics counts: turns, their time, attempts and reports; and what waits, as of the last beat."""

from __future__ import annotations

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.channels.base import Incoming, Receive
from handlers.replies import Say
from storage.queries.attempts import Tried
from storage.queries.stock import Stock

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

        self._attempts = Counter(
            "bangfu_attempts",
            "Attempts to deliver a message",
            ["channel", "way", "outcome"],
            registry=registry,
        )
        self._reports = Counter(
            "bangfu_reports", "Delivery reports", ["channel", "outcome"], registry=registry
        )
        self._notices = Gauge(
            "bangfu_notices", "Notices on file", ["state", "kind", "channel"], registry=registry
        )
        self._late = Gauge("bangfu_late_answers", "Answers not spoken yet", registry=registry)
        self._calls = Gauge("bangfu_calls", "Notices that somebody must phone about", registry=registry)

    def attempt(self, tried: Tried) -> None:
        """An attempt was made, or a contact passed over."""
        self._attempts.labels(tried.channel, tried.way, tried.outcome).inc()

    def report(self, channel: str, outcome: str) -> None:
        """A report came; outcome: delivered, failed, again (told before), unknown (of no notice, or too early)."""
        self._reports.labels(channel, outcome).inc()

    def take_stock(self, stock: Stock) -> None:
        """What waits and what has left, anew."""
        self._notices.clear()
        for labels, count in stock.notices.items():
            self._notices.labels(*labels).set(count)
        self._late.set(stock.late)
        self._calls.set(stock.calls)

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

"""What became of an errand, and the way out that scheduler does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from scheduler.judging import Errand
from storage.queries.attempts import Tried
from storage.queries.recipients import Address


class Fate(StrEnum):
    """What became of an errand."""

    SENT = "sent"
    LATER = "later"
    HELD = "held"  # not tried: its turn has not come
    UNCLEAR = "unclear"  # it may have been taken
    TO_PHONE = "to_phone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sender reports of an errand.

    `channel`: where it was taken, `way`: at which address; `shown`: the channel to name to an operator, where
    that differs. `after`: not to be tried again before. `waits`: only for somebody to come back to a page.
    """

    fate: Fate
    channel: str = ""
    reason: str = ""
    tried: Sequence[Tried] = ()
    shown: str = ""
    way: Address | None = None
    after: timedelta | None = None
    waits: bool = False


class Sender(Protocol):
    """The way out: which channel, and how."""

    async def send(self, errand: Errand) -> Outcome:
        """Try to tell a person; does not raise for what a channel may do."""
        ...

"""The send planner: which of a person's contacts hears a notice, and what follows when none does.

The contact used last comes first, on channels that can push.

    taken        sent
    Later        the same again, with growing pauses; after `PATIENCE` tries in vain the next contact too
    Unreachable, QuotaUsed, Refused   the next contact
    nobody left  waits, where a contact is on a channel that people come back to (Capabilities.waits);
                 else somebody must phone
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.channels.base import Channel, Later, QuotaUsed, Refused, SendError, Unreachable
from handlers.replies import Say
from scheduler.jobs.deliveries import Fate, Outcome
from scheduler.judging import Errand
from storage.queries.notices import Tried
from storage.queries.recipients import Address

PATIENCE = 3
"""Tries on a busy provider before another channel is used."""

OUTCOMES: Mapping[type[SendError], str] = {
    Later: "later",
    Unreachable: "unreachable",
    QuotaUsed: "quota",
    Refused: "refused",
}


class SendPlanner:
    """Sends errands through the channels of this process (`scheduler.jobs.deliveries.Sender`)."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels

    async def send(self, errand: Errand) -> Outcome:
        """Try the person's contacts in turn; what a channel raises becomes an outcome."""
        tried: list[Tried] = []
        ways = [way for way in errand.to.addresses if self._pushes(way)]
        for way in ways:
            attempt = await self._try(way, errand.messages(way.language))
            tried.append(attempt)
            if attempt.outcome == "sent":
                return Outcome(Fate.SENT, way.channel, tried=tried)
            if attempt.outcome == "later" and errand.tries < PATIENCE:
                return Outcome(Fate.LATER, reason=attempt.reason, tried=tried)
        return self._nobody(ways, tried)

    def _pushes(self, way: Address) -> bool:
        channel = self._channels.get(way.channel)
        return channel is not None and channel.capabilities.pushes

    async def _try(self, way: Address, messages: Sequence[Say]) -> Tried:
        channel = self._channels[way.channel]
        try:
            await channel.send(way.address, [fitting(say, channel) for say in messages])
        except SendError as error:
            outcome = next((word for kind, word in OUTCOMES.items() if isinstance(error, kind)), "refused")
            return Tried(way.channel, outcome, str(error))
        return Tried(way.channel, "sent")

    def _nobody(self, ways: Sequence[Address], tried: Sequence[Tried]) -> Outcome:
        reasons = "; ".join(f"{attempt.channel}: {attempt.reason}" for attempt in tried)
        waits = any(self._channels[way.channel].capabilities.waits for way in ways)
        busy = any(attempt.outcome == "later" for attempt in tried)
        if waits or busy:
            return Outcome(Fate.LATER, reason=reasons, tried=tried)
        return Outcome(Fate.TO_PHONE, reason=reasons or "no contact that can be written to", tried=tried)


def fitting(say: Say, channel: Channel) -> Say:
    """Without the buttons where there are none: the words that do the same stand in the text."""
    return say if channel.capabilities.buttons else replace(say, moves=())

"""The send planner: which of a person's contacts hears a message, in which way, and what follows when none does.

The contact used last comes first, numbers last: SMS costs money. At each contact

    a reply being written   the message rides on it, where the provider lets answers through uncounted
    free text               within what the provider lets through now (channels count it themselves)
    a template              of the catalogue, or a subscription message

and what a channel raises decides how it goes on:

    taken        sent
    Later        the same again, with growing pauses; after `PATIENCE` tries in vain the next contact too
    Unclear      nobody knows whether it was taken: the same again under the same reference, at once where
                 the provider knows repeats, after `REPORT_WITHIN` where it reports what became of that way
    QuotaUsed, Refused   the next way
    Unreachable  the next contact
    nobody left  waits, where a contact is on a channel that people come back to (Capabilities.waits);
                 else somebody must phone

Contacts that are gone, that asked for silence, or where messages have not arrived are passed over.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Protocol, cast

from bot.channels.base import (
    Channel,
    Filled,
    Later,
    QuotaUsed,
    Receipt,
    Refused,
    SendError,
    Templated,
    Unclear,
    Unreachable,
)  # fmt: skip
from bot.channels.slots import Slots
from bot.pace import Pace, Pacer
from handlers.replies import Say
from scheduler.errands import Fate, Outcome
from scheduler.judging import Errand
from storage.queries.attempts import Tried
from storage.queries.recipients import SMS, Address

PATIENCE = 3
"""Tries on a busy provider before another channel is used."""

REPORT_WITHIN = timedelta(minutes=15)
"""How long the report of an unclear message is waited for."""

OUTCOMES: Mapping[type[SendError], str] = {
    Unclear: "unclear",
    Later: "later",
    Unreachable: "unreachable",
    QuotaUsed: "quota",
    Refused: "refused",
}
"""What stands in the story of a notice, the narrower kinds first."""


class Templates(Protocol):
    """The catalogue: what a channel's templates can say of a notice."""

    def fills(self, section: str, kind: str, said: Mapping[str, Any], language: str) -> Sequence[Filled]:
        """The templates for it with their values, the one to be tried first first; may be empty."""
        ...


@dataclass(frozen=True, slots=True)
class _Way:
    """One way at a contact: how it is called, and what sends by it."""

    name: str
    send: Callable[[], Awaitable[Receipt | None]]


@dataclass(slots=True)
class _Walk:
    """How far an errand has come: what was tried; the last error; whom to come back to."""

    errand: Errand
    tried: list[Tried] = field(default_factory=list)
    waits: bool = False


class SendPlanner:
    """Sends errands through the channels of this process (`scheduler.errands.Sender`).

    Args:
        channels: by name; may be filled later.
        catalogue: of the templates; None for none.
        slots: the replies that are being written.
        heard: told of each attempt, for the counters.
        pacer: makes what holds a channel to its pace.
    """

    def __init__(
        self,
        channels: Mapping[str, Channel],
        catalogue: Templates | None = None,
        slots: Slots | None = None,
        heard: Callable[[Tried], None] = lambda tried: None,
        pacer: Callable[[Pace], Pacer] = Pacer,
    ) -> None:
        self._channels = channels
        self._catalogue = catalogue
        self._slots = slots or Slots()
        self._heard = heard
        self._pacer = pacer
        self._pacers: dict[str, Pacer] = {}

    async def send(self, errand: Errand) -> Outcome:
        """Walk the person's contacts; what a channel raises becomes an outcome."""
        walk = _Walk(errand)
        for address in self._ways_to(errand):
            if shut := _shut(errand, address):
                self._note(walk, Tried(address.channel, "passed", shut, address.contact_id))
            elif outcome := await self._at(walk, address):
                return outcome
        return _nobody(walk)

    def _ways_to(self, errand: Errand) -> Iterator[Address]:
        """The contacts on channels that push: where it may have been taken already, by last use, numbers last."""
        phone = [errand.to.phone] if errand.to.phone else []
        ways = [way for way in (*errand.to.addresses, *phone) if self._pushes(way)]
        again = errand.pending.contact_id if errand.pending else None
        return iter(sorted(ways, key=lambda way: (way.contact_id != again, way.channel == SMS)))

    def _pushes(self, way: Address) -> bool:
        channel = self._channels.get(way.channel)
        return channel is not None and channel.capabilities.pushes

    async def _at(self, walk: _Walk, address: Address) -> Outcome | None:
        """Try the ways at one contact; None where the next one is to be tried."""
        channel = self._channels[address.channel]
        pacer = self._pacer_of(channel)
        for way in self._ways(walk.errand, channel, address):
            wait = pacer.take(address.address) if pacer and way.name != "passive" else 0
            if wait:
                after = timedelta(seconds=wait)
                return Outcome(Fate.HELD, reason=f"{channel.name}: its pace", tried=walk.tried, after=after)
            if pacer and way.name != "passive":
                await pacer.turn()
            tried, error = await _try(way, walk.errand, channel, address)
            if tried is None:
                continue
            self._note(walk, tried)
            if error is None:
                return Outcome(Fate.SENT, channel.name, tried=walk.tried, way=address)
            if outcome := _stops(walk, channel, error):
                return outcome
            if isinstance(error, Unreachable | Later):
                return None
        return None

    def _ways(self, errand: Errand, channel: Channel, address: Address) -> Iterator[_Way]:
        """The ways at one contact, in the order to try them; what may have been taken goes by the same way."""
        for way in self._all_ways(errand, channel, address):
            pending = errand.pending
            if not pending or pending.contact_id != address.contact_id or way.name == pending.way:
                yield way

    def _all_ways(self, errand: Errand, channel: Channel, address: Address) -> Iterator[_Way]:
        reference = reference_of(errand, address)
        says = [fitting(say, channel) for say in errand.messages(address.language)]
        yield _Way("passive", lambda: self._ride(channel, address, says))
        if channel.capabilities.free_text:
            yield _Way("text", lambda: channel.send(address.address, says, reference))
        for filled in self._fills(errand, channel, address):
            yield _Way(filled.way, _template(channel, address, filled, reference))

    async def _ride(self, channel: Channel, address: Address, says: Sequence[Say]) -> Receipt | None:
        rode = await self._slots.ride(channel.name, address.address, says)
        return Receipt() if rode else None

    def _fills(self, errand: Errand, channel: Channel, address: Address) -> Sequence[Filled]:
        if self._catalogue is None or not channel.capabilities.templates:
            return ()
        kind, said = errand.subject()
        section = cast(Templated, channel).catalogue
        return self._catalogue.fills(section, kind, said, errand.language(address.language))

    def _pacer_of(self, channel: Channel) -> Pacer | None:
        pace: Pace | None = getattr(channel, "pace", None)
        if pace is not None and channel.name not in self._pacers:
            self._pacers[channel.name] = self._pacer(pace)
        return self._pacers.get(channel.name)

    def _note(self, walk: _Walk, tried: Tried) -> None:
        walk.tried.append(tried)
        self._heard(tried)


def reference_of(errand: Errand, address: Address) -> str:
    """Our name for the sending: the same whenever the same message is sent to the same contact.

    Once it was reported not to have arrived there, the next sending is another one: a provider that takes
    a reference once would answer that it had taken this.
    """
    pending = errand.pending
    if pending and pending.contact_id == address.contact_id:
        return pending.reference
    failed = errand.failures.get(address.contact_id, 0)
    return f"n{errand.first}-{address.contact_id}" + (f"-{failed + 1}" if failed else "")


def fitting(say: Say, channel: Channel) -> Say:
    """Without the buttons where there are none: the words that do the same stand in the text."""
    return replace(say, moves=()) if say.moves and not channel.capabilities.buttons else say


def _template(
    channel: Channel, address: Address, filled: Filled, reference: str
) -> Callable[[], Awaitable[Receipt]]:
    return lambda: cast(Templated, channel).send_template(address.address, filled, reference)


def _shut(errand: Errand, address: Address) -> str:
    if address.shut:
        return address.shut
    return "did not arrive there" if address.contact_id in errand.shut else ""


async def _try(
    way: _Way, errand: Errand, channel: Channel, address: Address
) -> tuple[Tried | None, SendError | None]:
    """One attempt; None where the way was not there."""
    tried = Tried(
        channel.name, "sent", contact_id=address.contact_id, way=way.name,
        reference=reference_of(errand, address),
    )  # fmt: skip
    try:
        receipt = await way.send()
    except SendError as error:
        return replace(tried, outcome=_word(error, channel), reason=str(error)), error
    if receipt is None:
        return None, None
    return replace(tried, ids=receipt.ids, parts=receipt.parts, again=receipt.again), None


def _word(error: SendError, channel: Channel) -> str:
    if isinstance(error, Unreachable) and channel.capabilities.waits:
        return "away"
    return next((word for kind, word in OUTCOMES.items() if isinstance(error, kind)), "refused")


def _stops(walk: _Walk, channel: Channel, error: SendError) -> Outcome | None:
    """What ends the walk before the next contact: a message that may be taken, a provider that may be back soon."""
    if isinstance(error, Unreachable):
        walk.waits |= channel.capabilities.waits
    if not isinstance(error, Later) or walk.errand.tries >= PATIENCE:
        return None
    after = timedelta(seconds=error.after) if error.after else None
    can = channel.capabilities
    if not isinstance(error, Unclear):
        return Outcome(Fate.LATER, reason=str(error), tried=walk.tried, after=after)
    if can.reports and walk.tried[-1].way not in can.unreported and not can.knows_repeats:
        after = REPORT_WITHIN
    return Outcome(Fate.UNCLEAR, reason=str(error), tried=walk.tried, after=after)


def _nobody(walk: _Walk) -> Outcome:
    reasons = "; ".join(f"{one.channel}: {one.reason}" for one in walk.tried)
    found = {one.outcome for one in walk.tried}
    if "unclear" in found:
        return Outcome(Fate.UNCLEAR, reason=reasons, tried=walk.tried, after=REPORT_WITHIN)
    if "later" in found or walk.waits:
        return Outcome(Fate.LATER, reason=reasons, tried=walk.tried, waits="later" not in found)
    return Outcome(Fate.TO_PHONE, reason=reasons or "no contact that can be written to", tried=walk.tried)

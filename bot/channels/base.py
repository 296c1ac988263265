"""What a channel is: one way people reach Bangfu and are reached by it.

SendError
 ├── Later         the provider is busy or away: try the same message again
 ├── Unreachable   nobody is there at this address: use another channel
 ├── QuotaUsed     the channel's window or count is used up: use another way
 └── Refused       the message itself is not acceptable: trying again will not help
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.replies import Say


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do, declared and not discovered.

    `unit` is how `longest` counts: "bytes" of UTF-8, "utf16" code units or "characters".
    `pushes` tells whether a message can be sent without somebody having just written. `waits`: whoever
    is not there now comes back by themselves (an open page), so what found nobody is kept for them.
    """

    buttons: bool
    pictures_in: bool
    pictures_out: bool
    pushes: bool
    longest: int
    unit: str = "characters"
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as a channel took it in.

    `address` names the sender on that channel, `id` is the channel's own message id (repeated by a
    retry), `sent` the message's own time with its zone, `press` the payload of a button, `photos`
    the content hashes of pictures already in the file store. `who` is set only by channels that
    know the person from the start (the terminal and the demonstration): a person's id.
    """

    channel: str
    address: str
    id: str
    sent: datetime
    text: str = ""
    press: str | None = None
    photos: tuple[str, ...] = ()
    who: int | None = None


class SendError(Exception):
    """A message did not go out. `str()` is the sentence for the operator."""


class Later(SendError):
    """Busy or away: the same message may be tried again."""


class Unreachable(SendError):
    """Nobody is there at this address."""


class QuotaUsed(SendError):
    """The channel allows no more messages to this person now."""


class Refused(SendError):
    """The provider will never take this message."""


Receive = Callable[[Incoming], Awaitable[Sequence[Say]]]
"""The one door in: a message goes in, the committed answer comes out, to be spoken by the channel."""


class Channel(Protocol):
    """A way to reach people. The name is stored with every contact."""

    name: str
    capabilities: Capabilities

    async def send(self, address: str, messages: Sequence[Say]) -> None:
        """Speak to `address`; returns when the provider has taken it.

        Raises:
            SendError: one of the four kinds above.
        """
        ...

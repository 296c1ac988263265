"""What a channel is: one way people reach Bangfu and are reached by it.

SendError
 ├── Later         the provider is busy or away: try the same message again
 │    └── Unclear  the connection broke after the request had left: it may have been taken
 ├── Unreachable   nobody is there at this address: use another channel
 ├── QuotaUsed     the channel's window or count is used up: use another way
 └── Refused       the message itself is not acceptable: trying again will not help
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from handlers.replies import Place, Say


@dataclass(frozen=True, slots=True)
class Grant:
    """Messages that a provider lets through after something a person did, and for how long."""

    count: int
    lasts: timedelta
    quick: bool = False  # a window of its own beside the long one


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do, declared and not discovered.

    `unit` is how `longest` counts: "bytes" of UTF-8, "utf16" code units or "characters".
    `pushes` tells whether a message can be sent without somebody having just written. `waits`: whoever
    is not there now comes back by themselves (an open page), so what found nobody is kept for them.
    `free_text`: what is pushed may be any text; else it must be an approved template. `templates`: the
    channel has `send_template`. `grants`: pushes are counted by the provider; what a person did
    (`Incoming.did`) -> what it allows. `reports`: the provider tells later what became of a message.
    `unreported`: the ways ("text", "template") of which it tells nothing all the same.
    `knows_repeats`: the provider takes the same reference only once, so an unclear send may be repeated.
    `joins`: the messages of one answer are put together in as few as `longest` allows, since each counts.
    """

    buttons: bool
    pictures_in: bool
    pictures_out: bool
    pushes: bool
    longest: int
    unit: str = "characters"
    waits: bool = False
    free_text: bool = True
    templates: bool = False
    grants: Mapping[str, Grant] = field(default_factory=dict)
    places_in: bool = False
    edits: bool = False
    reports: bool = False
    unreported: frozenset[str] = frozenset()
    knows_repeats: bool = False
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as a channel took it in.

    `address` names the sender on that channel, `id` is the channel's own message id (repeated by a
    retry), `sent` the message's own time with its zone, `press` the payload of a button, `photos`
    the content hashes of pictures already in the file store, `voice` that of a spoken message. `place`
    is a location shown on purpose. `scene` is what a scanned QR code carried. `did` is what the person
    did, a key of the channel's `grants`. `phone` is the sender's number, 11 digits, where
    the channel proves it. `who` is set only by channels that know the person from the start (the terminal
    and the demonstration): a person's id.
    """

    channel: str
    address: str
    id: str
    sent: datetime
    text: str = ""
    press: str | None = None
    photos: tuple[str, ...] = ()
    who: int | None = None
    place: Place | None = None
    voice: str | None = None
    scene: str | None = None
    did: str = "message"
    files: tuple[str, ...] = ()
    phone: str | None = None


class SendError(Exception):
    """A message did not go out. `str()` is the sentence for the operator."""


class Later(SendError):
    """Busy or away: the same message may be tried again, not before `after` seconds where the provider says so."""

    def __init__(self, text: str, after: float | None = None) -> None:
        super().__init__(text)
        self.after = after


class Unclear(Later):
    """The connection broke after the request had left: the provider may have taken it."""


class Unreachable(SendError):
    """Nobody is there at this address."""


class QuotaUsed(SendError):
    """The channel allows no more messages to this person now."""


class Refused(SendError):
    """The provider will never take this message."""


Receive = Callable[[Incoming], Awaitable[Sequence[Say]]]
"""The one door in: a message goes in, the committed answer comes out, to be spoken by the channel."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider said when it took a message: its own ids, and how many messages it became.

    `again`: it had taken the reference before, and took nothing now.
    """

    ids: tuple[str, ...] = ()
    parts: int = 1
    again: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """An approved template with its values, checked against the channel's rules.

    `id` is the provider's. `values` in the order the template was approved with. `wording` is the whole
    text as it will be read. `way` tells kinds of template of one channel apart ("template", "subscription").
    """

    kind: str
    id: str
    values: Mapping[str, str]
    wording: str
    way: str = "template"


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider tells later of a message it had taken.

    `id` is the provider's own (`Receipt.ids`), `reference` ours where the provider repeats it. `key` names
    the report itself: told twice it counts once. `code` is the provider's word for the reason.
    """

    channel: str
    key: str
    delivered: bool
    at: datetime
    id: str = ""
    reference: str = ""
    code: str = ""


class Channel(Protocol):
    """A way to reach people. The name is stored with every contact."""

    name: str
    capabilities: Capabilities

    async def send(self, address: str, messages: Sequence[Say], reference: str = "") -> Receipt:
        """Speak to `address`; returns when the provider has taken it.

        Args:
            reference: names this sending; a provider that knows repeats takes it once.

        Raises:
            SendError: one of the kinds above.
        """
        ...


class Templated(Channel, Protocol):
    """A channel that also sends approved templates (`Capabilities.templates`), of a section of the catalogue."""

    catalogue: str

    async def send_template(self, address: str, filled: Filled, reference: str = "") -> Receipt:
        """Send a template to `address`; as `send`."""
        ...


class Memory(Protocol):
    """What channels must remember over a restart and share between replicas."""

    async def first_time(self, channel: str, word: str, until: datetime) -> bool:
        """Whether this word (a nonce, a report's key) comes for the first time; it is remembered up to `until`."""
        ...

    async def forget(self, channel: str, word: str) -> None:
        """Let a word come for the first time again: what came with it failed, and is tried anew."""
        ...

    async def known(self, channel: str, word: str) -> bool:
        """Whether a word has come already; it is not remembered by this."""
        ...

    async def take(self, channel: str, address: str, count: int = 1) -> bool:
        """Use up messages of what the person's last acts allow; False, and nothing used, where fewer are left."""
        ...

    async def give_back(self, channel: str, address: str, count: int, taken: datetime) -> None:
        """What was taken at `taken` did not go out; nothing is given where a new window has been opened since."""
        ...

    async def spent(self, channel: str, address: str) -> None:
        """The provider says that nothing is left, whatever was counted here."""
        ...

    async def granted(self, channel: str, address: str, grant: Grant, now: datetime) -> None:
        """The person did something that is no message (followed, scanned) and that opens a window."""
        ...

    async def gone(self, channel: str, address: str, reason: str) -> None:
        """Nobody is at this address any more (unfollowed, blocked). The next message from there ends that."""
        ...

    async def accepted(self, channel: str, address: str, template: str, count: int) -> None:
        """The person has accepted (count > 0) or refused (0) subscription messages of a template."""
        ...

    async def take_accepted(self, channel: str, address: str, template: str) -> bool:
        """Use up one acceptance; False where none is left."""
        ...

    async def keep_card(self, channel: str, address: str, task: str, code: str, until: datetime) -> None:
        """Keep the code by which a card just sent can be changed once."""
        ...

    async def take_card(self, channel: str, task: str) -> str | None:
        """The code of a card, once; None where there is none, or it was used, or its time is over."""
        ...

    async def card(self, channel: str, task: str) -> str | None:
        """The same without using it up: what a button stands for whose payload was too long for it."""
        ...

    async def opt_out(self, channel: str, address: str, word: str) -> None:
        """The person at this address wants no more messages that nobody asked for, on this channel."""
        ...


class Answers(Protocol):
    """The way a turn is answered, where the answer is a message of its own and not the reply to a request."""

    async def answer(self, incoming: Incoming) -> None:
        """Take a message in and speak the answer through the channel it came from.

        What the provider does not take now is kept and spoken later: the caller may acknowledge.

        Raises:
            TurnFailed: nothing was saved; the provider should repeat the message.
        """
        ...

    async def keep(self, incoming: Incoming, rest: Sequence[Say] | None = None) -> None:
        """Write a message down before its provider is told that it was taken, to be spoken by `speak`.

        Args:
            rest: what is left to say of an answer that is there; without it the turn may still run.
        """
        ...

    async def speak(self, incoming: Incoming, rest: Sequence[Say] | None = None) -> None:
        """Speak the answer of a message that was kept, or the `rest` of it; what is not taken now, later."""
        ...

"""A person's end of a channel: what they do, and what they see."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it was shown: its text, its buttons as (label, payload), the bytes of a picture."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    picture: bytes | None = None


def first_of_run() -> int:
    """Where a stand-in begins to number what it tells: above what an earlier run told the same database.

    A number that comes again is a repetition to whoever is told, and is answered as the first was.
    """
    return time.time_ns() // 1000


class Phone(Protocol):
    """Each act gives what the person received until our side had finished with it, in order.

    `inbox` is everything ever received, what came by itself included.
    """

    inbox: list[Heard]

    async def say(self, text: str) -> list[Heard]:
        """Send a text."""
        ...

    async def press(self, payload: str) -> list[Heard]:
        """Press a button or a line of a menu, by its payload."""
        ...

    async def photo(self, content: bytes) -> list[Heard]:
        """Send a picture."""
        ...

    async def place(self, latitude: float, longitude: float, label: str = "") -> list[Heard]:
        """Show a location."""
        ...

    async def again(self) -> list[Heard]:
        """The provider repeats the message sent last, as if it had not been told that it was taken."""
        ...

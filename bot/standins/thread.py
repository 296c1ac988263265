"""What has passed on one phone, both ways, in the order it was seen: what the table's page draws."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.standins.phone import Heard, Phone
from storage.photos import kind

Content = Mapping[str, Any]


class Wrong(Exception):
    """Nothing that a phone can do was asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message, of the phone's owner (`mine`) or for them."""

    heard: Heard
    mine: bool = False


@dataclass(slots=True)
class Thread:
    """A phone with its memory: a provider may put an answer before what has arrived meanwhile."""

    phone: Phone
    _lines: list[Line] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)

    def lines(self) -> list[Line]:
        """All there is; the place of a line never changes."""
        for heard in self.phone.inbox:
            if id(heard) not in self._known:
                self._known.add(id(heard))
                self._lines.append(Line(heard))
        return self._lines

    def received(self) -> int:
        """How many of them are for the owner."""
        return sum(not line.mine for line in self.lines())

    async def do(self, what: object) -> None:
        """What the page asks for: {"text"}, {"press", "label"} or {"place": [latitude, longitude, label]}.

        Raises:
            Wrong: none of these.
        """
        match what:
            case {"text": str(text)} if text.strip():
                await self._do(Heard(text), self.phone.say(text))
            case {"press": str(payload), "label": str(label)}:
                await self._do(Heard(label), self.phone.press(payload))
            case {"place": [float(latitude), float(longitude), str(label)]}:
                await self._do(
                    Heard(f"{label} ({latitude}, {longitude})"), self.phone.place(latitude, longitude, label)
                )
            case _:
                raise Wrong

    async def show(self, picture: bytes) -> None:
        """Send a picture."""
        if kind(picture) is None:
            raise Wrong
        await self._do(Heard("", picture=picture), self.phone.photo(picture))

    async def _do(self, seen: Heard, act: Awaitable[list[Heard]]) -> None:
        self.lines().append(Line(seen, mine=True))
        await act


def plain(line: Line) -> Content:
    """A line as the page's script reads it."""
    heard = line.heard
    return {
        "mine": line.mine, "text": heard.text, "buttons": heard.buttons, "picture": heard.picture is not None,
    }  # fmt: skip

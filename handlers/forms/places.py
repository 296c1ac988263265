"""What a path leads to: places of the form, lists, their lines and the columns of those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.forms.values import Value

if TYPE_CHECKING:
    from handlers.forms.model import Choice

Trail = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A question, group or repeat of the form, in one iteration of each repeat around it."""

    path: Trail
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole list, `instance('fruits')`, or its `root`."""

    name: str
    path: Trail = ()
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list, its `item`; `number` counts from 1."""

    listing: str
    number: int
    choice: Choice
    path: Trail = ()

    @property
    def positions(self) -> tuple[int, ...]:
        return (self.number,)

    def __hash__(self) -> int:
        return hash((self.listing, self.number))


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a line."""

    line: Line
    name: str
    value: Value
    path: Trail = ()
    positions: tuple[int, ...] = ()


Somewhere = Place | Listing | Line | Cell

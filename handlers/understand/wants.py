"""What a form wants of a report in one message, and what was found for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from handlers.understand import Unclear, Understood

SKIP = "-"
"""Stands for an answer that is left out, where the order counts."""


@dataclass(frozen=True, slots=True)
class Want:
    """An answer that a form wants: its name, what it is called in a line, how a text is read for it.

    `free`: any words will do, so it never takes what another want can read. `several`: 1 3 may be one answer.
    """

    name: str
    keys: tuple[str, ...]
    reads: Callable[[str], Understood[Any] | Unclear]
    free: bool = False
    several: bool = False

    def takes(self, text: str) -> bool:
        """Whether the text is an answer."""
        return isinstance(self.reads(text), Understood)


@dataclass(slots=True)
class Line:
    """What was found: name -> the text for it (`""`: left out on purpose), and the pieces nobody took.

    `mended` is the pieces as they might be sent again, each as the want it is nearest to would have
    understood it; `""` where that is not certain.
    """

    given: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    mended: str = ""

"""Chinese input -> values: numbers, money, dates, choices, commands. Pure: no database, no clock.

Every reader answers `Understood` or `Unclear`, never a guess in silence: what was not said outright
carries an `echo`, what could be two things is `Unclear` with what it might be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from locales import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Understood(Generic[T]):
    """A value read from what was typed; `echo` says how it was taken when that is not obvious."""

    value: T
    echo: Words | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not understood: the reason with an example, and what it might have meant (texts to send).

    `impossible`: it was understood well, and there is no such thing (30 February, 25:00): refused.
    """

    reason: Words
    maybe: tuple[str, ...] = ()
    impossible: bool = False

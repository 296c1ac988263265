"""The figures of applications, entitlements not enjoyed and needs (domain.md 8.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ending:
    """Notices that end on a day."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """An application at its step. `left`: days until it is due, below nought when overdue; None without a day."""

    place: str
    kind: str
    step: str
    left: int | None


@dataclass(frozen=True, slots=True)
class GapKind:
    """Entitlements of one kind that are not enjoyed."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Households that do not enjoy something they are entitled to, and what; one may stand under several kinds."""

    households: int
    kinds: tuple[GapKind, ...]


@dataclass(frozen=True, slots=True)
class Applications:
    """Open applications. `published`: those whose notice is up, of which the `ending` end within two days.

    The `overdue` are named as far as a digest would name them; `each` is filled for villages only.
    `used` of `quota` people are identified (Q21); without a quota there is no share of it.
    """

    open: int
    published: int
    ending: tuple[Ending, ...]
    overdue_count: int
    overdue: tuple[Step, ...]
    objections: int
    each: tuple[Step, ...]
    used: int = 0
    quota: int | None = None
    gaps: Gaps | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs since the last digest: `new`, `matched`; all that are `open`, and of these `waiting` for anybody."""

    new: int
    matched: int
    open: int
    waiting: int

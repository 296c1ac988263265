"""Whose days a digest's weeks were counted by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """Of how many of `all` the days of the unit counted together (domain.md 3.1); `alone` is how many their own
    days would have done for, where the region shows both."""

    by_unit: int
    all: int
    alone: int | None = None

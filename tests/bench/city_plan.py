"""How large the city of the benches is, and how it is divided (domain.md 6.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from storage.values.week import SHANGHAI

EDITION = 1
"""To be raised when other rows are made of the same plan: what was kept of the one before is made anew."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of each."""

    villages: int
    persons: int
    helpers: int

    def shares(self, count: int) -> list[Size]:
        """As even parts as there can be."""

        def part(whole: int, at: int) -> int:
            return whole * (at + 1) // count - whole * at // count

        return [
            Size(part(self.villages, at), part(self.persons, at), part(self.helpers, at))
            for at in range(count)
        ]

    def without(self, one: Size) -> Size:
        """What is left beside a part."""
        return Size(self.villages - one.villages, self.persons - one.persons, self.helpers - one.helpers)


TOWNSHIP, COUNTY, CITY = Size(4, 1_350, 137), Size(100, 67_000, 6_800), Size(479, 688_909, 69_900)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made, up to the moment `now`. The first county has twice as many townships as the others.

    Args:
        weeks: how many weeks of visits there are; the last is that of `now`.
        check_ins: how many weeks of check-ins: nothing that is measured looks further back.
        alone: only the first county, with the very records it has in the city.
    """

    city: Size = CITY
    county: Size = COUNTY
    township: Size = TOWNSHIP
    counties: int = 11
    townships: int = 20
    weeks: int = 261
    check_ins: int = 61
    alone: bool = False
    seed: int = 1
    now: datetime = datetime(2026, 11, 20, 18, 0, tzinfo=SHANGHAI)

    def sizes(self) -> list[list[Size]]:
        """County by county the sizes of its townships."""
        first = [self.township, *self.county.without(self.township).shares(self.townships - 1)]
        if self.alone:
            return [first]
        others = self.city.without(self.county).shares(self.counties - 1)
        return [first, *(county.shares(self.townships // 2) for county in others)]

    def only_first(self) -> Plan:
        """The first county without the others."""
        return replace(self, alone=True)

    @property
    def name(self) -> str:
        """The same for the same rows."""
        return sha256(repr((EDITION, astuple(self))).encode()).hexdigest()[:10]


@dataclass(slots=True)
class Village:
    """A village: its helpers and households are ranges of ids."""

    id: int
    persons: int
    helpers: range
    households: range = range(0)

    def helper_of(self, household: int) -> int:
        """Who is paired with a household: one after the other."""
        return self.helpers[(household - self.households.start) % len(self.helpers)]


@dataclass(slots=True)
class City:
    """The villages county by county, and how many persons live in each household, in the order of ids."""

    plan: Plan
    counties: list[list[Village]] = field(default_factory=list)
    homes: list[int] = field(default_factory=list)

    def villages(self) -> Iterator[Village]:
        """All of them."""
        return (village for county in self.counties for village in county)

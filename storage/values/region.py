"""Where a place stands in the tree of regions: a path of codes from the province to the group."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

_LENGTHS = (0, 2, 4, 6, 9, 12, 14)
_PATH = re.compile("/|(/[0-9]{1,14})+")


class Level(Enum):
    """The levels of the tree; a code is at the first level that has room for its digits (domain.md 2.1)."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GROUP = "group"


@dataclass(frozen=True, slots=True, order=True)
class RegionPath:
    """A path such as /99/9901/990101/990101001; `/` is the whole country.

    Statistical codes have 2, 4, 6, 9 and 12 digits, groups two more; every code begins with the one
    above it. Raises ValueError otherwise.
    """

    path: str

    def __post_init__(self) -> None:
        codes = self.codes
        nested = all(low.startswith(high) and len(low) > len(high) for high, low in pairwise(codes))
        if not _PATH.fullmatch(self.path) or not nested:
            raise ValueError(f"{self.path!r} is no path of region codes.")

    @classmethod
    def of(cls, code: str) -> RegionPath:
        """The path of one code, also of one filled up with zeros to 12 digits (990101000000 is a county)."""
        short = re.sub("(?:0{3}|0{6}|0{8}|0{10})$", "", code) if len(code) == 12 else code
        if not re.fullmatch("[0-9]+", short) or len(short) not in _LENGTHS:
            raise ValueError("A region code has 2, 4, 6, 9, 12 or 14 digits.")
        return cls("".join(f"/{short[:length]}" for length in _LENGTHS[1:] if length <= len(short)))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes from the highest to the lowest; none for the whole country."""
        return tuple(filter(None, self.path.split("/")))

    @property
    def code(self) -> str:
        """The code of the place itself."""
        return self.codes[-1] if self.codes else ""

    @property
    def level(self) -> Level:
        return tuple(Level)[bisect_left(_LENGTHS, len(self.code))]

    @property
    def above(self) -> RegionPath | None:
        """The region that this one lies in; none above the country."""
        return RegionPath(self.path.rpartition("/")[0] or "/") if self.codes else None

    def covers(self, other: RegionPath) -> bool:
        """Whether `other` is this region or lies in it."""
        return self.path == "/" or f"{other.path}/".startswith(f"{self.path}/")

    def __str__(self) -> str:
        return self.path

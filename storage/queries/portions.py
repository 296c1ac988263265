"""Many ids a portion at a time: a statement takes some 30,000 values, and a city has 69,900 helpers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

AT_ONCE = 1000


def portions(ids: Collection[int]) -> Iterator[list[int]]:
    """The ids in lists of at most `AT_ONCE`."""
    waiting = iter(ids)
    while some := list(islice(waiting, AT_ONCE)):
        yield some

"""Drawing lots so that anybody can draw them again: a seed, a pool and a number give the same names (D53)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

WEIGHT = {"e0": 3}
"""How much an act weighs in the draw by its evidence; others weigh 1: weak evidence is looked at more often."""


def lots(seed: int, pool: Sequence[tuple[int, int]], wanted: int) -> tuple[int, ...]:
    """Up to `wanted` of a pool of (number, weight), in the order in which they come out.

    A weighted sample without replacement: the highest of random ** (1 / weight). The pool is taken by its numbers, so
    that the order in which it was read plays no part.
    """
    rng = Random(seed)  # noqa: S311 - to be drawn again by anybody, so it must not be a secret
    keys = {number: rng.random() ** (1 / weight) for number, weight in sorted(pool)}
    return tuple(sorted(keys, key=lambda number: (-keys[number], number))[:wanted])

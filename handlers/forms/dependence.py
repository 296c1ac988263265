"""Which row of a form has to be known before which: how long such chains are, and whether they run in a circle."""

from __future__ import annotations

from collections.abc import Mapping

Reads = Mapping[str, frozenset[str]]
"""Name -> the names that have to be known before it."""

STRIDE = 10
"""Rows of a chain that may be computed one inside the other; beyond, some are computed beforehand."""


def levels(reads: Reads) -> dict[str, int]:
    """How long the longest chain before each name is; names in a circle, or behind one, are left out."""
    waiting = {name: {other for other in before if other in reads} for name, before in reads.items()}
    after: dict[str, list[str]] = {name: [] for name in reads}
    for name, before in waiting.items():
        for other in before:
            after[other].append(name)
    found: dict[str, int] = {}
    ready = [name for name, before in waiting.items() if not before]
    while ready:
        name = ready.pop()
        found[name] = 1 + max((found[other] for other in reads[name] if other in found), default=0)
        for later in after[name]:
            waiting[later].discard(name)
            if not waiting[later]:
                ready.append(later)
    return found


def circle(reads: Reads) -> tuple[str, ...]:
    """Names that need each other's value, the first one again at the end; () where there are none."""
    known = levels(reads)
    stuck = {
        name: sorted(o for o in before if o in reads and o not in known) for name, before in reads.items()
    }
    at = next((name for name in reads if name not in known), None)
    walked: list[str] = []
    while at is not None and at not in walked:
        walked.append(at)
        at = next(iter(stuck[at]), None)
    return (*walked[walked.index(at) :], at) if at is not None else ()


def stages(reads: Reads, level: Mapping[str, int], name: str) -> tuple[str, ...]:
    """What is computed before `name`, so that no more than `STRIDE` rows wait for each other at once."""
    if level.get(name, 0) <= STRIDE:
        return ()
    seen: set[str] = set()
    open_ = [name]
    while open_:
        fresh = {other for other in reads.get(open_.pop(), ()) if other in level} - seen
        seen |= fresh
        open_.extend(fresh)
    return tuple(sorted((n for n in seen if level[n] % STRIDE == 0), key=lambda n: level[n]))

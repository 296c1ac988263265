"""What `bangfu doctor` says of one thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: in order, or with the way to mend it, in one line."""

    ok: bool
    what: str

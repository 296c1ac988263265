"""What a week on site is made of: acts in a village, assignments to it, absences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Act:
    """An on-site act: a local date, the village, `accepted` or `pending`.

    `overnight`: that the night was spent in the village has been confirmed.
    """

    village_id: int
    day: date
    status: str
    overnight: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """An assignment to a village; both dates count, None is open."""

    village_id: int
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Absence:
    """An approved absence; both dates count."""

    kind: str
    starts: date
    ends: date

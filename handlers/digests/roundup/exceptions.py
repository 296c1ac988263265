"""Whether a round-up wants somebody's attention."""

from __future__ import annotations

from handlers.digests.roundup.facts import Attendance, Roundup, Tickets
from handlers.digests.wording import SMALL, is_behind
from storage.values.digest import DAY


def is_pressing(of: Roundup) -> bool:
    """Of a day: whether anything became so since the last one; of more days, whether anything stands out."""
    if of.span == DAY:
        return _is_new(of.tickets) or runs_out(of.attendance)
    late = of.tickets and (of.tickets.late or of.tickets.urgent)
    return bool(late or _is_short(of.attendance) or (of.walks and of.walks.neglected) or of.changes)


def _is_new(found: Tickets | None) -> bool:
    """Urgent ones, and those that fell overdue: what was said yesterday is not said again."""
    return bool(found and (found.urgent or found.late_new))


def runs_out(seen: Attendance | None) -> bool:
    """Whether somebody has no day yet with one workday left; said on one day of the week only."""
    return bool(seen and seen.left == 1 and dict(seen.short).get(0))


def _is_short(seen: Attendance | None) -> bool:
    if seen is None or not seen.met.whole:
        return False
    lags = any(is_behind(each, seen.met) for each in seen.places)
    return bool(seen.repeated or seen.units or lags or few_and_short(seen))


def few_and_short(seen: Attendance) -> bool:
    """Whether not all met it, of so few that no rate would say so."""
    return seen.listed < SMALL and seen.met.part < seen.met.whole

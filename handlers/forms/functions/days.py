"""Days and moments."""

from __future__ import annotations

from handlers.forms.functions.table import Scope, lazy, plain
from handlers.forms.values import Value, day


@lazy("today")
def today(scope: Scope) -> Value:
    """The day of the message (Asia/Shanghai)."""
    return scope.now.date()


@lazy("now")
def now(scope: Scope) -> Value:
    """The moment of the message."""
    return scope.now


@plain("date", "value")
def date_(value: Value) -> Value:
    """A day from an ISO text ('2026-11-19'), a moment or a count of days; '' from anything else."""
    return day(value) or ""

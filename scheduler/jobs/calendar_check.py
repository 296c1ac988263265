"""From 1 November: a line in the log while next year's holidays are not in (X21)."""

from __future__ import annotations

import logging
from datetime import date

from storage.calendar import Calendar

log = logging.getLogger(__name__)

FROM_MONTH = 11


def year_missing(calendar: Calendar, day: date) -> int | None:
    """The year whose arrangement should be in by now and is not."""
    due = day.year + 1 if day.month >= FROM_MONTH else day.year
    return None if calendar.known(due) else due


def warn(calendar: Calendar, day: date) -> None:
    """Log what is missing, and what to do about it."""
    year = year_missing(calendar, day)
    if year is not None:
        log.warning("the holidays of %s are not in the calendar: import the State Council's notice", year)

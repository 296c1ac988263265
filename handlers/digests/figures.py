"""The figures of any digest: a day of an area has its own form, everything else is a round-up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.digests.collect import collect
from handlers.digests.facts import DigestFacts
from handlers.digests.frozen import read_as
from handlers.digests.roundup.facts import Roundup
from handlers.digests.roundup.gather import gather
from storage.calendar import Calendar
from storage.parameters import Parameters
from storage.values.digest import DAY, Stretch, Subject

Figures = DigestFacts | Roundup


def figures(
    db: Connection,
    of: Subject,
    stretch: Stretch,
    *,
    cutoff: datetime,
    calendar: Calendar,
    parameters: Parameters,
) -> Figures:
    """What was saved by the cut-off (aware).

    Raises:
        LookupError: there is no such area or unit.
    """
    if not of.is_area or stretch.span != DAY:
        return gather(db, of, stretch, cutoff=cutoff, calendar=calendar, parameters=parameters)
    return collect(
        db, area_id=of.id, day=stretch.first, cutoff=cutoff, calendar=calendar, parameters=parameters
    )


def kept(data: dict[str, Any]) -> Figures:
    """The figures of a digest as it was issued."""
    return read_as(Roundup, data) if "subject" in data else read_as(DigestFacts, data)

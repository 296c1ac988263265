"""Which households were visited in which stretch of days: sets of ids, made from a text for each village and day.

A city has half a million visits in two months. Grouping them by household would have the database sort them
all; a village's day comes from the index as it stands there, and what lies in which stretch is told here. The
ids stay text, since nothing is computed from them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select

from storage.queries.roll import stood
from storage.queries.texts import ids_as_text
from storage.tables import Household, Visit

Stretch = tuple[date, date]
"""The first and the last day."""


def visited(
    db: Connection, villages: Collection[int], stretches: Mapping[str, Stretch], cutoff: datetime
) -> dict[str, set[str]]:
    """Name of a stretch -> the households that had a visit in it, as it was known at the cut-off."""
    first, last = min(days[0] for days in stretches.values()), max(days[1] for days in stretches.values())
    rows = db.execute(
        select(Visit.day, ids_as_text(Visit.household_id))
        .where(Visit.village_id.in_(villages), Visit.day.between(first, last), *stood(Visit, cutoff))
        .group_by(Visit.village_id, Visit.day)
    )
    found: dict[str, set[str]] = {name: set() for name in stretches}
    for day, text in rows:
        homes = text.split(",")
        for name, (begin, end) in stretches.items():
            if begin <= day <= end:
                found[name].update(homes)
    return found


def homes_in(
    db: Connection, villages: Collection[int], *conditions: ColumnElement[bool]
) -> dict[int, list[str]]:
    """Village id -> the households on its register, without the closed ones."""
    rows = db.execute(
        select(Household.village_id, ids_as_text(Household.id))
        .where(Household.village_id.in_(villages), Household.state != "closed", *conditions)
        .group_by(Household.village_id)
    )
    return {village: text.split(",") for village, text in rows}

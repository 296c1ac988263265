"""What is planned for a day to come: people on site, households to be visited, as it was known at the cut-off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import aliased

from storage.queries.digests import held
from storage.queries.roll import COUNTED, stood
from storage.queries.units import UnitRow, of_unit
from storage.tables import Assignment, Household, Leave, Plan, Visit


def planned_on_site(
    db: Connection, villages: Collection[int], day: date, cutoff: datetime, unit: UnitRow | None = None
) -> int:
    """How many people mean to be on site in one of the villages; who is away that day is left out."""
    away = exists().where(
        Leave.person_id == Plan.person_id, Leave.starts <= day, Leave.ends >= day, Leave.status.in_(COUNTED),
        *stood(Leave, cutoff),
    )  # fmt: skip
    there = exists().where(
        Assignment.person_id == Plan.person_id, Assignment.village_id.in_(villages), *held(Assignment, day)
    )
    counted = select(func.count(Plan.person_id.distinct())).where(
        Plan.day == day, Plan.saved_at <= cutoff, there, ~away, *of_unit(Plan.person_id, unit)
    )
    return db.execute(counted).scalar_one()


def planned_visits(
    db: Connection, villages: Collection[int], day: date, cutoff: datetime, unit: UnitRow | None = None
) -> int:
    """How many households are to be visited then, and were not visited since that was said."""
    later = aliased(Visit)
    been = exists().where(
        later.household_id == Visit.household_id, later.day > Visit.day, *stood(later, cutoff)
    )
    counted = (
        select(func.count(Visit.household_id.distinct()))
        .join(Household, Household.id == Visit.household_id)
        .where(
            Visit.village_id.in_(villages), Visit.next_visit == day, Household.state == "active", ~been,
            *stood(Visit, cutoff), *of_unit(Visit.helper_id, unit),
        )
    )  # fmt: skip
    return db.execute(counted).scalar_one()

"""Which records a ledger is made of: within a reach, of an area, a person or a household, of some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from storage.queries.reach import Reach, households_within, regions_within
from storage.tables import Household, Pairing, Person, Region

ALL = Reach(paths=("/",))
"""What whoever runs the machine reaches: every region's path begins so."""
AT_ONCE = 500
"""Rows fetched at a time: a long ledger never stands in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Window:
    """The records asked for. `path` is the area's; `person_id` whose records or households; both days count."""

    reach: Reach
    first: date
    last: date
    path: str = "/"
    person_id: int | None = None
    household_id: int | None = None


def homes_in(window: Window) -> ColumnElement[bool]:
    """Condition on `Household`, with `Region` joined as its village."""
    own = Household.id == window.household_id if window.household_id is not None else true()
    paired = true() if window.person_id is None else Household.id.in_(_paired(window.person_id, window.last))
    return and_(households_within(window.reach), _area(window), own, paired)


def _paired(helper_id: int, day: date) -> Select[int]:
    return select(Pairing.household_id).where(Pairing.helper_id == helper_id, on(Pairing, day))


def records_in(window: Window) -> ColumnElement[bool]:
    """Condition on what somebody did, with `Person` joined as who and `Region` as the village it was in.

    A helper's reach is the helper's own records, whatever else there is of the households.
    """
    reach = window.reach
    ways: list[ColumnElement[bool]] = [regions_within(reach)]
    if own := {reach.helper_id, reach.person_id} - {None}:
        ways.append(Person.id.in_(own))
    if reach.unit_ids:
        ways.append(Person.unit_id.in_(reach.unit_ids))
    person = Person.id == window.person_id if window.person_id is not None else true()
    return and_(or_(false(), *ways), _area(window), person)


def _area(window: Window) -> ColumnElement[bool]:
    return true() if window.path == "/" else Region.path.startswith(window.path, autoescape=True)


def on(table: Any, day: date) -> ColumnElement[bool]:  # noqa: ANN401 - any table with starts and ends
    """Condition: in force on a day."""
    held: ColumnElement[bool] = and_(table.starts <= day, or_(table.ends.is_(None), table.ends >= day))
    return held


def streamed(statement: Any) -> Any:  # noqa: ANN401 - a select of any columns
    """The same statement, its rows fetched `AT_ONCE`."""
    return statement.execution_options(yield_per=AT_ONCE)

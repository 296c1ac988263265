"""The moment a day's reminders are looked for at, and the conditions that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, or_

from storage.queries.roll import among
from storage.tables import Household, Member

DAY = timedelta(days=1)
T = TypeVar("T")
Found = Iterable[tuple[int, str, list[Any]]]
"""(person to be told, path of the region whose parameters hold, the thing as plain values)."""


@dataclass(frozen=True, slots=True)
class Look:
    """The moment asked about, and what the parameters say.

    `since` is the day after the last workday before today: what fell on a weekend is said on the next workday.
    `back`: today, or the day on which a reminder was due that waited (scheduler/week_plan.py).
    `team_days`, `township_days`: how long a follow-up is overdue when the next one hears of it.
    `term_days`: how long before its end an assignment is named. `missing`: the year without a calendar.
    `wanting`: who has asked to hear of grants. `notice_days`, `measure_days`: how long before its
    end a public notice or a measure is named. `holiday`: the days off that begin after today, if a public holiday
    is among them; `next_holiday`: those after the next workday.
    `rule`: the value of a parameter in the region of a path. `people`: whom the reminders are to that are looked
    at again; None is everybody's. `kept`: what `once` has read.
    """

    now: datetime
    since: date
    back: date
    team_days: int
    township_days: int
    term_days: Collection[int]
    missing: int | None
    wanting: Collection[int]
    notice_days: Collection[int]
    measure_days: Collection[int]
    holiday: Sequence[date]
    next_holiday: Sequence[date]
    rule: Callable[[str, str], Any]
    people: Collection[int] | None = None
    kept: dict[Any, list[Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def day(self) -> date:
        return self.now.date()

    def of(self, person_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
        """Condition: it is one of those people, so that a claim of a few hundred does not read everybody's day."""
        return among(person_id, self.people)

    def once(self, read: Callable[[Connection, Look], Iterable[T]], db: Connection) -> list[T]:
        """What several kinds of reminders are about, read for the first of them; a look has one snapshot."""
        if read not in self.kept:
            self.kept[read] = list(read(db, self))
        return self.kept[read]

    def today(self, *days: date) -> bool:
        """Whether one of the days is today's affair."""
        return any(self.since <= day <= self.day for day in days)


def heads() -> ColumnElement[bool]:
    """The head of the household."""
    return and_(Member.household_id == Household.id, Member.is_head, Member.ends.is_(None))


def in_force(table: Any, day: date) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a table with its days
    """An assignment, a role or a membership that holds on a day."""
    return table.starts <= day, or_(table.ends.is_(None), table.ends >= day)

"""The roll of an area: everybody's days of some weeks, each person's in one integer.

A county has 57,000 acts in four weeks. They come as one text of person ids for each village, day and
status, six times faster than as rows, and people alike in a week are put together, so that the rule is
computed once for each way a week can go and not for each person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, cast, func, or_, select, union

from storage.queries.units import UnitRow, of_unit
from storage.tables import Assignment, CheckIn, Leave, Region, Visit
from storage.values.week import Week

OFFICIAL = frozenset({"meeting", "training", "trip"})
"""Kinds of absence on official business (D12, 4 to 6)."""

ACCEPTED, PENDING, ABSENT, TRIPS, ASSIGNED = range(0, 35, 7)
"""Where the seven bits of each set of days begin in the 35 bits of a week, Monday the lowest."""
SEVEN = (1 << 7) - 1
WIDTH = 35


def touching(table: Any, first: date, last: date) -> ColumnElement[bool]:  # noqa: ANN401
    """Condition: the row, from `starts` to `ends`, has a day between `first` and `last`."""
    within: ColumnElement[bool] = and_(table.starts <= last, or_(table.ends.is_(None), table.ends >= first))
    return within


COUNTED = ("effective", "withdrawn")
"""States of a leave that counted, at least until it was withdrawn: not those that wait or were not agreed to."""


def stood(table: type[CheckIn | Leave | Visit], at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions: the record was saved by that moment and not withdrawn yet, whatever became of it (X50)."""
    return table.saved_at <= at, or_(table.withdrawn_at.is_(None), table.withdrawn_at > at)


class Roll:
    """The people (of a unit) assigned to the villages of an area in some of `weeks`, with five sets of days each.

    `homes`: person id -> path of the village of the main assignment.
    """

    def __init__(
        self, conn: Connection, path: str, weeks: Sequence[Week], saved_by: datetime | None = None,
        unit: UnitRow | None = None,
    ) -> None:  # fmt: skip
        self.homes: dict[int, str] = {}
        self._shifts = {week.monday: n * WIDTH for n, week in enumerate(weeks)}
        self._first = min(self._shifts)
        self._last = max(self._shifts) + timedelta(days=6)
        self._days: defaultdict[int, int] = defaultdict(int)
        self._villages: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        people = (
            select(Assignment.person_id)
            .join(Region, Region.id == Assignment.village_id)
            .where(
                Region.path.startswith(path, autoescape=True),
                touching(Assignment, self._first, self._last),
                *of_unit(Assignment.person_id, unit),
            )
        )
        self._read_assignments(conn, people)
        self._read_acts(conn)
        self._read_nights(conn)
        self._read_absences(conn, people, saved_by)
        if saved_by is not None:
            self._restate_acts(conn, saved_by)

    def alike(self, week: Week) -> dict[tuple[tuple[date, ...], ...], list[int]]:
        """The days of the five sets in a week -> the people of whom they are true.

        People without an assignment in that week are left out.
        """
        shift, whole = self._shifts[week.monday], (1 << WIDTH) - 1
        found: defaultdict[int, list[int]] = defaultdict(list)
        for person, days in self._days.items():
            found[days >> shift & whole].append(person)
        dates = [week.monday + timedelta(days=n) for n in range(7)]
        return {
            tuple(
                tuple(day for n, day in enumerate(dates) if days >> kind + n & 1)
                for kind in range(0, WIDTH, 7)
            ): people
            for days, people in found.items()
            if days >> ASSIGNED & SEVEN
        }

    def _bits(self, first: date, last: date | None) -> int:
        bits = 0
        for monday, shift in self._shifts.items():
            low = max(0, (first - monday).days)
            high = 6 if last is None else min(6, (last - monday).days)
            if low <= high:
                bits |= ((1 << high + 1) - (1 << low)) << shift
        return bits

    def _read_assignments(self, conn: Connection, people: Any) -> None:  # noqa: ANN401
        lasting = or_(Assignment.ends.is_(None), Assignment.ends >= self._last)
        rows = conn.execute(
            select(
                Assignment.person_id, Assignment.village_id, Region.path, Assignment.starts, Assignment.ends
            )
            .join(Region, Region.id == Assignment.village_id)
            .where(Assignment.person_id.in_(people), touching(Assignment, self._first, self._last))
            .order_by(lasting.desc(), Assignment.share.desc(), Assignment.starts, Assignment.id)
        )
        bits = cache(self._bits)
        for person, village, path, starts, ends in rows.all():
            days = bits(starts, ends)
            self.homes.setdefault(person, path)
            self._villages[village][person] |= days
            self._days[person] |= days << ASSIGNED

    def _read_acts(self, conn: Connection) -> None:
        rows = conn.execute(
            select(
                CheckIn.village_id,
                CheckIn.day,
                CheckIn.status,
                func.aggregate_strings(cast(CheckIn.person_id, String), ","),
            )
            .where(
                CheckIn.village_id.in_(self._villages),
                CheckIn.day.between(self._first, self._last),
                CheckIn.status != "withdrawn",
            )
            .group_by(CheckIn.village_id, CheckIn.day, CheckIn.status)
        )
        for village, day, status, people in rows.all():
            self._mark(village, day, status, map(int, people.split(",")))

    def _read_nights(self, conn: Connection, *conditions: ColumnElement[bool]) -> None:
        """A night in the village that is confirmed makes the next date one on site too (domain.md 3.1)."""
        standing = conditions or (CheckIn.status != "withdrawn",)
        rows = conn.execute(
            select(CheckIn.person_id, CheckIn.village_id, CheckIn.day, CheckIn.status).where(
                CheckIn.overnight, CheckIn.day.between(self._first - timedelta(days=1), self._last), *standing
            )
        )
        for person, village, day, status in rows.all():
            if village in self._villages:
                self._mark(village, day + timedelta(days=1), status, (person,))

    def _mark(self, village: int, day: date, status: str, people: Iterable[int]) -> None:
        everybody, assigned, bit = self._days, self._villages[village], self._bits(day, day)
        marked = bit << (PENDING if status == "pending" else ACCEPTED)
        for person in people:
            if person in assigned and assigned[person] & bit:
                everybody[person] |= marked

    def _restate_acts(self, conn: Connection, saved_by: datetime) -> None:
        """Read again, one by one, the acts of the few who wrote or withdrew one after that moment (X50)."""
        written = select(CheckIn.person_id).where(CheckIn.saved_at > saved_by)
        withdrawn = select(CheckIn.person_id).where(CheckIn.withdrawn_at > saved_by)
        changed = [person for person in conn.scalars(union(written, withdrawn)) if person in self._days]
        acts = sum(SEVEN << kind + shift for kind in (ACCEPTED, PENDING) for shift in self._shifts.values())
        for person in changed:
            self._days[person] &= ~acts
        rows = conn.execute(
            select(CheckIn.person_id, CheckIn.village_id, CheckIn.day, CheckIn.status).where(
                CheckIn.person_id.in_(changed), CheckIn.village_id.in_(self._villages),
                CheckIn.day.between(self._first, self._last), *stood(CheckIn, saved_by),
            )
        )  # fmt: skip
        for person, village, day, status in rows.all():
            self._mark(village, day, status, (person,))
        self._read_nights(conn, CheckIn.person_id.in_(changed), *stood(CheckIn, saved_by))

    def _read_absences(self, conn: Connection, people: Any, saved_by: datetime | None) -> None:  # noqa: ANN401
        standing = (
            (Leave.status == "effective",)
            if saved_by is None
            else (Leave.status.in_(COUNTED), *stood(Leave, saved_by))
        )
        rows = conn.execute(
            select(Leave.person_id, Leave.kind, Leave.starts, Leave.ends).where(
                Leave.person_id.in_(people),
                *standing,
                touching(Leave, self._first, self._last),
            )
        )
        for person, kind, starts, ends in rows.all():
            self._days[person] |= self._bits(starts, ends) << (TRIPS if kind in OFFICIAL else ABSENT)

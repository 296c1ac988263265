"""The roll of an area or of some people: their days of some weeks, each person's in one integer.

A county has 57,000 acts in four weeks. They come as one text of person ids for each village, day and
status, six times faster than as rows, and people alike in a week are put together, so that the rule is
computed once for each way a week can go and not for each person. What it costs at the size of a city is
told in docs/decisions/what-a-digest-costs.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, text, true

from storage.queries.one_of import one_of
from storage.queries.portions import portions
from storage.queries.texts import ids_as_text, ids_of
from storage.queries.together import Units
from storage.queries.units import UnitRow, of_unit
from storage.tables import Assignment, CheckIn, Leave, Region, Visit
from storage.values.week import Week

OFFICIAL = frozenset({"meeting", "training", "trip"})
"""Kinds of absence on official business (D12, 4 to 6)."""

ACCEPTED, PENDING, ABSENT, TRIPS, ASSIGNED = range(0, 35, 7)
"""Where the seven bits of each set of days begin in the 35 bits of a week, Monday the lowest."""
SEVEN = (1 << 7) - 1
WIDTH = 35
"""Of these five sets; where units count, two more follow in `alike`: accepted days and trips of the unit."""


def touching(table: Any, first: date, last: date) -> ColumnElement[bool]:  # noqa: ANN401
    """Condition: the row, from `starts` to `ends`, has a day between `first` and `last`."""
    within: ColumnElement[bool] = and_(table.starts <= last, or_(table.ends.is_(None), table.ends >= first))
    return within


COUNTED = ("effective", "withdrawn")
"""States of a leave that counted, at least until it was withdrawn: not those that wait or were not agreed to."""


def stood(table: type[CheckIn | Leave | Visit], at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions: the record was saved by that moment and not withdrawn yet, whatever became of it (X50)."""
    return table.saved_at <= at, or_(table.withdrawn_at.is_(None), table.withdrawn_at > at)


Whose = Select[int] | Collection[int]
OVERNIGHT: Any = text("check_ins.overnight")
"""As the index of nights has it: SQLite would pass that by for `overnight = 1` and read every act of those days."""


class Roll:
    """The people assigned to some villages in some of `weeks`, with five sets of days each.

    `homes`: person id -> path of the village of the main assignment.

    Args:
        people: a select of person ids, or the ids; None is everybody who is assigned in those weeks.
        saved_by: what is read as it stood at that moment (X50); None as it stands now.
        still: what was saved by that moment as it stands now, so without what was withdrawn since.
        together: with the days of each person's unit in the person's villages.
    """

    def __init__(
        self, conn: Connection, people: Whose | None, weeks: Sequence[Week], saved_by: datetime | None = None,
        *, still: bool = False, together: bool = False,
    ) -> None:  # fmt: skip
        self.homes: dict[int, str] = {}
        self._shifts = {week.monday: n * WIDTH for n, week in enumerate(weeks)}
        self._first, self._last = span_of(weeks)
        self._days: defaultdict[int, int] = defaultdict(int)
        self._villages: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._saved_by, self._still = saved_by, still
        self._read_assignments(conn, people)
        self._units = Units(conn, self._villages, self._first, self._last, self._shared) if together else None
        self._read_acts(conn)
        self._read_nights(conn)
        self._read_absences(conn, people)

    def alike(self, week: Week) -> dict[tuple[tuple[date, ...], ...], list[int]]:
        """The days of the five sets in a week (and the two of the unit) -> the people of whom they are true.

        People without an assignment in that week are left out.
        """
        shift, whole = self._shifts[week.monday], (1 << WIDTH) - 1
        found: defaultdict[int, list[int]] = defaultdict(list)
        for person, days in self._days.items():
            found[days >> shift & whole].append(person)
        if self._units is not None:
            found = _apart(found, self._units, shift)
        width = WIDTH if self._units is None else WIDTH + 2 * 7
        dates = [week.monday + timedelta(days=n) for n in range(7)]
        return {
            tuple(
                tuple(day for n, day in enumerate(dates) if days >> kind + n & 1)
                for kind in range(0, width, 7)
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

    def _shared(self, first: date, last: date | None) -> int:
        """The bits of an assignment where accepted days and trips of a unit are looked for."""
        days = self._bits(first, last)
        return days << ACCEPTED | days << TRIPS

    def _read_assignments(self, conn: Connection, people: Whose | None) -> None:
        """The people alike in a village as one text; whoever has several assignments is read once more, in order."""
        rows = conn.execute(
            select(
                Region.id, Region.path, Assignment.starts, Assignment.ends, ids_as_text(Assignment.person_id)
            )
            .join(Region, Region.id == Assignment.village_id)
            .where(among(Assignment.person_id, people), touching(Assignment, self._first, self._last))
            .group_by(Region.id, Assignment.starts, Assignment.ends)
        )
        several: set[int] = set()
        for village, path, starts, ends, alike in rows.all():
            days = self._bits(starts, ends)
            for person in ids_of(alike):
                if person in self.homes:
                    several.add(person)
                self.homes[person] = path
                self._villages[village][person] |= days
                self._days[person] |= days << ASSIGNED
        for some in portions(several):
            self.homes |= self._main_villages(conn, some)

    def _main_villages(self, conn: Connection, people: Collection[int]) -> dict[int, str]:
        """Person -> path of the village of the main assignment: the last of these rows is the first in rank."""
        lasting = or_(Assignment.ends.is_(None), Assignment.ends >= self._last)
        rows = conn.execute(
            select(Assignment.person_id, Region.path)
            .join(Region, Region.id == Assignment.village_id)
            .where(one_of(Assignment.person_id, people), touching(Assignment, self._first, self._last))
            .order_by(lasting, Assignment.share, Assignment.starts.desc(), Assignment.id.desc())
        )
        return dict(rows.all())

    def _standing(self) -> tuple[ColumnElement[bool], ...]:
        if self._saved_by is None:
            return (CheckIn.status != "withdrawn",)
        if self._still:
            return CheckIn.status != "withdrawn", CheckIn.saved_at <= self._saved_by
        return stood(CheckIn, self._saved_by)

    def _read_acts(self, conn: Connection) -> None:
        rows = conn.execute(
            select(
                CheckIn.village_id,
                CheckIn.day,
                CheckIn.status,
                ids_as_text(CheckIn.person_id),
            )
            .where(
                one_of(CheckIn.village_id, self._villages),
                CheckIn.day.between(self._first, self._last),
                *self._standing(),
            )
            .group_by(CheckIn.village_id, CheckIn.day, CheckIn.status)
        )
        bits = cache(self._bits)
        acts: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for village, day, status, people in rows:
            marked, of_village = bits(day, day) << _kind(status), acts[village]
            for person in people.split(","):
                of_village[person] |= marked
        for village, of_village in acts.items():
            self._keep_assigned(village, of_village)

    def _keep_assigned(self, village: int, acts: Mapping[str, int]) -> None:
        """Of what people did in a village the days of their assignment: asked once a person, not for each of their acts."""
        if self._units is not None:
            self._units.saw(village, acts)
        assigned = self._villages[village]
        for written, marked in acts.items():
            person = int(written)
            if days := assigned.get(person):
                self._days[person] |= marked & (days << ACCEPTED | days << PENDING)

    def _read_nights(self, conn: Connection) -> None:
        """A night in the village that is confirmed makes the next date one on site too (domain.md 3.1)."""
        rows = conn.execute(
            select(CheckIn.person_id, CheckIn.village_id, CheckIn.day, CheckIn.status).where(
                OVERNIGHT, CheckIn.day.between(self._first - timedelta(days=1), self._last), *self._standing()
            )
        )
        for person, village, day, status in rows.all():
            if village in self._villages:
                after = day + timedelta(days=1)
                self._keep_assigned(village, {str(person): self._bits(after, after) << _kind(status)})

    def _read_absences(self, conn: Connection, people: Whose | None) -> None:
        standing = (
            (Leave.status.in_(COUNTED), *stood(Leave, self._saved_by))
            if self._saved_by and not self._still
            else (Leave.status == "effective",)
        )
        rows = conn.execute(
            select(Leave.person_id, Leave.kind, Leave.starts, Leave.ends).where(
                among(Leave.person_id, people if self._units is None else self._units.people()),
                *standing,
                Leave.starts <= self._last,
                Leave.ends >= self._first,
            )
        )
        for person, kind, starts, ends in rows.all():
            days = self._bits(starts, ends)
            self._days[person] |= days << (TRIPS if kind in OFFICIAL else ABSENT)
            if self._units is not None and kind in OFFICIAL:
                self._units.away(person, days << TRIPS)


def _apart(alike: Mapping[int, list[int]], units: Units, shift: int) -> defaultdict[int, list[int]]:
    """People alike in their own days, told apart by the days of their units."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for days, people in alike.items():
        for person in people:
            shared = units.of(person) >> shift
            both = shared >> ACCEPTED & SEVEN | (shared >> TRIPS & SEVEN) << 7
            found[days | both << WIDTH].append(person)
    return found


def _kind(status: str) -> int:
    return PENDING if status == "pending" else ACCEPTED


def assigned_in(path: str, first: date, last: date, unit: UnitRow | None = None) -> Select[int]:
    """The ids of everybody (of a unit) assigned to a village of an area between two days.

    The villages are looked for first: there are hundreds of them where there are 69,900 assignments.
    """
    villages = select(Region.id).where(Region.path.startswith(path, autoescape=True))
    return select(Assignment.person_id).where(
        Assignment.village_id.in_(villages),
        touching(Assignment, first, last),
        *of_unit(Assignment.person_id, unit),
    )


def span_of(weeks: Iterable[Week]) -> tuple[date, date]:
    """The first and the last day of some weeks."""
    mondays = [week.monday for week in weeks]
    return min(mondays), max(mondays) + timedelta(days=6)


def weeks_between(first: date, last: date) -> list[Week]:
    """The weeks of some days."""
    weeks = [Week.of(first)]
    while weeks[-1].sunday < last:
        weeks.append(weeks[-1].next)
    return weeks


def among(person_id: Any, people: Whose | None) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Condition: it is one of these people; None is everybody."""
    if people is None:
        return true()
    if not isinstance(people, Select):
        return one_of(person_id, people)
    found: ColumnElement[bool] = person_id.in_(people)
    return found

"""The days of units in villages (domain.md 3.1, unit counting; X44), beside those of the roll's people.

Days are bits as the roll has them (storage/queries/roll.py); nothing here knows what they stand for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from storage.queries.texts import ids_as_text, ids_of
from storage.tables import Assignment, Person


class Units:
    """Everybody of a unit who is assigned to some villages, and what they did there on days of the assignment.

    Args:
        villages: those that the roll's people are assigned to.
        held: the bits of an assignment, from its first to its last day (None is open).
    """

    def __init__(
        self,
        conn: Connection,
        villages: Collection[int],
        first: date,
        last: date,
        held: Callable[[date, date | None], int],
    ) -> None:
        self._villages = villages
        self._seats: defaultdict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        self._days: defaultdict[tuple[int, int], int] = defaultdict(int)
        rows: Any = conn.execute(
            select(
                Assignment.village_id, Person.unit_id, Assignment.starts, Assignment.ends,
                ids_as_text(Assignment.person_id),
            )
            .join(Person, Person.id == Assignment.person_id)
            .where(
                Assignment.village_id.in_(villages), Person.unit_id.is_not(None), Assignment.starts <= last,
                or_(Assignment.ends.is_(None), Assignment.ends >= first),
            )
            .group_by(Assignment.village_id, Person.unit_id, Assignment.starts, Assignment.ends)
        )  # fmt: skip
        for village, unit, starts, ends, people in rows.all():
            days = held(starts, ends)
            for person in ids_of(people):
                of_person = self._seats[person]
                before = of_person.get(village, (unit, 0))[1]
                of_person[village] = unit, before | days

    def people(self) -> Select[int]:
        """The ids of everybody assigned to these villages at any time."""
        return select(Assignment.person_id).where(Assignment.village_id.in_(self._villages))

    def saw(self, village: int, acts: Mapping[str, int]) -> None:
        """What people did in a village, by their written ids."""
        for written, marked in acts.items():
            if seat := self._seats.get(int(written), {}).get(village):
                unit, held = seat
                self._days[village, unit] |= marked & held

    def away(self, person: int, days: int) -> None:
        """Days of official business of somebody: they are of every village the person is assigned to."""
        for village, (unit, held) in self._seats.get(person, {}).items():
            self._days[village, unit] |= days & held

    def of(self, person: int) -> int:
        """The days of the person's unit in the villages that the person was assigned to on them."""
        found = 0
        for village, (unit, held) in self._seats.get(person, {}).items():
            found |= self._days[village, unit] & held
        return found

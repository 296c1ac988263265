"""What the on-site rule needs to know: who was where on which day, was to be there, was excused.

Two ways to the same facts. `duty_of` reads one person's records as they are, in one statement, for the
person's own week. `duties_in` reads everybody of an area for weeks at a time, in three
(storage/queries/roll.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, cast, literal, null, select, union_all

from storage.queries.roll import OFFICIAL, Roll, assigned_in, span_of, touching, weeks_between
from storage.queries.units import UnitRow
from storage.tables import Assignment, CheckIn, Leave
from storage.tables.base import Key
from storage.values.duty import Absence, Act, Span
from storage.values.week import Week

__all__ = ["OFFICIAL", "AreaDuty", "Duty", "PersonDuty", "Together", "duties_in", "duties_known", "duty_of"]

EVERYWHERE = "/"


class Together(NamedTuple):
    """The days of a person's unit in the person's villages, the person's own among them (unit counting, X44).

    `accepted` acts of anybody of the unit who is assigned there on that date; `trips`: they were away on
    official business then.
    """

    accepted: tuple[date, ...]
    trips: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class PersonDuty:
    """One person's records of some days, as they stand; `together` is None where it was not asked for."""

    acts: tuple[Act, ...]
    spans: tuple[Span, ...]
    absences: tuple[Absence, ...]
    together: Together | None = None


class Duty(NamedTuple):
    """The days of one week of one person, or of everybody alike: local dates in order.

    Acts count only in a village that the person is assigned to on that date. `trips` are absences on
    official business, `absent` the others; both may hold weekends. `assigned` are the days of duty.
    `together` is None where it was not asked for.
    """

    accepted: tuple[date, ...]
    pending: tuple[date, ...]
    absent: tuple[date, ...]
    trips: tuple[date, ...]
    assigned: tuple[date, ...]
    together: Together | None = None


@dataclass(frozen=True, slots=True)
class AreaDuty:
    """Everybody assigned to a village of an area.

    `homes`: person id -> path of the village of the main assignment: of those still in force at the end
    of the weeks the one with the greatest share, then the first. `weeks`: week -> what people did and owed -> the ids of those people; who has no assignment
    in a week is not in it.
    """

    homes: Mapping[int, str]
    weeks: Mapping[Week, Mapping[Duty, Sequence[int]]]


def duty_of(
    conn: Connection, person_id: int, first: date, last: date, *, together: bool = False
) -> PersonDuty:
    """One person's acts, assignments and absences that touch the days from `first` to `last`.

    Args:
        together: with the days of the person's unit in the person's villages, in the weeks of those days.
    """
    acts = select(literal("act"), CheckIn.status, CheckIn.village_id, CheckIn.day, cast(null(), Date)).where(
        CheckIn.person_id == person_id, CheckIn.status != "withdrawn", CheckIn.day.between(first, last)
    )
    nights = select(
        literal("night"), CheckIn.status, CheckIn.village_id, CheckIn.day, cast(null(), Date)
    ).where(
        CheckIn.person_id == person_id,
        CheckIn.overnight,
        CheckIn.status != "withdrawn",
        CheckIn.day.between(first - timedelta(days=1), last),
    )
    spans = select(
        literal("span"), literal(""), Assignment.village_id, Assignment.starts, Assignment.ends
    ).where(Assignment.person_id == person_id, touching(Assignment, first, last))
    absences = select(literal("absence"), Leave.kind, cast(null(), Key), Leave.starts, Leave.ends).where(
        Leave.person_id == person_id, Leave.status == "effective", touching(Leave, first, last)
    )
    rows: Sequence[Any] = conn.execute(union_all(acts, nights, spans, absences)).all()
    return PersonDuty(
        acts=tuple(
            Act(village, day, status, overnight=what == "night")
            for what, status, village, day, _ in rows
            if what in ("act", "night")
        ),
        spans=tuple(Span(village, since, until) for what, _, village, since, until in rows if what == "span"),
        absences=tuple(
            Absence(kind, since, until) for what, kind, _, since, until in rows if what == "absence"
        ),
        together=_together_of(conn, person_id, weeks_between(first, last)) if together else None,
    )


def _together_of(conn: Connection, person_id: int, weeks: Sequence[Week]) -> Together:
    """The days of one person's unit in some weeks."""
    found = _of(Roll(conn, [person_id], weeks, together=True), weeks)
    duties = [duty.together for week in weeks for duty in found.weeks[week] if duty.together]
    return Together(
        tuple(day for each in duties for day in each.accepted),
        tuple(day for each in duties for day in each.trips),
    )


def duties_in(
    conn: Connection, path: str, weeks: Sequence[Week], saved_by: datetime | None = None,
    unit: UnitRow | None = None, *, together: bool = False,
) -> AreaDuty:  # fmt: skip
    """Everybody's days in an area, week by week; with a unit, those of its people.

    Args:
        path: of the area, `/code/…/`, or `/` for everywhere. Acts of its people in their villages elsewhere
            count too.
        weeks: any weeks; everything between the first and the last is read.
        saved_by: acts and absences as they stood at that moment (X50); None is as they stand now. A
            withdrawn act counts as accepted until it was withdrawn.
        together: with the days of everybody's unit in their villages, whoever of it may be outside the area.
    """
    if not weeks:
        return AreaDuty({}, {})
    everybody = path == EVERYWHERE and unit is None
    people = None if everybody else assigned_in(path, *span_of(weeks), unit)
    return _of(Roll(conn, people, weeks, saved_by, together=together), weeks)


def duties_known(
    conn: Connection, people: Collection[int] | None, weeks: Sequence[Week], now: datetime,
    *, together: bool = False,
) -> AreaDuty:  # fmt: skip
    """The days of some people, or of everybody, as they stand, without acts that were saved after `now`.

    What a few hundred of a city's people are asked about costs no more than they do.
    """
    return _of(Roll(conn, people, weeks, now, still=True, together=together), weeks)


def _of(roll: Roll, weeks: Iterable[Week]) -> AreaDuty:
    alike = {week: {_duty(days): people for days, people in roll.alike(week).items()} for week in weeks}
    return AreaDuty(roll.homes, alike)


def _duty(days: tuple[tuple[date, ...], ...]) -> Duty:
    accepted, pending, absent, trips, assigned, *shared = days
    return Duty(accepted, pending, absent, trips, assigned, Together(*shared) if shared else None)

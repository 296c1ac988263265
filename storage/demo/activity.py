"""The history of the demonstration: check-ins, visits, follow-ups and leave up to a moment, written in bulk.

The standing persons have no day in a village and their households no visit this month, so that whoever
plays them begins with an empty week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, select

from storage.calendar import Calendar, seed_rows
from storage.demo import papers
from storage.demo.presence import WAITING, Coming, absences, comings, weeks_between
from storage.demo.standing import CADRE, MEMBER
from storage.demo.visits import Call, Problem, by_phone, long_ago, problems, to_the_four, visits_of_month
from storage.queries.upsert import Values, insert_bulk
from storage.sealed import Vault
from storage.tables import (
    Assignment,
    CheckIn,
    Enrolment,
    FollowUp,
    Household,
    Leave,
    Pairing,
    Person,
    Training,
    Visit,
)
from storage.values.week import SHANGHAI, Week

T = TypeVar("T")

FULL_WEEKS = 4
SECRETARY = "G003"
VERSION = "demo"
"""The version of the form these visits were not asked by."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Ids and links of the people and households: code -> id, helper -> village, household -> helper."""

    people: Mapping[str, int]
    households: Mapping[str, int]
    villages: Mapping[str, int]
    homes: Mapping[str, int]
    paired: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class History:
    """What happened, in full weeks and months; what lies after the moment is cut off when it is written."""

    there: Mapping[str, Sequence[Coming]]
    away: Mapping[tuple[str, Week], str]
    calls: Sequence[Call]
    problems: Sequence[Problem]


def write_activity(conn: Connection, vault: Vault, now: datetime) -> None:
    """Write the history before `now`: four full weeks and this one, and the visits of two months."""
    roll = _roll(conn)
    calendar = Calendar.of({row["day"]: row["works"] for row in seed_rows()})
    history = _history(roll, calendar, now)
    insert_bulk(conn, CheckIn, _check_ins(roll, history, now))
    session = conn.execute(select(Training.id).where(Training.code == papers.SESSION)).scalar_one()
    insert_bulk(conn, Enrolment, papers.enrolments(now.date(), roll.people, session))
    insert_bulk(conn, Leave, [_leave(roll, code, week, kind) for (code, week), kind in history.away.items()])
    insert_bulk(conn, Visit, [_visit(vault, roll, call) for call in history.calls])
    _write_problems(conn, vault, roll, history.problems)


def _roll(conn: Connection) -> Roll:
    first = select(func.min(Assignment.id)).group_by(Assignment.person_id)
    assigned = select(Person.code, Assignment.village_id).join(Person, Person.id == Assignment.person_id)
    paired = (
        select(Household.code, Person.code)
        .join(Pairing, Pairing.household_id == Household.id)
        .join(Person, Person.id == Pairing.helper_id)
        .where(Pairing.primary, Pairing.ends.is_(None))
        .order_by(Household.id)
    )
    return Roll(
        people=_pairs(conn, select(Person.code, Person.id)),
        households=_pairs(conn, select(Household.code, Household.id)),
        villages=_pairs(conn, assigned.where(Assignment.id.in_(first)).order_by(Person.id)),
        homes=_pairs(conn, select(Household.code, Household.village_id)),
        paired=_pairs(conn, paired),
    )


def _pairs(conn: Connection, pairs: Select[str, T]) -> dict[str, T]:
    return {row[0]: row[1] for row in conn.execute(pairs)}


def _history(roll: Roll, calendar: Calendar, now: datetime) -> History:
    today, current = now.date(), Week.of(now.date())
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    start = min(last_month, current.monday - timedelta(weeks=FULL_WEEKS))
    weeks = weeks_between(start, (this_month + timedelta(days=31)).replace(day=1))
    away = absences(list(roll.villages), weeks, current)
    there = {
        code: [
            day
            for week in weeks
            if (code, week) not in away
            for day in comings(code, week, current, calendar)
        ]
        for code in roll.villages
    }
    calls = sorted(
        _calls(roll, calendar, there, today, last_month, this_month),
        key=lambda call: (call.at, call.household),
    )
    made = [call for call in calls if call.at <= now]
    return History(there, away, made, list(problems(made, today)))


def _calls(
    roll: Roll, calendar: Calendar, there: Mapping[str, Sequence[Coming]], today: date, last: date, this: date
) -> Iterator[Call]:  # fmt: skip
    workdays = calendar.workdays_between(last, this - timedelta(days=1))
    mine = [household for household, helper in roll.paired.items() if helper == MEMBER]
    others = {household: helper for household, helper in roll.paired.items() if helper != MEMBER}
    for month in (last, this):
        yield from visits_of_month(month, others, there, calendar)
    days = [coming for coming in there[SECRETARY] if last <= coming.came_at.date() < this]
    yield from to_the_four(workdays, CADRE, SECRETARY, days)
    yield from (by_phone(household, MEMBER, workdays[5 + at]) for at, household in enumerate(mine))
    yield from long_ago(today, roll.paired, calendar)


def _check_ins(roll: Roll, history: History, now: datetime) -> list[dict[str, Any]]:
    """A row a person and day: said, or made by the first visit where nothing was said."""
    first_call = {(call.helper, call.day): call for call in reversed(history.calls) if call.manner != "phone"}
    rows = []
    for code, days in history.there.items():
        past = [day for day in days if day.came_at <= now]
        for coming in past:
            call = first_call.pop((code, coming.came_at.date()), None)
            quiet = call is not None and call.at.minute % 8 == 0
            rows.append(_check_in(roll, code, coming, call if quiet else None, now))
    _leave_one_waiting(roll, rows, Week.of(now.date()).monday)
    alone = (call for (_, _), call in first_call.items() if call.helper not in (CADRE, MEMBER))
    return [*rows, *(_check_in(roll, call.helper, Coming(call.at, None, []), call, now) for call in alone)]


def _leave_one_waiting(roll: Roll, rows: Sequence[dict[str, Any]], monday: date) -> None:
    codes = {number: code for code, number in roll.people.items()}
    for row in rows:
        if codes[row["person_id"]] >= WAITING and row["day"] >= monday:
            row["status"] = "pending"
            return


def _check_in(roll: Roll, code: str, coming: Coming, call: Call | None, now: datetime) -> dict[str, Any]:
    came = call.at if call else coming.came_at
    return {
        "person_id": roll.people[code],
        "village_id": roll.villages[code],
        "day": came.date(),
        "came_at": came,
        "left_at": coming.left_at if coming.left_at and came < coming.left_at <= now else None,
        "work_items": [] if call else coming.work,
        "note_sealed": None,
        "source": "visit" if call else "said",
        "evidence": "e0",
        "status": "accepted",
        "contact_id": None,
        "saved_at": came,
        "withdrawn_at": None,
    }


def _leave(roll: Roll, code: str, week: Week, kind: str) -> Values:
    """A week's leave, asked for on the Friday before."""
    return {
        "person_id": roll.people[code],
        "kind": kind,
        "starts": week.monday,
        "ends": week.monday + timedelta(days=4),
        "reason_sealed": None,
        "status": "effective",
        "contact_id": None,
        "saved_at": datetime.combine(week.monday - timedelta(days=3), time(16, 20), SHANGHAI),
        "withdrawn_at": None,
    }


def _visit(vault: Vault, roll: Roll, call: Call) -> Values:
    return {
        "household_id": roll.households[call.household],
        "helper_id": roll.people[call.helper],
        "village_id": roll.homes[call.household],
        "day": call.day,
        "manner": call.manner,
        "met": call.met,
        "as_helper": call.paired,
        "form": "visit",
        "version": VERSION,
        "answers_sealed": vault.seal_json({"manner": call.manner, "met": call.met}),
        "text_index": None,
        "late": False,
        "bulk": False,
        "next_visit": call.day + timedelta(days=30),
        "status": "accepted",
        "contact_id": None,
        "saved_at": call.at,
        "withdrawn_at": None,
    }


def _write_problems(conn: Connection, vault: Vault, roll: Roll, found: Iterable[Problem]) -> None:
    rows = conn.execute(select(Visit.household_id, Visit.helper_id, Visit.day, Visit.id))
    visits = {(household, helper, day): number for household, helper, day, number in rows}
    insert_bulk(conn, FollowUp, [_follow_up(vault, roll, visits, problem) for problem in found])


def _follow_up(
    vault: Vault, roll: Roll, visits: Mapping[tuple[int, int, date], int], problem: Problem
) -> Values:  # fmt: skip
    call = problem.call
    household, helper = roll.households[call.household], roll.people[call.helper]
    return {
        "visit_id": visits[household, helper, call.day],
        "household_id": household,
        "village_id": roll.homes[call.household],
        "owner_id": helper,
        "matter": problem.matter,
        "text_sealed": vault.seal(problem.text),
        "urgent": problem.urgent,
        "opened_on": call.day,
        "due": problem.due,
        "status": "closed" if problem.closed_on else "open",
        "closed_on": problem.closed_on,
    }

"""The demonstration county with a year of planted behaviour: a handful of its people, each with a way of their own.

Everything is written down beforehand with the moment at which it was saved; the clock finds what was known then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from storage.calendar import Calendar
from storage.queries.contacts import settle_at
from storage.sealed import Vault
from storage.tables import (
    Assignment,
    CheckIn,
    FollowUp,
    Grant,
    Leave,
    Member,
    Pairing,
    Person,
    Preference,
    Region,
    Role,
    Visit,
)
from storage.values.week import SHANGHAI, Week

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
BEFORE = date(2025, 12, 28)

WAYS = {
    "G001": "exemplary: the first two workdays of every week, every household each month",
    "G002": "two villages: Tuesday in one, Thursday in the other",
    "G003": "first secretary, exemplary",
    "G004": "leader of the team, exemplary",
    "G005": "never comes",
    "G006": "comes every other week",
    "G007": "comes; on leave in two weeks of May",
    "G008": "comes; in hospital in June, asked for on the first day and agreed to a week later",
    "G009": "comes, and writes it down on Sunday night",
    "G010": "comes; two follow-ups, one settled in time, one never",
    "G011": "comes from a Wednesday in March on; the assignment ends in September",
    "SG-X": "information officer of the village",
    "T01": "clerk of the township",
    "T02": "leader of the township",
    "X01": "county office",
    "D01": "contact of the unit",
    "SG001-1": "head of a household that wants to hear of grants",
}
"""Person -> what they do all year."""

STEADY = ("G001", "G003", "G004", "G007", "G008", "G010", "G011")
VISITING = ("G001", "G003", "G004")
LEAVE = (date(2026, 5, 11), date(2026, 5, 22))
HOSPITAL = (date(2026, 6, 8), date(2026, 6, 26))
BEGINS, ENDS = date(2026, 3, 11), date(2026, 9, 18)


def plant(db: Connection, vault: Vault, calendar: Calendar) -> None:
    """Leave the county to these people, and write their year down."""
    for table in (FollowUp, Visit, CheckIn, Leave):
        db.execute(delete(table))
    people = {code: number for code, number in db.execute(select(Person.code, Person.id)) if code in WAYS}
    for held, whose in (
        (Assignment, Assignment.person_id),
        (Role, Role.person_id),
        (Pairing, Pairing.helper_id),
    ):
        db.execute(update(held).where(whose.not_in(people.values())).values(ends=BEFORE))
    villages = dict(db.execute(select(Region.name, Region.id).where(Region.level == "village")).all())
    home, other = villages["石关村"], villages["路塘村"]
    _days(db, calendar, people, home, other)
    _leaves(db, people)
    _visits(db, people, home)
    db.execute(
        update(Assignment)
        .where(Assignment.person_id.in_(people.values()))
        .values(starts=BEFORE + timedelta(days=1))
    )
    term = {"starts": BEGINS, "ends": ENDS}
    db.execute(update(Assignment).where(Assignment.person_id == people["G011"]).values(**term))
    _household(db, people["SG001-1"])
    for code, person in people.items():
        db.execute(insert(Preference).values(person_id=person, **_wish(code)))
        settle_at(db, vault, "webchat", f"year-{person}", person, at(BEFORE, 8))


def _days(db: Connection, calendar: Calendar, people: dict[str, int], home: int, other: int) -> None:
    rows = []
    for week in weeks():
        workdays = calendar.workdays(week)
        for code in STEADY:
            rows += [_came(people[code], home, day) for day in workdays[:2]]
        rows += [_came(people["G009"], home, day, saved=at(week.sunday, 21)) for day in workdays[:2]]
        if week.number % 2:
            rows += [_came(people["G006"], home, day) for day in workdays[-2:]]
        rows += [_came(people["G002"], other, day) for day in workdays if day.isoweekday() == 2]
        rows += [_came(people["G002"], home, day) for day in workdays if day.isoweekday() == 4]
    db.execute(insert(CheckIn), [row for row in rows if row is not None])


def _came(person: int, village: int, day: date, saved: datetime | None = None) -> dict[str, object]:
    return {
        "person_id": person, "village_id": village, "day": day, "came_at": at(day, 9), "saved_at": saved or at(day, 9),
        "work_items": [], "source": "said", "evidence": "e0", "status": "accepted",
    }  # fmt: skip


def _leaves(db: Connection, people: dict[str, int]) -> None:
    rows = (
        ("G007", "annual", LEAVE[0], LEAVE[1], at(LEAVE[0] - timedelta(days=4), 10)),
        ("G008", "sick", HOSPITAL[0], HOSPITAL[1], at(HOSPITAL[0], 8)),
    )
    for code, kind, starts, ends, saved in rows:
        days = {"starts": starts, "ends": ends, "saved_at": saved}
        db.execute(insert(Leave).values(person_id=people[code], kind=kind, status="effective", **days))
        away = CheckIn.person_id == people[code], CheckIn.day.between(starts, ends)
        db.execute(delete(CheckIn).where(*away))


def _visits(db: Connection, people: dict[str, int], home: int) -> None:
    paired = db.execute(select(Pairing.helper_id, Pairing.household_id).where(Pairing.ends.is_(None))).all()
    codes = {number: code for code, number in people.items()}
    visits = [
        _visit(household, helper, home, date(2026, month, 6 + month % 3))
        for helper, household in paired
        for month in range(1, 13)
        if codes.get(helper) in VISITING
    ]
    db.execute(insert(Visit), visits)
    mine = [household for helper, household in paired if helper == people["G010"]]
    for household, opened, closed in (
        (mine[0], date(2026, 4, 1), date(2026, 4, 7)),
        (mine[1], date(2026, 7, 1), None),
    ):
        one = _visit(household, people["G010"], home, opened)
        visit = db.execute(insert(Visit).values(**one).returning(Visit.id)).scalar_one()
        row = {"visit_id": visit, "household_id": household, "village_id": home, "owner_id": people["G010"]}
        days = {"opened_on": opened, "due": opened + timedelta(days=9), "closed_on": closed}
        state = {"matter": "water", "urgent": False, "status": "closed" if closed else "open"}
        db.execute(insert(FollowUp).values(**row, **days, **state))


def _visit(household: int, helper: int, village: int, day: date) -> dict[str, object]:
    return {
        "household_id": household, "helper_id": helper, "village_id": village, "day": day, "manner": "home",
        "met": "head", "as_helper": True, "form": "visit", "version": "demo", "late": False, "bulk": False,
        "status": "accepted", "saved_at": at(day, 15), "next_visit": None,
    }  # fmt: skip


def _household(db: Connection, head: int) -> None:
    home = db.execute(select(Member.household_id).where(Member.person_id == head)).scalar_one()
    db.execute(delete(Grant).where(Grant.household_id == home))
    for month in (2, 5, 8):
        row = {
            "code": f"YEAR{month}",
            "household_id": home,
            "kind": "低保",
            "year": 2026,
            "amount_fen": 32000,
        }
        db.execute(
            insert(Grant).values(**row, card_tail="", paid_on=date(2026, month, 12), personal=False, note="")
        )


def _wish(code: str) -> dict[str, object]:
    """The household wants to hear of grants; of digests only the leader of the township hears, once a week."""
    spans = ["day", "month"] if code == "T02" else ["day", "week", "month"]
    digests = {"off": spans, "at": None, "exceptions": False, "channel": None}
    wanted = ["grants"] if code == "SG001-1" else []
    return {"off": [], "wanted": wanted, "digests": digests, "saved_at": at(BEFORE, 9)}


def weeks() -> Iterator[Week]:
    """The weeks that touch the year."""
    week = Week.of(FIRST)
    while week.monday <= LAST:
        yield week
        week = week.next


def at(day: date, hour: int) -> datetime:
    """A full hour of a day."""
    return datetime.combine(day, time(hour), SHANGHAI)


def names(db: Connection) -> dict[str, str]:
    """Name -> code of the planted people, in the order of `WAYS`."""
    found = dict(db.execute(select(Person.code, Person.name)).all())
    return {found[code]: code for code in WAYS}

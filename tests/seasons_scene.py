"""The village of the reminders that come once a year: two households, whose insurance, studies and re-checks are planted."""

from __future__ import annotations

from datetime import date, datetime, time

from hamlet import COUNTY, SHIGUAN, Village, assign, contact, household, office, person
from sqlalchemy import Connection, insert, update

from scheduler.preview import replayed
from storage.database import Database
from storage.queries.statements import NewStatement, add_statement
from storage.tables import Contact, Insurance, Member
from storage.values.week import SHANGHAI

OFFICE = Village()
HELPER, CLERK = 1, 5
LI, WANG = 1, 2
"""The households of the helper; the head of the first has an account."""
HEAD = 10_000 + LI
CHILD = 20_000


def furnish(conn: Connection) -> None:
    """张三 helps 李大山's household of two and 王小河's; 周凯 is the county's."""
    person(conn, HELPER, "张三")
    assign(conn, HELPER, SHIGUAN)
    person(conn, CLERK, "周凯")
    office(conn, CLERK, "county_office", COUNTY)
    household(conn, LI, SHIGUAN, "李大山", helper=HELPER)
    household(conn, WANG, SHIGUAN, "王小河", helper=HELPER, group=5)
    person(conn, CHILD, "李小山", channel=None)
    row = {
        "household_id": LI,
        "person_id": CHILD,
        "relation": "之子",
        "is_head": False,
        "labour": "",
        "health": "",
    }
    conn.execute(insert(Member).values(**row, school="初中寄宿", starts=date(2020, 1, 1)))
    bind(conn, HEAD, LI)


def bind(conn: Connection, person_id: int, household_id: int) -> None:
    """An account of a household."""
    number = contact(conn, person_id, "webchat")
    conn.execute(update(Contact).where(Contact.id == number).values(household_id=household_id))


def insured(
    conn: Connection, person_id: int, state: str, paid_on: str | None = None, known_on: str = "2026-11-20"
) -> None:
    """A line of the list of 2027, in place of the one before."""
    row = {
        "state": state,
        "paid_on": paid_on and date.fromisoformat(paid_on),
        "known_on": date.fromisoformat(known_on),
    }
    there = conn.execute(update(Insurance).where(Insurance.person_id == person_id).values(**row))
    if not there.rowcount:
        conn.execute(insert(Insurance).values(person_id=person_id, year=2027, **row))


def said(
    conn: Connection,
    kind: str,
    household_id: int | None,
    day: str,
    state: str = "paid",
    year: int = 2027,
    until: str | None = None,
) -> None:
    """What the helper says of a household."""
    last = until and date.fromisoformat(until)
    new = NewStatement(
        kind, HELPER, household_id, SHIGUAN, year, state, date.fromisoformat(day), last or None, None
    )
    add_statement(conn, new, datetime.combine(new.day, time(10), SHANGHAI))


async def told(
    database: Database, first: str, last: str, *kinds: str
) -> list[tuple[str, str, int, list[object]]]:
    """(moment, kind, person, things) of the reminders of these kinds between two days."""
    days = date.fromisoformat(first), date.fromisoformat(last)
    found = await database.read(lambda db: list(replayed(db, OFFICE, kinds, *days)))
    return [(f"{n.not_before:%m-%d %H:%M}", n.kind, n.person_id, n.parameters["items"]) for n in found]

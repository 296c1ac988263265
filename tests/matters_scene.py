"""The village of the reminders that are about a day: what is planted in it."""

from __future__ import annotations

from datetime import date

from hamlet import (
    COUNTY,
    SHIGUAN,
    TOWNSHIP,
    UNIT,
    VAULT,
    Village,
    assign,
    at,
    household,
    office,
    person,
    visit,
)  # fmt: skip
from sqlalchemy import Connection, insert, update

from storage.tables import Assignment, Draft, FollowUp, Grant, Plan, Visit

VILLAGE = Village()
NAMES = ("张三", "王芳", "钱进", "孙华", "周凯", "吴信")


def furnish(conn: Connection) -> None:
    """张三 helps, 王芳 leads the team, 钱进 is clerk, 孙华 contact of the unit, 周凯 the county's, 吴信 the village's."""
    for id_, name in enumerate(NAMES, 1):
        person(conn, id_, name, unit=UNIT if name in ("张三", "孙华") else None)
    assign(conn, 1, SHIGUAN)
    assign(conn, 2, SHIGUAN, "team_leader")
    office(conn, 3, "township_clerk", TOWNSHIP)
    office(conn, 4, "unit_contact", None, UNIT)
    office(conn, 5, "county_office", COUNTY)
    office(conn, 6, "info_officer", SHIGUAN)
    household(conn, 1, SHIGUAN, "李大山", helper=1)


def follow_up(conn: Connection, opened_on: str, due: str) -> None:
    visit(conn, 1, 1, SHIGUAN, opened_on)
    row = {"visit_id": 1, "household_id": 1, "village_id": SHIGUAN, "owner_id": 1, "matter": "water"}
    days = {"opened_on": date.fromisoformat(opened_on), "due": date.fromisoformat(due)}
    conn.execute(insert(FollowUp).values(**row, **days, urgent=False, status="open"))


def close(conn: Connection, day: str) -> None:
    conn.execute(update(FollowUp).values(status="closed", closed_on=date.fromisoformat(day)))


def next_visit(conn: Connection, day: str) -> None:
    conn.execute(update(Visit).values(next_visit=date.fromisoformat(day)))


def plan(conn: Connection, day: str) -> None:
    row = {"person_id": 1, "day": date.fromisoformat(day), "saved_at": at("2026-11-01 08:00")}
    conn.execute(insert(Plan).values(**row))


def begin(conn: Connection, moment: str) -> None:
    row = {"contact_id": 1, "person_id": 1, "form": "visit", "version": "1", "state": "parked"}
    conn.execute(insert(Draft).values(**row, body_sealed=VAULT.seal("{}"), updated_at=at(moment)))


def ends(conn: Connection, day: str) -> None:
    conn.execute(update(Assignment).where(Assignment.person_id == 1).values(ends=date.fromisoformat(day)))


def paid(conn: Connection, day: str) -> None:
    row = {
        "code": "G1",
        "household_id": 1,
        "kind": "低保",
        "year": 2026,
        "amount_fen": 32000,
        "card_tail": "",
    }
    conn.execute(insert(Grant).values(**row, paid_on=date.fromisoformat(day), personal=False, note=""))

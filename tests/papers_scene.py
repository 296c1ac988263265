"""What an office keeps beside the register, planted in the village of matters_scene."""

from __future__ import annotations

from datetime import date

from hamlet import ALWAYS, SHIGUAN, TOWNSHIP, at, person
from sqlalchemy import Connection, insert

from storage.tables import Enrolment, HolidayDuty, Measure, Member, PublicNotice, Training


def post(conn: Connection, id_: int, region: int, posted: str, ends: str, title: str = "低保复核") -> None:
    """A public notice."""
    days = {"posted": date.fromisoformat(posted), "ends": date.fromisoformat(ends)}
    row = {"id": id_, "code": f"GS{id_}", "region_id": region, "kind": "低保", "title": title}
    conn.execute(insert(PublicNotice).values(**row, **days, objections=0, result=""))


def measure(conn: Connection, id_: int, due: str, what: str = "养鸡", household: int | None = 1) -> None:
    """A measure that 张三 answers for."""
    row = {"id": id_, "code": f"CS{id_}", "village_id": SHIGUAN, "household_id": household, "owner_id": 1}
    goal = {"kind": "产业", "what": what, "goal": 50.0, "unit": "只", "state": "open", "reached": 0.0}
    conn.execute(insert(Measure).values(**row, **goal, due=date.fromisoformat(due)))


def session(conn: Connection, id_: int, starts: str, seats: int = 2, region: int = SHIGUAN) -> None:
    """A session of training one may enrol for from 1 November to the day before."""
    row = {
        "id": id_,
        "code": f"PX{id_}",
        "region_id": region,
        "kind": "",
        "title": "家政培训",
        "place": "村委会",
    }
    moment = at(starts)
    days = {"opens": date(2026, 11, 1), "closes": moment.date()}
    conn.execute(insert(Training).values(**row, **days, starts=moment, seats=seats))


def enrolled(conn: Connection, training: int, *people: int) -> None:
    """Their enrolments, in this order, each speaking for themselves."""
    for each in people:
        row = {
            "training_id": training,
            "person_id": each,
            "said_by": each,
            "status": "accepted",
            "answer": "",
        }
        conn.execute(insert(Enrolment).values(**row, saved_at=at("2026-11-10 10:00")))


def relative(conn: Connection, id_: int, household: int, name: str) -> None:
    """Another member of a household, without an account."""
    person(conn, id_, name, channel=None)
    row = {
        "household_id": household,
        "person_id": id_,
        "relation": "配偶",
        "is_head": False,
        "starts": ALWAYS,
    }
    conn.execute(insert(Member).values(**row, labour="", health="", school=""))


def on_duty(conn: Connection, id_: int, *days: str) -> None:
    """Somebody on duty for the township."""
    for day in days:
        row = {"region_id": TOWNSHIP, "day": date.fromisoformat(day), "person_id": id_}
        conn.execute(insert(HolidayDuty).values(**row))
